"""Markup is told by its first tag, or by tags all over."""

from __future__ import annotations

import pytest

from headroom.detection.markup import guess_markup
from headroom.detection.sample import sample_of
from tests.detection.catalogue import ALL, format_of, others

TRAPS = {
    "words with a tag": (
        "Use <b>this</b> one, and not that.\nIt is better in all cases that we know of.\nThere are few others.\n"
    ),
    "code with tags": "const a = <T,>(x: T) => x;\nconst b = a<string>('x');\n",
    "comparisons": "a < b\nb > c\nc < d\n",
    "a block round words": (
        "<note>\n"
        "Some words that say nothing of interest.\n"
        "And some more of them, so that there are enough.\n"
        "And more.\n"
        "And more again.\n"
        "And the end.\n"
        "</note>\n"
    ),
}
"""By what they are."""


@pytest.mark.parametrize("name", ALL["markup"])
def test_every_format_is_known(name: str) -> None:
    """With a score above all doubt, and by its name."""
    found = guess_markup(sample_of(ALL["markup"][name]))
    assert found.score >= 0.7
    assert found.format == format_of("markup", name)


@pytest.mark.parametrize(("kind", "name"), others("markup"))
def test_other_kinds_score_low(kind: str, name: str) -> None:
    """A sample of another kind is never surely one of this."""
    assert guess_markup(sample_of(ALL[kind][name])).score < 0.8


@pytest.mark.parametrize("text", [*TRAPS.values()], ids=[*TRAPS])
def test_traps_score_low(text: str) -> None:
    """What only looks like it from afar."""
    assert guess_markup(sample_of(text)).score < 0.8


@pytest.mark.parametrize("text", ["", "\n\n", " ", "\x00", "\ud800", "\ufeff", "\r"])
def test_next_to_nothing_scores_low(text: str) -> None:
    """And raises nothing."""
    assert guess_markup(sample_of(text)).score < 0.8
