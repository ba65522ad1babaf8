"""The client that blocks and the one that is awaited make the same of the same world, call for call."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any

import anyio
import msgspec
from hypothesis import given
from hypothesis import strategies as st

from headroom.client.core import Core
from headroom.client.exchange import exchange
from headroom.client.reply.streaming import StreamedReply
from headroom.config.parameters import NOTHING_PASSED
from headroom.measures.requests import RequestMetrics
from headroom.runtime.drive import run_sync
from property_tests.strategies.client_calls import A_TALK_EACH, ClientCall, CutShort, Talk, talks
from tests.fakes.ports import Journal, ScriptedOriginals, ScriptedTransport, blocks, core_with, suspends

_KEPT = ("3f9c0a1b2c3d4e5f60718293", "0123456789abcdef01234567")
"""What replies ask for; the store has the first."""
_TENANTS = map("tenant {}".format, itertools.count())
"""Each run is somebody else's, because what the process knows of calls is known by tenant."""


class Course(msgspec.Struct, kw_only=True):
    """How a talk went."""

    results: list[object]
    """Of each call: the reply, or the events that the caller took, and what was raised."""
    asked: Journal
    rows: list[bytes]
    """What is known of each call afterwards, without what belongs to its moment."""
    counts: dict[str, int]
    reasons: dict[str, int]


def raised(error: BaseException) -> tuple[str, str]:
    """An exception, to be compared."""
    return type(error).__name__, str(error)


async def one_call(core: Core, call: ClientCall, tenant: str, transport: ScriptedTransport) -> list[object]:
    """What a caller meets, who reads a stream to its end or to where it has enough."""
    met: list[object] = []
    try:
        reply = await exchange(core, call.asked, tenant, transport)
        if not isinstance(reply, StreamedReply):
            return [reply]
        while call.reads is None or len(met) < call.reads:
            event = await reply.next()
            if event is None:
                break
            met.append(event)
        await reply.close()
    except (Exception, CutShort) as error:  # noqa: BLE001 - whatever it is, both must meet it
        met.append(raised(error))
    return met


def course_of(
    talk: Talk, pause: Callable[[], Coroutine[Any, Any, None]], drive: Callable[[Coroutine[Any, Any, list[object]]], object]
) -> Course:
    """A talk, driven."""
    journal: Journal = []
    core = core_with(talk.script, journal, pause, config=talk.config, parameters=NOTHING_PASSED)
    tenant = next(_TENANTS)
    originals = core.ports.originals
    assert isinstance(originals, ScriptedOriginals)
    originals.kept[tenant, _KEPT[0]] = "one\ntwo\nthree\n"
    results = [drive(one_call(core, call, tenant, ScriptedTransport(call.steps, journal, pause))) for call in talk.calls]
    core.stores.writer.settle()
    rows = sorted(map(_bare, core.stores.metrics.read(limit=100)))
    course = Course(results=results, asked=journal, rows=rows, counts=core.session.counts(), reasons=core.session.reasons())
    core.stores.close()
    return course


def _bare(row: RequestMetrics) -> bytes:
    return msgspec.json.encode(msgspec.structs.replace(row, request_id="", timestamp=datetime.min, tenant=""))  # noqa: DTZ901


async def awaited(coroutine: Coroutine[Any, Any, list[object]]) -> list[object]:
    """What it returns."""
    return await coroutine


@A_TALK_EACH
@given(talks(), st.sampled_from(("asyncio", "asyncio", "asyncio", "trio")))
def test_they_agree_call_for_call(talk: Talk, backend: str) -> None:
    """The same replies, events and exceptions, the same calls of ports with the same arguments, the same rows."""
    blocking = course_of(talk, blocks, run_sync)
    suspending = course_of(talk, suspends, lambda coroutine: anyio.run(awaited, coroutine, backend=backend))
    assert suspending.results == blocking.results
    assert suspending.asked == blocking.asked
    assert (suspending.rows, suspending.counts, suspending.reasons) == (blocking.rows, blocking.counts, blocking.reasons)
