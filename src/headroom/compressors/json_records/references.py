"""Objects that stand in a text more than once, written once.

Works on any text of ours that holds minified JSON: a complete object lexeme holds quotes, and inside a JSON string those would
be escaped, so an occurrence of the lexeme is an occurrence of the value, but for the few whose key could pass for what follows
a string.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec
from msgspec import Raw

__all__ = ["repeated_objects"]

_LEAST_BYTES = 100
"""Chosen: a reference, its definition and the reader's detour cost more than a shorter object."""
_LEAST_SAVED = 200
_LEAST_TEXT = 400
"""Characters below which no text holds enough repetition to be worth a look."""
_LEAST_INNERMOST = 24
"""Characters from which objects without objects inside count. Chosen: shorter ones are there twice in any text."""
_INSIDE = (b'":{', b"[{", b",{")
"""What stands before an object inside another value: one of these at least. In strings, some of them may stand, too."""
_AFTER_STRINGS = frozenset(",:]}=<>{")
"""What may follow a string. An object whose first key opens with one of these could be found across the end of a string
that ends in `{`: there the quote that opens the key closes that string."""
_LONGEST_BYTES = 20_000
"""Chosen: larger objects hardly ever stand twice, and every level of them would be kept in memory."""
_OBJECT = ord("{")
_OPENINGS = frozenset(b"{[")
_MEMBERS = msgspec.json.Decoder(dict[str, Raw])
_ITEMS = msgspec.json.Decoder(list[Raw])
_MOST_TRIED = 64
_MOST = 24
"""Chosen: more references than this are a puzzle, not a text."""


def repeated_objects(text: str, data: bytes) -> list[str]:
    """The object lexemes of `data` that are worth writing once, largest first.

    `data` is the JSON in which they are looked for, `text` all that will be sent, where they are counted.
    Cost: linear in `data` times its depth, and at most `_MOST_TRIED` searches of `text`.
    """
    if len(text) < _LEAST_TEXT:
        return []
    if not _is_any_innermost_repeated(text):
        return []
    counts: Counter[bytes] = Counter()
    if data[0] in _OPENINGS:
        _collect(data, counts)
    repeated = sorted(
        (value for value, count in counts.items() if count > 1), key=lambda value: (-counts[value] * len(value), value)
    )
    chosen: list[str] = []
    for candidate in sorted(repeated[:_MOST_TRIED], key=lambda value: (-len(value), value)):
        lexeme = candidate.decode()
        if lexeme[2] in _AFTER_STRINGS:
            continue
        pieces = text.split(lexeme)
        if (len(pieces) - 2) * (len(lexeme) - 4) - 4 >= _LEAST_SAVED:
            chosen.append(lexeme)
            text = "".join(pieces)
            if len(chosen) == _MOST:
                break
    return chosen


def _is_any_innermost_repeated(text: str) -> bool:
    """Whether an object without objects inside, by its braces, is there twice; if none is, hardly any larger one is."""
    pieces = [piece.partition("}") for piece in text.split("{")[1:]]
    innermost = [held for held, closing, _ in pieces if closing and len(held) >= _LEAST_INNERMOST]
    return len(set(innermost)) < len(innermost)


def _collect(data: bytes, counts: Counter[bytes]) -> None:
    """Count the objects in an array or object, itself included."""
    values: Iterable[Raw]
    if data[0] == _OBJECT and len(data) <= _LONGEST_BYTES:
        counts[data] += 1
    if data.find(b"{", 1) < 0 or not any(opening in data for opening in _INSIDE):
        return
    values = _MEMBERS.decode(data).values() if data[0] == _OBJECT else _ITEMS.decode(data)
    for value in values:
        if len(value) >= _LEAST_BYTES and memoryview(value)[0] in _OPENINGS:
            _collect(bytes(value), counts)
