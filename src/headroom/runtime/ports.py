"""The ports that the core awaits: everything that is not a pure function of its arguments.

Each has a blocking and a suspending edge (`blocking`, `nonblocking`), written twice on purpose: what a lock and a thread are
differs between the two. Deadlines are numbers handed to ports, never scopes round them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, TypeVar

__all__ = ["Clock", "DecisionStore", "Events", "OriginalStore", "Transport", "Work"]

T = TypeVar("T")


class Events(Protocol):
    """A reply that comes in pieces."""

    async def next(self) -> object | None:
        """The next event as the SDK made it; None at the end."""
        ...

    async def close(self) -> None:
        """Let go of the connection; again is allowed."""
        ...


class Transport(Protocol):
    """The provider, through the caller's own SDK client."""

    async def send(self, body: Mapping[str, object], *, again: bool) -> object:
        """The SDK's reply to a request body. `again` marks a continuation of ours, which repeats no idempotency key.

        Raises: whatever the SDK raises, untouched.
        """
        ...

    def with_headers(self, headers: Mapping[str, str]) -> Transport:
        """The same, sending further headers."""
        ...

    def unparsed(self) -> Transport:
        """The same, with replies as they came where the SDK would make something of them: that is left to `finished`."""
        ...

    def finished(self, reply: object) -> object:
        """The reply for the caller, with what `unparsed` left undone.

        Raises: whatever the SDK raises for a reply that does not fit.
        """
        ...

    async def parsed(self, reply: object) -> object:
        """The reply's content: itself, or what a raw response holds."""
        ...

    def with_parsed(self, reply: object, content: object) -> object:
        """The reply with another content: that content, or the raw response holding it."""
        ...

    def events(self, reply: object) -> Events:
        """The events of a streamed reply."""
        ...

    def streamed(self, reply: object, events: Events) -> object:
        """A stream of the SDK's own for the caller, made of these events."""
        ...


class OriginalStore(Protocol):
    """Where whole texts are kept, by tenant and hash."""

    async def put(self, tenant: str, originals: Mapping[str, str], within_s: float) -> bool:
        """Whether all of them are kept now; False when that would take longer, or cannot be."""
        ...

    async def get(self, tenant: str, original: str) -> str | None:
        """The text, which counts as a use of it; None for a hash of nobody or of somebody else."""
        ...


class DecisionStore(Protocol):
    """What was decided about texts otherwise than compression alone would, so that later turns repeat it."""

    async def recall(self, tenant: str, keys: Sequence[str]) -> Mapping[str, str]:
        """The decisions that there are for these keys."""
        ...

    async def remember(self, tenant: str, decisions: Mapping[str, str]) -> None:
        """Keep decisions by key; that it cannot be done is not told, only counted."""
        ...


class Work(Protocol):
    """Where pure functions run that take long."""

    async def run(self, function: Callable[[], T], chars: int) -> T:
        """What the function returns; `chars` of text are the size of its work."""
        ...


class Clock(Protocol):
    """Time, for what must not be pure. Not awaited: reading a clock never takes long."""

    def now(self) -> float:
        """Seconds since the epoch."""
        ...

    def elapsed(self) -> float:
        """Seconds since some moment, never going back."""
        ...
