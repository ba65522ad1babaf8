"""A request as it is read: what it says, what is wanted of it, and what was sent before it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from returns.result import Failure

from headroom.client.core import Core
from headroom.client.lineages import Sent
from headroom.client.request.endpoints import Asked
from headroom.client.request.events import hooks_failed
from headroom.client.request.moved_marks import gone_on_with_other_marks
from headroom.client.request.offering import offer_for
from headroom.client.request.wanted import Wanted
from headroom.config.client import HeadroomMode
from headroom.messages import Conversation, Message
from headroom.pipeline.composition import Pipeline
from headroom.pipeline.hooks import context_of, wishes_of
from headroom.retrieval.tool import Offer
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
    """The request that this one goes on from, with the cache marks of this one."""
    kept: Sent | None = None
    """The same as it is remembered."""
    opening: object
    """By which its like is found again."""
    around: object
    warnings: tuple[str, ...] = ()

    @property
    def repeatable(self) -> Sent | None:
        """The request that this one goes on from, where what was sent then may be sent again.

        What this request says of itself goes before what was sent; and notes may not name a tool that is not offered.
        """
        names_nothing = self.sent is None or not self.sent.offers_tool or self.offer.can
        return self.sent if self.wanted.freezes and names_nothing else None


def received(core: Core, asked: Asked, tenant: str, wanted: Wanted) -> Received | WireError:
    """The request, or where and why its conversation cannot be read."""
    whole: Conversation | WireError | None = None
    warnings: tuple[str, ...] = ()
    wishes = None
    given = asked.merged
    items = given.get(asked.endpoint.messages)
    changes = wanted.mode != HeadroomMode.AUDIT and not asked.replaced
    if core.hooks is not None and changes and isinstance(items, (list, tuple)):
        whole = decoded(asked)
        if isinstance(whole, WireError):
            return whole
        wishes = wishes_of(core.hooks, items, context_of(whole, asked.model, core.provider.name))
        warnings = wishes.warnings
        hooks_failed(core, wishes.failures)
        if wishes.messages is not items:
            items, whole = wishes.messages, None
            asked = msgspec.structs.replace(asked, body={**asked.body, asked.endpoint.messages: items})
    around = (given.get(asked.endpoint.system), given.get("tools"), asked.model)
    opening = (tenant, asked.endpoint.path, asked.model, _opening(items))
    sent = _found(core, opening, around, items)
    kept = sent
    before = (decoded(asked) if whole is None else whole) if sent is None else _gone_on(asked, sent)
    if isinstance(before, WireError):
        return before
    if sent is None and isinstance(items, (list, tuple)):
        for one in core.lineages.known(opening):
            moved = gone_on_with_other_marks(one, before, items, around)
            if moved is not None:
                (sent, before), kept = moved, one
                break
    offer = offer_for(asked, before, wanted)
    return Received(
        asked=asked,
        tenant=tenant,
        wanted=wanted,
        items=items,
        before=before,
        offer=offer,
        pipeline=wanted.pipeline(offers=offer.can or wanted.caller_offers, wishes=wishes),
        sent=sent,
        kept=kept,
        opening=opening,
        around=around,
        warnings=warnings,
    )


def _found(core: Core, opening: tuple[str, str, str, object], around: object, items: object) -> Sent | None:
    """The request that these messages go on from."""
    if not isinstance(items, (list, tuple)):
        return None
    sent = core.lineages.find(opening, around, items)
    *place, said = opening
    # It may go on from a request in which no user had said anything yet.
    return sent if sent is not None or not said else core.lineages.find((*place, ""), around, items)


def decoded(asked: Asked) -> Conversation | WireError:
    """What a request says, or where and why it says nothing."""
    endpoint, body = asked.endpoint, asked.merged
    system = body.get(endpoint.system) if endpoint.system else None
    found = decode(
        body.get(endpoint.messages), system=system, tools=body.get("tools"), model=asked.model, format=endpoint.format
    )
    return found.failure() if isinstance(found, Failure) else found.unwrap()


def _gone_on(asked: Asked, sent: Sent) -> Conversation | WireError:
    """What a request says that begins like one before: only what is new is read."""
    items = asked.merged.get(asked.endpoint.messages)
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
