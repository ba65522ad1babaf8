"""The text of one block as it comes in: pieces, links, words that are hidden or that only work on the page."""

from __future__ import annotations

import re
from html import unescape

from headroom.compressors.markup.hints import attribute, is_hidden

__all__ = ["BREAK", "LINK_END", "LINK_START", "MARKS", "MOST_OPTIONS", "Line", "plain_text"]

LINK_START, LINK_END, BREAK = "\x02", "\x03", "\x04"
"""What stands in the text of a block round a link and for a line break within it; pages hold no such characters."""
MARKS = LINK_START + LINK_END + BREAK
_OURS = {0: None, 2: None, 3: None, 4: None}
_SIGNS = frozenset(("#", "¶", "§", "🔗", "∞", "^", "↑", "↩", "link", "permalink", "edit", "[edit]", "copy"))
"""What links say that only work on the page."""
_JUMPS = frozenset(("skip to ", "jump to ", "back to "))
"""How links begin that lead to another place of the page."""
_MOST_SIGN = 10
_MOST_BUTTON = 24
"""Characters of a button; a longer one is a heading that unfolds. Chosen."""
MOST_OPTIONS = 160
"""Characters of a list of options that are worth reading. Chosen: sizes and colours, but not all countries."""
_MOST_CARRIED = 12
"""Blocks that one link may hold. Chosen: a card on a page; beyond it the link was never closed."""
_FORMULA = re.compile(r"math|tex\b|latex|formula", re.IGNORECASE)
_DISPLAY = re.compile(r"\{\\displaystyle (.*)\}\Z", re.DOTALL)
_FILE = re.compile(r"\S*\.(?:jpe?g|png|gif|svg|webp)\Z|(?:image|img|photo|logo|icon|avatar|picture)\Z", re.IGNORECASE)
_TARGET = re.compile(r"\s+href=\"([^\"]*+)\"")
"""How most links begin."""
_POWER = "^"
_LEAST_TOLD = 3
"""Characters of what stands for an image. Chosen: fewer are a bullet or a line."""


def plain_text(text: str) -> str:
    """The text with the characters that its references stand for."""
    if "&" not in text:
        return text
    plain = unescape(text)
    return plain.translate(_OURS) if any(map(plain.__contains__, MARKS)) and not any(map(text.__contains__, MARKS)) else plain


class Line:
    """What has been collected since the last block ended."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.controls = 0
        """Buttons, long lists of options, signs and hidden words that were left out."""
        self.targets: list[str] = []
        self.link_chars = 0
        self._link_at = -1
        self._target = ""
        self._carried = 0
        self._control_at = -1
        self._hidden = ""
        """The element whose words are hidden."""
        self._hidden_at = 0
        self._depth = 0

    @property
    def hides(self) -> str:
        """The name of the element whose words are hidden; empty where none are."""
        return self._hidden

    def end(self) -> str:
        """What was collected as one line of text, empty where there was none; what is open goes on in the next."""
        pieces = self.pieces
        if self._hidden:
            self._cut(self._hidden_at)
            self._hidden_at = 0
        if self._link_at >= 0 and self._end_link():
            self._carried += 1
        text = " ".join(plain_text("".join(pieces)).split())
        pieces.clear()
        self._control_at = -1
        if text[:1].isalnum() and text[-1:] != BREAK:
            return text
        return text.strip(BREAK + " ") if text.strip(MARKS + " `") else ""

    def _cut(self, at: int) -> None:
        """Forget the pieces from a place on, with the links among them."""
        gone = self.pieces[at:]
        del self.pieces[at:]
        links = gone.count(LINK_START)
        if links:
            del self.targets[len(self.targets) - links :]
            self.link_chars = max(0, self.link_chars - sum(map(len, gone)))
            if self._link_at >= at:
                self._link_at = -1

    def reset(self) -> None:
        """Forget the links of the line that has ended, and take up the one that goes on."""
        self.targets.clear()
        self.link_chars = 0
        if self._target and self._carried < _MOST_CARRIED:
            self._start_link()

    def end_open(self) -> None:
        """A link or hidden words never go on behind the end of what they stand in."""
        self._target = ""
        self._hidden = ""

    def drop(self) -> None:
        """Forget all that is collected and open."""
        self.pieces.clear()
        self.targets.clear()
        self._link_at = self._control_at = -1
        self.link_chars = 0
        self.end_open()

    def open_link(self, attributes: str) -> None:
        """A link starts; one that was open ends."""
        self.close_link()
        if self.pieces and self.pieces[-1] is _POWER:
            self.pieces.pop()
        first = _TARGET.match(attributes)
        target = attribute(attributes, "href") if first is None else first[1].strip()
        if target:
            self._target, self._carried = target, 0
            self._start_link()

    def _start_link(self) -> None:
        self._link_at = len(self.pieces)
        self.pieces.append(LINK_START)
        self.targets.append("" if self._carried else self._target)

    def _end_link(self) -> bool:
        """Whether what the link held in this line stays."""
        at = self._link_at
        self._link_at = -1
        inside = "".join(self.pieces[at + 1 :])
        shown = len(inside.strip())
        if not shown or (shown < _MOST_SIGN and inside.strip().lower() in _SIGNS) or self._leads_on_the_page(inside):
            self.controls += shown > 0
            del self.pieces[at:]
            self.targets.pop()
            return False
        self.link_chars += shown
        self.pieces.append(LINK_END)
        return True

    def _leads_on_the_page(self, inside: str) -> bool:
        return self._target[:1] == "#" and inside.lstrip()[:8].lower() in _JUMPS

    def close_link(self) -> None:
        """The link that is open ends."""
        if self._link_at >= 0:
            self._end_link()
        self._target = ""

    def hide(self, name: str, attributes: str) -> bool:
        """Whether words are hidden from here to the end of this element."""
        if self._hidden:
            self._depth += name == self._hidden
        elif attributes and is_hidden(attributes):
            self._hidden, self._hidden_at, self._depth = name, len(self.pieces), 0
        return bool(self._hidden)

    def show(self, name: str) -> bool:
        """Whether words are still hidden behind the end of this element."""
        if self._hidden != name:
            return bool(self._hidden)
        if self._depth:
            self._depth -= 1
            return True
        self._hidden = ""
        if len(self.pieces) > self._hidden_at and self._link_at < self._hidden_at:
            self.controls += 1
            self._cut(self._hidden_at)
        return False

    def open_control(self) -> None:
        """A button or a list of options starts."""
        self._control_at = len(self.pieces)

    def close_control(self, most: int = _MOST_BUTTON) -> None:
        """It ends, and goes if it has few characters to press, or more than `most` to choose from."""
        at = self._control_at
        self._control_at = -1
        if at < 0 or self._link_at >= at:
            return
        size = len("".join(self.pieces[at:]).strip())
        if size <= most if most == _MOST_BUTTON else size > most:
            self.controls += size > 0
            self._cut(at)

    def add_option(self) -> None:
        """One more of a list of options."""
        if len(self.pieces) > max(0, self._control_at):
            self.pieces.append(" | ")

    def drop_control(self) -> None:
        """What was opened goes, whatever it holds."""
        if self._control_at >= 0:
            self._cut(self._control_at)
            self._control_at = -1

    def add_image(self, attributes: str) -> None:
        """What is told of an image, where it tells something."""
        told = attribute(attributes, "alt") if "alt" in attributes or "ALT" in attributes else ""
        if len(told) < _LEAST_TOLD or _FILE.match(told):
            return
        if _FORMULA.search(attributes):
            formula = _DISPLAY.match(told)
            self.pieces.append(f"${formula[1] if formula is not None else told}$")
        else:
            self.pieces.append(f" ![{told}] ")

    def raise_next(self) -> None:
        """A power is no digit of its base; a note's number is, as it is a link."""
        if self.pieces and (self.pieces[-1][-1:].isalnum() or self.pieces[-1][-1:] == ")"):
            self.pieces.append(_POWER)
