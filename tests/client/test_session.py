"""Counters of a client."""

from __future__ import annotations

import threading

import pytest

from headroom.client.session import SessionCounters


def test_the_documented_counters_are_there_from_the_start() -> None:
    """With nothing counted, every one is zero."""
    counts = SessionCounters().counts()
    documented = {"requests_total", "requests_optimized", "requests_audit", "tokens_saved_total", "cache_hits"}
    assert documented <= counts.keys()
    assert set(counts.values()) == {0}


def test_threads_lose_no_count() -> None:
    """However many add at once."""
    session = SessionCounters()

    def add() -> None:
        for _ in range(500):
            session.add(requests_total=1, tokens_saved_total=2)
            session.fell_back("store")

    threads = [threading.Thread(target=add) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    counts = session.counts()
    assert (counts["requests_total"], counts["tokens_saved_total"], counts["fallbacks"]) == (4_000, 8_000, 4_000)
    assert session.reasons() == {"store": 4_000}


def test_what_is_given_out_is_a_copy() -> None:
    """Changing it changes no counter; a name that is none is a mistake."""
    session = SessionCounters()
    session.counts()["requests_total"] = 7
    session.reasons()["x"] = 1
    assert session.counts()["requests_total"] == 0
    assert session.reasons() == {}
    with pytest.raises(KeyError):
        session.add(nonsense=1)
