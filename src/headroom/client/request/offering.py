"""Whether a request offers our tool, by which the model asks for what was left out."""

from __future__ import annotations

from collections.abc import Mapping

from headroom.client.request.endpoints import Asked
from headroom.client.request.wanted import Wanted
from headroom.messages import Conversation, ToolResult, WireFormat
from headroom.retrieval.fields import field, text_field
from headroom.retrieval.tool import Offer, offered

__all__ = ["asks_for_form", "offer_for"]


def offer_for(asked: Asked, before: Conversation, wanted: Wanted) -> Offer:
    """Whether our tool can be offered, which the caller's own request alone decides."""
    given = asked.merged
    tools = given.get("tools")
    theirs = list(tools) if isinstance(tools, (list, tuple)) else []
    if not wanted.offers_tool or not _could_be_answered(asked, given):
        return Offer(can=False, tools=theirs)
    has_results = any(isinstance(part, ToolResult) for message in before.messages for part in message.parts)
    choice = given.get("tool_choice")
    return offered(asked.endpoint.format, tools=theirs, has_tool_results=has_results, tool_choice=choice)


def _could_be_answered(asked: Asked, given: Mapping[str, object]) -> bool:
    """Whether a call of ours could be answered before the caller sees it."""
    if given.get("n") not in (None, 1) or given.get("functions"):
        # Several replies cannot be continued as one, and the old functions cannot stand beside tools.
        return False
    if given.get("background"):
        # Such a reply is fetched when it is done, by a call that is none of ours.
        return False
    if given.get("thread") or given.get("prompt"):
        # What our call belongs to would stand where requests do not show it.
        return False
    if asked.raw == "streaming" or (asked.raw and asked.stream):
        # The caller reads such a body itself: our call could not be held back from it.
        return False
    # Words before our call would have flowed on, and stand before the form.
    return not (asked.stream and asks_for_form(given, asked.endpoint.format))


def asks_for_form(body: Mapping[str, object], wire: WireFormat) -> bool:
    """Whether the answer is to have a form, such as JSON, that other words beside it would break."""
    if wire == "openai_chat":
        form = body.get("response_format")
    elif wire == "openai_responses":
        form = field(body.get("text"), "format")
    else:
        form = field(body.get("output_config"), "format") or body.get("output_format")
    return text_field(form, "type") not in ("", "text")
