"""Which rows go, once it is known which are wanted: gaps of whole units, each with the note that stands for it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import msgspec

from headroom.compressors.source_code.reading import Structure
from headroom.compressors.source_code.structure import Block, Unit
from headroom.config import CodeSettings

__all__ = ["Gap", "Wanted", "gaps_of"]

_LEAST = 60
"""Characters of a gap below which its note costs more than it saves. Measured: a note is 9 to 13 tokens."""
_LIST_HEAD = 4
"""Rows of a long table that stay, so that it shows what its elements are."""
_COMMENT_ROWS = 3
"""Rows of a comment from which it is long."""
_SENTENCE_ROWS = 3
"""Rows in which the first sentence of a comment is looked for, so that it is not cut within."""
_BARE = frozenset({"/*", "/**", "/*!", '"""', "'''", 'r"""', '"""\\', "/***"})
"""First rows of comments that say nothing."""


class Wanted(msgspec.Struct, frozen=True):
    """What stays of bodies."""

    rows: Sequence[int]
    """In order; what holds one of them stays, or the head of it."""
    whole: Sequence[tuple[int, int]]
    """First and last rows of what stays as it is, in order."""

    def has_row(self, first: int, last: int) -> bool:
        """Whether a row of a range is wanted."""
        at = bisect_left(self.rows, first)
        return at < len(self.rows) and self.rows[at] <= last

    def is_whole(self, first: int, last: int) -> bool:
        """Whether a range stays as it is."""
        at = bisect_left(self.whole, (first + 1,)) - 1
        return at >= 0 and self.whole[at][0] <= first and last <= self.whole[at][1]


class Gap(msgspec.Struct, frozen=True, order=True):
    """Rows that go, and what stands before the words of their note."""

    first: int
    last: int
    prefix: str


def gaps_of(structure: Structure, rows: Sequence[str], wanted: Wanted, settings: CodeSettings, sign: str) -> list[Gap]:
    """The gaps, in order. Cost: one look at each unit that is not inside of what goes or stays."""
    cutter = _Cutter(structure, rows, wanted, settings, sign)
    waiting = [structure.root]
    while waiting:
        waiting += cutter.cut(waiting.pop())
    return sorted(cutter.gaps)


class _Cutter(msgspec.Struct, frozen=True):
    """What all blocks are cut by, and the gaps found."""

    structure: Structure
    rows: Sequence[str]
    wanted: Wanted
    settings: CodeSettings
    sign: str
    gaps: list[Gap] = []

    def cut(self, block: Block) -> list[Block]:
        """Put down the gaps of a block; the blocks inside of what stays in part."""
        deeper: list[Block] = []
        runs: list[tuple[list[Unit], int]] = []
        """What goes together, and the place behind it."""
        is_emptied = block.kind == "statements" and not block.has_end and self.sign == "#"
        """Whether nothing but comments stays of what needs a statement."""
        goes = self._may_go(block)
        units = self.structure.units(block)
        for place, unit in enumerate(units):
            if goes and self._is_idle(block, unit, is_last=place == len(units) - 1):
                run = runs.pop()[0] if runs and runs[-1][1] == place else []
                run.append(unit)
                runs.append((run, place + 1))
                continue
            is_emptied = is_emptied and unit.kind == "comment"
            deeper += self._entered(unit)
        # Comments that go behind the last statement are no place for one.
        emptied = next((behind for run, behind in reversed(runs) if _statement(run) is not None), -1) if is_emptied else -1
        for run, behind in runs:
            self._drop(block, run, behind, is_emptied=behind == emptied)
        if not goes and block.kind != "list":
            self._comments(block)
        return deeper

    def _entered(self, unit: Unit) -> list[Block]:
        """The blocks of a unit that stays in part; a docstring is cut at once."""
        if unit.last == unit.first or self.wanted.is_whole(unit.first, unit.last):
            return []
        if unit.kind == "doc":
            self._shorten(unit)
            return []
        return self.structure.blocks(unit)

    def _may_go(self, block: Block) -> bool:
        """Whether the units of a block may go at all."""
        if block.kind != "statements":
            return block.kind == "list"
        if block.owner < 0 or block.owner in self.structure.wrappers:
            return False
        return self.structure.definitions[block.owner].kind != "container" and self._is_even(block)

    def _is_even(self, block: Block) -> bool:
        """Whether all statements stand in one column, where columns tell what ends.

        The grammar takes others, too, which Python does not; but once the first of them goes, another column opens the block.
        """
        if self.sign != "#":
            return True
        indents = {_indent(self.rows[unit.first]) for unit in self.structure.units(block) if unit.kind != "comment"}
        return len(indents) <= 1

    def _is_idle(self, block: Block, unit: Unit, *, is_last: bool) -> bool:
        """Whether a unit may go, for nothing of it is wanted."""
        if not unit.is_clean or unit in self.structure.fixed:
            return False
        if block.kind == "list" and (unit.last - block.first <= _LIST_HEAD or is_last):
            return False
        if unit.kind == "doc" and self.settings.docstring_mode != "remove":
            return False
        return not self.wanted.has_row(unit.first, unit.last) and not self.wanted.is_whole(unit.first, unit.last)

    def _drop(self, block: Block, run: Sequence[Unit], behind: int, *, is_emptied: bool) -> None:
        """A gap for a run of units, with the blank rows round them."""
        first, last = run[0].first, run[-1].last
        before = behind - len(run)
        units = self.structure.units(block)
        floor = units[before - 1].last if before else block.first
        ceiling = units[behind].first if behind < len(units) else (block.last if block.has_end else last + 1)
        rows = self.rows
        while first - 1 > floor and not rows[first - 1].strip():
            first -= 1
        while last + 1 < ceiling and not rows[last + 1].strip():
            last += 1
        # Comments may stand in any column.
        indent = _indent(rows[(_statement(run) or run[0]).first])
        self._add(first, last, f"{indent}...  {self.sign} " if is_emptied else f"{indent}{self.sign} ")

    def _add(self, first: int, last: int, prefix: str) -> None:
        if first <= last and sum(map(len, self.rows[first : last + 1])) > _LEAST + 3 * len(prefix) // 2:
            self.gaps.append(Gap(first, last, prefix))

    def _shorten(self, unit: Unit) -> None:
        """Cut a docstring to its first line."""
        if self.settings.docstring_mode == "full":
            return
        first = unit.first + 1 + (self.rows[unit.first].strip() in _BARE)
        while (
            first < unit.last
            and self.rows[first].strip()
            and first - unit.first < _SENTENCE_ROWS
            and not _ends(self.rows[first - 1])
        ):
            first += 1
        if first < unit.last:
            self._add(first, unit.last - 1, _indent(self.rows[unit.first]))

    def _comments(self, block: Block) -> None:
        """Cut the long comments of a block to their first line."""
        units = self.structure.units(block)
        place = 0
        while place < len(units):
            unit = units[place]
            place += 1
            opening = self.rows[unit.first].strip()
            if unit.kind != "comment" or not unit.is_clean or opening.startswith("#!"):
                continue
            if opening.startswith("/*"):
                if unit.last - unit.first >= _COMMENT_ROWS - 1 and self._is_cut(units, place, unit.first, unit.last):
                    first = unit.first + 1 + (opening in _BARE)
                    self._add(first, unit.last - 1, _inner_prefix(self.rows[first]))
                continue
            last = unit.last
            while place < len(units) and units[place].kind == "comment" and units[place].first == last + 1:
                last = units[place].last
                place += 1
            # A ruled line says nothing; what stands below it does.
            said = unit.first + (not any(map(str.isalnum, opening)))
            ends = (row for row in range(said, min(last, said + _SENTENCE_ROWS)) if _ends(self.rows[row]))
            said = next(ends, said)
            if last - said >= _COMMENT_ROWS - 1 and self._is_cut(units, place, unit.first, last):
                self._add(said + 1, last, f"{_indent(self.rows[unit.first])}{self.sign} ")

    def _is_cut(self, units: Sequence[Unit], behind: int, first: int, last: int) -> bool:
        """Whether a comment of these rows is to be shortened."""
        if self.wanted.is_whole(first, last):
            return False
        is_doc = behind < len(units) and units[behind].first == last + 1 and units[behind] in self.structure.fixed
        return self.settings.docstring_mode != "full" if is_doc else self.settings.compress_comments


def _indent(row: str) -> str:
    return row[: len(row) - len(row.lstrip(" \t"))]


def _statement(run: Sequence[Unit]) -> Unit | None:
    """The first of some units that is no comment."""
    return next((unit for unit in run if unit.kind != "comment"), None)


def _inner_prefix(row: str) -> str:
    """What stands before a note inside of a comment of brackets."""
    return _indent(row) + ("* " if row.lstrip().startswith("*") else "")


def _ends(row: str) -> bool:
    """Whether a sentence ends with a row."""
    return row.rstrip().endswith((".", "!", "?", ":", '"""', "'''"))
