"""The text of one block as it comes in: pieces, links, words that are hidden or that only work on the page."""

from __future__ import annotations

import re
from html import unescape

from headroom.compressors.markup.hints import attribute, is_hidden

__all__ = ["BREAK", "LINK_END", "LINK_START", "MARKS", "MOST_OPTIONS", "Line", "plain_text"]

LINK_START, LINK_END, BREAK, _SEAM = "\x02", "\x03", "\x04", "\x05"
"""What stands in the text of a block round a link, for a line break within it, and, only while it is collected, behind what is
raised or lowered; pages hold no such characters."""
MARKS = LINK_START + LINK_END + BREAK + _SEAM
_OURS = {0: None, 2: None, 3: None, 4: None, 5: None}
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
_POWER, _INDEX, _STRUCK = "^", "_", "~~"
_BEFORE_POWER = (")", ".", ",")
_BARS = ("/", "⁄", ";")
"""How the bar of a fraction ends, which may be written as a reference."""
_MOST_FRACTION = 8
"""Pieces in which a fraction stands that is written of a power and an index."""
_ORDINALS = frozenset(("st", "nd", "rd", "th"))
_GLUED = re.compile(r"(?<=\d)\x05(?=\d)")
"""Where what is raised or lowered ends between two digits, which are no one number."""
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
        """Buttons, long lists of options and signs that were left out."""
        self.targets: list[str] = []
        self.link_chars = 0
        self._link_at = -1
        self._target = ""
        self._carried = 0
        self._control_at = -1
        self._raised_at = -1
        self._power_at = -1
        """Where the last power began."""
        self._struck_at = 0
        """Behind the sign that opens what is struck out."""
        self._struck = 0
        """How many elements are open that strike out."""
        self._struck_in = 0
        self.hidden = 0
        """Elements among the words that were left out as hidden."""
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
            self.hidden += len(pieces) > self._hidden_at
            self._cut(self._hidden_at)
            self._hidden_at = 0
        if self._struck_at > max(0, self._link_at):
            self._end_strike()
        if self._link_at >= 0 and self._end_link():
            self._carried += 1
        if self._struck_at:
            self._end_strike()
        joined = "".join(pieces)
        if _SEAM in joined:
            joined = _GLUED.sub(" ", joined).replace(_SEAM, "")
        text = " ".join(plain_text(joined).split())
        pieces.clear()
        self._control_at = self._raised_at = self._power_at = -1
        if text[:1].isalnum() and text[-1:] != BREAK:
            return text
        return text.strip(BREAK + " ") if text.strip(MARKS + " `") else ""

    def _cut(self, at: int) -> None:
        """Forget the pieces from a place on, with the links among them."""
        gone = self.pieces[at:]
        del self.pieces[at:]
        self._strike_again()
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
        if self._struck:
            self._start_strike()

    def end_open(self) -> None:
        """A link or hidden words never go on behind the end of what they stand in."""
        self._target = ""
        self._hidden = ""

    def drop(self) -> None:
        """Forget all that is collected and open."""
        self.pieces.clear()
        self.targets.clear()
        self._link_at = self._control_at = self._raised_at = self._power_at = -1
        self._struck = self._struck_at = 0
        self.link_chars = 0
        self.end_open()

    def open_link(self, attributes: str) -> None:
        """A link starts; one that was open ends."""
        self.close_link()
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
            self._strike_again()
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
            self.hidden += 1
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

    def _last(self) -> str:
        """The last character that a reader sees of what was collected."""
        for piece in reversed(self.pieces[-3:]):
            if piece and piece not in (LINK_END, _SEAM):
                return piece[-1:]
        return ""

    def raise_next(self) -> None:
        """What is raised starts: a power is no digit of its base."""
        last = self._last()
        self._raised_at = len(self.pieces)
        self.pieces.append(_POWER if last.isalnum() or last in _BEFORE_POWER else "")

    def end_raised(self) -> None:
        """It ends: the mark of a note is no power, and `st` or `th` is none."""
        at, pieces = self._raised_at, self.pieces
        self._raised_at = -1
        if not 0 <= at < len(pieces):
            return
        self._power_at = at if pieces[at] else -1
        inside = "".join(pieces[at + 1 :]).strip(MARKS + " ")
        is_note = LINK_START in pieces[at:] and inside.isdigit()
        if is_note and pieces[at]:
            pieces[at] = "["
            pieces.append("]")
        elif not inside or inside[0] == "[" or inside.lower() in _ORDINALS:
            pieces[at] = ""
        pieces.append(_SEAM)

    def lower_next(self) -> None:
        """What is lowered starts: an index is no digit of a number."""
        pieces = self.pieces
        last = self._last()
        if last.isdigit():
            pieces.append(_INDEX)
        elif last in _BARS and 0 <= self._power_at < len(pieces) <= self._power_at + _MOST_FRACTION:
            # `2<sup>1</sup>/<sub>3</sub>` is a fraction, and no power.
            if plain_text("".join(pieces[self._power_at + 1 :])).strip(MARKS + " /⁄").isdigit():
                pieces[self._power_at] = " "

    def end_lowered(self) -> None:
        """It ends, and no digit behind it is one of its own."""
        self.pieces.append(_SEAM)

    def strike(self, box: int) -> None:
        """What is struck out starts, in a box."""
        self._struck += 1
        if self._struck == 1:
            self._struck_in = box
            self._start_strike()

    def end_struck(self) -> None:
        """It ends."""
        if self._struck:
            self._struck -= 1
            if not self._struck:
                self._end_strike()

    def leave(self, box: int) -> None:
        """What is struck out ends where its own box does: the box that is read now has a lower number than it."""
        if self._struck and box < self._struck_in:
            self._struck = 0
            self._end_strike()

    def _start_strike(self) -> None:
        self.pieces.append(_STRUCK)
        self._struck_at = len(self.pieces)

    def _end_strike(self) -> None:
        """Signs stand round what is struck out only where there is something."""
        at = self._struck_at
        self._struck_at = 0
        if 0 < at <= len(self.pieces):
            if "".join(self.pieces[at:]).strip(MARKS + " \n\t"):
                self.pieces.append(_STRUCK)
            else:
                self.pieces[at - 1] = ""

    def _strike_again(self) -> None:
        """What is struck out goes on behind what was cut with its beginning."""
        if self._struck_at > len(self.pieces):
            self._start_strike()
