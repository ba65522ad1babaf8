"""Which hits are shown, held to how many are wished: of how many files, of one file, and in all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from headroom.compressors.search_results.hits import HIT, Hits
from headroom.config import SearchSettings

__all__ = ["Shown"]

_ANSWERS = 3
"""Hits shown in all where some of them answer, as a multiple of those wished; chosen: an answer may be a list."""
_OF_ANSWERING = 4
_OF_NAMED = 8
"""Hits shown of a file with hits that answer, and of one that the question names, as multiples of those wished of a file."""


class Shown:
    """The lines that stay so far; hits among them never exceed the limits, but for those that stand out."""

    def __init__(self, hits: Hits, settings: SearchSettings) -> None:
        self.kept: dict[int, str] = {}
        self._hits = hits
        self._settings = settings
        self._of_file: Counter[int] = Counter()
        self._total = 0
        self._most: dict[int, int] = {}
        """File with hits that answer -> how many hits of it may be shown."""

    @property
    def files(self) -> list[int]:
        """The files of which hits are shown."""
        return [*self._of_file]

    @property
    def has_all_files(self) -> bool:
        """Whether hits are shown of as many files as may be."""
        return len(self._of_file) >= self._settings.max_files

    @property
    def room(self) -> int:
        """How many hits may be shown that do not answer."""
        return self._settings.max_total_matches - self._total

    def is_open(self, file: int) -> bool:
        """Whether hits of a file are shown, or of so few files that they may be."""
        return file in self._of_file or not self.has_all_files

    def most_of(self, *, named: bool = False) -> int:
        """How many hits may be shown of one file that answers."""
        return self._settings.max_matches_per_file * (_OF_NAMED if named else _OF_ANSWERING)

    def answer(self, rows: Iterable[int], reason: str, *, named: bool = False) -> None:
        """Keep hits that answer, as many as may stay of them."""
        owners = self._hits.owners
        left = _ANSWERS * self._settings.max_total_matches - self._total
        for row in rows:
            file = owners[row]
            if left <= 0:
                return
            if row not in self.kept and self.is_open(file):
                most = self._most[file] = max(self._most.get(file, 0), self.most_of(named=named))
                if self._of_file[file] < most:
                    self.kept[row] = reason
                    self._of_file[file] += 1
                    self._total += 1
                    left -= 1

    def stand_out(self, rows: Iterable[int], reason: str) -> None:
        """Keep hits that stay whatever is wished; they count."""
        for row in rows:
            if row not in self.kept:
                self.kept[row] = reason
                self._of_file[self._hits.owners[row]] += 1
                self._total += 1

    def has_room(self, row: int) -> bool:
        """Whether a hit that need not answer may be shown, and is not yet."""
        settings = self._settings
        if row in self.kept or self._total >= settings.max_total_matches:
            return False
        shown = self._of_file.get(self._hits.owners[row], 0)
        return shown < settings.max_matches_per_file and (shown > 0 or not self.has_all_files)

    def example(self, row: int, reason: str) -> bool:
        """Keep a hit that need not answer, if it may stay; whether it does."""
        if not self.has_room(row):
            return False
        self.kept[row] = reason
        self._of_file[self._hits.owners[row]] += 1
        self._total += 1
        return True

    def admits(self, start: int, stop: int) -> bool:
        """Whether all hits among some lines may be shown too, because a note is not worth while; they then count."""
        hits, settings = self._hits, self._settings
        more = Counter([hits.owners[row] for row in range(start, stop) if hits.roles[row] == HIT and row not in self.kept])
        beside = sum(number for file, number in more.items() if file not in self._most)
        if (
            len(self._of_file) + sum(file not in self._of_file for file in more) > settings.max_files
            or beside > max(0, self.room)
            or more.total() + self._total > _ANSWERS * settings.max_total_matches
            or any(
                self._of_file[file] + number > self._most.get(file, settings.max_matches_per_file)
                for file, number in more.items()
            )
        ):
            return False
        self._of_file.update(more)
        self._total += more.total()
        return True
