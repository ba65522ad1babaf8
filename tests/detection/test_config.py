"""Configuration is told by keys and values."""

from __future__ import annotations

import pytest

from headroom.detection.config import guess_config
from headroom.detection.sample import sample_of
from tests.detection.catalogue import ALL, format_of, others

TRAPS = {
    "words that look like keys": (
        "Note: the service was down.\n"
        "Reason: nobody knows.\n"
        "What to do: wait, and see what is broken then.\n"
        "Thanks: to all of you who were there.\n"
    ),
    "code": "a = load(b)\nif a:\n    c = a.d()\nfor e in c:\n    print(e)\n",
    "a dialogue": (
        "Ann: Where are you going?\nBob: Home, where you should be, too.\nAnn: I am not done with the report yet.\n"
    ),
    "words": "Nothing here is a setting.\nNot even this line.\n",
}
"""By what they are."""


@pytest.mark.parametrize("name", ALL["config"])
def test_every_format_is_known(name: str) -> None:
    """With a score above all doubt, and by its name."""
    found = guess_config(sample_of(ALL["config"][name]))
    assert found.score >= 0.7
    assert found.format == format_of("config", name)


@pytest.mark.parametrize(("kind", "name"), others("config", "log", "prose", "code", "json"))
def test_other_kinds_score_low(kind: str, name: str) -> None:
    """A sample of another kind is never surely one of this."""
    assert guess_config(sample_of(ALL[kind][name])).score < 0.75


@pytest.mark.parametrize("text", [*TRAPS.values()], ids=[*TRAPS])
def test_traps_score_low(text: str) -> None:
    """What only looks like it from afar."""
    assert guess_config(sample_of(text)).score < 0.75


@pytest.mark.parametrize("text", ["", "\n\n", " ", "\x00", "\ud800", "\ufeff", "\r"])
def test_next_to_nothing_scores_low(text: str) -> None:
    """And raises nothing."""
    assert guess_config(sample_of(text)).score < 0.75
