"""The lines of a text at which something of another kind may begin or end."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import islice

import msgspec

from headroom.detection.regions import json_end, line_end
from headroom.detection.sample import Sample
from headroom.detection.tags import is_custom

__all__ = ["Sign", "Signs", "opening_sign", "signs_of"]

_MOST = 4_096
"""Chosen: signs that are looked at; a text with more is of one kind, whatever it is."""
_MOST_SEARCHES = 8
"""Chosen: searches over the rest of the text for what may not be there."""
_SIGN = re.compile(
    r"\n(?=[`~<$❯(\[{dI\-TOoSs])(?:```|~~~|</[A-Za-z]|<[A-Za-z](?=[\w.-]{0,60}[ >])|[$❯] [\w./~]|\([\w.-]{1,30}\) [$❯] [\w./~]"
    r"|\[[a-zA-Z ]{0,20}(?:output|Output|OUTPUT)\]"
    r"|(?:OBSERVATION|Observation|STDOUT|STDERR|stdout|stderr|Output|OUTPUT):[ \t\r]{0,8}(?=\n)"
    r"|diff --?[a-z]|Index: [^\n]{1,400}\n=|--- [^\n]{1,400}\n\+\+\+ |Traceback \(most recent"
    r"|\{[ \t]{0,8}(?:\r?\n[ \t]{0,40})?\"|\[[ \t]{0,8}(?:\r?\n[ \t]{0,40})?(?:[{\[\"]|-?[0-9.]{1,20},))"
)
"""A sign behind a line feed. It opens with the line feed alone, which is searched for at the speed of memory; the characters
that signs begin with come before the signs, so that most lines are done with at once. Groups would make each sign dear."""
_SORTS = {
    **dict.fromkeys("`~", "fence"),
    **dict.fromkeys("$❯(", "prompt"),
    **dict.fromkeys("OoSs", "envelope"),
    **dict.fromkeys("dI-", "diff"),
    "T": "trace",
    "{": "json",
}
"""What a sign is, by its first character; those that begin with `<` and `[` are of two sorts."""
_HOST_PROMPT = re.compile(r"\n\[?[\w.-]{1,40}@[\w.-]{1,60}[: ][^\n$#]{0,120}[$#] [\w./~]")
_OPENING = 1_000
"""Chosen: characters at the start of a text in which a sign on its first line shows."""
_NAME = re.compile(r"</?([A-Za-z][\w.-]*)")
_SHORTEST_RULE = 4
"""Chosen: fences mostly have three marks, and what they hold may end in a word as long as that."""
_LONGEST_RULE = 160


class Sign(msgspec.Struct, frozen=True):
    """A line at which something may begin or end."""

    start: int
    sort: str
    """`fence`, `tag`, `close`, `prompt`, `envelope`, `diff`, `trace` or `json`."""


class Signs:
    """The signs of one text, and what pairs up among them: fences, and the tags of an application."""

    def __init__(self, text: str, found: list[Sign]) -> None:
        self._text = text
        self._starts = [sign.start for sign in found]
        self._searches = 0
        self._odd_json = 0
        self._closing_tags: dict[str, list[int]] = {}
        self._closing_fences: dict[str, list[int]] = {}
        for sign in found:
            if sign.sort == "close":
                self._closing_tags.setdefault(self._name(sign.start), []).append(sign.start)
            elif sign.sort == "fence" and not text[sign.start : sign.start + 40].split("\n", 1)[0].strip("`~ \t\r"):
                self._closing_fences.setdefault(text[sign.start], []).append(sign.start)

    def fence_after(self, start: int) -> int:
        """Where the fence stands that closes the one that opens here; -1 where none does."""
        return _next(self._closing_fences.get(self._text[start], []), start)

    def tag_after(self, start: int) -> int:
        """Where the block that opens here is closed, at a line's start; -1 where it is not, or where the tag is one of HTML."""
        name = self._name(start)
        if not is_custom(name):
            return -1
        closed = _next(self._closing_tags.get(name, []), start)
        if closed < 0 and self._searches < _MOST_SEARCHES:
            self._searches += 1
            found = self._text.find(f"</{name}>", start)
            # The line that it ends is content: the block ends behind it.
            closed = line_end(self._text, found) if found >= 0 else -1
        return closed

    def json_after(self, start: int) -> int:
        """Where the JSON ends that starts here; `start` where it is none.

        No-op: after too many that looked like it and were none, since each may cost a search over all the rest.
        """
        if self._odd_json >= 2 * _MOST_SEARCHES:
            return start
        end = json_end(self._text, start)
        self._odd_json += end == start
        return end

    def follower(self, end: int) -> int:
        """Where the first sign from here on stands, or the end of the text."""
        index = bisect_left(self._starts, end)
        return self._starts[index] if index < len(self._starts) else len(self._text)

    def _name(self, start: int) -> str:
        found = _NAME.match(self._text, start, start + 80)
        return found.group(1) if found else ""


def signs_of(text: str, sample: Sample) -> list[Sign]:
    """The signs of a text, in order; none where there are too many.

    Cost: one pass; a second one for prompts that name a host, where the sample holds one.
    """
    found = list(_plain(text))
    if _HOST_PROMPT.search(f"\n{sample.body}"):
        found = list({sign.start: sign for sign in sorted((*found, *_host_prompts(text)), key=_start)}.values())
    return found if len(found) < _MOST else []


def _start(sign: Sign) -> int:
    return sign.start


def _next(places: list[int], start: int) -> int:
    index = bisect_right(places, start)
    return places[index] if index < len(places) else -1


def opening_sign(text: str) -> str:
    """Of which sort the sign is that a text begins with; empty where it begins with none."""
    found = _SIGN.match(f"\n{text[:_OPENING]}")
    return _sort(found.group()) if found else ""


def _plain(text: str) -> Iterator[Sign]:
    if opening := opening_sign(text):
        yield Sign(0, opening)
    for found in islice(_SIGN.finditer(text), _MOST):
        start, sort = found.start() + 1, _sort(found.group())
        if sort != "fence" or not _is_rule(text, start):
            yield Sign(start, sort)


def _sort(found: str) -> str:
    """Of which sort a sign is, from its characters behind the line feed."""
    match found[1]:
        case "<":
            return "close" if found[2] == "/" else "tag"
        case "[":
            return "envelope" if found[-1] == "]" else "json"
        case first:
            return _SORTS[first]


def _is_rule(text: str, start: int) -> bool:
    """Whether what could be a fence is the line below a heading, as long as it, or the one above."""
    before = text.rfind("\n", max(0, start - 2 - _LONGEST_RULE), start - 1) + 1
    above, marks, below, *rest = [line.rstrip() for line in text[before : start + 3 * _LONGEST_RULE].split("\n", 4)][:4] + [
        ""
    ] * 3
    if not _SHORTEST_RULE <= len(marks) <= _LONGEST_RULE or marks.strip(marks[0]):
        return False
    heading = below if rest[0] == marks else above
    return len(marks) - 3 <= len(heading) <= len(marks)


def _host_prompts(text: str) -> Iterator[Sign]:
    if _HOST_PROMPT.match(f"\n{text[:_OPENING]}"):
        yield Sign(0, "prompt")
    for found in islice(_HOST_PROMPT.finditer(text), _MOST):
        yield Sign(found.start() + 1, "prompt")
