"""Which entries of a listing stay: those asked for, landmarks, and both ends; directories are told in the gaps."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from headroom.compressors.search_results.choice import Choice, Gap
from headroom.compressors.search_results.inventory import Inventory
from headroom.compressors.search_results.listing import Listing
from headroom.compressors.search_results.scoring import score_lines
from headroom.compressors.search_results.sizes import outstanding
from headroom.compressors.search_results.states import asked_states, told_states
from headroom.compressors.search_results.terms import Terms, ask_for_all
from headroom.config import SearchSettings

__all__ = ["choose_entries"]

_MATCH_SHARE = 0.5
"""Share of the best entry's score from which an entry counts as asked for."""
_MATCHES = 2
"""Entries kept because they were asked for, at most, as a multiple of the wished total; they come on top of it."""
_LANDMARK = frozenset(
    """README README.md README.rst README.txt readme.md package.json pyproject.toml setup.py Cargo.toml go.mod pom.xml
    build.gradle Makefile CMakeLists.txt Dockerfile docker-compose.yml docker-compose.yaml __main__.py main.py main.go
    main.rs main.ts index.ts index.js index.html app.py app.ts app.js manage.py""".split()
)
"""Files by which one finds one's way in a project."""
_LANDMARKS = 10
_OTHER_LINES = 20
_FEW = 5
"""Entries of one state up to which all of them stay; chosen: what is rare among states is what one looks for."""


def choose_entries(listing: Listing, lines: Sequence[str], terms: Terms, settings: SearchSettings) -> Choice:
    """The lines to keep of a listing."""
    paths, entries = listing.paths, listing.entries
    kept: dict[int, str] = {}
    scored = score_lines(paths, terms)
    wished = settings.max_total_matches
    asked = _asked(scored.values, _MATCHES * wished if scored.informed else wished // 3)
    kept.update((entries[at], "asked for") for at in asked)
    if listing.states:
        for entry, reason in _by_state(listing, terms.question, _MATCHES * wished):
            kept.setdefault(entry, reason)
    else:
        _keep(kept, outstanding(lines, entries, wanted=terms.wants_extremes), "extreme number")
    landmarks = _landmarks(paths)[: min(_LANDMARKS, wished // 3)]
    share = wished // 3 if scored.informed else wished - len(landmarks) - len(asked)
    _keep(kept, entries[: share - share // 3], "first")
    _keep(kept, entries[max(0, len(entries) - share // 3) :], "last")
    _keep(kept, (entries[at] for at in landmarks), "landmark")
    _keep(kept, (*listing.others[: _OTHER_LINES - 2], *listing.others[-2:]), "other")
    for line in list(kept):
        above = listing.parents.get(line, -1)
        while above >= 0 and above not in kept:
            kept[above] = "directory"
            above = listing.parents.get(above, -1)
    inventory = Inventory(paths, "entries")

    def describe(gap: Gap, allowed: int) -> str:
        start, stop = bisect_left(entries, gap.start), bisect_left(entries, gap.stop)
        states = ", ".join(f"{state} {number}" for state, number in told_states(listing.states[start:stop]))
        files = inventory.told(range(start, stop), (), allowed)
        return f"{states}; {files}" if states else files

    def kinds(dropped: Sequence[int]) -> Iterable[tuple[str, int]]:
        gone = {*dropped}
        return told_states([state for entry, state in zip(entries, listing.states, strict=True) if entry in gone])

    return Choice(lines=kept, describe=describe, kinds=kinds if listing.states else None, names_asked=ask_for_all(terms, paths))


def _keep(kept: dict[int, str], lines: Iterable[int], reason: str) -> None:
    for line in lines:
        kept.setdefault(line, reason)


def _asked(scores: dict[int, float], most: int) -> list[int]:
    """The entries that fit best, best first."""
    if not scores:
        return []
    order = sorted(scores, key=lambda at: (-scores[at], at))
    least = scores[order[0]] * _MATCH_SHARE
    return [at for at in order[:most] if scores[at] >= least]


def _by_state(listing: Listing, question: str, most: int) -> Iterator[tuple[int, str]]:
    """Entries of the states that are asked for, all of rare ones and one of each other; at most so many, rare ones first."""
    rows: defaultdict[str, list[int]] = defaultdict(list)
    for entry, state in zip(listing.entries, listing.states, strict=True):
        rows[state].append(entry)
    asked = asked_states(listing.states, question) if len(rows) > 1 else set()
    for state in sorted(rows, key=lambda state: (len(rows[state]) > _FEW, state not in asked, len(rows[state]))):
        found = rows[state] if state in asked or len(rows[state]) <= _FEW else rows[state][:1]
        yield from ((row, "state asked for" if state in asked else "rare state") for row in found[:most])
        most -= len(found[:most])


def _landmarks(paths: Sequence[str]) -> list[int]:
    """Entries that are landmarks, those nearest to the root first."""
    if _LANDMARK.isdisjoint("/".join(paths).split("/")):
        return []
    found = [at for at, path in enumerate(paths) if path[path.rfind("/") + 1 :] in _LANDMARK]
    return sorted(found, key=lambda at: (paths[at].count("/"), at))
