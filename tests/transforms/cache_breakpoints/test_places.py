"""Where marks may go, and which the next request finds."""

from __future__ import annotations

from itertools import pairwise

import pytest

from headroom.messages import Breakpoint
from headroom.transforms.cache_breakpoints.places import (
    goes_on,
    newest_place,
    place_upto,
    previous_place,
    prompt_place,
    seen_earlier,
    timed,
)
from headroom.wire.cache_marks import Mark
from tests.transforms.cache_breakpoints.conversations import TOOL, anthropic, exchange

USER = {"role": "user", "content": "Which?"}
ANSWER = {"role": "assistant", "content": "This."}
BLANK = {"role": "user", "content": " "}


def test_signs_of_going_on() -> None:
    """Tools, or anything beside one question."""
    assert not goes_on(anthropic(USER))
    assert not goes_on(anthropic())
    assert goes_on(anthropic(USER, tools=[TOOL]))
    assert goes_on(anthropic(USER, ANSWER))
    assert goes_on(anthropic(USER, USER))


def test_the_newest_place_becomes_the_previous_one() -> None:
    """Whatever the model answers and the caller adds."""
    talk = [USER, ANSWER, USER, *exchange(1, 3), ANSWER, BLANK, ANSWER, USER]
    asked = [length for length in range(1, len(talk) + 1) if talk[length - 1]["role"] == "user"]
    for before, now in pairwise(asked):
        assert previous_place(anthropic(*talk[:now])) == newest_place(anthropic(*talk[:before]))


def test_places_that_are_none() -> None:
    """An empty conversation, the model alone, blank words alone."""
    assert newest_place(anthropic()) is None
    assert newest_place(anthropic(ANSWER)) is None
    assert previous_place(anthropic(USER)) is None
    assert place_upto(anthropic(BLANK), 0) is None
    assert prompt_place(anthropic(USER, system=None)) is None
    assert prompt_place(anthropic(USER, system=" ", tools=[TOOL])) == Breakpoint(place="tools")


@pytest.mark.parametrize(
    ("earlier", "later", "between", "blocks"),
    [((0, 0), (2, 2), (), 6), ((2, 0), (2, 2), (), 2), ((0, 0), (2, 2), ((1, 0),), 1)],
)
def test_looking_back_goes_over_blocks(
    earlier: tuple[int, int], later: tuple[int, int], between: tuple[tuple[int, int], ...], blocks: int
) -> None:
    """From the nearest mark behind."""
    conversation = anthropic(USER, *exchange(1, 3))
    assert seen_earlier(conversation, earlier, later, between, blocks + 1)
    assert not seen_earlier(conversation, earlier, later, between, blocks)


def test_a_time_may_be_impossible() -> None:
    """Between a shorter mark of theirs before and a longer one behind."""
    theirs = (Mark(place="system", index=0, ttl="5m"), Mark(place="messages", index=4, ttl="1h"))
    assert timed(Breakpoint(place="messages", message=2, part=0), theirs, "", "5m") is None
    assert timed(Breakpoint(place="messages", message=5, part=0), theirs, "", "1h") == Breakpoint(
        place="messages", message=5, part=0, ttl="5m"
    )
    assert timed(Breakpoint(place="tools"), theirs, "", "5m") == Breakpoint(place="tools", ttl="1h")
