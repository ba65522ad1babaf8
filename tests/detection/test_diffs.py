"""Diffs are told by hunks and by the names of their files."""

from __future__ import annotations

import pytest

from headroom.detection.diffs import guess_diff
from headroom.detection.sample import sample_of
from tests.detection.catalogue import ALL, format_of, others

TRAPS = {
    "a list": "- one\n- two\n+ three\n  more\n",
    "rules": "--- \n+++ \n",
    "words about a diff": "The line `@@ -1,3 +1,4 @@` says where the hunk is.\nIt stands above the hunk.\n",
    "front matter": "---\ntitle: x\n---\nSome words.\n",
    "a changelog": "- Fixed a thing\n- Added another\n- diff works now\n",
}
"""By what they are."""


@pytest.mark.parametrize("name", ALL["diff"])
def test_every_format_is_known(name: str) -> None:
    """With a score above all doubt, and by its name."""
    found = guess_diff(sample_of(ALL["diff"][name]))
    assert found.score >= 0.7
    assert found.format == format_of("diff", name)


@pytest.mark.parametrize(("kind", "name"), others("diff"))
def test_other_kinds_score_low(kind: str, name: str) -> None:
    """A sample of another kind is never surely one of this."""
    assert guess_diff(sample_of(ALL[kind][name])).score < 0.7


@pytest.mark.parametrize("text", [*TRAPS.values()], ids=[*TRAPS])
def test_traps_score_low(text: str) -> None:
    """What only looks like it from afar."""
    assert guess_diff(sample_of(text)).score < 0.7


@pytest.mark.parametrize("text", ["", "\n\n", " ", "\x00", "\ud800", "\ufeff", "\r"])
def test_next_to_nothing_scores_low(text: str) -> None:
    """And raises nothing."""
    assert guess_diff(sample_of(text)).score < 0.7
