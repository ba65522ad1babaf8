"""A complete reply in which the model asks for originals: answered, and continued.

At most so many rounds as configured; then the model is asked to answer with what it has. So it is where the provider refuses
a further round, most likely because what the model asked for does not fit.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from returns.result import Failure

from headroom.client.core import Core
from headroom.client.request.hidden import hide
from headroom.client.request.offering import asks_for_form
from headroom.client.request.prepared import Prepared
from headroom.client.sdk import rebuilt
from headroom.errors import HeadroomError
from headroom.retrieval.continuation import continued
from headroom.retrieval.joining import joined, summed_usage
from headroom.retrieval.lookup import answer, read_request
from headroom.retrieval.marker import text_marker
from headroom.retrieval.pending import pending_of
from headroom.retrieval.replies import OwnCall, has_own_calls, other_calls, own_calls, without_own_calls
from headroom.runtime.ports import Transport

__all__ = ["Further", "answers_to", "further", "resolved"]

_REFUSED = frozenset({400, 413, 422})
"""Statuses that a shorter request may mend: of those for requests at fault, none of keys, rights, limits or addresses."""
_DOES_NOT_FIT = text_marker("not available: what was asked for does not fit; go on with what is here, without it")
"""What the model is told instead of an original."""


class Further(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Another round."""

    body: Mapping[str, object]
    reply: object
    """As the SDK made it: complete, or its stream."""
    is_last: bool
    """Whether none may follow."""


async def resolved(core: Core, prepared: Prepared, transport: Transport, reply: object, replies: list[object]) -> object:
    """The reply that answers the caller: as the SDK made it, but where our own call was in it.

    The parsed reply of each round is added to `replies` as soon as it is there: what came costs, whatever follows.

    Raises: whatever the SDK raises for a further round.
    """
    wire = prepared.asked.endpoint.format
    parsed = await transport.parsed(reply)
    replies.append(parsed)
    if not prepared.offers_tool or not has_own_calls(parsed, wire):
        return reply
    # None where the reply was cut in one: then it is not continued, but the caller could not answer that call either.
    calls = own_calls(parsed, wire)
    body: Mapping[str, object] = prepared.body
    rounds = core.settings.ccr.max_retrieval_rounds
    is_last = rounds < 1
    while calls:
        answers = await answers_to(core, prepared.tenant, calls)
        await hide(core, prepared.tenant, pending_of(parsed, answers, wire), prepared.asked.messages)
        if is_last or other_calls(parsed, wire):
            break
        following = await further(core, prepared, transport, body, parsed, answers, last=len(replies) >= rounds)
        body, reply, is_last = following.body, following.reply, following.is_last
        parsed = await transport.parsed(reply)
        replies.append(parsed)
        calls = own_calls(parsed, wire)
    # Words from before would break the form of the answer.
    has_form = asks_for_form({**prepared.body, **prepared.asked.further}, wire)
    fields = without_own_calls(summed_usage(replies), wire) if has_form else joined(replies, wire)
    return transport.with_parsed(reply, rebuilt(parsed, fields))


async def further(
    core: Core,
    prepared: Prepared,
    transport: Transport,
    body: Mapping[str, object],
    said: object,
    answers: Mapping[str, str],
    *,
    last: bool,
) -> Further:
    """The round that follows on what was said to `body`, whose calls are all ours; `last` forbids further calls.

    Where the provider refuses it, it is sent once more with short answers, and is the last. Raises: whatever the SDK raises for
    that, or for what no shorter request mends.
    """
    wire, tenant = prepared.asked.endpoint.format, prepared.tenant
    whole = continued(body, said, answers, wire, last=last)
    sent = await _unless_refused(transport, whole)
    if sent is not None:
        return Further(body=whole, reply=sent[0], is_last=last)
    core.session.fell_back("a further round was refused")
    short = dict.fromkeys(answers, _DOES_NOT_FIT)
    # It would not fit when the turn comes back, either.
    await hide(core, tenant, pending_of(said, short, wire), prepared.asked.messages)
    following = continued(body, said, short, wire, last=True)
    return Further(body=following, reply=await transport.send(following, again=True), is_last=True)


async def _unless_refused(transport: Transport, body: Mapping[str, object]) -> tuple[object] | None:
    """The reply; None for a status of those that a shorter request may mend."""
    try:
        return (await transport.send(body, again=True),)
    except Exception as error:
        if getattr(error, "status_code", None) in _REFUSED:
            return None
        raise


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
