"""One call, from what the caller asked to what the caller gets.

The core of both clients: it awaits nothing but ports. What the SDK raises goes to the caller as it was raised; no trouble of
our own ever does.
"""

from __future__ import annotations

from functools import partial

from headroom.client.accounts.settle import settle
from headroom.client.core import Core
from headroom.client.reply.outcomes import Outcome, failed, known_bills, outcome_of
from headroom.client.reply.rounds import resolved
from headroom.client.reply.streaming import StreamedReply
from headroom.client.request.cached import kept
from headroom.client.request.endpoints import Asked
from headroom.client.request.events import emit
from headroom.client.request.prepare import prepare
from headroom.client.request.prepared import Prepared
from headroom.client.simulate import simulation_of
from headroom.pipeline.stages import PipelineStage
from headroom.runtime.ports import Transport

__all__ = ["exchange"]


async def exchange(core: Core, asked: Asked, tenant: str, transport: Transport) -> object:
    """The SDK's reply, or what `simulate` says where that mode was asked for.

    Raises: ConfigurationError for an override that cannot be honoured; whatever the SDK raises.
    """
    if core.simulates(asked.overrides):
        return simulation_of(core, await prepare(core, asked, tenant, keeps=False))
    prepared = await prepare(core, asked, tenant)
    if prepared.reply is not None:
        settle(core, prepared, Outcome(cached=True))
        emit(core, asked, PipelineStage.RESPONSE_RECEIVED, prepared.reply)
        return prepared.reply
    transport = _transport_for(prepared, transport)
    reply = await _sent(core, prepared, transport)
    if asked.raw and (asked.stream or asked.raw == "streaming"):
        # The caller reads the body, when it likes.
        settle(core, prepared, Outcome())
        return reply
    if asked.stream:
        return transport.streamed(
            reply, StreamedReply(core, prepared, transport, transport.events(reply), partial(_ended, core, prepared))
        )
    return await _answered(core, prepared, transport, reply)


def _transport_for(prepared: Prepared, transport: Transport) -> Transport:
    transport = transport.with_headers(prepared.headers) if prepared.headers else transport
    asked = prepared.asked
    if asked.is_parsed and (prepared.offers_tool or asked.raw == "raw"):
        # The reply to be parsed is the one that our rounds lead to; a raw one, whenever the caller likes.
        return transport.unparsed()
    return transport


async def _answered(core: Core, prepared: Prepared, transport: Transport, reply: object) -> object:
    """A complete reply for the caller, after all rounds that it takes."""
    asked = prepared.asked
    replies: list[object] = []
    try:
        finished = transport.finished(await resolved(core, prepared, transport, reply, replies))
    except BaseException as error:
        settle(core, prepared, failed(error, known_bills(replies), max(len(replies) - 1, 0)))
        raise
    settle(core, prepared, outcome_of(replies, asked.endpoint.format))
    kept(core, prepared.key, prepared.question, finished)
    emit(core, asked, PipelineStage.RESPONSE_RECEIVED, finished, messages=prepared.messages)
    return finished


async def _sent(core: Core, prepared: Prepared, transport: Transport) -> object:
    try:
        reply = await transport.send(prepared.body, again=False)
    except BaseException as error:
        settle(core, prepared, failed(error))
        raise
    emit(core, prepared.asked, PipelineStage.POST_SEND, messages=prepared.messages)
    return reply


def _ended(core: Core, prepared: Prepared, outcome: Outcome) -> None:
    """A stream is over."""
    settle(core, prepared, outcome)
    emit(core, prepared.asked, PipelineStage.RESPONSE_RECEIVED, messages=prepared.messages)
