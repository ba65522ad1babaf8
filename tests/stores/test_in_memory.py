"""Stores in memory, and their bounds."""

from __future__ import annotations

from headroom.stores.contract import Retention
from headroom.stores.in_memory import MAX_DECISIONS, MAX_ROWS, MemoryBackend, MemoryDecisions, MemoryMetrics, MemoryOriginals
from headroom.stores.queries import SPARED_S
from tests.stores.rows import Clock, row


def test_rows_are_bounded() -> None:
    """The oldest go, and are counted; a row written again is one row."""
    metrics = MemoryMetrics()
    metrics.write([row(number) for number in range(MAX_ROWS + 2)])
    metrics.write([row(MAX_ROWS + 1, tokens=50)])
    assert [one.request_id for one in metrics.oldest(2)] == ["r000002", "r000003"]
    assert (metrics.dropped, len(metrics), metrics.read(limit=1)[0].tokens_input_before) == (2, MAX_ROWS, 50)
    assert metrics.summary()["total_requests"] == MAX_ROWS


def test_rows_that_were_moved_are_let_go() -> None:
    """Not those that took their place meanwhile."""
    metrics = MemoryMetrics()
    metrics.write([row(1), row(2)])
    taken = metrics.oldest(10)
    metrics.write([row(2, tokens=50)])
    metrics.discard(taken)
    assert [one.tokens_input_before for one in metrics.oldest(10)] == [50]


def test_texts_come_back_to_their_tenant() -> None:
    """And to nobody else."""
    originals = MemoryOriginals(Retention(), Clock())
    assert originals.put("t", {"h": "half \ud800"})
    assert originals.get("t", "h") == "half \ud800"
    assert originals.get("u", "h") is None
    assert not originals.holds("t", ["h"])
    originals.discard("t", "h")
    originals.discard("t", "h")
    assert originals.get("t", "h") is None


def test_unused_texts_go() -> None:
    """By age, counted from the last use."""
    clock = Clock()
    originals = MemoryOriginals(Retention(ttl_seconds=100), clock)
    originals.put("t", {"a": "1", "b": "2"})
    clock.now += 90
    assert originals.get("t", "b") == "2"
    clock.now += 20
    assert originals.get("t", "a") is None
    originals.trim()
    assert originals.oldest(10) == [("t", "b", "2")]


def test_too_many_texts_go_oldest_first() -> None:
    """By number and by bytes, but never those of the last minute."""
    clock = Clock()
    originals = MemoryOriginals(Retention(max_entries=2, max_bytes=10), clock)
    assert originals.put("t", {"a": "1", "b": "2", "c": "3"})
    assert len(originals) == 3
    clock.now += SPARED_S + 1
    assert originals.put("t", {"d": "éé"})
    assert [original for _, original, _ in originals.oldest(9)] == ["c", "d"]
    assert originals.put("t", {"e": "12345"})
    clock.now += SPARED_S + 1
    originals.trim()
    assert [original for _, original, _ in originals.oldest(9)] == ["e"]


def test_a_flood_is_refused() -> None:
    """What must be spared cannot take memory without end: then a put says no, and keeps nothing."""
    originals = MemoryOriginals(Retention(max_bytes=100), Clock())
    assert originals.put("t", {"a": "x" * 150})
    assert not originals.put("t", {"b": "x" * 60})
    assert originals.get("t", "b") is None


def test_decisions_are_bounded() -> None:
    """Longest unused go first."""
    decisions = MemoryDecisions()
    decisions.remember("t", {f"k{number}": "x" for number in range(MAX_DECISIONS)})
    assert decisions.recall("t", ["k0", "none"]) == {"k0": "x"}
    assert decisions.recall("u", ["k0"]) == {}
    decisions.remember("t", {"new": "y"})
    assert decisions.recall("t", ["k0", "k1", "new"]) == {"k0": "x", "new": "y"}
    assert len(decisions) == MAX_DECISIONS


def test_decisions_that_were_moved_are_let_go() -> None:
    """Unless it was decided otherwise meanwhile."""
    decisions = MemoryDecisions()
    decisions.remember("t", {"a": "1", "b": "2"})
    decisions.remember("t", {"b": "3"})
    decisions.discard("t", "a", "1")
    decisions.discard("t", "b", "2")
    assert decisions.oldest(9) == [("t", "b", "3")]


def test_a_place_in_memory_can_do_what_any_can() -> None:
    """Nothing is ever wrong with it, and it keeps at least what it is told to."""
    backend = MemoryBackend(Retention(max_entries=1), Clock())
    backend.check()
    backend.keep(Retention(max_entries=5))
    backend.tend()
    backend.close()
    assert (backend.name, backend.set_aside, backend.originals.retention.max_entries) == ("memory", None, 5)
