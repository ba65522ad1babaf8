"""Decisions in a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from headroom.stores import sqlite_decisions
from headroom.stores.contract import Retention, StoreBusyError
from headroom.stores.sqlite import SqliteBackend
from headroom.stores.sqlite_decisions import SqliteDecisions
from tests.stores.rows import Clock, locked


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the file shall be."""
    return tmp_path / "x.db"


def store(path: Path, clock: Clock | None = None) -> SqliteDecisions:
    """The decisions of a file, as a process of their own would see them."""
    return SqliteBackend(lambda: path, Retention(ttl_seconds=100), clock=clock or Clock()).decisions


def test_what_was_remembered_is_recalled(path: Path) -> None:
    """By key and tenant, here and in another process."""
    one = store(path)
    one.remember("t", {"a\ud800": "skip \udc00", "b": "fold"})
    one.remember("t", {})
    for reader in (one, store(path)):
        assert reader.recall("t", ["a\ud800", "b", "c"]) == {"a\ud800": "skip \udc00", "b": "fold"}
        assert reader.recall("other", ["b"]) == {}
        assert reader.recall("t", []) == {}


def test_many_keys_are_asked_at_once(path: Path) -> None:
    """More than fit in one query, too."""
    many = {f"k{number}": str(number) for number in range(1_200)}
    store(path).remember("t", many)
    assert store(path).recall("t", list(many)) == many


def test_the_last_word_counts(path: Path) -> None:
    """Remembering again replaces."""
    one = store(path)
    one.remember("t", {"a": "1"})
    one.remember("t", {"a": "2"})
    assert one.recall("t", ["a"]) == store(path).recall("t", ["a"]) == {"a": "2"}


def test_recalling_is_a_use(path: Path) -> None:
    """A decision lives as long as the conversation that repeats it."""
    clock = Clock()
    store(path, clock).remember("t", {"a": "1", "b": "2"})
    clock.now += 90
    assert store(path, clock).recall("t", ["a"]) == {"a": "1"}
    clock.now += 90
    assert store(path, clock).recall("t", ["a", "b"]) == {"a": "1"}
    one = store(path, clock)
    one.trim()
    clock.now -= 90
    assert one.recall("t", ["b"]) == {}


def test_it_is_bounded(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Longest unused go first."""
    monkeypatch.setattr(sqlite_decisions, "MAX_DECISIONS", 3)
    clock = Clock()
    for number in range(6):
        store(path, clock).remember("t", {f"k{number}": "x"})
        clock.now += 1
    store(path, clock).trim()
    assert set(store(path, clock).recall("t", [f"k{number}" for number in range(6)])) == {"k3", "k4", "k5"}


def test_a_held_file_can_be_read(path: Path) -> None:
    """Writing is refused in time, recalling is not, and what is at hand needs no file."""
    one = store(path)
    one.remember("t", {"a": "1"})
    with locked(path):
        with pytest.raises(StoreBusyError):
            one.remember("t", {"b": "2"})
        assert store(path).recall("t", ["a"]) == {"a": "1"}
        assert one.recall("t", ["a"]) == {"a": "1"}
