"""Tests of the tool and of when it is offered."""

from __future__ import annotations

import hashlib
from typing import get_args

import msgspec
import pytest

from headroom.messages import WireFormat
from headroom.retrieval.tool import DESCRIPTION, MOST_TOOLS, offered, tool_definition

SEARCH: dict[str, object] = {"type": "function", "function": {"name": "search", "parameters": {"type": "object"}}}
DIGESTS: dict[WireFormat, str] = {
    "openai_chat": "8967292edb19de7d",
    "openai_responses": "de8c4dae833f8e44",
    "anthropic": "e8076caaa5c4aedf",
}
"""Of the bytes of each definition, which stand first in every prefix: whoever changes them makes the cached ones worthless."""


def schema_of(wire_format: WireFormat) -> object:
    """The schema of the parameters, wherever the format has it."""
    definition = tool_definition(wire_format)
    function = definition.get("function", definition)
    assert isinstance(function, dict)
    return function.get("parameters", function.get("input_schema"))


@pytest.mark.parametrize("wire_format", get_args(WireFormat))
def test_every_format_has_the_same_parameters(wire_format: WireFormat) -> None:
    """The hash is needed, ranges and words are not."""
    schema = schema_of(wire_format)
    assert isinstance(schema, dict)
    assert schema["required"] == ["hash"]
    assert list(schema["properties"]) == ["hash", "start", "end", "query"]


@pytest.mark.parametrize("wire_format", get_args(WireFormat))
def test_the_bytes_stay(wire_format: WireFormat) -> None:
    """From one version to the next, and whatever a caller did to the dict."""
    tool_definition(wire_format).clear()
    written = msgspec.json.encode(tool_definition(wire_format))
    assert hashlib.sha256(written).hexdigest()[:16] == DIGESTS[wire_format]


def test_formats_are_written_as_the_providers_take_them() -> None:
    """OpenAI wraps a function, its newer interface does not and must be told that the schema is not strict."""
    assert list(tool_definition("openai_chat")) == ["type", "function"]
    assert tool_definition("openai_responses")["strict"] is False
    assert list(tool_definition("anthropic")) == ["name", "description", "input_schema"]
    assert len(DESCRIPTION) <= 1024


def test_ours_stands_last_and_theirs_are_the_very_objects() -> None:
    """The caller's list is not changed."""
    tools = [SEARCH]
    offer = offered("openai_chat", tools=tools, has_tool_results=False, tool_choice=None)
    assert offer.can
    assert offer.tools[0] is SEARCH
    assert offer.tools[1:] == [tool_definition("openai_chat")]
    assert tools == [SEARCH]


@pytest.mark.parametrize("choice", [None, "auto", "none", "required", {"type": "function", "function": {"name": "search"}}])
def test_the_choice_of_the_moment_does_not_move_the_list(choice: object) -> None:
    """The list stands first in every prefix, so a choice for one request must not change it."""
    assert offered("openai_chat", tools=[SEARCH], has_tool_results=False, tool_choice=choice).can


@pytest.mark.parametrize(
    ("tools", "has_results", "choice"),
    [
        ([], False, None),
        (None, True, "required"),
        (None, True, {"type": "any"}),
        ([SEARCH] * 128, True, None),
        ([{"name": "headroom_retrieve", "input_schema": {}}], True, None),
        ([{"type": "function", "function": {"name": "mcp__box__headroom_retrieve"}}], True, None),
        ([{"type": "mcp", "server_label": "h", "allowed_tools": ["headroom_retrieve"]}], True, None),
    ],
)
def test_where_it_cannot_be_offered_theirs_are_as_they_were(
    tools: list[object] | None, has_results: bool, choice: object
) -> None:
    """Nothing to retrieve from, a call that is demanded, no room, or somebody else who answers our name."""
    offer = offered("openai_chat", tools=tools, has_tool_results=has_results, tool_choice=choice)
    assert not offer.can
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
