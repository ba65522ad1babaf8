"""Tests of telling the different values in rows of a kind that a question names."""

from __future__ import annotations

from headroom.compressors.log_lines.asked_values import asked_values
from headroom.relevance import read_query
from tests.compressors.log_lines.rows import calm, read_templates


def told(rows: list[str], question: str) -> list[str]:
    """The rows that a question gets."""
    shapes, places, templates = read_templates(rows)
    return [rows[row] for row in asked_values(shapes, templates, places, read_query(question))]


LOGINS = [
    f'sshd login of user "{("root", "pi", "admin")[at % 3]}" from 10.0.{at % 5}.7 port {1000 + at} refused' for at in range(30)
]


def test_each_value_is_told_once() -> None:
    """Words that differ from row to row."""
    assert told([*calm(60), *LOGINS], "Which users tried a login?") == LOGINS[:3]


def test_addresses_are_values_where_they_are_asked_for() -> None:
    """Though they are all of one shape but for digits."""
    assert told([*calm(60), *LOGINS], "from which hosts did somebody try a login?") == LOGINS[:5]


def test_kinds_that_begin_alike_are_told_too() -> None:
    """A login that was allowed says as much of who tried as one that was refused."""
    others = [row.replace("refused", "by key").replace("pi", "git") for row in LOGINS[:6]]
    assert {*LOGINS[:3], *others[:3]} == set(told([*calm(60), *LOGINS, *others], "Which users were refused?"))


def test_many_values_are_told_in_part() -> None:
    """Evenly spread."""
    rows = [f"login of user={chr(97 + at % 26)}{chr(97 + at // 26)}" for at in range(500)]
    assert 10 < len(told([*calm(600), *rows], "which user had a login?")) <= 25


def test_words_that_are_everywhere_name_no_kind() -> None:
    """Nor do words that stand nowhere."""
    assert told(calm(100), "which worker handled orders?") == []
    assert told(calm(100), "who was refused?") == []
    assert told(calm(100), "") == []
