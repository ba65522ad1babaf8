"""Tests of finding the rows that a question is about."""

from __future__ import annotations

from headroom.compressors.log_lines.asked import Asked, asked_rows
from headroom.relevance import query_text, read_query
from tests.compressors.log_lines.rows import calm, read_templates

ROWS = calm(100)


def asked(rows: list[str], question: str, call: str = "") -> Asked:
    """What a question finds in rows."""
    shapes, _, templates = read_templates(rows)
    return asked_rows(shapes, templates, read_query(query_text(question, call)))


def test_all_rows_of_an_identifier_are_named() -> None:
    """With what is next to them, if they are few."""
    rows = [*ROWS]
    rows[20] = rows[70] = "2026-05-01 INFO worker-1 saw blk_-42917 move"
    found = asked(rows, "What happened to blk_-42917?")
    assert sorted(found.named) == [20, 70]
    assert {19, 21, 69, 71} <= set(found.near)


def test_numbers_are_told_apart() -> None:
    """Though shapes mask them."""
    found = asked(ROWS, f"who handled order {50 * 7919}?")
    assert found.named == [50]


def test_an_identifier_is_found_in_whatever_case() -> None:
    """Its numbers have none; one whose numbers stand nowhere is not looked for."""
    rows = [*ROWS, "INFO job A1B2C3 ended"]
    assert asked(rows, "where is a1b2c3?").named == [100]
    assert asked(rows, "where is a1b9c3?").named == []


def test_words_that_are_everywhere_name_nothing() -> None:
    """No row is named by what each of them holds."""
    assert asked(ROWS, "which worker handled the order?").named == []


def test_rows_alike_are_not_all_named() -> None:
    """A word finds two of the rows that are equal but for numbers."""
    rows = [*ROWS, *(f"session {at} rejected by policy" for at in range(30))]
    found = asked(rows, "what was rejected?")
    assert found.named == [100, 101]


def test_arguments_of_the_call_are_no_question() -> None:
    """Its words name the log; an identifier in it is meant."""
    rows = [*ROWS, "INFO shop restarted", "INFO job a1b2c3 ended"]
    assert asked(rows, "", '{"app": "shop"}').named == []
    assert asked(rows, "", '{"job": "a1b2c3"}').named == [101]


def test_passed_tests_can_be_asked_for() -> None:
    """Though they are folded into one shape."""
    rows = [f"tests/test_a.py::test_{name} PASSED" for name in ("cart", *"bcdefghijklmnopqrstuvwxyzABCDEFGHIJ")]
    assert 0 in asked(rows, "did test_cart pass?").named


def test_nobody_asked() -> None:
    """Then nothing is found."""
    found = asked(ROWS, "")
    assert (found.named, found.near, found.weak) == ([], [], [])
