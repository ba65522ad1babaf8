"""How serious a row says it is: the level word of loggers, the letter of logcat and klog, the priority of syslog."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from headroom.compressors.log_lines.places import Places

__all__ = ["LEVEL_WORDS", "counted", "levels_of"]

_ANY_CASE = {
    "TRACE": "trace finest finer",
    "DEBUG": "debug dbg",
    "INFO": "info information informational",
    "NOTICE": "notice",
    "WARN": "warn warning wrn",
    "ERROR": "error err",
    "CRITICAL": "critical crit fatal ftl alert emerg",
}
_CAPITALS = {
    "TRACE": "VERBOSE",
    "DEBUG": "FINE",
    "INFO": "INF STATEMENT LOG",
    "ERROR": "SEVERE FAILURE",
    "CRITICAL": "PANIC EMERGENCY",
    "PASSED": "PASSED PASS",
    "FAILED": "FAILED FAIL",
    "SKIPPED": "SKIPPED SKIP XFAIL",
}
"""Words that are levels only in capitals; in small letters they are words of a sentence."""
_LEVELS = {
    form: level
    for level, words in _ANY_CASE.items()
    for word in words.split()
    for form in (word.upper(), word, word.capitalize())
} | {form: level for level, words in _CAPITALS.items() for form in words.split()}
LEVEL_WORDS = frozenset(" ".join(_ANY_CASE.values()).split()) | {"severe", "passed", "pass", "failed", "fail", "skipped"}
"""In small letters, words that say a level where they are a value."""
_LETTERS = {"V": "TRACE", "D": "DEBUG", "I": "INFO", "W": "WARN", "E": "ERROR", "F": "CRITICAL", "N": "NOTICE", "C": "CRITICAL"}
_KLOG = ("0000 0", "00/00 ")
"""The date behind the letter of klog."""
_SINGLE = frozenset(_LETTERS)
_PRIORITIES = ("CRITICAL", "CRITICAL", "CRITICAL", "ERROR", "WARN", "NOTICE", "INFO", "DEBUG")
"""The severities of RFC 5424, from emergency down."""
_HEAD = 120
"""Characters of a row in which its level is looked for. Chosen: container prefixes and long logger names fit."""
_SMALL_HEAD = 60
"""The same for words in small letters that no bracket or sign of equality marks as a level."""
_MARKS = "[(<|=\"':"
_LEAST_SHARE = 0.5
"""Share of a text's templates below which it is worth looking for the letters of logcat and klog."""


def levels_of(places: Places, rows: Sequence[str]) -> list[str]:
    """The level of each template; empty where it says none. `rows` are the first of each.

    The first level word of a row counts. The priority of a syslog line is a number, which templates do not tell apart: that of
    the first row counts.
    """
    levels = [""] * len(places.texts)
    first = _spoken(places)
    for template, (_, level) in first.items():
        levels[template] = level
    if len(first) < _LEAST_SHARE * len(levels) and ("\n<" in places.text or not _SINGLE.isdisjoint(places.words)):
        for template, text in enumerate(places.texts):
            if text and not levels[template]:
                levels[template] = _lettered(text, rows[template])
    return levels


def _spoken(places: Places) -> dict[int, tuple[int, str]]:
    """The first level word of each template: where it stands, and its level."""
    first: dict[int, tuple[int, str]] = {}
    for form in places.words & _LEVELS.keys():
        for template, at in places.standing(form):
            offset = at - places.start_of(template)
            if offset > _HEAD or (template in first and first[template][0] < offset):
                continue
            if form[-1].isupper() or _is_marked(places.text, at, at + len(form), offset):
                first[template] = (offset, _LEVELS[form])
    return first


def _is_marked(text: str, at: int, end: int, offset: int) -> bool:
    """Whether a word in small letters stands as a level, not in a sentence."""
    before, after = text[at - 1], text[end]
    if before in _MARKS or (after in "]:|=" and offset <= _SMALL_HEAD):
        return True
    return offset <= _SMALL_HEAD and (after == "\t" or text[end : end + 2] == "  ")


def _lettered(shape: str, row: str) -> str:
    """The level that one letter or a number tells."""
    first = shape[0]
    if first in _LETTERS:
        return _LETTERS[first] if shape[1:2] == "/" or shape[1:7] in _KLOG else ""
    if first == "<" and shape[1:2] == "0":
        number = row[1 : max(1, row.find(">", 1, 6))]
        return _PRIORITIES[int(number) & 7] if len(number) <= 3 and number.isdecimal() else ""
    if first == "0":
        # 03-17 16:13:47.449  2227  2227 I Tag: text
        for word in shape[:_HEAD].split(None, 6)[1:6]:
            if word in _LETTERS:
                return _LETTERS[word]
            if word[0] != "0":
                break
    return ""


def counted(templates: Iterable[int], levels: Sequence[str]) -> list[tuple[str, int]]:
    """How many rows of each level, most frequent first, from the template of each; rows without a level are not told."""
    found = Counter(map(levels.__getitem__, templates))
    found.pop("", None)
    return sorted(found.items(), key=lambda item: (-item[1], item[0]))
