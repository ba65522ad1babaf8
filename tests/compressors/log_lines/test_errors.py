"""Tests of which errors are told apart, and which come first."""

from __future__ import annotations

from headroom.compressors.log_lines.errors import errors_in
from headroom.compressors.log_lines.levels import levels_of
from tests.compressors.log_lines.rows import CALM, read_templates


def errors(*rows: str, inside: frozenset[int] = frozenset()) -> tuple[list[int], list[int]]:
    """First and repeated errors among calm rows, counted from the first of `rows`."""
    shapes, places, templates = read_templates([*CALM, *rows])
    levels = levels_of(places, [shapes.rows[same[0]] for same in templates.rows])
    found = errors_in(shapes, templates, places, levels, inside)
    return [row - len(CALM) for row in found.firsts], [row - len(CALM) for row in found.repeats]


def test_calm_rows_report_none() -> None:
    """Nothing is found."""
    assert errors() == ([], [])


def test_the_gravest_come_first() -> None:
    """Errors, then warnings, then rows that only speak of errors."""
    firsts, _ = errors("lookup failed here", "WARN disk almost full", "ERROR disk full")
    assert firsts == [2, 1, 0]


def test_repeated_errors_are_folded() -> None:
    """The first stays, and the last and one between are offered."""
    rows = [f"ERROR disk full on volume {at}" for at in range(20)]
    firsts, repeats = errors(*rows)
    assert firsts == [0]
    assert repeats == [19, 10]


def test_more_of_what_a_compiler_found_is_offered() -> None:
    """Evenly spread, as each may name another place."""
    shapes, places, templates = read_templates([*CALM, *(f"src/a.ts({at},7): error TS2322: wrong type" for at in range(100))])
    others = errors_in(shapes, templates, places, levels_of(places, shapes.rows), frozenset()).others
    assert 10 < len(others) <= 16
    assert others[0] < 80
    assert others[-1] > 140


def test_different_words_make_different_errors() -> None:
    """Though one template has them all: no class of exception hides another."""
    rows = [f"ERROR cause='{cause}' seen {at}" for at in range(6) for cause in ("OSError", "KeyError", "ValueError")]
    firsts, _ = errors(*rows)
    assert firsts[:3] == [0, 1, 2]


def test_different_codes_make_different_errors() -> None:
    """Numbers after words such as `code` decide; other numbers do not."""
    rows = [f"ERROR request {at} ended with status {503 if at == 4 else 500}" for at in range(8)]
    firsts, _ = errors(*rows)
    assert firsts == [0, 4]


def test_a_rare_value_among_many_of_another_makes_a_different_error() -> None:
    """One port of thirty."""
    rows = [f"ERROR connect to 10.0.0.5:{6379 if at == 17 else 5432} refused" for at in range(30)]
    firsts, _ = errors(*rows)
    assert firsts == [0, 17]


def test_ever_different_errors_are_sampled() -> None:
    """Some of them, early and late."""
    rows = [f"ERROR lost peer 10.0.0.{at} again" for at in range(30)]
    firsts, _ = errors(*rows)
    assert 3 <= len(firsts) <= 16
    assert firsts[-1] >= 20


def test_few_rows_all_stay() -> None:
    """An error that came twice is kept twice."""
    firsts, _ = errors("ERROR child 5619 is missing", "ERROR child 5620 is missing")
    assert firsts == [0, 1]


def test_counters_are_looked_at_row_by_row() -> None:
    """Of rows with one shape only those with a count above zero report."""
    rows = [f"sync done, failed={int(at == 7)}" for at in range(12)]
    firsts, _ = errors(*rows)
    assert firsts == [7]


def test_verdicts_on_tests_are_not_errors() -> None:
    """A passed test may be named after an error."""
    assert errors("tests/test_a.py::test_raises_error PASSED") == ([], [])


def test_rows_inside_traces_are_left_out() -> None:
    """Frames speak of errors without reporting them."""
    assert errors("ERROR a", "ERROR b", inside=frozenset([len(CALM)])) == ([1], [])


def test_rare_errors_come_first_where_most_rows_are_errors() -> None:
    """Then they are the subject of the log, whatever their level."""
    rows = [f"ERROR link down {at}" for at in range(200)]
    firsts, _ = errors(*rows, "WARN fan stopped")
    assert firsts[0] == 200
