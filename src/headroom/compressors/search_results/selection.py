"""Which lines of a grep-like result stay, and why.

What is asked for stays, whatever the wishes: lines that answer, all hits of the files that fit best or are named. Up to the
wished number come the best of the rest, spread over files.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from headroom.compressors.search_results.hits import CONTEXT, HEADING, HIT, OTHER, SEPARATOR, Hits
from headroom.compressors.search_results.inventory import split_path
from headroom.compressors.search_results.ranking import Ranked, rank_hits, text_of
from headroom.compressors.search_results.terms import Terms
from headroom.config import SearchSettings

__all__ = ["LINE_CHARS", "select_hits"]

_MATCH_SHARE = 0.5
"""Share of the best line's score from which a line counts as asked for."""
_MATCHES = 2
"""Lines kept because they were asked for, at most, as a multiple of the wished total."""
_BEST_FILES = 3
"""Files of which all hits stay, where they are few, because the file fits the question best."""
_WHOLE_FILE = 4
"""Hits of such a file that stay, as a multiple of those wished for a file."""
_FILE_SHARE = 0.6
"""Share of the best file's score from which another file is among the best."""
_UNINFORMED = 2
"""Without a question that says anything, the wished total times this stays: chosen, since nothing can be told apart."""
_PART_SHARE = 0.25
"""Share of the best line's score from which a line may fill up the wished number."""
_GLIMPSES = 4
"""Files of all over the result of which a line stays though others answer; chosen: the inventory names the rest."""
LINE_CHARS = 160
"""Characters that a wished line may have on average; chosen: longer ones are minified or generated."""
_LONG_LINE = 600
"""A line longer than this is kept only for its score, not to fill up."""
_OTHER_LINES = 20
"""Lines of other shapes that stay; chosen: messages of the tool are few, else they are no messages."""
_BLOCK = 5
"""Lines of a group of context up to which it stays whole with its hit."""
_FAR = 8
"""Lines within which the hit of a line of context is looked for."""
_REACH = 2
"""Lines of context on each side of a kept hit in a larger group."""


def select_hits(hits: Hits, terms: Terms, settings: SearchSettings) -> dict[int, str]:
    """The lines to keep, each with the first reason for it. Cost: linear, one search of the text for each term."""
    ranked = rank_hits(hits, terms)
    wished = settings.max_total_matches * (1 if ranked.informed else _UNINFORMED)
    kept: dict[int, str] = {}
    _keep(kept, _asked(ranked, wished), "asked for")
    _keep(kept, _of_best_files(ranked, terms, settings), "of a file asked for")
    firsts = ranked.rows if CONTEXT not in hits.roles else [row for row in ranked.rows if hits.roles[row] == HIT]
    _keep(kept, [*firsts[:2], *firsts[-1:]], "ends")
    if OTHER in hits.roles:
        others = [line for line, role in enumerate(hits.roles) if role == OTHER]
        _keep(kept, [*others[: _OTHER_LINES - 2], *others[max(_OTHER_LINES - 2, len(others) - 2) :]], "other")
    _fill(kept, ranked, settings, wished)
    _surround(kept, hits)
    return kept


def _keep(kept: dict[int, str], lines: Iterable[int], reason: str) -> None:
    for line in lines:
        kept.setdefault(line, reason)


def _asked(ranked: Ranked, wished: int) -> list[int]:
    """The lines that answer best, at most a few times as many as wished; copies of one text come after different ones."""
    if not ranked.total:
        return []
    order = ranked.best_rows
    least = ranked.total[order[0]] * _MATCH_SHARE
    strong = [row for row in order[: 20 * wished] if ranked.total[row] >= least and row in ranked.own]
    if len(strong) > wished:
        seen: Counter[str] = Counter()
        first: list[int] = []
        again: list[int] = []
        for row in strong:
            text = text_of(ranked.hits.bodies[row])
            seen[text] += 1
            (first if seen[text] <= 2 else again).append(row)
        strong = [*first, *again]
        return strong[: max(wished, min(len(first), _MATCHES * wished))]
    return strong


def _of_best_files(ranked: Ranked, terms: Terms, settings: SearchSettings) -> list[int]:
    """All hits of the files that fit best, where they are few, else the best of them."""
    order = ranked.best_files
    least = ranked.files[order[0]] * _FILE_SHARE if order else 0.0
    best = [file for file in order[:_BEST_FILES] if ranked.files[file] >= least]
    named = [file for file in order if file in ranked.paths and _is_named(ranked.hits.paths[file], terms)][: settings.max_files]
    found: list[int] = []
    for file in dict.fromkeys([*named, *best]):
        rows = [row for row in ranked.by_file.get(file, ()) if ranked.hits.roles[row] == HIT]
        most = _WHOLE_FILE * settings.max_matches_per_file * (2 if file in named else 1)
        if len(rows) > most:
            rows = sorted(rows, key=lambda row: (-ranked.own.get(row, 0.0), row))[: most if file in named else most // 2]
        found.extend(rows)
    return found


def _is_named(path: str, terms: Terms) -> bool:
    """Whether the question has the path, or its file name with an extension."""
    low = path.lower()
    name = split_path(low)[1]
    return ("." in name and name in terms.question) or (len(name) < len(low) and low in terms.question)


def _fill(kept: dict[int, str], ranked: Ranked, settings: SearchSettings, wished: int) -> None:
    """Up to the wished number: the best lines first, then one line of each file in turn, all over the result."""
    hits = ranked.hits
    bodies = [hits.bodies[row] for row in kept]
    chars = wished * LINE_CHARS - sum(map(len, bodies))
    room = wished - len(kept)
    if room <= 0 or chars <= 0:
        return
    per_file = Counter([hits.owners[row] for row in kept])
    texts = set(map(text_of, bodies))
    most = max(settings.max_matches_per_file, wished // max(1, len(hits.paths)))
    for row, reason in _candidates(ranked, settings):
        if row in kept:
            continue
        body = hits.bodies[row]
        file = hits.owners[row]
        if len(body) > _LONG_LINE or per_file[file] >= most or (text := text_of(body)) in texts:
            continue
        kept[row] = reason
        texts.add(text)
        per_file[file] += 1
        room -= 1
        chars -= len(body)
        if room <= 0 or chars <= 0:
            return


def _candidates(ranked: Ranked, settings: SearchSettings) -> Iterable[tuple[int, str]]:
    """Hits in the order in which they are wanted: after what answers in part a few of all over, without a question many."""
    hits = ranked.hits
    firsts = [rows[0] for rows in ranked.by_file.values()]
    if ranked.informed and ranked.best_rows:
        least = ranked.total[ranked.best_rows[0]] * _PART_SHARE
        yield from (
            (row, "answers in part")
            for row in ranked.best_rows[: 20 * settings.max_total_matches]
            if ranked.total[row] >= least
        )
        yield from ((row, "one of a file") for row in firsts[:: max(1, len(firsts) // _GLIMPSES)])
        return
    step = max(1, len(firsts) // max(1, settings.max_files))
    for start in range(step):
        yield from ((row, "one of a file") for row in firsts[start::step])
    step = max(1, len(ranked.rows) // max(1, settings.max_total_matches))
    for start in range(step):
        yield from ((row, "sample") for row in ranked.rows[start::step] if hits.roles[row] == HIT)


def _surround(kept: dict[int, str], hits: Hits) -> None:
    """Headings of kept hits, context round them, and separators between lines that both stay."""
    roles = hits.roles
    if CONTEXT in roles:
        for line in [line for line in kept if roles[line] == CONTEXT]:
            _keep(kept, _its_hit(line, hits), "context")
        for line in [line for line in kept if roles[line] <= CONTEXT]:
            _keep(kept, _neighbours(line, hits), "context")
    if HEADING in roles:
        _keep(kept, _headings(kept, roles), "heading")
    between = [line + 1 for line in kept if line + 2 in kept and roles[line + 1] == SEPARATOR]
    _keep(kept, between, "separator")


def _headings(kept: dict[int, str], roles: bytearray) -> list[int]:
    """The headings above kept lines."""
    heading = -1
    found: list[int] = []
    for line, role in enumerate(roles):
        if role == HEADING:
            heading = line
        elif line in kept and role <= CONTEXT and heading >= 0:
            found.append(heading)
    return found


def _its_hit(line: int, hits: Hits) -> Iterable[int]:
    """The lines from one of context to the nearest hit of its group."""
    for step in range(1, _FAR):
        for at in (line + step, line - step):
            if 0 <= at < len(hits.roles) and hits.roles[at] == HIT and hits.owners[at] == hits.owners[line]:
                return range(min(at, line), max(at, line) + 1)
    return ()


def _neighbours(line: int, hits: Hits) -> Iterable[int]:
    """The lines of the group that stay with one of them."""
    owner, owners, roles = hits.owners[line], hits.owners, hits.roles
    start = end = line
    while start > line - _BLOCK and start > 0 and owners[start - 1] == owner and roles[start - 1] <= CONTEXT:
        start -= 1
    while end < line + _BLOCK and end + 1 < len(owners) and owners[end + 1] == owner and roles[end + 1] <= CONTEXT:
        end += 1
    if end - start + 1 <= _BLOCK:
        return range(start, end + 1)
    return range(max(start, line - _REACH), min(end, line + _REACH) + 1)
