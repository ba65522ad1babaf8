"""Tests of finding the rows that report errors."""

from __future__ import annotations

import pytest

from headroom.compressors.json_records.columns import Column
from headroom.compressors.json_records.errors import error_columns, error_rows, speaking
from headroom.relevance import row_text
from tests.compressors.json_records.builders import column, compact, events, lines_of

CALM = lines_of(events(20))


def errors_among(*rows: object, calm: int = 20) -> list[list[int]]:
    """The errors found among calm rows, which come first."""
    return error_rows(row_text([*CALM[:calm], *lines_of(rows)]))


@pytest.mark.parametrize(
    "row",
    [
        {"level": "ERROR", "text": "x"},
        {"text": "Connection timed out"},
        {"text": "NullPointerException at Foo"},
        {"status": "FAILED"},
        {"error": {"code": "E1"}},
        {"is_error": True},
        {"failed": "3 of 9"},
        {"text": "permission denied"},
        {"reason": "OOMKilled"},
        {"state": "degraded"},
        {"text": "worker segfault at 0"},
        {"text": "host unreachable"},
        {"text": "ThrottlingException: slow down"},
        {"text": "quota exceeded for project"},
        {"reason": "Evicted"},
        {"waiting": "ImagePullBackOff"},
        {"text": "deadlock detected"},
        "panic: index out of range",
    ],
)
def test_rows_that_speak_of_errors_are_found(row: object) -> None:
    """Levels, messages, states and flags, in objects and strings, in any case."""
    assert errors_among(row) == [[20]]


@pytest.mark.parametrize(
    "row",
    [
        {"error": None, "text": "fine"},
        {"errors": [], "failed": 0},
        {"error_count": 0},
        {"timeout_ms": 3000},
        {"text": "no errors"},
        {"text": "0 failed, 12 passed"},
        {"text": "completed without errors"},
        {"is_error": False},
        {"error": ""},
        {"error_rate": 0.02},
    ],
)
def test_rows_that_report_none_are_not(row: object) -> None:
    """Empty error fields, counters, limits and denials are no errors."""
    assert errors_among(row) == []


def test_different_errors_are_told_apart() -> None:
    """Each different error is a group of its own, in the order of first rows."""
    assert errors_among({"m": "disk failure"}, {"m": "login refused"}, {"m": "disk failure"}) == [[20, 22], [21]]


def test_errors_that_differ_in_numbers_are_the_same() -> None:
    """Numbers, addresses and ids are not what an error is about."""
    first = {"m": "error 17 at 0x7ffe for 5f4dcc3b5aa765d6 in 3b1f8f2e-1c1d-4a9b-8f61-0d0c6f1b2a3c"}
    second = {"m": "error 93 at 0x01ab for 00ffcc3b5aa76500 in 00000000-1c1d-4a9b-8f61-0d0c6f1b2a3c"}
    assert errors_among(first, second) == [[20, 21]]


def test_each_kind_counts_however_many_rows_report_one() -> None:
    """Where most rows report an error, the different ones are still told apart."""
    rows = [{"m": f"error {word}"} for word in ("disk", "net", "auth", "quota", "net")]
    assert errors_among(*rows, calm=3) == [[3], [4, 7], [5], [6]]


def test_an_error_behind_counters_is_seen() -> None:
    """Empty error fields in every row do not hide the one row whose message is an error."""
    rows = [{"errors": 0, "pad": "x" * 150, "text": "ok"} for _ in range(40)]
    rows[7] = {"errors": 0, "pad": "x" * 150, "text": "error: disk full"}
    assert error_rows(row_text(lines_of(rows))) == [[7]]


def test_an_error_behind_many_harmless_words_is_given_up() -> None:
    """Eight places in a row are looked at for a word, not more."""
    pad = " no errors" + "." * 150
    assert errors_among({"m": pad * 6 + "error: disk"}) == [[20]]
    assert errors_among({"m": pad * 9 + "error: disk"}) == []


def test_endless_error_words_are_no_many_errors() -> None:
    """A row that repeats an error word a hundred thousand times reports one at most."""
    rows = [*CALM, compact({"m": "error" * 100_000}), compact({"m": "noerrors " * 100_000})]
    assert len(error_rows(row_text(rows))) <= 1


def test_columns_named_after_errors_are_read() -> None:
    """Whatever stands there is an error, though no error word is in it; numbers and ids do not tell errors apart."""
    cells = [None] * 9 + ["quota of 5 used up", "", "quota of 7 used up", "bad host"]
    assert error_columns([column(range(13), "id"), column(cells, "error_message")]) == [[9, 11], [12]]


@pytest.mark.parametrize("cells", [[0, 3] * 9, [False, None, "", [], {}] * 3])
def test_columns_of_counts_and_empty_values(cells: list[object]) -> None:
    """Numbers of errors and empty values say nothing."""
    assert error_columns([column(cells, "errors")]) == []


def test_absent_error_keys_are_no_errors() -> None:
    """A row without the key reports nothing."""
    assert error_columns([Column("error", "error", ["", '"disk"', "", ""])]) == [[1]]


def test_columns_without_words_are_not_searched() -> None:
    """Numbers, dates and addresses; the same rows in the same places. Few of them are not worth a new text."""
    url = column([f"https://example.org/errors/{number}/of/a/long/address" for number in range(20)], "url")
    taken = column(range(20), "took")
    text = column([*(f"all is well {number}" for number in range(19)), "it failed"], "text")
    rows = row_text(list(map(",".join, zip(url.cells, taken.cells, text.cells, strict=True))))
    left, words = speaking([url, taken, text], rows)
    assert "https" not in left.text
    assert error_rows(left, words) == [[19]]
    assert words == ["fail"]
    few = row_text(text.cells)
    assert speaking([text], few)[0] is few
    assert speaking([], rows)[0] is rows


def test_only_words_that_stand_in_a_cell_are_looked_for() -> None:
    """None where no cell has any; all of them where rows may hold more than the cells: keys of a map."""
    state = column(["ok", "idle"] * 10, "state")
    assert list(speaking([state], row_text(state.cells))[1]) == []
    keyed = row_text([f"job-{number}-failed,{cell}" for number, cell in enumerate(state.cells)])
    assert "fail" in speaking([state], keyed)[1]


def test_a_word_among_numbers_and_nulls_is_searched() -> None:
    """One cell that speaks is enough, however few of them there are."""
    url = column([f"https://example.org/a/long/address/of/{number}" for number in range(60)], "url")
    value = column([*range(30), "connection refused", *range(29)], "value")
    note = column([*[None] * 59, "connection refused"], "note")
    rows = row_text(list(map(",".join, zip(url.cells, value.cells, note.cells, strict=True))))
    left, words = speaking([url, value, note], rows)
    assert sorted(row for group in error_rows(left, words) for row in group) == [30, 59]


def test_words_of_silent_columns_are_not_looked_for() -> None:
    """An address may hold any word; it reports nothing."""
    links = [f'"https://host/error/{number}"' for number in range(40)]
    texts = [f'"row {number} is about something that went well, said at some length"' for number in range(40)]
    columns = [Column("text", "text", texts), Column("link", "link", links)]
    rows = row_text(list(map(",".join, zip(texts, links, strict=True))))
    assert not speaking(columns, rows)[1]
    assert list(
        speaking([Column("text", "text", [*texts[1:], '"it did fail"'])], row_text([*texts[1:], '"it did fail"']))[1]
    ) == ["fail"]


def test_words_that_only_meet_when_signs_are_left_out_are_no_errors() -> None:
    """Which words to look for is seen by the letters alone; what is found is looked at as it stands."""
    rows = ['"state":"fa-il"', '"note":"er 12 ror"', '"path":"time/out"', '"name":"pa_nic"']
    assert error_rows(row_text([*CALM, *rows])) == []
    assert error_rows(row_text([*CALM, *rows, '"note":"it timed out"'])) == [[len(CALM) + len(rows)]]
