"""Which entries of a listing stay: those asked for, landmarks, and both ends; directories are told in the gaps."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from headroom.compressors.search_results.choice import Choice, Gap
from headroom.compressors.search_results.inventory import describe_files, within
from headroom.compressors.search_results.listing import Listing
from headroom.compressors.search_results.scoring import score_lines
from headroom.compressors.search_results.terms import Terms
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
_EXTREMES = 5
"""Landmarks, lines that are no entries and largest entries that stay at most; chosen: each is an aside."""
_NUMBER = re.compile(r"\s{0,40}(\d{1,15}(?:\.\d{1,3})?)([KMGTP]?)(?:i?B)?[\s:]")
"""The size or the count before a path."""
_UNITS = {"": 1, "K": 2**10, "M": 2**20, "G": 2**30, "T": 2**40, "P": 2**50}
_COUNTED = 0.8
"""Share of the entries from which a listing is one of sizes or counts: they are what it was made for."""


def choose_entries(listing: Listing, lines: Sequence[str], terms: Terms, settings: SearchSettings) -> Choice:
    """The lines to keep of a listing."""
    paths, entries = listing.paths, listing.entries
    kept: dict[int, str] = {}
    scored = score_lines(paths, terms)
    wished = settings.max_total_matches
    asked = _asked(scored.values, _MATCHES * wished if scored.informed else wished // 3)
    kept.update((entries[at], "asked for") for at in asked)
    if terms.wants_extremes or _is_counted([lines[entry] for entry in entries[:wished]]):
        _keep(kept, _extremes(entries, lines), "extreme number")
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
    root = within(paths)

    def describe(gap: Gap, allowed: int) -> str:
        start, stop = bisect_left(entries, gap.start), bisect_left(entries, gap.stop)
        return describe_files([(path, 0) for path in paths[start:stop]], root, allowed, "entries")

    return Choice(lines=kept, describe=describe)


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


def _is_counted(lines: Sequence[str]) -> bool:
    """Whether the lines begin with sizes or counts, as those of `du` and `wc`."""
    return sum(_NUMBER.match(line) is not None for line in lines) > _COUNTED * len(lines)


def _extremes(entries: Sequence[int], lines: Sequence[str]) -> list[int]:
    """The lines with the largest and the smallest numbers: sizes of `ls -l`, counts of `du` and `wc`."""
    numbers: dict[int, float] = {}
    for entry in entries:
        line = lines[entry]
        words = line.split(None, 5)
        if len(words) == 6 and words[4].isdigit():
            numbers[entry] = int(words[4][:18])
        elif (found := _NUMBER.match(line)) is not None:
            numbers[entry] = float(found.group(1)) * _UNITS[found.group(2)]
    order = sorted(numbers, key=lambda entry: (-numbers[entry], entry))
    return [*order[:_EXTREMES], *order[max(_EXTREMES, len(order) - 2) :]]


def _landmarks(paths: Sequence[str]) -> list[int]:
    """Entries that are landmarks, those nearest to the root first."""
    if _LANDMARK.isdisjoint("/".join(paths).split("/")):
        return []
    found = [at for at, path in enumerate(paths) if path[path.rfind("/") + 1 :] in _LANDMARK]
    return sorted(found, key=lambda at: (paths[at].count("/"), at))
