"""How cost grows is measured for texts made to be slow, and told in a table."""

from __future__ import annotations

import pytest

from benchmarks.bench_scaling import HOSTILE, Point, hostile, main, table
from benchmarks.clock import spread_of

SPREAD = spread_of([1_000_000, 2_000_000, 3_000_000])


@pytest.mark.parametrize("name", HOSTILE)
def test_texts_have_about_the_size_that_is_asked_for(name: str) -> None:
    """And are the same each time."""
    text = HOSTILE[name](40_000)
    assert 15_000 < len(text) < 44_000
    assert text == HOSTILE[name](40_000)


def test_different_lines_are_different() -> None:
    """All of them, and equal ones are equal."""
    lines = HOSTILE["different lines"](40_000).splitlines()
    assert len(set(lines)) == len(lines) > 500
    assert len(set(HOSTILE["equal lines"](40_000).splitlines())) == 1


def test_each_text_is_measured() -> None:
    """Its time over one count, and its memory."""
    points = hostile(1, chars=20_000)
    assert [point.name for point in points] == list(HOSTILE)
    assert all(point.of_count > 0 and point.peak > 0 for point in points)


def test_a_table_has_the_columns_that_are_filled() -> None:
    """No heading stands over nothing."""
    plain, full = Point(name="a", spread=SPREAD), Point(name="b", spread=SPREAD, of_count=0.5, growth=2.0, peak=3.0)
    assert table("x", [plain]) == [("x", "median", "min-max"), ("a", "2.00 ms", "1.00-3.00")]
    assert table("x", [full]) == [
        ("x", "median", "min-max", "of a count", "growth", "peak memory"),
        ("b", "2.00 ms", "1.00-3.00", "0.500", "2.00", "3.0 x"),
    ]


def test_what_takes_too_long_is_a_failure(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The exit code says so, and the texts are named."""
    found = [Point(name="fast", spread=SPREAD, of_count=1.0), Point(name="slow", spread=SPREAD, of_count=21.0)]
    monkeypatch.setattr("benchmarks.bench_scaling.hostile", lambda *_: tuple(found))
    assert main(["--only", "hostile"]) == 1
    assert capsys.readouterr().err == "more than 20 counts: slow\n"
    found.pop()
    assert main(["--only", "hostile"]) == 0
