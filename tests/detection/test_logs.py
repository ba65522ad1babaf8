"""Logs are told by a time or a level at the start of their lines."""

from __future__ import annotations

import pytest

from headroom.detection.logs import guess_log
from headroom.detection.sample import sample_of
from tests.detection.catalogue import ALL, format_of, others

TRAPS = {
    "words with times": (
        "At 10:00:01 the first request failed, and nobody saw it.\n"
        "We found it later, and we looked at it for long.\n"
        "There was nothing in it that we had not seen before.\n"
        "And so we went home.\n"
    ),
    "a listing": ("-rw-r--r-- 1 root root 613 Apr 30 08:32 main.py\n-rw-r--r-- 1 root root 613 Apr 30 08:32 util.py\n"),
    "a changelog": "## 1.2.0\n\n- Error messages say more.\n- Warnings are printed once.\n- Info is gone.\n",
    "versions": "python 3.11.7\nnode 20.1.0\ngo 1.22.1\n",
}
"""By what they are."""


@pytest.mark.parametrize("name", ALL["log"])
def test_every_format_is_known(name: str) -> None:
    """With a score above all doubt, and by its name."""
    found = guess_log(sample_of(ALL["log"][name]))
    assert found.score >= 0.6
    assert found.format == format_of("log", name)


@pytest.mark.parametrize(("kind", "name"), others("log", "build", "table", "search", "json"))
def test_other_kinds_score_low(kind: str, name: str) -> None:
    """A sample of another kind is never surely one of this."""
    assert guess_log(sample_of(ALL[kind][name])).score < 0.75


@pytest.mark.parametrize("text", [*TRAPS.values()], ids=[*TRAPS])
def test_traps_score_low(text: str) -> None:
    """What only looks like it from afar."""
    assert guess_log(sample_of(text)).score < 0.75


@pytest.mark.parametrize("text", ["", "\n\n", " ", "\x00", "\ud800", "\ufeff", "\r"])
def test_next_to_nothing_scores_low(text: str) -> None:
    """And raises nothing."""
    assert guess_log(sample_of(text)).score < 0.75
