"""Hits are told by what stands before their first colons."""

from __future__ import annotations

import pytest

from headroom.detection.sample import sample_of
from headroom.detection.searches import guess_search
from tests.detection.catalogue import ALL, format_of, others

TRAPS = {
    "times": "12:03:04 starting\n12:03:05 done\n12:03:06 stopped\n",
    "dates": "2024-01-01 12:03:04 x\n2024-01-01 12:03:05 y\n2024-01-01 12:03:06 z\n",
    "keys": "time: 12\nname: x\nport: 80\nhost: y\n",
    "diagnostics": (
        "src/a.c:12:5: error: expected expression\nsrc/a.c:14:1: warning: unused variable\nsrc/b.c:1:1: note: here\n"
    ),
    "words with a colon": "Note: this is so.\nHint: that is not.\nSo: nothing.\n",
    "addresses": "10.0.0.1:8080: up\n10.0.0.2:8080: down\n10.0.0.3:8080: up\n",
    "loggers": "INFO:root:starting\nERROR:app:17 jobs failed\nINFO:root:done\n",
    "journal": "Jan 01 00:00:01 host a: b\nJan 01 00:00:02 host c: d\n",
}
"""By what they are."""


@pytest.mark.parametrize("name", ALL["search"])
def test_every_format_is_known(name: str) -> None:
    """With a score above all doubt, and by its name."""
    found = guess_search(sample_of(ALL["search"][name]))
    assert found.score >= 0.75
    assert found.format == format_of("search", name)


@pytest.mark.parametrize(("kind", "name"), others("search"))
def test_other_kinds_score_low(kind: str, name: str) -> None:
    """A sample of another kind is never surely one of this."""
    assert guess_search(sample_of(ALL[kind][name])).score < 0.75


@pytest.mark.parametrize("text", [*TRAPS.values()], ids=[*TRAPS])
def test_traps_score_low(text: str) -> None:
    """What only looks like it from afar."""
    assert guess_search(sample_of(text)).score < 0.75


def test_verdicts_on_tests_are_no_hits() -> None:
    """Though names of tests open with a path and a colon; names alone are."""
    names = [f"tests/test_a.py::test_{number}" for number in range(60)]
    verdicts = [f"{name} {'FAILED' if number % 9 == 5 else 'PASSED'}" for number, name in enumerate(names)]
    assert guess_search(sample_of("\n".join(names))).score >= 0.75
    assert guess_search(sample_of("\n".join(verdicts))).score < 0.4


@pytest.mark.parametrize("text", ["", "\n\n", " ", "\x00", "\ud800", "\ufeff", "\r"])
def test_next_to_nothing_scores_low(text: str) -> None:
    """And raises nothing."""
    assert guess_search(sample_of(text)).score < 0.75
