"""Complete replies: which calls in them are ours, and the reply without those.

A reply is an SDK object or a dict. Everything returned is a dict of its own; the reply is never changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import msgspec

from headroom.messages import WireFormat
from headroom.retrieval.fields import as_dict, entries, field, text_field
from headroom.retrieval.marker import TOOL_NAME
from headroom.wire.values import plain

__all__ = [
    "OwnCall",
    "asked_of_caller",
    "assistant_items",
    "call_id",
    "has_own_calls",
    "is_finished_for_tools",
    "is_other_call",
    "is_own_call",
    "other_calls",
    "own_calls",
    "without_own_calls",
]

_CHAT_REASONS = frozenset({"tool_calls", "stop", "function_call"})
"""Where a certain function is demanded, the reason is `stop`."""
_ASKING_ITEMS = frozenset(
    {
        "function_call",
        "custom_tool_call",
        "computer_call",
        "local_shell_call",
        "shell_call",
        "apply_patch_call",
        "tool_search_call",
    }
)
"""Items that the caller answers, unless the provider did so in the same reply. Source: `ResponseOutputItem`, 2026-11-21."""
_PARSED = ("parsed", "parsed_output", "parsed_arguments")
"""What SDKs add to what came."""


class OwnCall(msgspec.Struct, frozen=True):
    """A call of our tool."""

    id: str
    """By which the result names it."""
    arguments: str | dict[str, object]
    """As the model wrote them: text, or Anthropic's object."""


def is_own_call(call: object, wire_format: WireFormat) -> bool:
    """Whether a call, block or item of a reply is a call of our tool."""
    if wire_format == "openai_chat":
        return text_field(field(call, "function"), "name") == TOOL_NAME
    kind = "tool_use" if wire_format == "anthropic" else "function_call"
    # A namespace is somebody else's room.
    return field(call, "type") == kind and field(call, "name") == TOOL_NAME and not field(call, "namespace")


def is_other_call(call: object, wire_format: WireFormat) -> bool:
    """Whether a call, block or item is one that the caller answers."""
    if is_own_call(call, wire_format):
        return False
    kind = field(call, "type")
    if wire_format == "openai_chat":
        return True
    if wire_format == "anthropic":
        return kind == "tool_use"
    return kind == "mcp_approval_request" or kind in _ASKING_ITEMS


def call_id(call: object, wire_format: WireFormat) -> str:
    """The id by which a result names a call."""
    if wire_format == "openai_responses" and field(call, "type") != "mcp_approval_request":
        return text_field(call, "call_id")
    return text_field(call, "id")


def own_calls(reply: object, wire_format: WireFormat) -> tuple[OwnCall, ...]:
    """The calls of our tool to act on, in order.

    None in a reply that was cut short or refused: its calls may be halves. None in one with several choices, for a conversation
    goes on from one.
    """
    if not is_finished_for_tools(reply, wire_format):
        return ()
    return tuple(_own_call(call, wire_format) for call in _pieces(reply, wire_format) if is_own_call(call, wire_format))


def has_own_calls(reply: object, wire_format: WireFormat) -> bool:
    """Whether the reply has calls of our tool, be they halves."""
    return any(is_own_call(call, wire_format) for call in _pieces(reply, wire_format))


def other_calls(reply: object, wire_format: WireFormat) -> int:
    """How many calls the reply leaves to the caller; none that the provider ran itself."""
    return len(asked_of_caller(_pieces(reply, wire_format), wire_format))


def asked_of_caller(pieces: tuple[object, ...], wire_format: WireFormat) -> tuple[object, ...]:
    """The calls among the pieces of a reply that the caller answers, in order."""
    calls = tuple(piece for piece in pieces if is_other_call(piece, wire_format))
    if wire_format != "openai_responses":
        return calls
    done = {text_field(piece, "call_id") for piece in pieces if text_field(piece, "type").endswith("_output")}
    return tuple(call for call in calls if text_field(call, "call_id") not in done or not text_field(call, "call_id"))


def is_finished_for_tools(reply: object, wire_format: WireFormat) -> bool:
    """Whether the model ended it by itself, so that its calls are whole."""
    if wire_format == "openai_chat":
        choices = entries(reply, "choices")
        return len(choices) == 1 and field(choices[0], "finish_reason") in _CHAT_REASONS
    if wire_format == "anthropic":
        return field(reply, "stop_reason") == "tool_use"
    # Some servers leave it out.
    return field(reply, "status") in ("completed", None)


def without_own_calls(reply: object, wire_format: WireFormat) -> dict[str, object]:
    """The reply with every call of ours taken out, and a reason to stop that is true of what is left."""
    return _STRIPPED[wire_format](as_dict(reply))


def assistant_items(reply: object, wire_format: WireFormat) -> list[dict[str, object]]:
    """What the history holds of a reply: one assistant message, or the items of the Responses API.

    Keeps: text, thinking with signatures, encrypted reasoning and arguments to the byte. Left out are blank text blocks, which
    Anthropic writes but does not take back, and what the SDK parsed out of the text.
    """
    if wire_format == "openai_chat":
        choices = entries(reply, "choices")
        return [_chat_message(field(choices[0], "message"))] if choices else []
    pieces = [as_dict(piece, _PARSED) for piece in _pieces(reply, wire_format)]
    if wire_format == "openai_responses":
        return pieces
    blocks = [piece for piece in pieces if piece.get("type") != "text" or text_field(piece, "text").strip()]
    return [{"role": "assistant", "content": blocks}]


def _own_call(call: object, wire_format: WireFormat) -> OwnCall:
    if wire_format == "anthropic":
        return OwnCall(call_id(call, wire_format), as_dict(field(call, "input")))
    holder = field(call, "function") if wire_format == "openai_chat" else call
    return OwnCall(call_id(call, wire_format), text_field(holder, "arguments"))


def _pieces(reply: object, wire_format: WireFormat) -> tuple[object, ...]:
    """The calls of all choices, the blocks, or the items of a reply."""
    if wire_format == "openai_chat":
        messages = [field(choice, "message") for choice in entries(reply, "choices")]
        return tuple(call for message in messages for call in entries(message, "tool_calls"))
    return entries(reply, "content" if wire_format == "anthropic" else "output")


def _chat_message(message: object) -> dict[str, object]:
    fields = as_dict(message, _PARSED)
    calls = entries(fields, "tool_calls")
    if calls:
        fields["tool_calls"] = [_chat_call(call) for call in calls]
    audio = plain(fields.get("audio"))
    if audio is not None:
        # The answer holds the sound; a message names it.
        fields["audio"] = {"id": audio.get("id")}
    return fields


def _chat_call(call: object) -> dict[str, object]:
    fields = as_dict(call)
    function = as_dict(fields.get("function"), _PARSED)
    return {**fields, "function": function} if function else fields


def _chat_stripped(reply: dict[str, object]) -> dict[str, object]:
    reply["choices"] = [_choice_stripped(as_dict(choice)) for choice in entries(reply, "choices")]
    return reply


def _choice_stripped(choice: dict[str, object]) -> dict[str, object]:
    message = as_dict(choice.get("message"))
    calls = entries(message, "tool_calls")
    left = [call for call in calls if not is_own_call(call, "openai_chat")]
    if len(left) == len(calls):
        return choice
    if left:
        message["tool_calls"] = left
    else:
        del message["tool_calls"]
        if message.get("content") is None and not message.get("refusal") and not message.get("audio"):
            # A message without calls, sent back, must hold a string.
            message["content"] = ""
        if choice.get("finish_reason") == "tool_calls":
            choice["finish_reason"] = "stop"
    choice["message"] = message
    return choice


def _anthropic_stripped(reply: dict[str, object]) -> dict[str, object]:
    blocks = entries(reply, "content")
    left = [block for block in blocks if not is_own_call(block, "anthropic")]
    if len(left) < len(blocks):
        reply["content"] = left
        if reply.get("stop_reason") == "tool_use" and not asked_of_caller(tuple(left), "anthropic"):
            reply["stop_reason"] = "end_turn"
    return reply


def _responses_stripped(reply: dict[str, object]) -> dict[str, object]:
    items = entries(reply, "output")
    left = [item for item in items if not is_own_call(item, "openai_responses")]
    if len(left) < len(items):
        reply["output"] = left
    return reply


_STRIPPED: Mapping[WireFormat, Callable[[dict[str, object]], dict[str, object]]] = MappingProxyType(
    {"openai_chat": _chat_stripped, "anthropic": _anthropic_stripped, "openai_responses": _responses_stripped}
)
