"""Tests of law 5: no text takes more bytes than before."""

from __future__ import annotations

import pytest

from headroom.safety.changes import changes_between
from headroom.safety.size import never_larger
from tests.safety.builders import message, openai, result, with_parts


@pytest.mark.parametrize(
    ("old", "new", "is_larger"),
    [
        ("abcd", "abc", False),
        ("abcd", "wxyz", False),
        ("abcd", "abcde", True),
        ("abcd", "éé", False),
        ("abc", "éé", True),
        ("éé", "abcd", False),
        ("éé", "abcde", True),
        ("\ud800b", "abcd", False),
        ("\ud800b", "abcde", True),
    ],
)
def test_sizes_are_compared_in_utf8(old: str, new: str, is_larger: bool) -> None:
    """Bytes decide, exactly, whatever the script; half of a surrogate pair counts three."""
    before = openai(message("tool", result("c1", old)))
    verdicts = list(never_larger(changes_between(before, with_parts(before, 0, result("c1", new)))))
    assert bool(verdicts) is is_larger


def test_growing_block_is_told_beside_a_shrinking_one() -> None:
    """One block's savings do not pay for another block of the result."""
    before = openai(message("tool", result("c1", "long" * 50, "short")))
    (verdict,) = never_larger(changes_between(before, with_parts(before, 0, result("c1", "long", "longer"))))
    assert (verdict.law, verdict.message) == (5, 0)
    assert "from 5 to 6 bytes" in verdict.why
