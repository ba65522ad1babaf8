"""Tests of letting go what pointers held, once they are gone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from headroom.messages import Conversation
from headroom.retrieval.marker import find_markers
from headroom.tokens import count_conversation
from headroom.transforms.duplicates import Duplicates
from headroom.transforms.rolling_window import RollingWindow
from tests.transforms.histories import Step, anthropic, listing, openai, results_of, untouched

Build = Callable[..., Conversation]
ASK: Step = ("", "{}", "Go on, please.")
READ: Step = ("Read", '{"path":"a.py"}', listing(1))


def pointed(build: Build, *steps: Step) -> Conversation:
    """The conversation with pointers for what was said before."""
    return Duplicates()(build(*steps))[0]


@pytest.mark.parametrize("build", [openai, anthropic])
@pytest.mark.parametrize("copies", [1, 2, 3])
def test_a_turns_own_pointers_do_not_hold_it(build: Build, copies: int) -> None:
    """Once the turn is gone that points into it from outside, it goes as well."""
    before = pointed(build, ASK, *[READ] * copies, ASK, READ, ASK)
    limit = count_conversation(before) // 3
    after, report = RollingWindow(limit_tokens=limit, keep_turns=1)(before)
    assert count_conversation(after) <= limit
    assert report.warnings == ()
    assert results_of(after) == []
    assert RollingWindow(limit_tokens=limit, keep_turns=1)(after)[0] is after
    untouched(before, after, report, keep_turns=1)


@pytest.mark.parametrize("build", [openai, anthropic])
def test_the_last_pointer_from_outside_lets_go(build: Build) -> None:
    """Not the first of two."""
    steps = (ASK, READ, READ, ASK, READ, ASK, READ, READ, ASK)
    before = pointed(build, *steps)
    after, _ = RollingWindow(limit_tokens=count_conversation(before) // 3, keep_turns=1)(before)
    assert results_of(after) == []
    after, report = RollingWindow(limit_tokens=count_conversation(before) // 3, keep_turns=2)(before)
    assert listing(1) in results_of(after)
    assert len(report.warnings) == 1
    untouched(before, after, report, keep_turns=2)


def test_what_a_kept_turn_points_at_stays_whole() -> None:
    """In its place, while other turns go; the pointer keeps its word."""
    before = pointed(openai, ASK, READ, ASK, ("f", "{}", listing(2)), ASK, ("f", "{}", listing(3)), ASK, READ)
    after, report = RollingWindow(limit_tokens=count_conversation(before) * 3 // 4, keep_turns=1)(before)
    first, *_, last = results_of(after)
    assert first == listing(1)
    assert [marker.hash for marker in find_markers(last)]
    assert len(after.messages) < len(before.messages) or any("omitted to fit" in text for text in results_of(after))
    untouched(before, after, report, keep_turns=1)
