"""Replies in memory, given again to the same request, or to one question that asks for the same.

Replies are the SDK's own objects; what is kept and what is handed out are copies, so that nobody changes another's.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from math import fsum, isfinite, sqrt
from threading import Lock
from typing import Protocol

import msgspec

from headroom.config import Embedder
from headroom.errors import ConfigurationError
from headroom.relevance.agreement import question_form
from headroom.wire.request_key import Question

__all__ = ["Clock", "ReplyCache", "ReplyCacheStats"]


class Clock(Protocol):
    """The part of a clock that ages need."""

    def elapsed(self) -> float:
        """Seconds since some moment, never going back."""
        ...


class ReplyCacheStats(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the requests asked for."""

    entries: int
    hits: int
    """Of these, `similar_hits` answered another wording."""
    similar_hits: int
    misses: int
    evicted: int
    """Replies dropped for want of room, not for their age."""
    failures: int
    """Times an embedder or a copy raised; each was a miss."""


class _Entry(msgspec.Struct, frozen=True):
    """A reply, when it was put, and the question that it answers."""

    reply: object
    at: float
    question: Question | None
    form: tuple[str, ...]


class ReplyCache:
    """The latest replies by request key, bounded in number and age; threads may share it.

    Without an embedder only the very same request is a hit. With one, so is a question with the same words but for courtesy,
    articles and the like (`question_form`), if its vector is near enough. Nothing that anybody's code raises comes out of it.

    Raises: ConfigurationError for limits that are none.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        copy: Callable[[object], object],
        max_entries: int = 1_000,
        ttl_seconds: float = 300,
        similarity: float = 0.95,
        embedder: Embedder | None = None,
    ) -> None:
        if max_entries < 1:
            raise ConfigurationError("max_entries must be at least 1", {"field": "max_entries", "value": max_entries})
        if not ttl_seconds > 0:
            raise ConfigurationError("ttl_seconds must be above 0", {"field": "ttl_seconds", "value": ttl_seconds})
        if not 0 < similarity <= 1:
            raise ConfigurationError("similarity must be above 0, up to 1", {"field": "similarity", "value": similarity})
        self.max_entries = max_entries
        self.ttl_seconds = ttl_seconds
        self.similarity = similarity
        self._clock = clock
        self._copy = copy
        self._embedder = embedder
        self._lock = Lock()
        self._entries: OrderedDict[str, _Entry] = OrderedDict()
        self._asked: dict[tuple[str, tuple[str, ...]], str] = {}
        self.compares = embedder is not None
        """Whether questions in other words count."""
        self._hits = self._similar_hits = self._misses = self._evicted = self._failures = 0

    def get(self, key: str, question: Question | None = None) -> object | None:
        """A copy of the reply to the same request, or to a question that asks for the same; None for none.

        No-op: an empty key.
        """
        if not key:
            return None
        now = self._clock.elapsed()
        with self._lock:
            entry = self._fresh(key, now)
        is_similar = False
        if entry is None and question is not None and self._embedder is not None:
            key, entry = self._similar(question, now)
            is_similar = entry is not None
        reply = None if entry is None else self._copied(entry.reply)
        with self._lock:
            if reply is None:
                self._misses += 1
                return None
            self._hits += 1
            self._similar_hits += is_similar
            if key in self._entries:
                self._entries.move_to_end(key)
        return reply

    def put(self, key: str, reply: object, question: Question | None = None) -> None:
        """Keep a copy of a whole reply; the one unused for longest goes where there is no room.

        No-op: an empty key, and a reply that cannot be copied.
        """
        kept = self._copied(reply) if key and reply is not None else None
        if kept is None:
            return
        form = question_form(question.text) if question is not None and self._embedder is not None else ()
        entry = _Entry(kept, self._clock.elapsed(), question, form)
        with self._lock:
            self._drop(key)
            self._entries[key] = entry
            if question is not None and form:
                self._asked[question.partition, form] = key
            while len(self._entries) > self.max_entries:
                self._drop(next(iter(self._entries)))
                self._evicted += 1

    def clear(self) -> None:
        """Forget all replies; the counters stay."""
        with self._lock:
            self._entries.clear()
            self._asked.clear()

    def stats(self) -> ReplyCacheStats:
        """The counters as they are now."""
        with self._lock:
            return ReplyCacheStats(
                entries=len(self._entries),
                hits=self._hits,
                similar_hits=self._similar_hits,
                misses=self._misses,
                evicted=self._evicted,
                failures=self._failures,
            )

    def _fresh(self, key: str, now: float) -> _Entry | None:
        """The entry if it is young enough; the lock is held."""
        entry = self._entries.get(key)
        if entry is not None and now - entry.at >= self.ttl_seconds:
            self._drop(key)
            return None
        return entry

    def _drop(self, key: str) -> None:
        """Forget an entry and what was asked; the lock is held."""
        entry = self._entries.pop(key, None)
        if entry is not None and entry.question is not None:
            place = (entry.question.partition, entry.form)
            if self._asked.get(place) == key:
                del self._asked[place]

    def _similar(self, question: Question, now: float) -> tuple[str, _Entry | None]:
        """The key and the reply of a question with the same form whose vector is near enough."""
        form = question_form(question.text)
        with self._lock:
            key = self._asked.get((question.partition, form), "") if form else ""
            entry = self._fresh(key, now) if key else None
        if entry is None or entry.question is None:
            return "", None
        return (key, entry) if self._is_near(question.text, entry.question.text) else ("", None)

    def _is_near(self, asked: str, known: str) -> bool:
        """Whether the embedder finds both alike. Called without the lock: it may take its time."""
        if self._embedder is None:
            return False
        try:
            one, other = ([float(value) for value in vector] for vector in self._embedder([asked, known]))
            return _cosine(one, other) >= self.similarity
        except Exception:  # noqa: BLE001 - an embedder is anybody's code, and a miss costs one call
            self._count_failure()
            return False

    def _copied(self, reply: object) -> object | None:
        try:
            return self._copy(reply)
        except Exception:  # noqa: BLE001 - a reply is any SDK's object, and one that cannot be copied is not kept
            self._count_failure()
            return None

    def _count_failure(self) -> None:
        with self._lock:
            self._failures += 1


def _cosine(one: list[float], other: list[float]) -> float:
    """The cosine of two vectors; 0 where one has no direction.

    Raises: ValueError for vectors of two lengths.
    """
    product = fsum(left * right for left, right in zip(one, other, strict=True))
    norm = sqrt(fsum(value * value for value in one)) * sqrt(fsum(value * value for value in other))
    cosine = product / norm if norm else 0.0
    return cosine if isfinite(cosine) else 0.0
