"""Which units deny something, and which forbid, limit or except, in common languages."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import TypeVar

from headroom.compressors.prose.units import Units

__all__ = ["denials_of"]

_Chars = TypeVar("_Chars", bytes, str)

_NOT = b"not "
_DUTIES = (b"shall ", b"must ", b" may ", b" can ", b"should ", b" will ", b"ought ", b" can")
"""What stands before `not` where something is forbidden."""
_DUTY_CHARS = max(map(len, _DUTIES))
_BARRED = (b"exceed", b"later", b"more", b"less", b"fewer", b"be used", b"permitted", b"allowed", b"apply", b"liable")
"""What stands behind it where something is limited."""
_NO = b" no "
_BOUNDS = (b"more than", b"later than", b"less than", b"fewer than", b"longer than", b"event", b"circumstances", b"case ")
"""What stands behind `no` where something is limited or forbidden."""
_LIMITS = (b"except ", b"unless ", b" only if ", b" never ", b"prohibit", b"forbid")
"""Chosen: cues of what is forbidden, limited or excepted, in English."""
_WEAK = b"n't "
_APOSTROPHE = b"'"
_PROBED = 4_000
"""Chosen: bytes in which a text shows its language by its articles."""
_FOREIGN = (
    (b" und ", (b" nicht ", b" kein", b"verboten", b"untersagt", b"h?chstens", b" au?er ", b"sei denn", b"unzul?ssig")),
    (b" les ", (b"interdit", b" sauf ", b" ne doi", b" ne peu", b"au plus", b"moins que", b" hormis ")),
    (b" los ", (b" no podr", b" no debe", b" no puede", b" salvo ", b"excepto", b"como m?ximo")),
    (b" che ", (b" non pu", b" non dev", b"vietat", b" salvo ", b"eccetto", b"tranne")),
    (b" n?o ", (b"proib", b" n?o po", b" n?o de", b" salvo ", b"exceto")),
    (b" het ", (b" niet ", b" geen ", b"verboden", b"tenzij")),
    (b" nie ", (b"zabron", b" nie mo", b"chyba ")),
)
"""A word that a language has everywhere, with `?` for what is not ASCII, and what forbids, limits or excepts in it."""
_BEYOND = 0.2
"""Share of characters that are not ASCII from which a text is of another script."""
_WIDE = (
    *(
        "не может",
        "не могут",
        "не вправе",
        "не долж",
        "запрещ",
        "не более",
        "не менее",
        "не позднее",
        "кроме",
        "нельзя",
        "за исключением",
    ),
    *("不得", "禁止", "不超过", "不超過", "除非", "严禁", "嚴禁", "不可", "不应", "不應", "最多", "以下"),
    *(
        "てはならない",
        "てはなりません",
        "できない",
        "できません",
        "以内",
        "を除",
        "금지",
        "안 된다",
        "안 됩니다",
        "할 수 없",
        "이내",
        "제외",
    ),
    *(
        "لا يجوز",
        "يحظر",
        "باستثناء",
        "إلا",
        "يمنع",
        "नहीं",
        "निषिद्ध",
        "वर्जित",
        "सिवाय",
        "ห้าม",
        "ไม่เกิน",
        "ยกเว้น",
        "אסור",
        "למעט",
        "δεν",
        "απαγορ",
    ),
)


def denials_of(units: Units) -> tuple[set[int], set[int]]:
    """The units that deny, and those that forbid, limit or except.

    Cost: one search of the text for each cue.
    """
    low, starts = units.low, units.starts
    denied, limited = _negated(low, starts)
    limited.update(bisect_right(starts, at) - 1 for at in _places(low, _NO) if low.startswith(_BOUNDS, at + len(_NO)))
    # A single sign is found many times faster than several.
    if _APOSTROPHE in low:
        _add_units(low, starts, _WEAK, denied)
    for cue in _LIMITS:
        _add_units(low, starts, cue, limited)
    for probe, cues in _FOREIGN:
        for cue in cues if low.find(probe, 0, _PROBED) >= 0 else ():
            _add_units(low, starts, cue, limited)
    if not units.text.isascii() and units.raw.count(b"?") > _BEYOND * len(units.raw):
        for sign in _WIDE:
            _add_units(units.text, starts, sign, limited)
    return denied, limited


def _negated(low: bytes, starts: list[int]) -> tuple[set[int], set[int]]:
    """The same by the word `not` alone."""
    denied: set[int] = set()
    limited: set[int] = set()
    at = low.find(_NOT)
    while at >= 0:
        if low.startswith(_BARRED, at + len(_NOT)) or low.endswith(_DUTIES, max(0, at - _DUTY_CHARS), at):
            limited.add(bisect_right(starts, at) - 1)
        elif not low[at - 1 : at].isalpha():
            denied.add(bisect_right(starts, at) - 1)
        at = low.find(_NOT, at + 1)
    return denied, limited


def _places(text: bytes, word: bytes) -> Iterator[int]:
    """Where a word stands, one place after the other."""
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def _add_units(text: _Chars, starts: list[int], cue: _Chars, found: set[int]) -> None:
    """Add the units that hold a cue."""
    at = text.find(cue)
    while at >= 0:
        unit = bisect_right(starts, at) - 1
        found.add(unit)
        at = text.find(cue, starts[unit + 1])
