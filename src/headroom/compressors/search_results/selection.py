"""What stays of a grep-like result and why, and the files of what does not.

What is asked for comes first: lines that answer, hits of the files that fit best or are named. Up to the wished number come the
best of the rest, or, where nothing is asked, some of all over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from headroom.compressors.search_results.choice import Choice, Gap
from headroom.compressors.search_results.context import keep_context
from headroom.compressors.search_results.hits import CONTEXT, HEADING, HIT, OTHER, Hits
from headroom.compressors.search_results.inventory import Inventory, split_path
from headroom.compressors.search_results.limits import Shown
from headroom.compressors.search_results.ranking import Ranked, rank_hits, text_of
from headroom.compressors.search_results.standouts import Standouts, find_standouts
from headroom.compressors.search_results.terms import Terms, ask_for_all
from headroom.config import SearchSettings

__all__ = ["LINE_CHARS", "choose_hits"]

_MATCH_SHARE = 0.5
"""Share of the best line's score from which a line counts as asked for."""
_MATCHES = 2
"""Lines kept because they were asked for, at most, as a multiple of the wished total."""
_BEST_FILES = 3
"""Files of which all hits stay, where they are few, because the file fits the question best."""
_FILE_SHARE = 0.6
"""Share of the best file's score from which another file is among the best."""
_PART_SHARE = 0.25
"""Share of the best line's score from which a line may fill up the wished number."""
_GLIMPSES = 4
"""Of one in so many files that may be shown a line stays though others answer; chosen: the inventory names the rest."""
_GAP = 24
"""Hits that a gap between two examples has at least, on average; chosen: shorter ones are not worth their notes."""
_DENSE = 4
"""Hits of a file for each one wished, below which the first ones are shown; above it they are taken from all over it."""
_LOOKED_AT = 20
"""Lines that are considered at most, as a multiple of the wished total; chosen: copies and long lines are passed over."""
LINE_CHARS = 160
"""Characters that a wished line may have on average; chosen: longer ones are minified or generated."""
_LONG_LINE = 600
"""A line longer than this is kept only for its score, not to fill up."""
_COPY = "copy"
"""The reason of a hit whose text is shown already."""
_OTHER_LINES = 20
"""Lines of other shapes that stay; chosen: messages of the tool are few, else they are no messages."""


def choose_hits(hits: Hits, terms: Terms, settings: SearchSettings) -> Choice:
    """The lines to keep of a result, with an inventory of files for each gap.

    Keeps: everything of a result that is within all limits, unless its lines are long.
    Cost: linear, one search of the text for each term.
    """
    if _is_small(hits, settings):
        return Choice(lines=dict.fromkeys(range(len(hits.roles)), "few"))
    inventory = Inventory(hits.paths, "hits")
    mixed = CONTEXT in hits.roles or HEADING in hits.roles

    gone: dict[int, tuple[Sequence[int], Sequence[int]]] = {}

    def describe(gap: Gap, allowed: int) -> str:
        found = gone.get(gap.start)
        if found is None:
            found = gone[gap.start] = _files_of(gap, hits)
        return inventory.told(*found, allowed)

    def kinds(dropped: Sequence[int]) -> Iterable[tuple[str, int]]:
        if not mixed:
            return standouts.told(dropped)
        roles = hits.roles
        counts = Counter(roles[line] for line in dropped)
        return [(name, counts[role]) for role, name in ((HIT, "hits"), (CONTEXT, "context")) if counts[role]]

    standouts = find_standouts(hits, settings.max_total_matches)
    shown = _select(hits, terms, settings, standouts)
    asks = ask_for_all(terms, hits.bodies)
    return Choice(lines=shown.kept, describe=describe, kinds=kinds, names_asked=asks, admits=shown.admits)


def _files_of(gap: Gap, hits: Hits) -> tuple[Sequence[int], Sequence[int]]:
    """The files of a gap, and the number of hits of each; none where the lines round it tell as much."""
    owners: Iterable[int] = hits.owners[gap.start : gap.stop]
    if CONTEXT in hits.roles or HEADING in hits.roles:
        roles = hits.roles[gap.start : gap.stop]
        owners = [owner for owner, role in zip(owners, roles, strict=True) if role == HIT]
    counts = Counter(owners)
    del counts[-1]
    if len(counts) == 1 and _is_plain(next(iter(counts)), gap, hits):
        return (), ()
    return [*counts], [*counts.values()]


def _is_small(hits: Hits, settings: SearchSettings) -> bool:
    """Whether no limit is exceeded, taking all files together."""
    wished = settings.max_total_matches
    return (
        len(hits.roles) <= min(wished, settings.max_files * settings.max_matches_per_file)
        and len(hits.paths) <= settings.max_files
        and sum(map(len, hits.bodies)) <= wished * LINE_CHARS
    )


def _is_plain(file: int, gap: Gap, hits: Hits) -> bool:
    """Whether the lines round a gap tell of which file it is."""
    if not hits.paths[file]:
        return True
    before = hits.owners[gap.start - 1] if gap.start else -1
    after = hits.owners[gap.stop] if gap.stop < len(hits.owners) else -1
    return before == file and (after == file or hits.roles[gap.start - 1] == HEADING)


def _select(hits: Hits, terms: Terms, settings: SearchSettings, standouts: Standouts) -> Shown:
    """The lines to keep, each with the first reason for it."""
    ranked = rank_hits(hits, terms)
    shown = Shown(hits, settings)
    if ranked.informed:
        _answer(shown, ranked, terms, settings)
    shown.stand_out(standouts.rows, standouts.reason)
    rows = ranked.rows if CONTEXT not in hits.roles else [row for row in ranked.rows if hits.roles[row] == HIT]
    for row in (*rows[:2], *rows[-1:]):
        shown.example(row, "ends")
    _fill(shown, ranked, settings)
    if OTHER in hits.roles:
        others = [line for line, role in enumerate(hits.roles) if role == OTHER]
        for line in (*others[: _OTHER_LINES - 2], *others[max(_OTHER_LINES - 2, len(others) - 2) :]):
            shown.kept.setdefault(line, "other")
    keep_context(shown, hits)
    return shown


def _answer(shown: Shown, ranked: Ranked, terms: Terms, settings: SearchSettings) -> None:
    """Show what the question asks for."""
    hits = ranked.hits
    named = [file for file in ranked.best_files if file in ranked.paths and _is_named(hits.paths[file], terms)]
    # Files that the question names are shown though others hold more of its words.
    for file in named:
        shown.answer(_hits_of(file, ranked, 1), "of a file asked for", named=True)
    shown.answer(_asked(ranked, settings.max_total_matches), "asked for")
    for file in named:
        shown.answer(_hits_of(file, ranked, shown.most_of(named=True)), "of a file asked for", named=True)
    least = ranked.files[ranked.best_files[0]] * _FILE_SHARE if ranked.best_files else 0.0
    for file in ranked.best_files[:_BEST_FILES]:
        if ranked.files[file] >= least:
            shown.answer(_hits_of(file, ranked, shown.most_of()), "of a file asked for")


def _asked(ranked: Ranked, wished: int) -> list[int]:
    """The lines that answer best, at most a few times as many as wished; copies of one text come after different ones."""
    if not ranked.total:
        return []
    order = ranked.best_rows
    least = ranked.total[order[0]] * _MATCH_SHARE
    strong = [row for row in order[: _LOOKED_AT * wished] if ranked.total[row] >= least and row in ranked.own]
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


def _hits_of(file: int, ranked: Ranked, most: int) -> list[int]:
    """All hits of a file, where they are few, else those that answer best."""
    rows = [row for row in ranked.by_file.get(file, ()) if ranked.hits.roles[row] == HIT]
    if len(rows) > most:
        return sorted(rows, key=lambda row: (-ranked.own.get(row, 0.0), row))[:most]
    return rows


def _is_named(path: str, terms: Terms) -> bool:
    """Whether the question has the path, or its file name with an extension."""
    low = path.lower()
    name = split_path(low)[1]
    return ("." in name and name in terms.question) or (len(name) < len(low) and low in terms.question)


def _fill(shown: Shown, ranked: Ranked, settings: SearchSettings) -> None:
    """Up to the wished number: the best lines first, or lines of all over the result; copies of a text come last."""
    bodies = ranked.hits.bodies
    kept = [bodies[row] for row in shown.kept]
    chars = settings.max_total_matches * LINE_CHARS - sum(map(len, kept))
    texts = set(map(text_of, kept))
    copies: list[tuple[int, str]] = []
    for row, reason in chain(_candidates(shown, ranked, settings), copies):
        if shown.room <= 0 or chars <= 0:
            return
        body = bodies[row]
        if len(body) > _LONG_LINE or not shown.has_room(row):
            continue
        text = text_of(body)
        if text in texts and reason != _COPY:
            if not ranked.informed:
                # Behind all candidates, which `chain` comes to last.
                copies.append((row, _COPY))
        elif shown.example(row, reason):
            texts.add(text)
            chars -= len(body)


def _candidates(shown: Shown, ranked: Ranked, settings: SearchSettings) -> Iterator[tuple[int, str]]:
    """Hits in the order in which they are wanted: after what answers in part a few of all over, without a question many."""
    firsts = [rows[0] for rows in ranked.by_file.values()]
    if ranked.informed and ranked.best_rows:
        best = ranked.best_rows[: _LOOKED_AT * settings.max_total_matches]
        least = ranked.total[ranked.best_rows[0]] * _PART_SHARE
        yield from ((row, "answers in part") for row in best if ranked.total[row] >= least)
        glimpses = max(1, settings.max_files // _GLIMPSES)
        yield from ((row, "one of a file") for row in firsts[:: max(1, len(firsts) // glimpses)][:glimpses])
    else:
        yield from _all_over(firsts, shown, ranked, settings)


def _all_over(firsts: Sequence[int], shown: Shown, ranked: Ranked, settings: SearchSettings) -> Iterator[tuple[int, str]]:
    """One hit of each of the files that may be shown, then more of them."""
    yield from ((row, "one of a file") for row in _in_runs(firsts, ranked, settings))
    for row in firsts[: _LOOKED_AT * settings.max_total_matches]:
        if shown.has_all_files:
            break
        yield row, "one of a file"
    per_file = settings.max_matches_per_file
    found = [_spread([row for row in ranked.by_file[file] if ranked.hits.roles[row] == HIT], per_file) for file in shown.files]
    for depth in range(per_file):
        yield from ((rows[depth], "sample") for rows in found if depth < len(rows))


def _in_runs(firsts: Sequence[int], ranked: Ranked, settings: SearchSettings) -> Iterator[int]:
    """One hit of each of as many files as may be shown: in runs, so that what is left out between them is worth a note."""
    most = settings.max_files
    if len(firsts) <= most:
        yield from firsts
        return
    runs = max(1, min(most, (len(ranked.rows) - settings.max_total_matches) // _GAP))
    for run in range(runs):
        start, size = run * len(firsts) // runs, (run + 1) * most // runs - run * most // runs
        yield from firsts[start : start + size]


def _spread(rows: Sequence[int], most: int) -> Sequence[int]:
    """So many of a file's hits, from all over it where there are many."""
    return rows[:: len(rows) // most][:most] if 0 < _DENSE * most < len(rows) else rows[:most]
