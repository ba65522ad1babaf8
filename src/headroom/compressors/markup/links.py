"""The links in the text of blocks: with their target where it says something, else as the words they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import unescape

from headroom.compressors.markup.inline import BREAK, LINK_END, LINK_START
from headroom.compressors.markup.page import Block

__all__ = ["Linking", "linking_for", "without_links"]

_LONGEST = 120
"""Characters of a target. Chosen: a longer one is for machines, and no reader would type it."""
_SHARE = 0.2
"""Characters of all targets, as a share of the text beside them, up to which every useful one stays. Chosen."""
_MOST_SHARE = 0.25
"""The same for those that stay where there are more. Chosen: beyond it a page is read for its links, and the first ones do."""
_USELESS = re.compile(r"(?:#|javascript:|data:|about:|tel:|sms:|whatsapp:|blob:)", re.IGNORECASE)
_ACTIONS = (
    *("/login", "/logout", "/signin", "/sign_in", "/signup", "/register", "/auth/", "/sharer", "/share?", "/sharearticle"),
    *("/intent/", "action=edit", "action=history", "veaction=", "returnto=", "replytocom=", "/w/index.php", "special:"),
)
"""Parts of addresses where a reader does something instead of reading."""
_MOST_ACTION = 40
"""Characters of a link that may be a login or the like; a longer one is a title. Chosen."""
_TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid|mc_cid|mc_eid|ref_src|igshid)=", re.IGNORECASE)
"""How parameters begin that only tell where a reader came from."""
_TITLE = 16
"""Characters of a link that say what a block is about. Chosen: names and times are shorter."""
_NUMBER = re.compile(r"\d{3,}(?=\D{0,6}\Z)")
_OTHER = re.compile(r"[\W_]+")
_ESCAPED = re.compile(r"%[0-9A-Fa-f]{2}")

Linking = Callable[[Block], str]
"""A block -> its text with the links that stay."""


def without_links(block: Block) -> str:
    """The text of a block, links as the words they are."""
    return _broken(block.text.replace(LINK_START, "").replace(LINK_END, "").strip() if block.targets else block.text)


def linking_for(blocks: Sequence[Block], *, include_links: bool) -> Linking:
    """How the links of the blocks that stay are written: all that say something, or where they are many, the weightier half.

    Cost: one pass over the links.
    """
    if not include_links:
        return without_links
    text = spent = 0
    for block in blocks:
        text += len(block.text)
        spent += sum(len(target) for target in block.targets if target and len(target) <= _LONGEST)
    return _Linked(int(_MOST_SHARE * text) if spent > _SHARE * text else None)


class _Linked:
    """Writes blocks in their order; a target is written once."""

    def __init__(self, budget: int | None) -> None:
        self._budget = budget
        """Characters that targets may still take; without end where it is None."""
        self._seen: set[str] = set()

    def __call__(self, block: Block) -> str:
        """The text of a block with the links that stay."""
        if not block.targets or self._budget == 0:
            return without_links(block)
        first, *rest = block.text.split(LINK_START)
        parts = [piece.partition(LINK_END) for piece in rest]
        longest = max((len(words) for words, _, _ in parts), default=0)
        # A title's address is worth having even where it says the same: it is where a reader goes on.
        is_title = block.kind == "heading" or (block.prose_chars < block.link_chars // 2 and len(block.text) > _TITLE)
        pieces = [first]
        for target, (words, closed, behind) in zip(block.targets, parts, strict=False):
            stays = closed and (self._budget is None or _is_worth(block, target, words, longest))
            address = self._taken(target, words, is_title=is_title) if stays else ""
            pieces.append((_link(words, address) if address else words) + behind)
        return _broken("".join(pieces).strip())

    def _taken(self, target: str, words: str, *, is_title: bool) -> str:
        """What to write of a target, which is then spent; empty where it adds nothing."""
        address = _address(target, words)
        if not address or address in self._seen or _is_said(address, words) or (not is_title and _repeats(address, words)):
            return ""
        if self._budget is not None:
            if len(address) > self._budget:
                return ""
            self._budget -= len(address)
        self._seen.add(address)
        return address


def _link(words: str, address: str) -> str:
    inner = words.strip()
    lead = words[: len(words) - len(words.lstrip())]
    return f"{lead}[{inner}]({address}){words[len(lead) + len(inner) :]}"


def _is_worth(block: Block, target: str, words: str, longest: int) -> bool:
    """Whether a link of too many stays: it is what its block is there for, or leads elsewhere by words that do not tell."""
    if block.kind == "heading" or block.prose_chars < block.link_chars:
        return len(words) == longest and (longest >= _TITLE or len(block.text) <= 2 * longest)
    if "://" not in target and target[:2] != "//":
        return False
    number = _NUMBER.search(target)
    return number is None or number[0] not in words


def _address(target: str, words: str) -> str:
    """What to write of a target; empty where it adds nothing to the words."""
    if not target or target[0] == "#" or len(target) > 4 * _LONGEST or _USELESS.match(target):
        return ""
    target = unescape(target) if "&" in target else target
    if "?" in target and _TRACKING.search(target):
        target = _untracked(target)
    if len(target) > _LONGEST or len(target.split()) > 1 or "<" in target or "![" in words:
        return ""
    if len(words) < _MOST_ACTION and any(map(target.lower().__contains__, _ACTIONS)):
        return ""
    return target


def _untracked(target: str) -> str:
    """The target without the parameters that only tell where a reader came from."""
    path, _, rest = target.partition("?")
    asked, hash_sign, place = rest.partition("#")
    stay = "&".join(parameter for parameter in asked.split("&") if not _TRACKING.match(parameter))
    return path + ("?" if stay else "") + stay + hash_sign + place


def _is_said(target: str, words: str) -> bool:
    """Whether the words are the address itself, or the one of an e-mail."""
    return ("://" in words or "@" in words) and len(target) <= 2 * len(words) and words.strip() in target


def _repeats(target: str, words: str) -> bool:
    """Whether the end of a target only says the words again: `/wiki/Linear_map` for `linear map`."""
    size = len(words)
    last = target.rstrip("/").rpartition("/")[2].partition("#")[0].partition("?")[0]
    stem = last.removesuffix(".html").removesuffix(".htm")
    if "://" in target or not (size <= 2 * len(stem) and len(stem) <= 4 * size):
        return False
    told = _OTHER.sub("", words).lower()
    return bool(told) and _OTHER.sub("", _ESCAPED.sub("", stem)).lower() == told


def _broken(text: str) -> str:
    """The text with its line breaks."""
    return text.replace(f" {BREAK} ", "\n").replace(BREAK, "\n") if BREAK in text else text
