"""The one grammar for what we leave where something was taken out.

Every note opens with `[headroom: ` on a line of text or in a comment of code and markup, or is the value of `"_headroom"` in
JSON, so that it can be recognised. A full marker also names the original by hash; a gap note only says how much is missing
where it stands.
Recognising a note never means trusting it: whether a hash is ours is for the store to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

__all__ = [
    "JSON_KEY",
    "OPENING",
    "TOOL_NAME",
    "Marker",
    "find_markers",
    "gap_note",
    "holds_marker",
    "json_note",
    "marker_text",
    "omission",
    "text_marker",
    "under_one_original",
    "without_original",
]

OPENING = "[headroom: "
"""How every note of ours begins, on a line of its own or in a comment."""
JSON_KEY = "_headroom"
"""The key of a note inside JSON."""
TOOL_NAME = "headroom_retrieve"
"""The tool by which a model gets an original."""

_NOTE = re.compile(
    r"^[ \t]*+(?:(?://|#|;|--|%|/\*)[ \t]?)?"
    r"\[headroom: [^\n]*; (original ([0-9a-f]{24}))(?: via headroom_retrieve)?\](?: ?\*/)?\r?$"
    r"|<!-- ?\[headroom: (?:(?!-->)[^\n]){0,1000}; (original ([0-9a-f]{24}))(?: via headroom_retrieve)?\] ?-->"
    r"|_headroom(\\*)\":\s?\5\"(?:(?!(?<!\\)\5\").){0,1000}; (original ([0-9a-f]{24}))(?: via headroom_retrieve)?\5\"",
    re.MULTILINE,
)
"""A full marker: a line of text, a comment on a line of its own or of markup, or the value of our key at any level of JSON
quoting (the same before each quote)."""
_ORIGINALS = (1, 3, 6)
"""The groups of which one names the original; the hash is the next."""


_CONTROLS = dict.fromkeys([*range(32), *range(127, 160), 0x2028, 0x2029])


class Marker(msgspec.Struct, frozen=True, kw_only=True):
    """A note found in a text that names an original."""

    hash: str
    start: int
    """Where `original <hash>` starts, in characters."""
    end: int


def omission(omitted: int, total: int, unit: str, kinds: Iterable[tuple[str, int]] = ()) -> str:
    """`412 of 480 rows omitted (INFO 409, DEBUG 3)`; `unit` is the singular."""
    listed = ", ".join(f"{kind} {count}" for kind, count in kinds)
    return f"{omitted} of {total} {unit}s omitted" + (f" ({listed})" if listed else "")


def marker_text(what: str, original: str, retrieval: Literal["none", "tool"] = "none") -> str:
    """What is missing and how to get it: the words inside a full marker."""
    return f"{what}; original {original}" + (f" via {TOOL_NAME}" if retrieval == "tool" else "")


def text_marker(words: str) -> str:
    """A note as a line of text; control characters, which names of files may hold, are left out of it."""
    return f"{OPENING}{words if words.isprintable() else words.translate(_CONTROLS)}]"


def gap_note(omitted: int, unit: str, details: str = "") -> str:
    """A short note for the place of a gap: how many are missing here, and what they are where there is a word for it."""
    return text_marker(f"{omitted} {unit}{'' if omitted == 1 else 's'} omitted{f' ({details})' if details else ''}")


def json_note(words: str) -> str:
    """A note as a JSON object, the last element of an array."""
    return f'{{"{JSON_KEY}":{msgspec.json.encode(words).decode()}}}'


def holds_marker(text: str) -> bool:
    """Whether a text holds anything that looks like a note of ours, at any level of JSON quoting."""
    if "headroom" not in text:
        return False
    return OPENING in text or f'{JSON_KEY}"' in text or f"{JSON_KEY}\\" in text


def under_one_original(text: str, parts: Sequence[str], whole: str) -> str:
    """The text with one full marker, for the whole, in place of those for its parts.

    `parts` are the hashes of the parts in the order of their markers: the notes of all but the last keep their words alone.
    """
    *earlier, last = parts
    for part in dict.fromkeys(earlier):
        if part != last:
            text = without_original(text, part)
    first, _, rest = text.rpartition(last)
    return without_original(first, last) + whole + rest


def without_original(text: str, original: str) -> str:
    """The text with what its notes say, but for this original, which another note names."""
    return text.replace(f"; original {original} via {TOOL_NAME}", "").replace(f"; original {original}", "")


def find_markers(text: str) -> tuple[Marker, ...]:
    """The notes in a text that name an original, in order; look-alikes outside our notes are not among them."""
    if not holds_marker(text):
        return ()
    return tuple(
        Marker(hash=found[group + 1], start=found.start(group), end=found.end(group))
        for found in _NOTE.finditer(text)
        for group in _ORIGINALS
        if found[group]
    )
