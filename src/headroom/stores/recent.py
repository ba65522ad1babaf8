"""What this process knows to be kept, and since when."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from typing import Generic, TypeVar

from headroom.stores.forking import ForkLock

__all__ = ["Recent"]

V = TypeVar("V")


class Recent(Generic[V]):
    """A bounded map of what was written or used lately, by tenant and key. Threads may share it.

    It belongs to one file: what is known of another one is forgotten.
    """

    def __init__(self, *, max_entries: int) -> None:
        self._max_entries = max_entries
        self._entries: OrderedDict[tuple[str, str], tuple[V, float]] = OrderedDict()
        self._file: object = None
        self._lock = ForkLock()

    def found(self, tenant: str, keys: Iterable[str], *, file: object, not_older_s: float) -> dict[str, V]:
        """Of these keys, those that are known of this file and were noted at most so long ago."""
        if file is None or file != self._file:
            return {}
        since = time.monotonic() - not_older_s
        entries = self._entries
        return {key: entry[0] for key in keys if (entry := entries.get((tenant, key))) is not None and entry[1] >= since}

    def note(self, tenant: str, values: Mapping[str, V], *, file: object) -> None:
        """Know of these, as of now."""
        now = time.monotonic()
        with self._lock:
            if file != self._file:
                self._entries.clear()
                self._file = file
            for key, value in values.items():
                self._entries[tenant, key] = (value, now)
                self._entries.move_to_end((tenant, key))
            while len(self._entries) > self._max_entries:
                self._entries.popitem(last=False)
