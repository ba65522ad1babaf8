"""A complete reply in which the model asks for originals: answered, and continued.

At most so many rounds as configured; then the model is asked to answer with what it has.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from returns.result import Failure

from headroom.client.core import Core
from headroom.client.hidden import hide
from headroom.client.prepared import Prepared
from headroom.client.sdk import rebuilt
from headroom.errors import HeadroomError
from headroom.retrieval.continuation import continued
from headroom.retrieval.joining import joined
from headroom.retrieval.lookup import answer, read_request
from headroom.retrieval.pending import pending_of
from headroom.retrieval.replies import OwnCall, other_calls, own_calls
from headroom.runtime.ports import Transport

__all__ = ["Resolved", "answers_to", "resolved"]


class Resolved(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """A reply for the caller, and all that it took."""

    reply: object
    """As the SDK made it, but where our own call was in it."""
    replies: tuple[object, ...]
    """The parsed reply of each round."""


async def resolved(core: Core, prepared: Prepared, transport: Transport, reply: object) -> Resolved:
    """The reply that answers the caller.

    Raises: whatever the SDK raises for a further round.
    """
    wire = prepared.asked.endpoint.format
    parsed = await transport.parsed(reply)
    replies = [parsed]
    calls = own_calls(parsed, wire) if prepared.offers_tool else ()
    if not calls:
        return Resolved(reply=reply, replies=(parsed,))
    body: Mapping[str, object] = prepared.body
    rounds = core.settings.ccr.max_retrieval_rounds
    while calls:
        answers = await answers_to(core, prepared.tenant, calls)
        await hide(core, prepared.tenant, pending_of(parsed, answers, wire))
        if other_calls(parsed, wire) or len(replies) > rounds:
            break
        body = continued(body, parsed, answers, wire, last=len(replies) == rounds)
        reply = await transport.send(body, again=True)
        parsed = await transport.parsed(reply)
        replies.append(parsed)
        calls = own_calls(parsed, wire)
    whole = rebuilt(parsed, joined(replies, wire))
    return Resolved(reply=transport.with_parsed(reply, whole), replies=tuple(replies))


async def answers_to(core: Core, tenant: str, calls: tuple[OwnCall, ...]) -> dict[str, str]:
    """The text of the result of each of our calls, by its id."""
    answers: dict[str, str] = {}
    for call in calls:
        wanted = read_request(call.arguments)
        if isinstance(wanted, Failure):
            answers[call.id] = str(wanted.failure())
            continue
        asked = wanted.unwrap()
        try:
            text = await core.ports.originals.get(tenant, asked.hash)
        except HeadroomError:
            core.session.fell_back("an original could not be read")
            text = None
        answers[call.id] = answer(text, asked)
    return answers
