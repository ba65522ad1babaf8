"""Tests of how many items say all there is to say."""

from __future__ import annotations

import pytest

from headroom.compressors.json_records.sizing import diverse_rows, knee, median, spread


@pytest.mark.parametrize(
    ("curve", "expected"),
    [
        ([1, 2, 3, 4, 5, 6], 0),
        ([10, 50, 80, 95, 100, 101, 102, 103, 104, 105], 4),
        ([0, 100, 100, 100, 100], 2),
        ([5, 9, 10, 10, 10, 10, 10, 10], 3),
        ([1, 1, 1, 1, 2], 0),
        ([7, 7, 7, 7], 0),
        ([1, 9], 0),
        ([], 0),
    ],
)
def test_knee_is_where_the_curve_flattens(curve: list[int], expected: int) -> None:
    """The position farthest above the chord; straight, flat, short and hollow curves have none."""
    assert knee(curve) == expected


def test_median_is_the_lower_middle() -> None:
    """Of an even number of values it is one of them."""
    assert (median([3, 1, 2]), median([4, 1, 3, 2]), median([7])) == (2, 2, 7)


def test_rows_with_new_words_win() -> None:
    """The slots go to the rows that bring most; they come back in order."""
    keys = [frozenset("ab"), frozenset("ab"), frozenset("cdefg"), frozenset("h"), frozenset("ijk")]
    assert diverse_rows(keys, [10, 20, 30, 40, 50], slots=3) == [10, 30, 50]


def test_rows_without_new_words_stay_out() -> None:
    """Free slots are no reason to repeat what is already said."""
    assert diverse_rows([frozenset("ab")] * 8, list(range(8)), slots=6) == [0]


def test_rows_beyond_the_knee_stay_out() -> None:
    """Where the curve of words has a knee, rows beyond that number are left out though slots are free."""
    keys = [frozenset(f"{row}{word}" for word in range(40)) for row in range(3)]
    keys += [frozenset([f"last{row}"]) for row in range(20)]
    assert diverse_rows(keys, list(range(23)), slots=15) == [0, 1, 2]


@pytest.mark.parametrize(("rows", "slots"), [(0, 5), (3, 0), (3, -1)])
def test_nothing_to_choose(rows: int, slots: int) -> None:
    """No candidates or no slots: no rows."""
    assert diverse_rows([frozenset("a")] * rows, list(range(rows)), slots) == []


def test_spread_begins_with_the_whole_range() -> None:
    """Every beginning of the order reaches over all of the rows, and each row comes once."""
    order = spread(range(0, 80, 10))
    assert order == [0, 40, 20, 60, 10, 50, 30, 70]
    assert spread([]) == []
    assert sorted(spread(range(13))) == list(range(13))
