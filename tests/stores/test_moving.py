"""What memory took in, moved to where it belongs."""

from __future__ import annotations

import pytest

from headroom.errors import StorageError
from headroom.stores.contract import Retention, StoreBusyError
from headroom.stores.in_memory import MemoryBackend
from headroom.stores.moving import move
from tests.stores.fragile import Fragile
from tests.stores.rows import row


@pytest.fixture
def memory() -> MemoryBackend:
    """Some of everything."""
    made = MemoryBackend(Retention())
    made.metrics.write([row(1)])
    made.originals.put("t", {"h": "x"})
    made.decisions.remember("t", {"k": "v"})
    return made


def test_all_is_moved(memory: MemoryBackend) -> None:
    """And nothing is left; moving nothing does nothing."""
    place = Fragile()
    move(memory, place)
    assert place.kept.metrics.read() == [row(1)]
    assert place.kept.originals.get("t", "h") == "x"
    assert place.kept.decisions.recall("t", ["k"]) == {"k": "v"}
    assert (len(memory.metrics), len(memory.originals), len(memory.decisions)) == (0, 0, 0)
    place.calls.clear()
    move(memory, place)
    assert place.calls == []


def test_what_cannot_be_moved_stays(memory: MemoryBackend) -> None:
    """Nothing leaves memory before it is kept."""
    place = Fragile()
    place.error = StorageError("no room")
    with pytest.raises(StorageError):
        move(memory, place)
    assert len(memory.metrics) == 1
    place.error, place.is_slow = None, True
    with pytest.raises(StoreBusyError):
        move(memory, place)
    assert (len(memory.metrics), len(memory.originals), len(memory.decisions)) == (0, 1, 1)
