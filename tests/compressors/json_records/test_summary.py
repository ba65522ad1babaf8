"""Tests of telling what was left out."""

from __future__ import annotations

from headroom.compressors.json_records.columns import Column
from headroom.compressors.json_records.summary import dropped_kinds, dropped_summary
from tests.compressors.json_records.builders import column, lines_of


def test_kinds_are_counted_without_the_kept_rows() -> None:
    """How often each value of a status was left out, the most frequent first."""
    state = column(["open"] * 6 + ["closed"] * 3, "state")
    assert dropped_kinds([column(range(9), "id"), state], [0, 8]) == (("open", 5), ("closed", 2))


def test_kinds_that_all_stay_are_not_named() -> None:
    """A value whose every row is kept was not left out."""
    assert dropped_kinds([column(["ok"] * 8 + ["failed"], "Status")], [0, 8]) == (("ok", 7),)


def test_kinds_need_a_column_of_kinds() -> None:
    """No status-like name, one value only, many values, long or absent ones: nothing is said."""
    for cells, key in (
        (["a", "b"] * 5, "name"),
        (["a"] * 10, "state"),
        (list(range(10)), "type"),
        (["x" * 30, "y" * 30] * 5, "level"),
        ([[1], [2]] * 5, "kind"),
    ):
        assert dropped_kinds([column(cells, key)], [0]) == ()
    assert dropped_kinds([Column("state", "state", ['"a"', "", '"b"', ""])], []) == ()


def test_status_of_an_inner_object_counts() -> None:
    """The last key of the path is what a column is called."""
    assert dropped_kinds([Column("state", "pull.state", ['"a"', '"b"', '"a"'])], []) == (("a", 2), ("b", 1))


def test_summary_gives_the_ranges_of_what_is_gone() -> None:
    """Least, most and median of the rows left out, for columns of measured numbers only."""
    columns = [column(range(1000, 1009), "id"), column([5, 1, 9, 3, 7, 2, 8, 4, 99], "price"), column(["x"] * 9, "name")]
    rows = [str(number) for number in range(9)]
    assert dropped_summary(columns, rows, [8]) == "; left out: price 1..9 median 4"


def test_summary_of_plain_numbers() -> None:
    """An array of numbers has one range."""
    rows = lines_of([3, 1, 2, 50])
    assert dropped_summary([], rows, [3]) == "; left out: values 1..3 median 2"


def test_summary_of_texts_is_empty() -> None:
    """Without numbers there are no ranges."""
    assert dropped_summary([], lines_of(["a", "b", "c"]), [0]) == ""


def test_summary_names_at_most_six_columns() -> None:
    """A wide table does not become a long note."""
    columns = [column([number % 3 * 1.5, 2.5, 7, 1], f"n{number}") for number in range(9)]
    assert dropped_summary(columns, ["{}"] * 4, [0]).count("median") == 6


def test_summary_stays_on_one_line() -> None:
    """A key with a line break in it does not break the note."""
    assert dropped_summary([column([1.5, 3, 2, 8], "a\nb")], ["{}"] * 4, [3]) == "; left out: a\\nb 1.5..3 median 2"
