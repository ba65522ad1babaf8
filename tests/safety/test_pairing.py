"""Tests of law 1: what the provider accepted, it still accepts."""

from __future__ import annotations

import msgspec

from headroom.messages import Message
from headroom.safety.changes import changes_between
from headroom.safety.pairing import accepted
from headroom.wire.codec import decode
from tests.safety.builders import LONG, anthropic, call, chat, message, openai, result, text, with_parts, without


def test_compressed_result_is_accepted() -> None:
    """A shorter text under the same id breaks no rule."""
    before = chat()
    assert list(accepted(changes_between(before, with_parts(before, 3, result("c1", "short"))))) == []


def test_lost_result_is_told_at_its_call() -> None:
    """Dropping a result leaves its call unanswered, which the provider refuses."""
    before = chat()
    (verdict,) = accepted(changes_between(before, without(before, 3)))
    assert (verdict.law, verdict.rule, verdict.message) == (1, "O2", 2)
    assert "'c1'" in verdict.why


def test_lost_call_is_told_at_its_result() -> None:
    """Dropping a call leaves its result an orphan; the place is the one before the step."""
    before = chat()
    (verdict,) = accepted(changes_between(before, without(before, 2)))
    assert (verdict.rule, verdict.message) == ("O3", 3)


def test_breach_that_was_there_may_stay() -> None:
    """An orphan that came in may leave again, also where dropped messages moved it."""
    before = openai(message("user", text("Hi.")), message("assistant", text("Yes?")), message("tool", result("c9", LONG)))
    assert list(accepted(changes_between(before, without(before, 1)))) == []


def test_new_breach_of_a_broken_rule_is_told() -> None:
    """One orphan that came in does not excuse a second one."""
    before = openai(message("tool", result("c9", LONG)), message("assistant", call("c1")), message("tool", result("c1", LONG)))
    (verdict,) = accepted(changes_between(before, without(before, 1)))
    assert (verdict.rule, verdict.message) == ("O3", 2)


def test_emptied_result_is_told() -> None:
    """A result that said something may not become blank."""
    before = anthropic(message("user", text("Hi.")), message("assistant", call("t1")), message("user", result("t1", LONG)))
    (verdict,) = accepted(changes_between(before, with_parts(before, 2, result("t1", " \n"))))
    assert (verdict.rule, verdict.message) == ("A9", 2)


def test_text_that_was_blank_may_stay_blank() -> None:
    """A rule broken at the same message before is not held against the step."""
    before = anthropic(message("user", text("Hi.")), message("assistant", call("t1")), message("user", result("t1", "", LONG)))
    assert list(accepted(changes_between(before, with_parts(before, 2, result("t1", "", "short"))))) == []


def test_rules_are_those_of_the_wire_format() -> None:
    """An added system message is fine in chat completions and refused by the messages API."""
    added = Message(role="system", parts=(text("Be brief."),))
    for before, rules in ((openai(message("user", text("Hi."))), []), (anthropic(message("user", text("Hi."))), ["A2", "A3"])):
        after = msgspec.structs.replace(before, messages=(added, *before.messages))
        assert [verdict.rule for verdict in accepted(changes_between(before, after))] == rules


def test_items_of_the_responses_are_held_to_their_rules() -> None:
    """A call without its output, an output without its call, and reasoning or a call without the other are told."""
    items = [
        {"role": "user", "content": "What failed?"},
        {"type": "reasoning", "id": "rs_1", "summary": []},
        {"type": "function_call", "call_id": "c1", "name": "look", "arguments": "{}"},
        {"type": "function_call_output", "call_id": "c1", "output": LONG},
        {"role": "assistant", "content": "Number 3."},
    ]
    before = decode(items, format="openai_responses").unwrap()
    told = {
        index: sorted(verdict.rule for verdict in accepted(changes_between(before, without(before, index))))
        for index in range(5)
    }
    assert told == {0: [], 1: ["R3-call"], 2: ["R1", "R3"], 3: ["R2"], 4: []}
