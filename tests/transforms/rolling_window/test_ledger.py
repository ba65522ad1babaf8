"""Tests of what has to go."""

from __future__ import annotations

import pytest

from headroom.messages import Conversation
from headroom.tokens import count_conversation, counter_for
from headroom.transforms.duplicates import Duplicates
from headroom.transforms.rolling_window.ledger import GAP_TOKENS, Ledger, Room
from headroom.transforms.rolling_window.left_out import gaps_between
from tests.transforms.histories import Step, anthropic, listing, openai

ASK: Step = ("", "{}", "Go on, please.")


def ledger(conversation: Conversation, limit: int, target: float = 0.7, keep_turns: int = 2) -> Ledger:
    """What goes with that limit."""
    room = Room(limit_tokens=limit, target_tokens=int(limit * target), keep_turns=keep_turns)
    return Ledger(conversation, room, counter_for(conversation.model))


def turns(count: int) -> list[Step]:
    """Turns with a result of some thousand tokens each."""
    return [step for turn in range(count) for step in (ASK, ("f", "{}", listing(turn)))]


@pytest.mark.parametrize("build", [openai, anthropic])
def test_the_oldest_results_go_first(build: type) -> None:
    """And only as many as it takes to reach the target."""
    before = build(*turns(8))
    total = count_conversation(before)
    found = ledger(before, total - 1)
    assert found.gone == []
    places = sorted(piece.message for piece in found.notes)
    results = [index for index, message in enumerate(before.messages) for part in message.parts if hasattr(part, "call_id")]
    assert places == results[: len(places)]
    assert 0 < len(places) <= 4


def test_within_the_limit_nothing_goes() -> None:
    """Not even down to the target."""
    before = openai(*turns(8))
    found = ledger(before, count_conversation(before))
    assert (found.notes, found.gone) == ({}, [])


def test_turns_go_when_results_are_not_enough() -> None:
    """Oldest first, and never the last ones."""
    before = openai(*[("", "{}", f"Tell me {number}. " + listing(number)) for number in range(8)])
    found = ledger(before, count_conversation(before) // 2)
    assert found.notes == {}
    assert [group.span.start for group in found.gone] == [1, 2, 3, 4, 5][: len(found.gone)]
    assert found.gone
    found = ledger(before, 10)
    assert [group.span.stop for group in found.gone] == [2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize("build", [openai, anthropic])
def test_no_more_goes_than_it_takes_where_the_target_is_out_of_reach(build: type) -> None:
    """The last turns alone are above it: only results go, and only as many as it takes to be within the limit."""
    long = [step for turn in range(8) for step in (ASK, ("f", "{}", listing(turn, 200)))]
    before = build(*long)
    last = count_conversation(build(*long[-4:]))
    limit = last + 6 * 150
    found = ledger(before, limit)
    assert found.gone == []
    assert 4 <= len(found.notes) <= 6
    # With less room, turns go as well, and no more of them than it takes.
    limit = last + 250
    found = ledger(before, limit)
    assert 0 < len(found.gone) < 6
    assert [group.span.start for group in found.gone] == [one.span.start for one in ledger(before, 10).gone][: len(found.gone)]
    # Where the target can be reached it is.
    assert ledger(before, limit, target=1.0).gone == found.gone
    assert len(ledger(before, int(last / 0.6)).notes) == 6


def test_results_before_the_first_turn_count_as_what_may_go() -> None:
    """Notes for them may be all that it takes to reach the target."""
    long = openai(*(("f", "{}", listing(number)) for number in range(8)), ASK, ASK, ASK)
    total = count_conversation(long)
    assert len(ledger(long, total - 1).notes) == 3
    assert len(ledger(long, total - 1, target=0.01).notes) == 1


def test_later_messages_do_not_change_what_went() -> None:
    """Until the limit is reached again, so that a cached prefix lasts."""
    long = openai(*turns(30))
    limit = count_conversation(openai(*turns(10)))
    before: list[int] = []
    changes = 0
    for count in range(8, 31):
        part = Conversation(messages=long.messages[: 1 + 3 * count], system=long.system, tools=long.tools, model=long.model)
        places = sorted(piece.message for piece in ledger(part, limit).notes)
        changes += places != before
        assert places[: len(before)] == before
        before = places
    assert 3 <= changes <= 9


def test_what_is_pointed_at_stays() -> None:
    """While the pointer does."""
    same: Step = ("f", "{}", listing(99))
    before, report = Duplicates()(openai(ASK, same, *turns(4), ASK, same, ASK))
    assert len(report.originals) == 1
    found = ledger(before, 50)
    assert 3 not in {piece.message for piece in found.notes}
    assert 1 not in {group.span.start for group in found.gone}
    assert len(found.gone) == 4
    assert [gap.turns for gap in gaps_between(found.gone)] == [4]


def test_a_pointer_that_goes_pins_nothing() -> None:
    """Both turns go, the earlier one once the later has."""
    same: Step = ("f", "{}", listing(99))
    before, _ = Duplicates()(openai(ASK, same, ASK, same, ASK, ("f", "{}", listing(3)), ASK))
    found = ledger(before, 50, keep_turns=1)
    assert sorted(group.span.start for group in found.gone) == [1, 5, 9]
    assert len(gaps_between(found.gone)) == 1


def test_small_results_stay() -> None:
    """A note would take what they take."""
    before = openai(ASK, ("f", "{}", "a few words"), ASK, ("f", "{}", listing(1)), ASK, ASK)
    assert {piece.message for piece in ledger(before, count_conversation(before) - 1).notes} == {7}


def test_the_note_for_a_gap_fits_its_allowance() -> None:
    """Also by the estimate with the highest factor."""
    note = "[headroom: 1234 turns (56789 messages) omitted to fit the context window; original 0a1b2c3d4e5f60718293a4b5 "
    assert counter_for("claude-opus-4-8").count(note + "via headroom_retrieve]") <= GAP_TOKENS
