"""Tests of the values that tell errors of one template apart."""

from __future__ import annotations

import pytest

from headroom.compressors.log_lines.exceptions import exceptional_rows


def found(rows: list[str]) -> list[int]:
    """What stands out among rows of one template, all of which may be read."""
    return exceptional_rows(rows, list(range(len(rows))), len(rows))


def errors(message: str, values: str) -> list[str]:
    """Timed rows with a value each."""
    return [
        f"2026-05-01 10:{at // 60:02}:{at % 60:02} ERROR {message.format(at=at, value=one)}"
        for at, one in enumerate(values.split())
    ]


@pytest.mark.parametrize(
    "message",
    [
        "connect to 10.0.0.5:{value} refused",
        "connect to db-{value} refused",
        "connect to 10.0.0.{value} refused",
        "assertion failed at cart.py:{value}",
        "request {at} to /orders/{value} failed",
        "request id={at},port={value},took={at}7ms failed",
    ],
)
def test_a_value_among_many_of_another_stands_out(message: str) -> None:
    """Wherever it stands, though numbers next to it differ from row to row."""
    assert found(errors(message, "7 " * 17 + "9 " + "7 " * 12)) == [17]


def test_each_rare_value_is_told_once() -> None:
    """The first row of each."""
    assert found(errors("connect to db-{value} refused", "1 1 1 2 1 3 1 2")) == [3, 5]


def test_values_that_all_differ_say_nothing() -> None:
    """Ids, times and durations."""
    assert found([f"ERROR request {at * 7919} failed after {at * 13 % 101} ms" for at in range(40)]) == []


def test_a_new_day_is_no_other_error() -> None:
    """Nor is another hour."""
    rows = [f"2026-05-0{1 + at // 20} 10:59:59 ERROR disk full" for at in range(24)]
    assert found([*rows, "2026-05-02 11:00:00 ERROR disk full"]) == []
    assert found([f"May {1 + at // 20} 10:59:59 host1 app: disk full" for at in range(24)]) == []


def test_one_row_tells_several_values() -> None:
    """A row with two rare values is told once."""
    rows = [f"ERROR {'db-2:6379' if at == 9 else 'db-1:5432'} refused job-{8 if at == 9 else 1}" for at in range(30)]
    assert found(rows) == [9]


def test_of_many_rare_values_some_are_told() -> None:
    """From early to late, at most ten."""
    told = found(errors("connect to 10.0.0.5:{value} refused", " ".join("1" if at % 9 else str(at + 2) for at in range(300))))
    assert 5 <= len(told) <= 10
    assert told[0] < 60
    assert told[-1] > 200


def test_rare_values_are_found_beyond_what_is_read() -> None:
    """Rows without what nearly all others hold are looked at, too."""
    rows = errors("connect to 10.0.0.5:{value} refused", "5432 " * 901 + "6379 " + "5432 " * 900)
    assert exceptional_rows(rows, list(range(len(rows))), 100) == [901]


def test_a_short_rare_value_is_found_beyond_what_is_read() -> None:
    """Though the usual one stands elsewhere in its row, too."""
    rows = errors("job ended with code {value}", "7 " * 907 + "9 " + "7 " * 900)
    assert exceptional_rows(rows, list(range(len(rows))), 100) == [907]


@pytest.mark.parametrize("rows", [[], ["ERROR a 1"], [""] * 8, ["ERROR 1", "ERROR 1 2", "ERROR", "ERROR 1", "ERROR 1 3"]])
def test_odd_rows_do_no_harm(rows: list[str]) -> None:
    """Few rows, empty ones, rows of different lengths."""
    assert set(found(rows)) <= set(range(len(rows)))


def test_nothing_is_found_where_nothing_may_be_read() -> None:
    """Then the bounds of the work are reached."""
    assert exceptional_rows(["ERROR 1"] * 9 + ["ERROR 2"], list(range(10)), 0) == []
