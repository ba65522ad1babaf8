"""What was sent before, so that it goes out again as it was sent.

A conversation grows at its end: the request that came before is a prefix of the next one. What became of that prefix is kept
here for a while. While the provider may still have it cached, it is sent again to the byte, even where compression would now
make something else of it: because the mode changed, or a profile, or the store was slow that time.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import cast

import msgspec

from headroom.messages import Conversation, Report
from headroom.pipeline.resumed import Progress
from headroom.retrieval.pending import Pending
from headroom.wire.cache_marks import Mark
from headroom.wire.values import plain

__all__ = ["Lineages", "Sent", "chars_in", "frozen_copy"]

_CONVERSATIONS = 256
"""Conversations remembered. Chosen: a busy server's worth."""
_CHARS = 64_000_000
"""Characters of all that is remembered. Chosen: some hundred long conversations; an application's own are held by it anyway."""
_BRANCHES = 8
"""Conversations that open alike and are told apart by what follows. Chosen."""


class Sent(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """A request that went out."""

    around: object
    """System prompt, tools and model as the caller gave them: with others, everything is new."""
    items: tuple[object, ...]
    """The messages as the caller gave them; copies, so that a caller may change theirs."""
    before: Conversation
    """What they say."""
    after: Conversation
    """What was sent."""
    wire: tuple[object, ...]
    """The messages that were sent, on the wire."""
    report: Report
    progress: Progress | None
    """How to go on from there; None where that cannot be."""
    hidden: Mapping[str, Pending]
    """Our calls that the caller never saw, by what they are known by."""
    marks: tuple[Mark, ...] | None = None
    """The caller's cache marks on messages; None where they were not looked for."""
    offers_tool: bool
    """Whether our tool was offered, which notes may name."""
    chars: int
    """Of all strings in it, images and files as well."""
    at_s: float
    """When, by a clock that never goes back."""


class Lineages:
    """The latest request of each conversation, the one used longest ago forgotten first. Safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sent: OrderedDict[object, tuple[Sent, ...]] = OrderedDict()
        self._chars = 0

    def find(self, opening: object, around: object, items: Sequence[object]) -> Sent | None:
        """The longest request that these messages go on from; itself, where they are the same."""
        with self._lock:
            known = self._sent.get(opening, ())
        found: Sent | None = None
        for sent in known:
            length = len(sent.items)
            if (found is None or length > len(found.items)) and length <= len(items) and sent.around == around:
                if sent.items == tuple(items[:length]):
                    found = sent
        return found

    def known(self, opening: object) -> tuple[Sent, ...]:
        """The requests of conversations that open so, the longest first."""
        with self._lock:
            known = self._sent.get(opening, ())
        return tuple(sorted(known, key=lambda sent: -len(sent.items)))

    def keep(self, opening: object, sent: Sent, instead_of: Sent | None) -> None:
        """Remember a request, in the place of the one it goes on from."""
        with self._lock:
            known = self._sent.pop(opening, ())
            others = tuple(one for one in known if one is not instead_of)[: _BRANCHES - 1]
            self._sent[opening] = (sent, *others)
            self._chars += sent.chars + sum(one.chars for one in others) - sum(one.chars for one in known)
            while len(self._sent) > _CONVERSATIONS or (self._chars > _CHARS and len(self._sent) > 1):
                _, gone = self._sent.popitem(last=False)
                self._chars -= sum(one.chars for one in gone)

    def __len__(self) -> int:
        with self._lock:
            return sum(map(len, self._sent.values()))


def chars_in(value: object) -> int:
    """Characters of all strings in a wire value, names of fields aside.

    Cost: looks at each value once, into no text.
    """
    chars, waiting = 0, [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, (str, bytes)):
            chars += len(one)
        elif isinstance(one, (list, tuple)):
            waiting.extend(one)
        elif fields := plain(one):
            waiting.extend(fields.values())
    return chars


def frozen_copy(value: object) -> object:
    """A copy of a wire value that shares no dict and no list with it; anything else is the very object."""
    if isinstance(value, Mapping):
        return {name: frozen_copy(item) for name, item in cast("Mapping[object, object]", value).items()}
    if isinstance(value, (list, tuple)):
        return type(value)(frozen_copy(item) for item in value)
    return value
