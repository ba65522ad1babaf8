"""Tests of the tool and of when it is offered."""

from __future__ import annotations

import json
from typing import get_args

import pytest

from headroom.messages import WireFormat
from headroom.retrieval.tool import DESCRIPTION, MOST_TOOLS, ToolFormat, offered, tool_definition

SEARCH: dict[str, object] = {"type": "function", "function": {"name": "search", "parameters": {"type": "object"}}}


def schema_of(tool_format: ToolFormat) -> object:
    """The schema of the parameters, wherever the format has it."""
    definition = tool_definition(tool_format)
    function = definition.get("function", definition)
    assert isinstance(function, dict)
    return function.get("parameters", function.get("input_schema"))


@pytest.mark.parametrize("tool_format", get_args(ToolFormat))
def test_every_format_has_the_same_parameters(tool_format: ToolFormat) -> None:
    """The hash is needed, ranges and words are not; the bytes are the same each time."""
    schema = schema_of(tool_format)
    assert isinstance(schema, dict)
    assert schema["required"] == ["hash"]
    assert list(schema["properties"]) == ["hash", "start", "end", "query"]
    assert json.dumps(tool_definition(tool_format)) == json.dumps(tool_definition(tool_format))
    assert tool_definition(tool_format) is not tool_definition(tool_format)


def test_formats_are_written_as_the_providers_take_them() -> None:
    """OpenAI wraps a function, its newer interface does not and must be told that the schema is not strict."""
    assert list(tool_definition("openai_chat")) == ["type", "function"]
    assert tool_definition("openai_responses")["strict"] is False
    assert list(tool_definition("anthropic")) == ["name", "description", "input_schema"]
    assert list(tool_definition("google")) == ["name", "description", "parameters"]
    assert len(DESCRIPTION) <= 1024


def test_ours_stands_last_and_theirs_are_the_very_objects() -> None:
    """The caller's list is not changed."""
    tools = [SEARCH]
    offer = offered("openai_chat", tools=tools, has_tool_results=False, tool_choice=None)
    assert offer.can
    assert offer.reason == ""
    assert offer.tools[0] is SEARCH
    assert offer.tools[1:] == [tool_definition("openai_chat")]
    assert tools == [SEARCH]


@pytest.mark.parametrize("choice", [None, "auto", "none", "required", {"type": "function", "function": {"name": "search"}}])
def test_the_choice_of_the_moment_does_not_move_the_list(choice: object) -> None:
    """The list stands first in every prefix, so a choice for one request must not change it."""
    assert offered("openai_chat", tools=[SEARCH], has_tool_results=False, tool_choice=choice).can


@pytest.mark.parametrize(
    ("tools", "has_results", "choice", "why"),
    [
        ([], False, None, "no tools and no tool results"),
        (None, True, "required", "demands a tool call"),
        (None, True, {"type": "any"}, "demands a tool call"),
        ([SEARCH] * 128, True, None, "128"),
        ([{"name": "headroom_retrieve", "input_schema": {}}], True, None, "of its own"),
        ([{"type": "function", "function": {"name": "mcp__box__headroom_retrieve"}}], True, None, "of its own"),
        ([{"type": "mcp", "server_label": "h", "allowed_tools": ["headroom_retrieve"]}], True, None, "of its own"),
    ],
)
def test_where_it_cannot_be_offered_the_reason_is_told(
    tools: list[object] | None, has_results: bool, choice: object, why: str
) -> None:
    """And the caller's tools are as they were."""
    offer = offered("openai_chat", tools=tools, has_tool_results=has_results, tool_choice=choice)
    assert not offer.can
    assert why in offer.reason
    assert offer.tools == (tools or [])


@pytest.mark.parametrize(("wire_format", "can"), [("openai_chat", False), ("openai_responses", False), ("anthropic", True)])
def test_limits_are_the_providers(wire_format: WireFormat, can: bool) -> None:
    """Anthropic names none."""
    count = max(MOST_TOOLS.values())
    assert offered(wire_format, tools=[SEARCH] * count, has_tool_results=False, tool_choice=None).can is can
    assert offered(wire_format, tools=[SEARCH] * (count - 1), has_tool_results=False, tool_choice=None).can


def test_results_alone_are_enough() -> None:
    """A conversation that used tools may go on without defining any."""
    assert offered("anthropic", tools=None, has_tool_results=True, tool_choice=None).tools == [tool_definition("anthropic")]
