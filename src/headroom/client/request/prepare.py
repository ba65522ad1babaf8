"""From a request to what is sent for it.

Whatever goes wrong on the way, the request goes out as the caller made it, and the reason is counted. Only an override that
cannot be honoured is an exception.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import msgspec

from headroom.client.core import Core
from headroom.client.request.cached import Lookup, looked_up
from headroom.client.request.endpoints import Asked
from headroom.client.request.events import changed_by_extensions, emit
from headroom.client.request.hidden import aliased, hidden_calls
from headroom.client.request.history import HELD, as_decided, as_sent
from headroom.client.request.marking import marked
from headroom.client.request.prepared import Prepared, Shortened, chars_of, steps_of, unchanged
from headroom.client.request.received import Received, decoded, received
from headroom.client.request.remembered import remember
from headroom.client.request.wanted import Wanted, wanted_for
from headroom.config.client import HeadroomMode
from headroom.messages import Conversation, Original, Report
from headroom.pipeline.resumed import resumed
from headroom.pipeline.stages import PipelineStage
from headroom.retrieval.pending import Pending, put_back
from headroom.telemetry import logging as log
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
    lookup = Lookup()
    try:
        lookup = looked_up(core, asked, tenant) if keeps else lookup
        if lookup.reply is not None:
            prepared = _answered(core, asked, tenant, wanted)
        elif wanted.mode == HeadroomMode.AUDIT:
            prepared = _as_asked(core, asked, tenant, wanted, keeps=keeps)
        else:
            prepared = await _optimized(core, asked, tenant, wanted, keeps=keeps)
    except Exception as error:  # noqa: BLE001 - no trouble of ours may fail a call; it is counted and told instead
        log.preparing_failed(error)
        fallback = f"{type(error).__name__} while preparing"
        prepared = unchanged(asked, tenant=tenant, mode=wanted.mode, before=_readable(asked), fallback=fallback)
    if not lookup.key:
        return prepared
    return msgspec.structs.replace(prepared, reply=lookup.reply, key=lookup.key, question=lookup.question)


def _readable(asked: Asked) -> Conversation:
    """What a request says, as far as it can be read; else nothing."""
    try:
        found = decoded(asked)
    except Exception:  # noqa: BLE001 - as above: whatever the caller's objects raise when they are read
        return Conversation(messages=())
    return found if isinstance(found, Conversation) else Conversation(messages=())


def _answered(core: Core, asked: Asked, tenant: str, wanted: Wanted) -> Prepared:
    """A request that is not sent at all; so it is not remembered, either, for the provider has the one before it."""
    read = received(core, asked, tenant, wanted)
    if isinstance(read, WireError):
        return unchanged(asked, tenant=tenant, mode=wanted.mode)
    return unchanged(asked, tenant=tenant, mode=wanted.mode, before=read.before, seen_before=read.sent is not None)


def _as_asked(core: Core, asked: Asked, tenant: str, wanted: Wanted, *, keeps: bool, fallback: str = "") -> Prepared:
    """A request that goes out as it is, with the headers that extensions set; what else they change is not sent.

    It is remembered, for the provider may cache it.
    """
    changed_by_extensions(core, asked, PipelineStage.INPUT_RECEIVED, asked.merged)
    read = received(core, asked, tenant, wanted)
    if isinstance(read, WireError):
        before, sent = Conversation(messages=()), None
    else:
        before, sent = read.before, read.sent
        if keeps and isinstance(read.items, (list, tuple)):
            remember(core, read, Shortened(after=before, report=Report()), read.items, {})
    shown = asked.merged.get(asked.endpoint.messages)
    emit(core, asked, PipelineStage.INPUT_CACHED, messages=shown, seen_messages=0 if sent is None else len(sent.items))
    emit(core, asked, PipelineStage.INPUT_ROUTED, messages=shown, transforms=[])
    emit(core, asked, PipelineStage.INPUT_COMPRESSED, messages=shown, originals=[])
    emit(core, asked, PipelineStage.INPUT_REMEMBERED, messages=shown, memories=0)
    _, headers = changed_by_extensions(core, asked, PipelineStage.PRE_SEND, asked.merged)
    prepared = unchanged(asked, tenant=tenant, mode=wanted.mode, before=before, fallback=fallback, seen_before=sent is not None)
    return msgspec.structs.replace(prepared, headers=headers) if headers else prepared


async def _optimized(core: Core, asked: Asked, tenant: str, wanted: Wanted, *, keeps: bool) -> Prepared:
    if asked.replaced:
        # A simulation says what would be sent, which is no trouble.
        reason = f"extra_body replaces {' and '.join(asked.replaced)}" if keeps else ""
        return _as_asked(core, asked, tenant, wanted, keeps=keeps, fallback=reason)
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
    return await _encoded(core, read, shortened, keeps=keeps)


async def _shortened(core: Core, read: Received) -> Shortened:
    """What the pipeline makes of the conversation, with what was sent before as it was."""
    settings, now_s, sent = core.settings.prefix_freeze, core.ports.clock.elapsed(), read.repeatable
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
    after, whole = as_sent(read.before, whole, read.repeatable, core.settings.prefix_freeze, core.ports.clock.elapsed())
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
    sent_items, report = body.get(endpoint.messages), shortened.report
    if core.extensions.has_listeners:
        originals = [one.hash for one in report.originals]
        emit(core, asked, PipelineStage.INPUT_COMPRESSED, messages=sent_items, originals=originals)
        emit(core, asked, PipelineStage.INPUT_REMEMBERED, messages=sent_items, memories=0)
    shown, body, marks, trouble = _marked(core, read, after, body)
    body, hidden = await _with_hidden(core, read, body)
    if keeps and isinstance(sent_items, (list, tuple)):
        remember(core, read, shortened, sent_items, hidden, marks)
    leaving, headers = changed_by_extensions(core, asked, PipelineStage.PRE_SEND, body)
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
        optimizer=None if core.optimizer is None or trouble else core.optimizer.name,
        # A simulation says what would be sent, which is no trouble.
        fallback=shortened.fallback or (trouble if keeps else ""),
        pipeline=read.pipeline,
        seen_before=read.sent is not None,
    )


async def _with_hidden(core: Core, read: Received, body: dict[str, object]) -> tuple[dict[str, object], Mapping[str, Pending]]:
    """The body with our calls that the caller never saw, and those calls."""
    if not read.wanted.offers_tool:
        return body, {}
    endpoint = read.asked.endpoint
    known, new = ({}, read.items) if read.sent is None else (read.sent.hidden, _behind(read))
    before = () if read.sent is None else read.sent.items
    hidden = await hidden_calls(core, read.tenant, endpoint, new, known, before)
    body = dict(await aliased(core, read.tenant, body))
    items = body.get(endpoint.messages)
    if hidden and isinstance(items, (list, tuple)):
        body[endpoint.messages] = put_back(items, hidden, endpoint.format)
    return body, hidden


def _marked(
    core: Core, read: Received, after: Conversation, body: dict[str, object]
) -> tuple[Conversation, dict[str, object], tuple[Mark, ...] | None, str]:
    """What `marked` makes of a request, and what went wrong with it: then it goes out without marks of ours."""
    if core.optimizer is None:
        return after, body, None, ""
    first_party, sent = core.is_first_party, read.sent
    try:
        shown, leaving, marks = marked(
            core.optimizer, read.asked, after, body, wanted=read.wanted, is_first_party=first_party, sent=sent
        )
    except Exception as error:  # noqa: BLE001 - as above: an optimizer may be anybody's code, and what is shortened stays so
        return after, body, None, f"{type(error).__name__} in the cache optimizer"
    return shown, leaving, marks, ""


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
