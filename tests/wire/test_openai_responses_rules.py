"""What the responses demand of items."""

from __future__ import annotations

import pytest

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
