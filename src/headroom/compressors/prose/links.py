"""Which units are not understood without others: back-references, exceptions, introductions."""

from __future__ import annotations

from headroom.compressors.prose.units import Units

__all__ = ["Links", "links_of"]

Links = dict[int, tuple[int, ...]]
"""Unit -> the units that must stay where it stays."""

_EXCEPTING = frozenset(
    """however except excepting unless notwithstanding provided nor but nevertheless nonetheless conversely otherwise only
    exceptions exception excluded excludes although jedoch allerdings aber außer ausgenommen ausnahme sauf toutefois cependant
    mais hormis excepto salvo pero tranne eccetto però ma exceto mas однако но кроме исключение لكن إلا باستثناء लेकिन परन्तु किंतु
    सिवाय""".split()
)
"""Chosen: first words of sentences that take something back, in common languages."""
_REFERRING = frozenset(
    """this these that those it its they their them he she his her such therefore thus hence however moreover furthermore also
    likewise similarly instead otherwise accordingly consequently then but and or so nor yet both neither either another others
    former latter same here there dies diese dieser dieses es sie er damit dadurch daher deshalb jedoch aber auch cela ceci il
    elle ils elles ce cette ces donc ainsi mais cependant esto este esta estos estas ello por pero también этот эта это эти он
    она они поэтому однако но также هذا هذه ذلك وهذا यह ये वह वे""".split()
)
"""Chosen: first words of sentences that lean on the one before."""
_WIDE_EXCEPTIONS = ("但", "然而", "除", "不过", "只是", "ただし", "しかし", "但し", "だが", "단,", "하지만", "그러나", "다만")
"""The same where there are no spaces: how such sentences begin."""
_WIDE_BACKWARDS = (
    *_WIDE_EXCEPTIONS,
    "这",
    "那",
    "该",
    "此",
    "其",
    "他",
    "她",
    "它",
    "因此",
    "所以",
    "这",
    "これ",
    "それ",
    "この",
    "その",
    "彼",
    "そのため",
    "이",
    "그",
    "따라서",
    "또한",
)
_POINTING = frozenset((b"this", b"these", b"that", b"those", b"it", b"they", b"such", b"the"))
"""Words that point at what was said, so that a denial behind them takes it back."""
_EXCEPTIONS = frozenset(word.encode() for word in _EXCEPTING if word.isascii())
_BACKWARDS = frozenset(word.encode() for word in _REFERRING if word.isascii())
_TELLING = _EXCEPTIONS | _BACKWARDS | _POINTING
_HEAD_CHARS = 3
_HEADS = frozenset(word.encode("ascii", "replace")[:_HEAD_CHARS] for word in (*_EXCEPTING, *_REFERRING))
"""How words begin that tie a sentence to the one before: of most sentences no more is looked at."""
_DENIALS = (b" not ", b" no ", b"n't ", b" cannot ", b" never ", b" neither ")
_DENIAL_CHARS = 80
"""Chosen: characters in which a sentence that takes something back says so."""
_FIRST_CHARS = 26
"""Characters in which the first word of a sentence is looked for."""
_INTRODUCED = 900
"""Chosen: characters up to which what a colon announces stays with the sentence that ends in it."""


def links_of(units: Units) -> Links:
    """What each unit needs beside it.

    Cost: a look at the first word of each unit.
    """
    links: dict[int, tuple[int, ...]] = {}
    low, starts, kinds, blocks = units.low, units.starts, units.kinds, units.blocks
    head = 0
    """The head of the table that was seen last."""
    for unit in _candidates(units):
        if kinds[unit] != "paragraph":
            if blocks[unit] != blocks[unit - 1]:
                head = unit
            if kinds[unit] == "row" and unit > head:
                links[unit] = (head,)
            elif kinds[unit] != "heading":
                _link_announced(units, unit, links)
            continue
        if kinds[unit - 1] != "paragraph":
            continue
        words = low[starts[unit] : starts[unit] + _FIRST_CHARS].split(None, 1)
        first = words[0] if words else b""
        if not first.isalpha():
            if b"?" in first:
                _link_beyond(units, unit, links)
                continue
            first = first.strip(b"\"'(,.:;")
        if first in _TELLING:
            _link_sentence(units, unit, first, links)
    return links


def _candidates(units: Units) -> list[int]:
    """The units behind the first that may need others: sentences by their first letters, and all that are none."""
    low = units.low
    return [
        unit
        for unit, (kind, start) in enumerate(zip(units.kinds[1:], units.starts[1:], strict=False), 1)
        if kind != "paragraph" or (head := low[start : start + _HEAD_CHARS]) in _HEADS or not head.isalpha()
    ]


def _link_sentence(units: Units, unit: int, first: bytes, links: dict[int, tuple[int, ...]]) -> None:
    """Tie a sentence with such a first word to the one before."""
    above = unit - 1
    is_same = units.blocks[above] == units.blocks[unit]
    if first in _EXCEPTIONS or _denies(units.low, units.starts[unit], first):
        if is_same or first not in _POINTING:
            links[above] = (*links.get(above, ()), unit)
    if is_same and first in _BACKWARDS:
        links[unit] = (*links.get(unit, ()), above)


def _link_beyond(units: Units, unit: int, links: dict[int, tuple[int, ...]]) -> None:
    """Tie a sentence whose first word is not ASCII to the one before."""
    above, start = unit - 1, units.starts[unit]
    words = units.text[start : start + _FIRST_CHARS].split(None, 1)
    first = words[0].strip("\"'“‘«(,.:;").lower() if words else ""
    is_wide = first[:1] > "\u2e7f"
    if first in _EXCEPTING or (is_wide and first.startswith(_WIDE_EXCEPTIONS)):
        links[above] = (*links.get(above, ()), unit)
    is_same = units.blocks[above] == units.blocks[unit]
    if is_same and (first in _REFERRING or (is_wide and first.startswith(_WIDE_BACKWARDS))):
        links[unit] = (*links.get(unit, ()), above)


def _denies(low: bytes, start: int, first: bytes) -> bool:
    """Whether a sentence takes back what the one before it said: `This does not apply to`."""
    if first not in _POINTING or first == b"the":
        return False
    return any(low.find(denial, start, start + _DENIAL_CHARS) >= 0 for denial in _DENIALS)


def _link_announced(units: Units, unit: int, links: dict[int, tuple[int, ...]]) -> None:
    """Tie what a colon announces to the sentence that ends in it."""
    above = unit - 1
    if units.kinds[above] not in ("paragraph", "list"):
        return
    before = units.text[units.starts[above] : units.starts[unit]].rstrip()
    if before[-1:] in (":", "：") and units.kinds[above] == "paragraph":
        links[unit] = (*links.get(unit, ()), above)
        if units.starts[unit + 1] - units.starts[unit] <= _INTRODUCED:
            links[above] = (*links.get(above, ()), unit)
