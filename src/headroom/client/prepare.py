"""From a request to what is sent for it.

Whatever goes wrong on the way, the request goes out as the caller made it, and the reason is counted. Only an override that
cannot be honoured is an exception.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import msgspec

from headroom.client.cached import Lookup, looked_up
from headroom.client.core import Core
from headroom.client.endpoints import Asked
from headroom.client.events import changed_by_extensions, emit
from headroom.client.figures import steps_of
from headroom.client.hidden import aliased, hidden_calls
from headroom.client.history import HELD, as_decided, as_sent
from headroom.client.marking import marked
from headroom.client.prepared import Prepared, Shortened, chars_of, unchanged
from headroom.client.received import Received, received
from headroom.client.remembered import remember
from headroom.client.wanted import Wanted, wanted_for
from headroom.config.client import HeadroomMode
from headroom.messages import Original, Report
from headroom.pipeline.resumed import resumed
from headroom.pipeline.stages import PipelineStage
from headroom.retrieval.pending import Pending, put_back
from headroom.wire.cache_marks import Mark
from headroom.wire.codec import WireError, encode, encode_system

__all__ = ["ORIGINALS_WITHIN_S", "prepare"]

ORIGINALS_WITHIN_S = 0.02
"""How long storing originals may hold a request up. Source: the product's promise."""


async def prepare(core: Core, asked: Asked, tenant: str, *, keeps: bool = True) -> Prepared:
    """What to send; `keeps` says whether anything may be kept for it.

    Raises: ConfigurationError for an override that cannot be honoured.
    """
    wanted = wanted_for(core, asked)
    lookup = looked_up(core, asked, tenant) if keeps else Lookup()
    try:
        if lookup.reply is not None or wanted.mode == HeadroomMode.AUDIT:
            prepared = _observed(core, asked, tenant, wanted, keeps=keeps)
        else:
            prepared = await _optimized(core, asked, tenant, wanted, keeps=keeps)
    except Exception as error:  # noqa: BLE001 - no trouble of ours may fail a call; it is counted and told instead
        prepared = unchanged(asked, tenant=tenant, mode=wanted.mode, fallback=f"{type(error).__name__} while preparing")
    if not lookup.key:
        return prepared
    return msgspec.structs.replace(prepared, reply=lookup.reply, key=lookup.key, question=lookup.question)


def _observed(core: Core, asked: Asked, tenant: str, wanted: Wanted, *, keeps: bool) -> Prepared:
    """A request that goes out as it is; it is remembered, for the provider may cache it."""
    read = received(core, asked, tenant, wanted)
    if isinstance(read, WireError):
        return unchanged(asked, tenant=tenant, mode=wanted.mode)
    if keeps:
        wire = read.items if isinstance(read.items, (list, tuple)) else ()
        remember(core, read, Shortened(after=read.before, report=Report()), wire, {})
    return unchanged(asked, tenant=tenant, mode=wanted.mode, before=read.before, seen_before=read.sent is not None)


async def _optimized(core: Core, asked: Asked, tenant: str, wanted: Wanted, *, keeps: bool) -> Prepared:
    body, _ = changed_by_extensions(core, asked, PipelineStage.INPUT_RECEIVED, asked.body)
    asked = asked if body is asked.body else msgspec.structs.replace(asked, body=body)
    read = received(core, asked, tenant, wanted)
    if isinstance(read, WireError):
        return unchanged(asked, tenant=tenant, mode=wanted.mode, fallback=f"no conversation: {read}")
    emit(core, asked, PipelineStage.INPUT_CACHED, seen_messages=0 if read.sent is None else len(read.sent.items))
    shortened = await _shortened(core, read)
    if core.extensions.has_listeners:
        emit(core, asked, PipelineStage.INPUT_ROUTED, transforms=steps_of(shortened.report))
    shortened = await _kept(core, read, shortened) if keeps else shortened
    if core.extensions.has_listeners:
        emit(core, asked, PipelineStage.INPUT_COMPRESSED, originals=[one.hash for one in shortened.report.originals])
    emit(core, asked, PipelineStage.INPUT_REMEMBERED, memories=0)
    return await _encoded(core, read, shortened, keeps=keeps)


async def _shortened(core: Core, read: Received) -> Shortened:
    """What the pipeline makes of the conversation, with what was sent before as it was."""
    settings, now_s, sent = core.settings.prefix_freeze, core.ports.clock.elapsed(), read.sent
    if not read.wanted.freezes or (sent is not None and sent.offers_tool and not read.offer.can):
        # What this request says of itself goes before what was sent; and notes may not name a tool that is not offered.
        sent = None
    if sent is not None and sent.progress is not None and sent.progress.pipeline is read.pipeline:
        new = msgspec.structs.replace(read.before, messages=read.before.messages[len(sent.items) :])
        found = await core.ports.work.run(partial(resumed, sent.progress, read.before), chars_of(new))
        if found is not None:
            after = msgspec.structs.replace(sent.after, messages=(*sent.after.messages, *found[0]))
            held = await _held(core, read, found[1].originals)
            after, report = as_decided(read.before, after, sent.report + found[1], held)
            return Shortened(after=after, report=report, is_resumed=True, is_plain=not held)
    after, report = await core.ports.work.run(partial(read.pipeline, read.before), chars_of(read.before))
    decided, report = as_decided(read.before, after, report, await _held(core, read, report.originals))
    frozen, report = as_sent(decided, report, sent, settings, now_s)
    return Shortened(after=frozen, report=report, is_plain=frozen is after)


async def _held(core: Core, read: Received, originals: tuple[Original, ...]) -> frozenset[str]:
    """Those of the originals that went out whole once.

    The store is asked where a conversation is first seen here; later ones were decided here, and are known.
    """
    known = {one.hash for one in originals if core.held.get((read.tenant, one.hash)) is not None}
    if read.sent is None and originals:
        found = await core.ports.decisions.recall(read.tenant, [one.hash for one in originals])
        known.update(key for key, word in found.items() if word == HELD)
    return frozenset(known)


async def _kept(core: Core, read: Received, shortened: Shortened) -> Shortened:
    """The same once its originals are kept; what is new goes out whole where they cannot be."""
    report = shortened.report
    if not report.originals or not core.settings.ccr.enabled:
        return shortened
    originals = {original.hash: original.text for original in report.originals}
    if await core.ports.originals.put(read.tenant, originals, ORIGINALS_WITHIN_S):
        return shortened
    # Nothing new may name what is not kept; what went out before did so when it was. Later requests repeat the decision.
    known = {original.hash for original in read.sent.report.originals} if read.sent is not None else set()
    refused = set(originals) - known
    for original in refused:
        core.held.put((read.tenant, original), HELD, len(original))
    await core.ports.decisions.remember(read.tenant, dict.fromkeys(refused, HELD))
    whole = Report(warnings=report.warnings)
    sent = read.sent if read.sent is None or not read.sent.offers_tool or read.offer.can else None
    after, whole = as_sent(read.before, whole, sent, core.settings.prefix_freeze, core.ports.clock.elapsed())
    return Shortened(after=after, report=whole, fallback="originals could not be stored in time")


async def _encoded(core: Core, read: Received, shortened: Shortened, *, keeps: bool) -> Prepared:
    """The request that says this, with our tool, our cache marks and the calls that the caller never saw."""
    asked, endpoint, after = read.asked, read.asked.endpoint, shortened.after
    body: dict[str, object] = dict(asked.body)
    wire = _on_wire(read, shortened)
    if wire is not None:
        body[endpoint.messages] = wire
    if endpoint.system and after.system is not read.before.system:
        body[endpoint.system] = encode_system(body.get(endpoint.system), read.before.system, after.system)
    if read.offer.can:
        body["tools"] = read.offer.tools
    sent_items = body.get(endpoint.messages)
    shown = after
    marks: tuple[Mark, ...] | None = None
    if core.optimizer is not None:
        shown, body, marks = marked(
            core.optimizer,
            asked,
            after,
            body,
            wanted=read.wanted,
            is_first_party=core.is_first_party,
            sent=read.sent,
        )
    hidden: Mapping[str, Pending] = {}
    if read.wanted.offers_tool:
        known, new = ({}, read.items) if read.sent is None else (read.sent.hidden, _behind(read))
        hidden = await hidden_calls(core, read.tenant, endpoint, new, known)
        body = dict(await aliased(core, read.tenant, body))
        items = body.get(endpoint.messages)
        if hidden and isinstance(items, (list, tuple)):
            body[endpoint.messages] = put_back(items, hidden, endpoint.format)
    if keeps and isinstance(sent_items, (list, tuple)):
        remember(core, read, shortened, sent_items, hidden, marks)
    leaving, headers = changed_by_extensions(core, asked, PipelineStage.PRE_SEND, body)
    report = shortened.report
    return Prepared(
        asked=asked,
        tenant=read.tenant,
        mode=read.wanted.mode,
        body=leaving,
        headers=headers,
        before=read.before,
        after=shown,
        report=msgspec.structs.replace(report, warnings=(*read.warnings, *report.warnings)) if read.warnings else report,
        offers_tool=read.offer.can,
        optimizer=None if core.optimizer is None else core.optimizer.name,
        fallback=shortened.fallback,
        pipeline=read.pipeline,
        seen_before=read.sent is not None,
    )


def _on_wire(read: Received, shortened: Shortened) -> list[object] | None:
    """The messages to send; None where they are the caller's own."""
    after = shortened.after
    if shortened.is_resumed and read.sent is not None:
        new = after.messages[len(read.sent.wire) :]
        return [*read.sent.wire, *encode(msgspec.structs.replace(after, messages=new))]
    return None if after.messages is read.before.messages else encode(after)


def _behind(read: Received) -> object:
    """The messages behind those that were sent before."""
    known = 0 if read.sent is None else len(read.sent.items)
    return read.items[known:] if isinstance(read.items, (list, tuple)) else read.items
