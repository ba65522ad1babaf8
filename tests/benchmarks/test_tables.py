from __future__ import annotations

from benchmarks.scoring import Score, totals
from benchmarks.tables import aligned, case_lines, markdown, total_rows


def made(name: str, *, inline: float = 1.0, exception: str = "") -> Score:
    """A score that differs in what a reader looks for first."""
    return Score(
        id=name,
        slices=("json",),
        before=1000,
        after=100,
        touchable=900,
        inline=inline,
        recoverable=1.0,
        missing=() if inline == 1.0 else ("lost",),
        exception=exception,
    )


def test_numbers_stand_to_the_right() -> None:
    """Columns line up, the first to the left."""
    assert aligned([("a", "n"), ("long", "10")]) == "a      n\nlong  10"


def test_markdown_aligns_numbers_to_the_right() -> None:
    """The rule under the heading says so."""
    assert markdown([("a", "n"), ("long", "10")]).splitlines() == ["| a | n |", "|---|---:|", "| long | 10 |"]


def test_other_presets_stand_beside() -> None:
    """Two columns a preset, slice by slice."""
    head, row, *_ = total_rows(totals([made("a")]), {"default": totals([made("a", inline=0.5)])})
    assert head[-2:] == ("default saved", "default inline")
    assert row[-2:] == ("90.0%", "50.0%")


def test_worst_cases_come_first() -> None:
    """Exceptions, then what lost something, then the rest."""
    lines = case_lines([made("fine"), made("lossy", inline=0.5), made("raised", exception="ValueError: x")]).splitlines()
    assert [line.split()[0] for line in lines] == ["case", "raised", "lossy", "fine"]
    assert "missing: 'lost'" in lines[2]
