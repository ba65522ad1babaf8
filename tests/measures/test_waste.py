"""Tests of what looks like waste."""

from __future__ import annotations

import base64
import json

import pytest

from headroom.measures import WasteSignals, waste_signals
from headroom.messages import Conversation, Message, Text, ToolResult
from headroom.tokens import count, estimate_tokens
from tests.transforms.histories import listing

ENCODED = base64.b64encode(bytes(number * 37 % 256 for number in range(600))).decode()
ROWS = json.dumps([{"id": number, "name": f"row {number}"} for number in range(200)], separators=(",", ":"))
PARAGRAPH = "A paragraph that is long enough to be worth telling once, but not twice, in one conversation. " * 3


def signals(*texts: str, role: str = "tool", apart: int = 1) -> dict[str, int]:
    """The waste in tool results, or in texts of a role, so many messages apart; only what is not zero."""
    messages: list[Message] = []
    for number, text in enumerate(texts):
        part = ToolResult(call_id=f"c{number}", content=(Text(text=text),)) if role == "tool" else Text(text=text)
        messages.append(Message(role=role, parts=(part,)))
        messages += [Message(role="user", parts=(Text(text="go on"),))] * (apart - 1)
    found = waste_signals(Conversation(messages=tuple(messages))).to_dict()
    return {kind: tokens for kind, tokens in found.items() if tokens}


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("base64", f"data: {ENCODED} end"),
        ("html_noise", "<div class='a'><p>hello</p><br/></div> and <b>more</b>"),
        ("whitespace", "a        b\n\n\n\n\nc\t\t\t\t\td"),
        ("json_bloat", ROWS),
    ],
)
def test_each_kind_is_found_alone(kind: str, text: str) -> None:
    """And not as another kind."""
    assert list(signals(text)) == [kind]


@pytest.mark.parametrize(
    "text", ["", "plain words", "if a < b and c > d: pass", "/usr/lib/python3/dist-packages/" * 4, "z" * 200, '{"a": 1}']
)
def test_what_is_no_waste_is_not_found(text: str) -> None:
    """Words, comparisons, paths, small JSON."""
    assert signals(text) == {}


def test_only_what_is_beyond_a_threshold_is_bloat() -> None:
    """Of JSON, the first 500 tokens are none."""
    assert signals(ROWS) == {"json_bloat": estimate_tokens(ROWS) - 500}


def test_a_result_read_again_counts_once() -> None:
    """As that alone, and only from afar."""
    text = listing(1) + ENCODED
    far = signals(text, text, apart=4)
    near = signals(text, text, apart=3)
    assert far["reread"] == estimate_tokens(text)
    assert far["base64"] == signals(text)["base64"]
    assert "reread" not in near


def test_a_paragraph_said_again_is_repetition() -> None:
    """In any later text."""
    assert signals(f"one\n\n{PARAGRAPH}\n\ntwo", f"three\n\n{PARAGRAPH}") == {"repetition": estimate_tokens(PARAGRAPH)}
    assert signals("short\n\nshort") == {}


def test_dates_count_in_system_prompts() -> None:
    """There they cost the cached prefix."""
    text = "Today is 2026-01-07, 10:30."
    assert list(signals(text, role="system")) == ["dynamic_date"]
    assert signals(text) == {}
    assert waste_signals(Conversation(messages=(), system=(Text(text=text),))).dynamic_date_tokens > 0


def test_the_total_never_exceeds_the_conversation() -> None:
    """Kinds do not overlap."""
    text = json.dumps([{"blob": ENCODED, "page": "<p>hi</p>", "id": number} for number in range(20)], indent=8)
    messages = tuple(Message(role="user", parts=(Text(text=text), Text(text=text))) for _ in range(3))
    found = waste_signals(Conversation(messages=messages))
    assert 0 < found.total() <= 6 * count(text) * 1.2
    assert found.total() == sum(found.to_dict().values())


def test_names_are_short_in_the_dict() -> None:
    """One for each field."""
    assert WasteSignals(json_bloat_tokens=3).to_dict() == {
        "json_bloat": 3,
        "html_noise": 0,
        "base64": 0,
        "whitespace": 0,
        "dynamic_date": 0,
        "repetition": 0,
        "reread": 0,
    }


@pytest.mark.parametrize("text", ["<" * 200_000, "A1a/" * 50_000, " " * 300_000, "[" * 200_000, "\n\n" * 100_000, "\ud800"])
def test_odd_texts_end(text: str) -> None:
    """Whatever repeats."""
    assert waste_signals(Conversation(messages=(Message(role="system", parts=(Text(text=text),)),))).total() >= 0
