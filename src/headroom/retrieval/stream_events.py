"""What goes in and out of a spliced stream."""

from __future__ import annotations

from typing import Protocol

import msgspec

from headroom.retrieval.replies import OwnCall

__all__ = ["Emit", "RoundEnd", "Splice"]


class Emit(msgspec.Struct, frozen=True, gc=False):
    """An event for the caller."""

    source: object
    """The event as it came."""
    value: dict[str, object] | None = None
    """What it becomes, in the shape of the wire; None to pass the very object on."""


class RoundEnd(msgspec.Struct, frozen=True, kw_only=True):
    """How a round of the stream ended."""

    own: tuple[OwnCall, ...] = ()
    """The calls of our tool to answer; none where the reply was cut short."""
    others: int = 0
    """Calls beside ours that the caller answers; not counted where none of ours was seen."""
    reply: dict[str, object] = {}
    """The round as a complete reply; empty where none of ours was seen."""


class Splice(Protocol):
    """The streams of all rounds as one stream, without our calls.

    `feed` each event as it comes; when a stream has ended, `finish`; if it asked for originals only and is continued, `resume`
    and feed the next stream; in the end, `conclude`. Text flows on at once. Until a call of ours is seen, every event passes as
    the very object; from then on events that end the reply are held. State is kept in place: one splice a request.
    """

    def feed(self, event: object) -> list[Emit]:
        """What the caller gets now."""
        ...

    def finish(self) -> RoundEnd:
        """What the round that just ended asked for."""
        ...

    def resume(self) -> None:
        """Go on: what follows is the next round's stream."""
        ...

    def conclude(self) -> list[Emit]:
        """The events held, their reason to stop true of what the caller got; nothing that did not come."""
        ...

    @property
    def alias(self) -> tuple[str, str] | None:
        """The id of the response that the caller was shown, and that of the last one, which the server goes on from.

        None where the provider keeps no state, or they are the same. A caller who sends the first as `previous_response_id`
        means the last: only that one's calls are all answered.
        """
        ...
