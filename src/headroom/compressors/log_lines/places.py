"""Where words stand in the shapes: a vocabulary that says which to look for, and look-ups from places to shapes.

Words are found one by one with `str.find`; one pattern of all of them costs as much a character as a whole token count.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate

import msgspec

__all__ = ["Places", "places_of"]

_LETTERS = bytes(code if 0x41 <= code <= 0x5A or 0x61 <= code <= 0x7A or code >= 0x80 else 0x20 for code in range(256))
"""Maps all of ASCII but letters to blanks."""
_MOST_MISSES = 20_000
"""Places inside other words that are looked at for one word; keeps hostile text linear and cheap. Chosen."""

_FREQUENT = 10
"""A literal in one of so many shapes is cheaper to look for in each shape than to follow from place to place. Measured."""


class Places(msgspec.Struct, frozen=True, kw_only=True):
    """The joined shapes, line feeds before and after them, and the words in them."""

    texts: list[str]
    """The shapes."""
    text: str
    low: str
    """The same in lower case, place for place."""
    lows: list[str]
    """That of each shape."""
    ends: list[int]
    """Where each shape ends in `text`, its line feed included."""
    words: frozenset[str]
    """Every run of letters, as it is written."""
    low_words: frozenset[str]
    """The same in lower case."""

    def shapes_with(self, literals: Iterable[str]) -> set[int]:
        """The shapes that hold any of the literals as they are written; a line feed in front stands for the start of a line."""
        return {shape for literal in literals for shape in self._holding(literal)}

    def shapes_with_low(self, literal: str) -> list[int]:
        """The shapes that hold a literal, which is in lower case, in whatever case."""
        found = self._few(self.low, literal)
        if found is None:
            return [shape for shape, text in enumerate(self.lows) if literal in text]
        return found

    def gated(self, table: Mapping[str, tuple[str, ...]]) -> list[str]:
        """The literals of a table that stand in the text, and whose key is among its words; any word has the empty key."""
        keys = [word for word in table if word in self.words or not word]
        return [literal for key in keys for literal in table[key] if literal in self.text]

    def standing(self, word: str) -> Iterator[tuple[int, int]]:
        """Each shape that holds a word as a word, with its first place there."""
        text = self.text
        misses = 0
        at = text.find(word)
        while at >= 0:
            end = at + len(word)
            if not (text[at - 1].isalpha() or text[end].isalpha()):
                shape = self.shape_at(at)
                yield shape, at
                at = text.find(word, self.ends[shape] - 1)
            else:
                misses += 1
                if misses > _MOST_MISSES:
                    return
                at = text.find(word, end)

    def low_places(self, word: str) -> Iterator[tuple[int, int]]:
        """Each shape that holds a string in lower case, with its first place there."""
        return self._found(self.low, word)

    def shape_at(self, place: int) -> int:
        """The shape that holds a place."""
        return bisect_right(self.ends, place)

    def start_of(self, shape: int) -> int:
        """Where a shape starts."""
        return self.ends[shape - 1] if shape else 1

    def _holding(self, literal: str) -> Iterable[int]:
        found = self._few(self.text, literal)
        if found is not None:
            return found
        if literal[0] == "\n":
            whole = literal[-1] == "\n"
            start = literal.strip("\n")
            return [shape for shape, text in enumerate(self.texts) if (text == start if whole else text.startswith(start))]
        return [shape for shape, text in enumerate(self.texts) if literal in text]

    def _few(self, text: str, literal: str) -> list[int] | None:
        """The shapes that hold a literal; None if they are so many that looking into each is cheaper."""
        most = max(20, len(self.ends) // _FREQUENT)
        found: list[int] = []
        for shape, _ in self._found(text, literal):
            found.append(shape)
            if len(found) > most:
                return None
        return found

    def _found(self, text: str, literal: str) -> Iterator[tuple[int, int]]:
        at = text.find(literal)
        skip = literal[0] == "\n"
        while at >= 0:
            shape = self.shape_at(at + skip)
            if shape == len(self.ends):
                return
            yield shape, at + skip
            at = text.find(literal, self.ends[shape] - 1)


def places_of(texts: list[str]) -> Places:
    """The places of shapes."""
    text = "\n" + "\n".join(texts) + "\n"
    low = text.lower()
    if len(low) != len(text):
        # A few letters grow when lower-cased, and places in both texts must agree.
        low = "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)
    ends = list(accumulate((len(shape) + 1 for shape in texts), initial=1))[1:]
    letters = text.encode("utf-8", "surrogatepass").translate(_LETTERS).decode("utf-8", "surrogatepass")
    words = frozenset(letters.split())
    return Places(
        texts=texts,
        text=text,
        low=low,
        lows=low[1:-1].split("\n"),
        ends=ends,
        words=words,
        low_words=frozenset(map(str.lower, words)),
    )
