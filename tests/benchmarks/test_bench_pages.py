"""Tests of the comparison of pages."""

from __future__ import annotations

from benchmarks.bench_pages import Found, measured, ours, table
from benchmarks.cases import IN_TREE, load


def test_a_page_is_measured() -> None:
    """Tokens before and after, what is kept, and a time."""
    (case, *_) = load(IN_TREE, kinds=["html"], ids=[])
    found = measured(case, ours)
    assert 0 < found.after < found.before
    assert found.kept == 1.0
    assert found.of_count > 0
    nothing = measured(case, lambda _page, _question: "")
    assert (nothing.after, nothing.kept) == (0, 0.0)


def test_rows_add_up() -> None:
    """Tokens are summed, what is kept is a mean, times a median."""
    pages = [
        Found(before=100, after=10, kept=1.0, of_count=1.0),
        Found(before=300, after=90, kept=0.5, of_count=3.0),
        Found(before=100, after=0, kept=0.0, of_count=2.0),
    ]
    assert table({"x": pages})[1] == ("x", "3", "80.0%", "50.0%", "2.00")
