"""A reply that comes in pieces: passed on at once, our own call held back and answered.

Written as awaited `next` and `close`, so that both edges drive the same code.
"""

from __future__ import annotations

import atexit
import weakref
from collections import deque
from collections.abc import Callable, Mapping

from headroom.client.core import Core
from headroom.client.reply.meter import Meter
from headroom.client.reply.outcomes import Outcome, failed
from headroom.client.reply.rounds import answers_to, further
from headroom.client.request.hidden import hide, keep_alias
from headroom.client.request.prepared import Prepared
from headroom.client.sdk import rebuilt
from headroom.retrieval.pending import pending_of
from headroom.retrieval.streams import Emit, Splice, splice_for
from headroom.runtime.ports import Events, Transport

__all__ = ["StreamedReply"]

_open: weakref.WeakSet[StreamedReply] = weakref.WeakSet()
"""Streams that nobody has read to their end."""

Settle = Callable[[Outcome], None]


class StreamedReply:
    """The events that the caller sees, over all rounds of a call.

    The outcome is settled once: at the end, at an error, or when it is closed before.
    """

    def __init__(self, core: Core, prepared: Prepared, transport: Transport, events: Events, settle: Settle) -> None:
        self._core = core
        self._prepared = prepared
        self._transport = transport
        self._events = events
        self._settle: Settle | None = settle
        self._meter = Meter(prepared.asked.endpoint.format)
        self._splice: Splice | None = splice_for(prepared.asked.endpoint.format) if prepared.offers_tool else None
        self._ready: deque[object] = deque()
        self._body: Mapping[str, object] = prepared.body
        self._rounds = 0
        self._is_last = core.settings.ccr.max_retrieval_rounds < 1
        """Whether no further round may follow the one that is read."""
        self._over = False
        self._is_reading = False
        self._is_closing = False
        self._error: Exception | None = None
        _open.add(self)

    async def next(self) -> object | None:
        """The next event for the caller; None at the end.

        Raises: whatever the SDK raises, once all events before it have been given.
        """
        while not self._ready and not self._over:
            self._is_reading = True
            try:
                await self._read()
            except BaseException as error:
                self._over = True
                self._end(error)
                self._held_back()
                if not self._ready or not isinstance(error, Exception):
                    raise
                self._error = error
            finally:
                self._is_reading = False
        if self._ready:
            return self._ready.popleft()
        waiting, self._error = self._error, None
        if waiting is not None:
            raise waiting
        return None

    async def close(self) -> None:
        """Let go of the connection; what came until then is settled."""
        self._over = True
        self._ready.clear()
        self._is_closing = True
        try:
            await self._events.close()
        finally:
            self._is_closing = False
            self._end(None)

    async def left(self) -> None:
        """Settle what came until now, if the caller let go of the response behind the first round.

        A later round has a response of its own, which nobody else closes.
        """
        if self._is_reading or self._is_closing:
            return
        if self._rounds:
            await self.close()
        self._over = True
        self._end(None)

    async def _read(self) -> None:
        event = await self._events.next()
        if event is not None:
            self._meter.read(event)
            if self._splice is None:
                self._ready.append(event)
            else:
                self._give(self._splice.feed(event))
            return
        if self._splice is None or not await self._continued(self._splice):
            self._over = True
            self._end(None)

    async def _continued(self, splice: Splice) -> bool:
        """Whether another round follows, whose events are read from now on."""
        end = splice.finish()
        if not end.own:
            self._give(splice.conclude())
            await keep_alias(self._core, self._prepared.tenant, splice.alias)
            return False
        answers = await answers_to(self._core, self._prepared.tenant, end.own)
        wire = self._prepared.asked.endpoint.format
        before = self._prepared.asked.messages
        await hide(self._core, self._prepared.tenant, pending_of(end.reply, answers, wire), before)
        if end.others or self._is_last:
            self._give(splice.conclude())
            await keep_alias(self._core, self._prepared.tenant, splice.alias)
            return False
        last = self._rounds + 1 >= self._core.settings.ccr.max_retrieval_rounds
        following = await further(self._core, self._prepared, self._transport, self._body, end.reply, answers, last=last)
        self._rounds += 1
        self._body, self._is_last = following.body, following.is_last
        await self._events.close()
        self._events = self._transport.events(following.reply)
        self._meter.round_over()
        splice.resume()
        return True

    def _held_back(self) -> None:
        """Give what only looked like a call of ours when the stream broke off."""
        if self._splice is not None:
            self._splice.finish()
            self._give(self._splice.conclude())

    def _give(self, emits: list[Emit]) -> None:
        for emit in emits:
            self._ready.append(emit.source if emit.value is None else rebuilt(emit.source, emit.value))

    def end_of_process(self) -> None:
        """Settle what came until now; there is no later."""
        self._end(None)

    def _end(self, error: BaseException | None) -> None:
        settle, self._settle = self._settle, None
        if settle is None:
            return
        meter = self._meter
        if error is not None:
            settle(failed(error, meter.known_bills, self._rounds))
        else:
            settle(Outcome(bills=meter.bills, text=meter.text, error=meter.error or None, rounds=self._rounds))

    def __del__(self) -> None:
        # Dropped without a word, the call still counts.
        self._end(None)


def _end_of_process() -> None:
    # Before the writer of rows ends, which was there before this module.
    for reply in list(_open):
        reply.end_of_process()


atexit.register(_end_of_process)
