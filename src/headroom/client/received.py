"""A request as it is read: what it says, what is wanted of it, and what was sent before it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from returns.result import Failure

from headroom.client.core import Core
from headroom.client.endpoints import Asked
from headroom.client.lineages import Sent
from headroom.client.wanted import Wanted
from headroom.config.client import HeadroomMode
from headroom.messages import Conversation, Message, ToolResult
from headroom.pipeline.composition import Pipeline
from headroom.pipeline.hooks import context_of, wishes_of
from headroom.retrieval.tool import Offer, offered
from headroom.wire.codec import WireError, decode
from headroom.wire.values import plain

__all__ = ["Received", "decoded", "received"]


class Received(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """A request of which the conversation could be read."""

    asked: Asked
    tenant: str
    wanted: Wanted
    items: object
    """The messages as the caller gave them."""
    before: Conversation
    offer: Offer
    pipeline: Pipeline
    sent: Sent | None
    """The request that this one goes on from."""
    opening: object
    """By which its like is found again."""
    around: object
    warnings: tuple[str, ...] = ()


def received(core: Core, asked: Asked, tenant: str, wanted: Wanted) -> Received | WireError:
    """The request, or where and why its conversation cannot be read."""
    before: Conversation | WireError
    warnings: tuple[str, ...] = ()
    wishes = None
    items = asked.body.get(asked.endpoint.messages)
    if core.hooks is not None and wanted.mode != HeadroomMode.AUDIT and isinstance(items, (list, tuple)):
        before = decoded(asked)
        if isinstance(before, WireError):
            return before
        wishes = wishes_of(core.hooks, items, context_of(before, asked.model, core.provider.name))
        warnings = wishes.warnings
        if wishes.messages is not items:
            items = wishes.messages
            asked = msgspec.structs.replace(asked, body={**asked.body, asked.endpoint.messages: items})
    around = (asked.body.get(asked.endpoint.system), asked.body.get("tools"), asked.model)
    opening = (tenant, asked.endpoint.path, asked.model, _opening(items))
    sent = core.lineages.find(opening, around, items) if isinstance(items, (list, tuple)) else None
    before = decoded(asked) if sent is None else _gone_on(asked, sent)
    if isinstance(before, WireError):
        return before
    offer = _offer(asked, before, wanted)
    return Received(
        asked=asked,
        tenant=tenant,
        wanted=wanted,
        items=items,
        before=before,
        offer=offer,
        pipeline=wanted.pipeline(offers=offer.can, wishes=wishes),
        sent=sent,
        opening=opening,
        around=around,
        warnings=warnings,
    )


def decoded(asked: Asked) -> Conversation | WireError:
    """What a request says, or where and why it says nothing."""
    endpoint, body = asked.endpoint, asked.body
    system = body.get(endpoint.system) if endpoint.system else None
    found = decode(
        body.get(endpoint.messages), system=system, tools=body.get("tools"), model=asked.model, format=endpoint.format
    )
    return found.failure() if isinstance(found, Failure) else found.unwrap()


def _gone_on(asked: Asked, sent: Sent) -> Conversation | WireError:
    """What a request says that begins like one before: only what is new is read."""
    items = asked.body.get(asked.endpoint.messages)
    known = len(sent.items)
    if not isinstance(items, (list, tuple)) or len(sent.before.messages) != known:
        return decoded(asked)
    if len(items) == known:
        return sent.before
    found = decode(items[known:], model=asked.model, format=asked.endpoint.format)
    if isinstance(found, Failure):
        return decoded(asked)
    new = tuple(
        Message(role=message.role, parts=message.parts, origin=message.origin + known, source=message.source)
        for message in found.unwrap().messages
    )
    return msgspec.structs.replace(sent.before, messages=(*sent.before.messages, *new))


def _offer(asked: Asked, before: Conversation, wanted: Wanted) -> Offer:
    """Whether our tool can be offered, which the caller's own request alone decides."""
    tools = asked.body.get("tools")
    theirs = list(tools) if isinstance(tools, (list, tuple)) else []
    if not wanted.offers_tool:
        return Offer(can=False, tools=theirs)
    if asked.body.get("n") not in (None, 1) or asked.body.get("functions"):
        # Several replies cannot be continued as one, and the old functions cannot stand beside tools.
        return Offer(can=False, tools=theirs, reason="several replies, or functions of the old kind")
    if asked.body.get("thread") or asked.body.get("prompt"):
        # What our call belongs to would stand where requests do not show it.
        return Offer(can=False, tools=theirs, reason="the provider holds the conversation")
    if asked.raw == "streaming" or (asked.raw and asked.stream):
        # The caller reads such a body itself: our call could not be held back from it.
        return Offer(can=False, tools=theirs, reason="the caller reads the raw stream")
    has_results = any(isinstance(part, ToolResult) for message in before.messages for part in message.parts)
    choice = asked.body.get("tool_choice")
    return offered(asked.endpoint.format, tools=theirs, has_tool_results=has_results, tool_choice=choice)


def _opening(items: object) -> object:
    """By what conversations are told apart at a glance: the first thing that a user says."""
    if isinstance(items, str):
        return items
    for item in items if isinstance(items, Sequence) else ():
        fields = plain(item)
        if fields is not None and fields.get("role") == "user":
            content = fields.get("content")
            return content if isinstance(content, str) else _first_text(content)
    return ""


def _first_text(content: object) -> object:
    blocks = content if isinstance(content, (list, tuple)) else ()
    texts = (fields.get("text") for fields in map(plain, blocks) if fields is not None)
    return next((text for text in texts if isinstance(text, str)), "")
