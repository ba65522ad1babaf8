"""A bounded map that threads may share, for the values of pure functions.

It may forget anything at any time, so nobody may rely on a value being there; what it returns never depends on its bounds.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

__all__ = ["Memo"]

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class _Entry(Generic[V]):
    """A value, its weight, and whether it was asked for since it was last spared."""

    __slots__ = ("asked", "value", "weight")

    def __init__(self, value: V, weight: int) -> None:
        self.value = value
        self.weight = weight
        self.asked = False


class Memo(Generic[K, V]):
    """Remembered values by key, bounded by number and by total weight.

    Keys hold the strings they stand for, not digests or ids: a `str` keeps its hash, so finding the same one again costs no
    reading of it. What was asked for since the last round is spared once when room is made (second chance), so one pass over
    much new text does not drive out what every turn asks for again.

    Cost: `get` takes no lock; `put` is constant on average.
    """

    __slots__ = ("_entries", "_lock", "_weight", "max_entries", "max_weight")

    def __init__(self, *, max_entries: int, max_weight: int) -> None:
        self.max_entries = max_entries
        self.max_weight = max_weight
        self._entries: OrderedDict[K, _Entry[V]] = OrderedDict()
        self._weight = 0
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def weight(self) -> int:
        """The weights of all entries together."""
        return self._weight

    def get(self, key: K) -> V | None:
        """The value put under an equal key, if it is still there."""
        entry = self._entries.get(key)
        if entry is None:
            return None
        entry.asked = True
        return entry.value

    def put(self, key: K, value: V, weight: int = 1) -> None:
        """Remember a value, and forget others if there is no room.

        No-op: when the weight alone exceeds the bound.
        """
        if weight > self.max_weight:
            return
        with self._lock:
            known = self._entries.pop(key, None)
            if known is not None:
                self._weight -= known.weight
            while self._entries and (len(self._entries) >= self.max_entries or self._weight + weight > self.max_weight):
                self._forget_one()
            self._entries[key] = _Entry(value, weight)
            self._weight += weight

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._entries.clear()
            self._weight = 0

    def _forget_one(self) -> None:
        """Drop the oldest entry that nobody asked for, sparing each asked one once."""
        while True:
            key, entry = self._entries.popitem(last=False)
            if not entry.asked:
                self._weight -= entry.weight
                return
            entry.asked = False
            self._entries[key] = entry
