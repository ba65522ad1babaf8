"""Tracebacks are told by their frames."""

from __future__ import annotations

import pytest

from headroom.detection.sample import sample_of
from headroom.detection.traces import guess_traceback
from tests.detection.catalogue import ALL, format_of, others

TRAPS = {
    "words": "Look at the traceback, at the top of which you find the error.\nAt last, at (home).\n",
    "a log with one": (
        "2024-01-01 10:00:00 INFO a\n"
        "2024-01-01 10:00:01 ERROR b\n"
        "\tat com.example.A.b(A.java:1)\n"
        "2024-01-01 10:00:02 INFO c\n"
        "2024-01-01 10:00:03 INFO d\n"
        "2024-01-01 10:00:04 INFO e\n"
    ),
    "code that prints one": (
        "import traceback\n\ndef f():\n    try:\n        g()\n    except Exception:\n        traceback.print_exc()\n"
    ),
}
"""By what they are."""


@pytest.mark.parametrize("name", ALL["traceback"])
def test_every_format_is_known(name: str) -> None:
    """With a score above all doubt, and by its name."""
    found = guess_traceback(sample_of(ALL["traceback"][name]))
    assert found.score >= 0.8
    assert found.format == format_of("traceback", name)


@pytest.mark.parametrize(("kind", "name"), others("traceback"))
def test_other_kinds_score_low(kind: str, name: str) -> None:
    """A sample of another kind is never surely one of this."""
    assert guess_traceback(sample_of(ALL[kind][name])).score < 0.8


@pytest.mark.parametrize("text", [*TRAPS.values()], ids=[*TRAPS])
def test_traps_score_low(text: str) -> None:
    """What only looks like it from afar."""
    assert guess_traceback(sample_of(text)).score < 0.8


@pytest.mark.parametrize("text", ["", "\n\n", " ", "\x00", "\ud800", "\ufeff", "\r"])
def test_next_to_nothing_scores_low(text: str) -> None:
    """And raises nothing."""
    assert guess_traceback(sample_of(text)).score < 0.8
