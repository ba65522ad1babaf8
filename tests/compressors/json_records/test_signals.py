"""Tests of what makes a row stand out."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from headroom.compressors.json_records.columns import Column
from headroom.compressors.json_records.signals import (
    Numbers,
    categories_of,
    change_points,
    first_of_each,
    is_identifier,
    numbers_of,
    odd_shapes,
    outliers,
    rare_values,
    score_order,
)
from tests.compressors.json_records.builders import column

NOISE = [10.5, 11.25, 9.75, 10.0, 10.75, 9.5, 10.25, 11.0, 9.25, 10.5]


def numbers(values: Sequence[object], key: str = "price") -> Numbers:
    """The numbers of a column; the test fails if it has none."""
    found = numbers_of(column(values, key))
    assert found is not None
    return found


def rare(values: Sequence[object], key: str = "state") -> list[int]:
    """The rows with rare values of one column."""
    return [row for category in categories_of([column(values, key)]) for row in rare_values(category)]


def test_mean_and_deviation() -> None:
    """The population's, of the numbers as they are written, in quotes or not."""
    for values in ([2, 4, 4, 4, 5, 5, 7, 9], ["2", "4", "4", "4", "5", "5", "7", "9"]):
        found = numbers(values)
        assert (found.mean, found.deviation) == pytest.approx((5, 2))


def test_deviation_of_large_close_numbers() -> None:
    """Numbers that differ in their last digits do not lose their spread to rounding."""
    found = numbers([1_700_000_000_000 + step for step in (0, 2, 4, 6)])
    assert found.deviation == pytest.approx(5**0.5)


@pytest.mark.parametrize("gap", [None, "NaN", "-nan"])
def test_gaps_keep_their_place(gap: object) -> None:
    """Nulls and NaN in quotes are no numbers; the others still know their rows."""
    found = numbers([str(1.5), gap, str(2), gap, str(9)])
    assert (found.values, [found.row(place) for place in range(3)]) == ([1.5, 2, 9], [0, 2, 4])


def test_nan_among_whole_numbers_is_no_identifier() -> None:
    """A column that spells a missing measurement NaN is still judged."""
    assert not is_identifier(numbers(["NaN" if row == 3 else str(row * 7 % 13) for row in range(100)]))


@pytest.mark.parametrize("cells", [["01", "2", "3"], ["1_0", "2", "3"], ["+5", "7", "9"], [" 5", "7", "1e3"], ["1.", "2", "4"]])
def test_numbers_that_json_spells_otherwise(cells: list[str]) -> None:
    """Tables write them so; they are numbers all the same."""
    found = numbers_of(Column("v", "v", cells))
    if cells[0][0] in "+ ":
        assert found is None
    else:
        assert found is not None
        assert found.values == list(map(float, cells))


@pytest.mark.parametrize("cells", [["1,2", "3", "4"], ["1", "2", "3,4"], ["1", "2]", "[3"]])
def test_lists_are_no_numbers(cells: list[str]) -> None:
    """Not even where they would be numbers side by side."""
    assert numbers_of(Column("v", "v", cells)) is None


@pytest.mark.parametrize(
    "cells",
    [
        ["1", "2"],
        ["1", "1", "1"],
        ['"a"', '"b"', '"c"'],
        ['""', '"1"', '"2"'],
        ['"12 ms"', '"13 ms"', '"1 ms"'],
        ["1", "{}", "3"],
        ["[1]", "[2]", "[3]"],
        ["true", "false", "true"],
        ["1e400", "2", "3"],
        ["1e200", "2", "3"],
        ["1", "2", "3", *["null"] * 20],
        ["", "", ""],
        ['"NaN"', '"NaN"', '"NaN"'],
    ],
)
def test_columns_that_measure_nothing(cells: list[str]) -> None:
    """Few, equal, textual, mixed, enormous and mostly absent values."""
    assert numbers_of(Column("v", "v", cells)) is None


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (range(100, 130), True),
        (range(130, 100, -1), True),
        ([9e8 + row * 7919 % 101 for row in range(50)], True),
        ([row * 7919 % 101 for row in range(50)], False),
        ([row % 5 for row in range(50)], False),
        ([row * 7919 % 1009 for row in range(900)], False),
        ([9e8 + row * 7919 % 1009 for row in range(900)], True),
        ([row - 40 * (row % 50 == 0) for row in range(2000)], True),
        ([row + 0.5 for row in range(50)], False),
    ],
)
def test_identifiers_name_their_rows(values: Sequence[float], expected: bool) -> None:
    """Steadily rising or falling, or unique and large; measurements are neither."""
    assert is_identifier(numbers(values)) is expected


def test_outliers_come_farthest_first() -> None:
    """With how far they are from the mean, in deviations."""
    found = outliers(numbers([*NOISE * 4, 90, -300]), 2.0)
    assert [row for _, row in found] == [41]
    assert [row for _, row in outliers(numbers([*NOISE * 4, 90, -80]), 2.0)] == [41, 40]
    far = numbers([*NOISE * 9, 90, -80, 70])
    assert [row for _, row in outliers(far, 2.0)] == [91, 90]
    assert [row for _, row in outliers(far, 2.0, 5)] == [91, 90, 92]


def test_of_equally_far_outliers_the_first_comes_first() -> None:
    """Above or below."""
    assert [row for _, row in outliers(numbers([0, 0, 9, *[0] * 20, -9, 0]), 2.0)] == [2, 23]
    assert [row for _, row in outliers(numbers([0, 0, -9, *[0] * 20, 9, 0]), 2.0)] == [2, 23]


def test_calm_numbers_have_no_outliers() -> None:
    """Nothing beyond the threshold: nothing."""
    assert outliers(numbers(NOISE), 2.0) == []


def test_level_shifts_are_found_where_they_happen() -> None:
    """One row a shift, at the first value of the new level."""
    values = [*NOISE * 3, *[value + 60 for value in NOISE * 3], *NOISE * 3]
    assert change_points(numbers(values), 1.5, 10) == [30, 60]
    assert change_points(numbers(values), 1.5, 1) == [30]


@pytest.mark.parametrize("values", [NOISE, NOISE * 6, [*NOISE * 3, 60, *NOISE * 3]])
def test_no_shift_no_point(values: list[float]) -> None:
    """Too few values, one level, or a single peak."""
    assert change_points(numbers(values), 2.0, 10) == []


def test_rare_states_are_found() -> None:
    """All rows of a value that stands in up to three, the first of one that stands in more."""
    values = ["ok"] * 100
    values[3], values[50] = "failed", "failed"
    for row in (20, 30, 40, 60, 70):
        values[row] = "slow"
    assert rare(values) == [3, 20, 50]


@pytest.mark.parametrize(
    ("values", "key"),
    [
        (["ok", "no"] * 50, "state"),
        (["ok"] * 100, "state"),
        ([f"name {row}" for row in range(100)], "state"),
        (["ok"] * 92 + ["other"] * 8, "city"),
        (["a" * 170] * 98 + ["b" * 170] * 2, "state"),
    ],
)
def test_values_that_are_not_rare(values: list[object], key: str) -> None:
    """Balanced, constant, unique and long values, and a frequent one of no status."""
    assert rare(values, key) == []


def test_a_rare_list_is_a_rare_value() -> None:
    """A short list is a value as any: of a hundred plans, the one that deletes."""
    assert rare([["no-op"]] * 60 + [["delete"]] + [["no-op"]] * 39, "actions") == [60]


def test_more_rows_count_as_rare_in_a_column_of_states() -> None:
    """A tenth of the rows where the name speaks of a status, a fiftieth elsewhere."""
    values = ["ok"] * 92 + ["other"] * 8
    assert rare(values, "lastStatus") == [92]
    assert rare(["ok"] * 99 + ["other"], "city") == [99]


def test_first_row_of_each_value() -> None:
    """Of small categories that are not numbers."""
    (category,) = categories_of([column(["a", "b", "a", "c", "b", "a", "c", "a", "b"], "team")])
    assert sorted(first_of_each(category, 15)) == [0, 1, 3]
    assert first_of_each(category, 2) == []
    (category,) = categories_of([column([1, 2, 1] * 3, "team")])
    assert first_of_each(category, 15) == []


def test_keys_that_few_rows_have_are_odd() -> None:
    """The first two rows of every key that less than a fifth of the rows have."""
    seldom = Column("note", "note", ["", "", '"x"', *[""] * 10, '"y"', '"z"', *[""] * 10])
    usual = Column("name", "name", ['"x"'] * 20 + [""] * 5)
    assert odd_shapes([seldom, usual], 25) == [2, 13]


def test_scores_are_ranked() -> None:
    """Highest first, equal ones in their order, and only where the name says so."""
    assert score_order(numbers([0.2, 0.9, None, 0.5, 0.9], "relevanceScore")) == [1, 4, 3, 0]
    assert score_order(numbers([0.2, 0.9, 0.5], "price")) == []
