"""A list of ranked documents as text: where each begins, where its heading and source end, and which of its lines answer."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

import msgspec

__all__ = ["Document", "read_documents"]

_START = re.compile(
    r"\n[ \t>]{0,4}(?:"
    r"(?P<heading>#{1,6}) [^\n]"
    r"|(?P<bracket>\[\d{1,3}\])"
    r"|(?P<number>\*{0,2}\d{1,3}[.)] )"
    r"|(?P<word>[*=\-\[ ]{0,6}(?:[Ss]earch )?(?:[Rr]esult|[Dd]ocument|DOCUMENT|[Dd]oc|[Ss]ource|[Cc]hunk"
    r"|[Pp]assage|[Rr]eference|[Ii]tem|[Ss]nippet|RESULT)[ #:]{0,3}\[?\d{1,3}\b)"
    r"|(?P<title>[-*]{0,3} ?(?:Title|TITLE|title)\*{0,2}: )"
    r"|(?P<address>[-*]{0,3} ?(?:URL|Url|url|Link|link|Source|source)\*{0,2}: )"
    r"|(?P<tag><(?:document|result|doc|item|search_result|passage|chunk)\b[^\n>]{0,200}>)"
    r"|(?P<link>[-*]{0,3} ?\[[^\]\n]{1,300}\]\(https?://)"
    r"|(?P<rule>(?:-{3,}|={3,}|\*{3,}|_{3,})[ \t\r]*$)"
    r")",
    re.MULTILINE,
)
"""How documents begin, behind a line feed, which is searched for at the speed of memory."""
_RANK = re.compile(r"[^\w\n]{0,10}(?:[A-Za-z]+[ =]){0,3}[^\w\n]{0,4}(\d{1,3})(?!\w)")
_SOURCE_WORDS = ("://", "URL", "url:", "Source", "source:", "<source", "Link:", "File:", "file:", "Path:", "path:")
_FIELD = re.compile(r"[ \t]{0,4}(?:[-*]{1,3} ?)?<?[A-Za-z][A-Za-z _-]{1,24}(?:\*{0,2}:\*{0,2} |>)\S")
_OPENS = re.compile(r"[ \t]{0,4}<[A-Za-z][\w-]{1,40}>[ \t\r]*$")
_FIELD_CHARS = 160
"""A longer line is text, though it opens with a word and a colon."""
_CONTENT = ("content", "text", "snippet", "passage", "summary", "excerpt", "description", "body", "highlights")
"""Fields that hold the passage itself."""
_HEADER_LINES = 6
"""Lines in which the source of a document is looked for."""
_KINDS_IN_ORDER = ("tag", "word", "heading", "bracket", "title", "address", "number", "link")


class Document(msgspec.Struct, frozen=True):
    """One of a ranked list: heading and source are `lines[start:body]`, its passage `lines[body:stop]`."""

    start: int
    body: int
    stop: int


def read_documents(lines: Sequence[str]) -> tuple[Document, ...]:
    """The documents of a list, in order of rank; none where the text is no such list."""
    text = "\n".join(lines)
    ends = list(accumulate([len(line) + 1 for line in lines]))
    sources = _sources(text, ends)
    starts = _with_sources(_near(sources, lines), sources, len(lines))
    if len(starts) < 2:
        found = _candidates(text, ends)
        ranked = _ranked(found, lines)
        marks = max(len(found.get("rule", ())), len(found.get("tag", ())))
        starts = ranked if ranked and len(ranked) >= marks else _plain(found, len(lines))
    if len(starts) < 2:
        return ()
    stops = [*starts[1:], len(lines)]
    return tuple(Document(start, _body(lines, sources, start, end), end) for start, end in zip(starts, stops, strict=True))


def _near(sources: set[int], lines: Sequence[str]) -> dict[str, list[int]]:
    """Beginnings of documents that have a source in the lines below them, by kind."""
    found: dict[str, list[int]] = {}
    for line in sorted({line for source in sources for line in range(max(0, source - _HEADER_LINES + 1), source + 1)}):
        match = _START.match(f"\n{lines[line]}")
        if match is not None:
            found.setdefault(_kind(match), []).append(line)
    return found


def _kind(match: re.Match[str]) -> str:
    kind = match.lastgroup or ""
    return kind + str(len(match.group(kind))) if kind == "heading" else kind


def _candidates(text: str, ends: Sequence[int]) -> dict[str, list[int]]:
    """Lines with which a document may begin, by the kind of beginning; headings of each level are a kind."""
    found: dict[str, list[int]] = {}
    for match in _START.finditer(f"\n{text}"):
        found.setdefault(_kind(match), []).append(bisect_right(ends, match.start()))
    return found


def _sources(text: str, ends: Sequence[int]) -> set[int]:
    """Lines that name a source near their start."""
    found: set[int] = set()
    for word in _SOURCE_WORDS:
        position = text.find(word)
        while position >= 0:
            line = bisect_right(ends, position)
            if position - (ends[line - 1] if line else 0) < _FIELD_CHARS:
                found.add(line)
            position = text.find(word, ends[line])
    return found


def _in_order(found: dict[str, list[int]]) -> Iterator[list[int]]:
    for kind in _KINDS_IN_ORDER:
        for name in sorted(found):
            if name.rstrip("123456") == kind:
                yield found[name]


def _with_sources(found: dict[str, list[int]], sources: set[int], total: int) -> list[int]:
    """The beginnings that have a source in the lines below them, of the kind that has most."""
    best: list[int] = []
    for starts in _in_order(found):
        sourced = [
            start
            for start, after in pairwise([*starts, total])
            if _source_line(sources, start, min(start + _HEADER_LINES, after)) >= 0
        ]
        if len(sourced) > len(best) or (len(sourced) == len(best) and best and sourced[0] < best[0]):
            best = sourced
    return best if len(best) > 1 else []


def _source_line(sources: set[int], start: int, end: int) -> int:
    """The line that names the source; -1 for none."""
    return next((line for line in range(start, end) if line in sources), -1)


def _ranked(found: dict[str, list[int]], lines: Sequence[str]) -> list[int]:
    """The beginnings that count 1, 2, 3."""
    best: list[int] = []
    for starts in _in_order(found):
        chain = _chain(starts, lines)
        if len(chain) > len(best):
            best = chain
    return best if len(best) > 1 else []


def _chain(starts: Sequence[int], lines: Sequence[str]) -> list[int]:
    """The lines that count up from 0 or 1, one by one."""
    chain: list[int] = []
    wanted = {0, 1}
    for start in starts:
        found = _RANK.match(lines[start])
        if found is not None and int(found.group(1)) in wanted:
            chain.append(start)
            wanted = {int(found.group(1)) + 1}
    return chain


def _plain(found: dict[str, list[int]], total: int) -> list[int]:
    """Tags and titles, or what rules separate: headings of the first level there is, else anything."""
    rules = found.get("rule", [])
    for kind in ("tag", "title", *(f"heading{level}" for level in range(1, 7) if rules)):
        if len(found.get(kind, ())) > 1:
            return found[kind]
    starts = [0, *(line + 1 for line in rules if line + 1 not in rules)] if len(rules) > 1 else []
    return [start for start in starts if start < total]


def _body(lines: Sequence[str], sources: set[int], start: int, end: int) -> int:
    """The first line after heading, source and fields."""
    source = _source_line(sources, start, min(end, start + _HEADER_LINES))
    body = max(start, source) + 1
    while body < min(end, start + 2 * _HEADER_LINES):
        line = lines[body]
        name = line.lstrip(" \t-*<").lower()
        if len(line) > _FIELD_CHARS or name.startswith(_CONTENT) or _FIELD.match(line) is None:
            # A tag alone opens the passage.
            body += _OPENS.match(line) is not None
            break
        body += 1
    return body
