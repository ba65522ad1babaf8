"""Of many like parts, those stay that stand out."""

from __future__ import annotations

from headroom.compressors.nested_parts.nested import Growing, Nested
from headroom.compressors.nested_parts.records import chosen_records, holds_any, runs_among
from headroom.relevance import read_query

_ROWS = [f"size: {number % 7} name: part-{number}\n" for number in range(200)]
_ROWS[42] = "size: 9000 name: part-42\n"


def _nested() -> Nested:
    growing = Growing("".join(_ROWS))
    place = 0
    for row in _ROWS:
        growing.leaf("row", place, place + len(row), place + len(row), place + len(row))
        place += len(row)
    return growing.done(place)


class _Cells:
    def __init__(self, nested: Nested) -> None:
        self.nested = nested

    def value(self, _part: int) -> str:
        return ""

    def head(self, part: int) -> list[str]:
        return self.nested.text[self.nested.starts[part] : self.nested.ends[part]].split()


def test_ends_outliers_and_asked_ones_stay() -> None:
    """The first, the last, the largest number, and the one that was named."""
    nested = _nested()

    kept, asked = chosen_records(nested, range(1, 201), 8, read_query("where is part-77?"), _Cells(nested))
    assert {1, 43, 78, 200} <= kept
    assert asked == {78}
    assert len(kept) < 40


def test_runs_are_of_one_name() -> None:
    """Names that too few parts have are no run."""
    nested = _nested()
    assert runs_among(nested, range(1, 201), 6) == {"row": list(range(1, 201))}
    assert runs_among(nested, range(1, 5), 6) == {}


def test_wanted_parts_inside_another() -> None:
    """A part holds itself and what is before the next one."""
    assert holds_any([3, 8], 3, 4)
    assert holds_any([3, 8], 5, 9)
    assert not holds_any([3, 8], 4, 8)
    assert not holds_any([], 0, 9)


def test_of_a_short_run_rare_states_stay() -> None:
    """Beside the first ones and the last one."""
    rows = [f"id: {number} hit: {int(number != 17)}\n" for number in range(30)]
    growing = Growing("".join(rows))
    place = 0
    for row in rows:
        growing.leaf("row", place, place + len(row), place + len(row), place + len(row))
        place += len(row)
    nested = growing.done(place)
    assert chosen_records(nested, range(1, 31), 6, read_query(""), _Cells(nested)) == ({1, 2, 3, 18, 30}, set())
