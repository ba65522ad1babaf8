"""Lists of files are told by permissions, by branches, or by paths alone."""

from __future__ import annotations

import pytest

from headroom.detection.listings import guess_listing
from headroom.detection.sample import sample_of
from tests.detection.catalogue import ALL, format_of, others

TRAPS = {
    "words, one a line": "apple\nbanana\ncherry\ndamson\n",
    "words": "A path like /usr/lib is named here.\nAnd so is /etc/hosts, too.\n",
    "numbers": "1\n2\n3\n4\n",
    "hits": "src/a.py:12:x\nsrc/b.py:13:y\n",
}
"""By what they are."""


@pytest.mark.parametrize("name", ALL["listing"])
def test_every_format_is_known(name: str) -> None:
    """With a score above all doubt, and by its name."""
    found = guess_listing(sample_of(ALL["listing"][name]))
    assert found.score >= 0.7
    assert found.format == format_of("listing", name)


@pytest.mark.parametrize(("kind", "name"), others("listing"))
def test_other_kinds_score_low(kind: str, name: str) -> None:
    """A sample of another kind is never surely one of this."""
    assert guess_listing(sample_of(ALL[kind][name])).score < 0.85


@pytest.mark.parametrize("text", [*TRAPS.values()], ids=[*TRAPS])
def test_traps_score_low(text: str) -> None:
    """What only looks like it from afar."""
    assert guess_listing(sample_of(text)).score < 0.85


@pytest.mark.parametrize("text", ["", "\n\n", " ", "\x00", "\ud800", "\ufeff", "\r"])
def test_next_to_nothing_scores_low(text: str) -> None:
    """And raises nothing."""
    assert guess_listing(sample_of(text)).score < 0.85
