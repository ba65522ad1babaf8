"""The tool by which a model gets back what was left out, and whether a request can offer it."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType

import msgspec

from headroom.messages import WireFormat
from headroom.retrieval.fields import entries, field, text_field
from headroom.retrieval.marker import OPENING, TOOL_NAME

__all__ = ["DESCRIPTION", "MOST_TOOLS", "Offer", "offered", "tool_definition"]

DESCRIPTION = (
    "Returns text that was left out of this conversation to save room. Where a note such as "
    f"`{OPENING}412 of 480 lines omitted; original <hash> via {TOOL_NAME}]` stands and you need what is missing, call this "
    "with that hash, and with `query` or `start` and `end` if a part is enough. Not for anything that no note names."
)
"""Chosen: below 1024 characters, which is as much as OpenAI takes. Part of every cached prefix: never reword it lightly."""

MOST_TOOLS: MappingProxyType[WireFormat, int] = MappingProxyType({"openai_chat": 128, "openai_responses": 128})
"""How many tools a request may define; a format that is missing has no such limit.

Source: "Expected an array with maximum length 128" (the provider's error, as users report it), 2026-11-21. Anthropic names no
limit for tools that are not strict."""

_PARAMETERS = (
    ("hash", "string", "The 24 hex digits after `original` in the note."),
    ("start", "integer", "First line wanted, counted from 1; items where the original is a JSON array."),
    ("end", "integer", "Last line or item wanted."),
    ("query", "string", "Words to look for: only the lines or items that match best are returned."),
)


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """Whether a request offers our tool."""

    can: bool
    tools: list[object]
    """The caller's own, untouched and first; ours last where it can be offered."""


def tool_definition(wire_format: WireFormat) -> dict[str, object]:
    """The definition in a provider's words; a dict of its own, the same bytes each time."""
    properties = {name: {"type": kind, "description": what} for name, kind, what in _PARAMETERS}
    schema: dict[str, object] = {"type": "object", "properties": properties, "required": ["hash"]}
    named: dict[str, object] = {"name": TOOL_NAME, "description": DESCRIPTION}
    if wire_format == "openai_chat":
        return {"type": "function", "function": {**named, "parameters": schema}}
    if wire_format == "openai_responses":
        # Without the word, this API takes every schema as strict, and a strict one has no optional fields.
        return {"type": "function", **named, "parameters": schema, "strict": False}
    return {**named, "input_schema": schema}


def offered(wire_format: WireFormat, *, tools: Iterable[object] | None, has_tool_results: bool, tool_choice: object) -> Offer:
    """What a request offers: a function of configuration and of the caller's own request alone.

    Never of what was compressed: the list of tools stands first in every prefix. A choice of the caller's that keeps the model
    from calling ours this once changes nothing either, for the list must stay as it was.
    """
    theirs = list(tools or ())
    if not theirs and (not has_tool_results or _demands_a_call(tool_choice)):
        return Offer(can=False, tools=theirs)
    limit = MOST_TOOLS.get(wire_format)
    if (limit is not None and len(theirs) >= limit) or any(map(_is_named_like_ours, theirs)):
        return Offer(can=False, tools=theirs)
    return Offer(can=True, tools=[*theirs, tool_definition(wire_format)])


def _demands_a_call(tool_choice: object) -> bool:
    kind = tool_choice if isinstance(tool_choice, str) else text_field(tool_choice, "type")
    return kind not in ("", "auto", "none")


def _is_named_like_ours(tool: object) -> bool:
    """Whether somebody else answers our name: the caller, or an MCP server whose tools are renamed or listed."""
    names = [text_field(tool, "name"), text_field(field(tool, "function"), "name")]
    names.extend(name for name in entries(tool, "allowed_tools") if isinstance(name, str))
    return any(name.lower() == TOOL_NAME or name.lower().endswith(f"__{TOOL_NAME}") for name in names)
