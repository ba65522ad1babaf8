"""Prose is told by its words."""

from __future__ import annotations

import pytest

from headroom.detection.prose import guess_prose
from headroom.detection.sample import sample_of
from tests.detection.catalogue import ALL, format_of, others

TRAPS = {
    "numbers": "1 2 3 4 5 6\n7 8 9 10 11\n",
    "marks": "{}[]();;\n{}[]();;\n",
    "a table": "| a | b |\n|---|---|\n| 1 | 2 |\n",
    "comments": "# one\n# two of them\n# three of them\n# four of them\n",
}
"""By what they are."""


@pytest.mark.parametrize("name", ALL["prose"])
def test_every_format_is_known(name: str) -> None:
    """With a score above all doubt, and by its name."""
    found = guess_prose(sample_of(ALL["prose"][name]))
    assert found.score >= 0.6
    assert found.format == format_of("prose", name)


@pytest.mark.parametrize(("kind", "name"), others("prose", "build", "traceback", "search", "code"))
def test_other_kinds_score_low(kind: str, name: str) -> None:
    """A sample of another kind is never surely one of this."""
    assert guess_prose(sample_of(ALL[kind][name])).score < 0.85


@pytest.mark.parametrize("text", [*TRAPS.values()], ids=[*TRAPS])
def test_traps_score_low(text: str) -> None:
    """What only looks like it from afar."""
    assert guess_prose(sample_of(text)).score < 0.85


@pytest.mark.parametrize("text", ["", "\n\n", " ", "\x00", "\ud800", "\ufeff", "\r"])
def test_next_to_nothing_scores_low(text: str) -> None:
    """And raises nothing."""
    assert guess_prose(sample_of(text)).score < 0.85
