"""A conversation whose cache marks move with every turn."""

from __future__ import annotations

import copy
import json
from typing import Any

import msgspec
import pytest

from headroom.client.core import Core
from headroom.client.request.moved_marks import gone_on_with_other_marks
from headroom.client.request.received import Received, decoded, received
from headroom.client.request.wanted import wanted_for
from headroom.config import CacheOptimizerConfig, HeadroomConfig, PrefixFreezeConfig
from headroom.providers import AnthropicProvider
from tests.fakes.ports import LOG, Script, Step, answered, asking, core_with
from tests.fakes.requests import anthropic_messages

Wire = dict[str, Any]
MARK = {"cache_control": {"type": "ephemeral"}}
TOOLS = [{"name": "list_jobs", "input_schema": {"type": "object"}}, {"name": "stop_job", "input_schema": {"type": "object"}}]
IMAGE = {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "x"}}
AUDIT: Any = {"headroom_mode": "audit"}


def client() -> Core:
    """One that sends again whatever it sent, and sets no marks itself."""
    config = HeadroomConfig(
        store_url="memory://",
        discover_pipeline_extensions=False,
        prefix_freeze=PrefixFreezeConfig(min_cached_tokens=0, force_compress_threshold=1.0),
        cache_optimizer=CacheOptimizerConfig(enabled=False),
    )
    return core_with(Script(), config=config, provider=AnthropicProvider())


def turns(count: int) -> list[Wire]:
    """A conversation with a result that is compressed, and questions behind it."""
    items: list[Wire] = anthropic_messages(LOG)
    items[-1]["content"].append(copy.deepcopy(IMAGE))
    for number in range(count):
        items += [
            {"role": "assistant", "content": [{"type": "text", "text": f"Number {number}."}]},
            {"role": "user", "content": [{"type": "text", "text": f"Why {number}?"}]},
        ]
    return items


def marked(items: list[Wire], *places: int) -> list[Wire]:
    """The same with marks on the last blocks of these messages."""
    copied: list[Wire] = copy.deepcopy(items)
    for place in places:
        content = copied[place]["content"]
        if isinstance(content, str):
            copied[place]["content"] = content = [{"type": "text", "text": content}]
        content[-1].update(MARK)
    return copied


def sent(core: Core, items: list[Wire], *, system: object = None, tools: object = TOOLS, **keywords: Any) -> Wire:
    """The body that is sent."""
    body = {"model": "claude-sonnet-4-5", "messages": items, "tools": tools, **({"system": system} if system else {})}
    _, (posted,) = answered(core, asking("anthropic", body, **keywords), Step(reply={}))
    return dict(posted)


def unmarked(value: object) -> object:
    """The same without marks, a lone block of text being a text."""
    if isinstance(value, dict):
        if value.keys() == {"type", "text"} or value.keys() == {"type", "text", *MARK}:
            return value["text"]
        return {name: unmarked(item) for name, item in value.items() if name not in MARK}
    if isinstance(value, list):
        found = [unmarked(item) for item in value]
        return found[0] if len(found) == 1 and isinstance(found[0], str) else found
    return value


def places(items: list[Wire]) -> list[int]:
    """The messages that have a mark."""
    return [index for index, item in enumerate(items) if "cache_control" in json.dumps(item)]


@pytest.mark.parametrize("how", [{}, AUDIT])
def test_what_was_sent_is_sent_again_with_the_marks_of_this_request(how: dict[str, Any]) -> None:
    """Whether the result was shortened then or not, it stays as it was, and no mark stays behind."""
    core = client()
    first = sent(core, marked(turns(0), 2), **how)["messages"]
    assert ("omitted" in json.dumps(first)) is not bool(how)
    for count in (1, 2, 3):
        given = marked(turns(count), 0, -1)
        later = sent(core, given)["messages"]
        assert unmarked(later[: len(first)]) == unmarked(first)
        assert places(later) == places(given) == [0, len(given) - 1]
        assert len(core.lineages) == 1
        first = later


def test_marks_round_the_messages_may_move_too() -> None:
    """Those of the prompt and of the tools."""
    core = client()
    prompts = [[{"type": "text", "text": "Be brief.", **more}] for more in ({}, MARK)]
    tools = [[{**TOOLS[0], **MARK}, TOOLS[1]], [TOOLS[0], {**TOOLS[1], **MARK}]]
    first = sent(core, turns(0), system=prompts[0], tools=tools[0], **AUDIT)
    later = sent(core, turns(1), system=prompts[1], tools=tools[1])
    assert later["messages"][:3] == first["messages"]
    assert later["system"] == prompts[1]
    assert later["tools"][:2] == tools[1]
    other = sent(core, turns(1), system="Be long.", tools=tools[1])
    assert other["messages"][:3] != first["messages"]


def test_marks_inside_a_message_that_was_shortened_are_those_of_this_request() -> None:
    """On the result, on what is in it, and on what stands beside it."""
    core = client()
    first = turns(0)
    first[2]["content"][0]["content"] = [{"type": "text", "text": LOG}, {**copy.deepcopy(IMAGE), **MARK}]
    before = sent(core, first)["messages"]
    assert "omitted" in json.dumps(before)
    given = turns(1)
    given[2]["content"][0]["content"] = [{"type": "text", "text": LOG}, copy.deepcopy(IMAGE)]
    given[2]["content"][0].update(MARK)
    given[2]["content"][1].update(MARK)
    later = sent(core, given, headroom_cache_prefix_tokens=2_000)["messages"]
    assert unmarked(later[:3]) == unmarked(before)
    blocks = later[2]["content"]
    assert [MARK.items() <= block.items() for block in (*blocks, blocks[0]["content"][1])] == [True, True, False]


def test_another_conversation_is_not_taken_for_one_whose_marks_moved() -> None:
    """Another text, another image, another role, or fewer messages."""
    core = client()
    asked = asking("anthropic", {"model": "claude-sonnet-4-5", "messages": turns(1), "tools": TOOLS})
    answered(core, asked, Step(reply={}))
    read = received(core, asked, "somebody", wanted_for(core, asked))
    assert isinstance(read, Received)
    assert read.sent is not None
    changes: list[list[Wire]] = [turns(1) for _ in range(3)]
    changes[0][4]["content"][0]["text"] = "Something else."
    changes[1][2]["content"][1]["source"]["data"] = "y"
    changes[2][4]["role"] = "assistant"
    for items in (*changes, turns(0)):
        one = msgspec.structs.replace(asked, body={**asked.body, "messages": items})
        before = decoded(one)
        assert gone_on_with_other_marks(read.sent, before, items, read.around) is None  # type: ignore[arg-type]
    again = decoded(asked)
    assert gone_on_with_other_marks(read.sent, again, turns(1), read.around) is not None  # type: ignore[arg-type]


def test_nothing_of_what_is_taken_over_is_the_callers() -> None:
    """They may move their marks in place."""
    core = client()
    items = marked(turns(0), 2)
    first = copy.deepcopy(sent(core, items)["messages"])
    for number in range(3):
        items[-1]["content"][-1].pop("cache_control")
        items += turns(number + 1)[-2:]
        items[-1]["content"][-1].update(MARK)
        later = sent(core, items)["messages"]
        assert unmarked(later[: len(first)]) == unmarked(first)
        assert places(later) == [len(items) - 1]
        first = copy.deepcopy(later)
