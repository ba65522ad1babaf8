"""What the responses demand of items."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headroom.messages import Conversation
from headroom.wire import openai_rules
from headroom.wire.codec import decode
from headroom.wire.openai_responses_rules import ORDER_RULES, TEXT_RULES

USER = {"role": "user", "content": "Go on."}
REASONING = {"type": "reasoning", "id": "rs_1", "summary": []}
ANSWER = {"role": "assistant", "content": "Done."}


def call(number: int = 1) -> dict[str, object]:
    """A call."""
    return {"type": "function_call", "call_id": f"c{number}", "name": "f", "arguments": "{}"}


def output(number: int = 1) -> dict[str, object]:
    """Its output."""
    return {"type": "function_call_output", "call_id": f"c{number}", "output": "x"}


SCREEN = {"type": "computer_call", "call_id": "s1", "action": {}}
SCREEN_OUTPUT = {"type": "computer_call_output", "call_id": "s1", "output": {}}
REFERENCE = {"type": "item_reference", "id": "x"}


@pytest.mark.parametrize(
    ("rule", "items"),
    [
        ("O1", [USER]),
        ("R1", [USER, call(), output()]),
        ("R1", [call(), call(2), output(2), output()]),
        ("R1", [SCREEN, SCREEN_OUTPUT]),
        ("R2", [call(), REFERENCE, output()]),
        ("R2-adjacent", [call(), call(2), REFERENCE, output(2), output()]),
        ("R2-adjacent", [call(), output(), USER, call(), output()]),
        ("R3", [REASONING, call(), output()]),
        ("R3", [REASONING, ANSWER]),
        ("R3-call", [REASONING, call(), call(2), output(), output(2)]),
    ],
)
def test_what_holds_is_no_breach(rule: str, items: list[object]) -> None:
    """Regular inputs break no rule."""
    assert list(ORDER_RULES[rule](decode(items, format="openai_responses").unwrap())) == []


@pytest.mark.parametrize(
    ("rule", "items", "place"),
    [
        ("O1", [], -1),
        ("R1", [USER, output()], 1),
        ("R1", [call(), output(), output()], 2),
        ("R1", [SCREEN_OUTPUT], 0),
        ("R2", [USER, call()], 1),
        ("R2", [call(), output(2)], 0),
        ("R2-adjacent", [call(), USER, output()], 2),
        ("R2-adjacent", [SCREEN, ANSWER, SCREEN_OUTPUT], 2),
        ("R3", [REASONING], 0),
        ("R3", [REASONING, USER, ANSWER], 0),
        ("R3", [REASONING, output()], 0),
        ("R3-call", [USER, call(), output()], 1),
        ("R3-call", [call(), REFERENCE], 0),
    ],
)
def test_what_is_broken_is_named(rule: str, items: list[object], place: int) -> None:
    """A breach says at which item, in words without an index."""
    ((found, why),) = ORDER_RULES[rule](decode(items, format="openai_responses").unwrap())
    assert found == place
    assert why


def test_texts_are_held_to_the_rules_of_chat() -> None:
    """An output without a visible character is told."""
    assert TEXT_RULES is openai_rules.TEXT_RULES
    (message,) = decode([{**output(), "output": " "}], format="openai_responses").unwrap().messages
    assert TEXT_RULES["C10"](message)


ITEMS = st.lists(
    st.one_of(
        st.sampled_from([USER, REASONING, ANSWER, SCREEN, SCREEN_OUTPUT, REFERENCE]),
        st.integers(1, 3).map(call),
        st.integers(1, 3).map(output),
    ),
    max_size=12,
)


def without_reasoning(items: list[dict[str, object]]) -> Iterator[int]:
    """The calls whose own way back meets no reasoning, each gone by itself."""
    for index, item in enumerate(items):
        if str(item.get("type")).endswith("_call"):
            behind = index - 1
            while behind >= 0 and str(items[behind].get("type")).endswith("_call"):
                behind -= 1
            if behind < 0 or items[behind] is not REASONING:
                yield index


def parted(items: list[dict[str, object]]) -> Iterator[int]:
    """The outputs whose own way back meets words before their call."""
    for index, item in enumerate(items):
        if str(item.get("type")).endswith("_call_output"):
            words = False
            for earlier in reversed(items[:index]):
                words = words or "content" in earlier
                if earlier.get("call_id") == item["call_id"]:
                    if words and str(earlier["type"]).endswith("_call"):
                        yield index
                    break


@given(ITEMS)
def test_one_pass_finds_what_each_call_finds_by_itself(items: list[dict[str, object]]) -> None:
    """Whatever the order of the items."""
    conversation = decode(items, format="openai_responses").unwrap()
    assert [index for index, _ in ORDER_RULES["R3-call"](conversation)] == list(without_reasoning(items))
    assert [index for index, _ in ORDER_RULES["R2-adjacent"](conversation)] == list(parted(items))


def steps(rule: str, conversation: Conversation) -> int:
    """The functions that a rule calls, and calls again."""
    called = 0

    def noted(_frame: object, event: str, _value: object) -> None:
        nonlocal called
        called += event == "call"

    before = sys.getprofile()
    sys.setprofile(noted)
    try:
        list(ORDER_RULES[rule](conversation))
    finally:
        sys.setprofile(before)
    return called


@pytest.mark.parametrize("rule", [name for name in ORDER_RULES if name.startswith("R")])
def test_twice_as_many_calls_are_twice_the_work(rule: str) -> None:
    """A run of calls is gone through once, not once for each of them."""
    few, many = (
        decode([USER, REASONING, *map(call, range(number)), *map(output, range(number))], format="openai_responses").unwrap()
        for number in (100, 200)
    )
    assert steps(rule, many) <= 2 * steps(rule, few)
