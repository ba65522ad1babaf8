"""Replies given again, and those that are not."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Any

import pytest

from headroom.errors import ConfigurationError
from headroom.stores.replies import ReplyCache, ReplyCacheStats
from headroom.wire.request_key import Question

DNS = Question("p", "What is the DNS?")
DNS_AGAIN = Question("p", "what is DNS")


class Hands:
    """A clock that goes on when it is told."""

    def __init__(self) -> None:
        self.at = 1_000.0

    def now(self) -> float:
        """Seconds since the epoch."""
        return self.at

    def elapsed(self) -> float:
        """The same."""
        return self.at


def near(texts: list[str]) -> Iterable[Iterable[float]]:
    """Vectors that are all one."""
    return [(3.0, 4.0) for _ in texts]


def replies(clock: Hands | None = None, **settings: Any) -> ReplyCache:
    """A cache of dicts."""
    return ReplyCache(clock=clock or Hands(), copy=copy.deepcopy, **settings)


def test_the_same_request_is_answered_with_a_copy() -> None:
    """What one caller does to a reply, the next one does not see."""
    cache = replies()
    given = {"text": ["a"]}
    cache.put("k", given)
    given["text"].append("b")
    first: Any = cache.get("k")
    first["text"].append("c")
    assert cache.get("k") == {"text": ["a"]}
    assert cache.get("other") is None
    assert cache.stats() == ReplyCacheStats(entries=1, hits=2, similar_hits=0, misses=1, evicted=0, failures=0)


def test_no_key_is_no_entry() -> None:
    """A request that cannot be told is neither kept nor counted."""
    cache = replies()
    cache.put("", "reply")
    cache.put("k", None)
    assert cache.get("") is None
    assert cache.stats() == ReplyCacheStats(entries=0, hits=0, similar_hits=0, misses=0, evicted=0, failures=0)


def test_replies_grow_old() -> None:
    """From when they were put, however often they are asked for."""
    clock = Hands()
    cache = replies(clock, ttl_seconds=300)
    cache.put("k", "reply")
    clock.at += 299
    assert cache.get("k") == "reply"
    clock.at += 1
    assert cache.get("k") is None
    assert cache.stats().entries == 0


def test_the_longest_unused_goes_first() -> None:
    """Asking for a reply is using it."""
    cache = replies(max_entries=2)
    cache.put("a", "A")
    cache.put("b", "B")
    assert cache.get("a") == "A"
    cache.put("c", "C")
    assert [cache.get(key) for key in "abc"] == ["A", None, "C"]
    assert cache.stats().evicted == 1


def test_a_later_reply_takes_the_place_of_an_earlier_one() -> None:
    """Under the same key, with its own question."""
    cache = replies(embedder=near)
    cache.put("k", "old", DNS)
    cache.put("k", "new", Question("p", "What is TCP?"))
    assert cache.get("k") == "new"
    assert cache.get("other", DNS_AGAIN) is None
    assert cache.get("other", Question("p", "What is the TCP")) == "new"


def test_another_wording_is_answered_where_an_embedder_agrees() -> None:
    """Only then, only in the same partition, and only while the reply is young."""
    clock = Hands()
    cache = replies(clock, embedder=near)
    cache.put("k", "reply", DNS)
    assert cache.get("other", DNS_AGAIN) == "reply"
    assert cache.get("other", Question("q", DNS_AGAIN.text)) is None
    assert cache.get("other", Question("p", "What is not DNS?")) is None
    assert cache.get("other", Question("p", "word " * 500)) is None
    assert cache.get("other") is None
    assert cache.stats().similar_hits == 1
    clock.at += 300
    assert cache.get("other", DNS_AGAIN) is None
    assert cache.stats().entries == 0


def test_without_an_embedder_only_the_same_request_is() -> None:
    """However like the questions are."""
    cache = replies()
    cache.put("k", "reply", DNS)
    assert cache.get("other", DNS_AGAIN) is None
    assert cache.get("k", DNS) == "reply"


def _raises(_texts: list[str]) -> Iterable[Iterable[float]]:
    raise RuntimeError("no model")


@pytest.mark.parametrize(
    ("embedder", "failures"),
    [
        (_raises, 1),
        (lambda _: [(1.0, 0.0)], 1),
        (lambda _: [(1.0, 0.0), (1.0,)], 1),
        (lambda _: [("x",), ("y",)], 1),
        (lambda _: [(1.0, 0.0), (0.9, 0.4)], 0),
        (lambda _: [(0.0, 0.0), (0.0, 0.0)], 0),
        (lambda _: [(float("nan"),), (1.0,)], 0),
    ],
)
def test_an_embedder_that_fails_or_disagrees_is_a_miss(embedder: Any, failures: int) -> None:
    """Nothing that it raises comes out."""
    cache = replies(embedder=embedder)
    cache.put("k", "reply", DNS)
    assert cache.get("other", DNS_AGAIN) is None
    assert cache.stats() == ReplyCacheStats(entries=1, hits=0, similar_hits=0, misses=1, evicted=0, failures=failures)


def test_the_likeness_asked_for_counts() -> None:
    """Vectors at an angle are near enough for less."""
    cache = replies(embedder=lambda _: [(1.0, 0.0), (0.9, 0.4)], similarity=0.9)
    cache.put("k", "reply", DNS)
    assert cache.get("other", DNS_AGAIN) == "reply"


def test_a_reply_that_cannot_be_copied_is_not_kept() -> None:
    """Nor one that cannot be copied later."""
    cache = replies()
    cache.put("k", Lock())
    assert cache.stats() == ReplyCacheStats(entries=0, hits=0, similar_hits=0, misses=0, evicted=0, failures=1)
    copies = iter(("kept",))
    once = ReplyCache(clock=Hands(), copy=lambda _: next(copies))
    once.put("k", "reply")
    assert once.get("k") is None
    assert once.stats().misses == once.stats().failures == 1


def test_a_cleared_cache_is_empty() -> None:
    """What was asked is forgotten with it."""
    cache = replies(embedder=near)
    cache.put("k", "reply", DNS)
    cache.clear()
    assert cache.get("k", DNS_AGAIN) is None
    assert cache.stats().entries == 0


@pytest.mark.parametrize("wrong", [{"max_entries": 0}, {"ttl_seconds": 0}, {"similarity": 0}, {"similarity": 1.5}])
def test_limits_that_are_none_are_refused(wrong: dict[str, Any]) -> None:
    """The error names the field."""
    with pytest.raises(ConfigurationError) as caught:
        replies(**wrong)
    assert caught.value.details["field"] in wrong


def test_threads_may_share_it() -> None:
    """Bounds hold and every request is counted once, whoever asks."""
    cache = replies(max_entries=50, embedder=near)

    def work(number: int) -> None:
        for step in range(200):
            key = f"{(number * 7 + step) % 90}"
            found = cache.get(key, Question("p", f"What is the number {key}?"))
            assert found in (None, key)
            cache.put(key, key, Question("p", f"What is number {key}?"))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    stats = cache.stats()
    assert stats.entries == 50
    assert stats.hits + stats.misses == 1600
    assert stats.failures == 0
