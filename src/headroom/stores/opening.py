"""The stores of a client, by URL.

Clients of one process that name the same file share everything: one set of connections, one thread that writes, and the memory
that stands in for the file when something is wrong with it. It ends with the last of them.
"""

from __future__ import annotations

import atexit
import inspect
import time
import weakref
from collections.abc import Callable
from functools import partial
from pathlib import Path

import msgspec

from headroom.stores.contract import Backend, Retention, StoreStatus, StoreTrouble
from headroom.stores.folders import default_path
from headroom.stores.forking import ForkLock
from headroom.stores.guarded import Guarded, GuardedDecisions, GuardedMetrics, GuardedOriginals
from headroom.stores.in_memory import MemoryBackend
from headroom.stores.jsonl import JsonlBackend
from headroom.stores.plugged import offered_schemes, plugged_backend
from headroom.stores.sqlite import SqliteBackend
from headroom.stores.url import KNOWN_SCHEMES, Place, parse_url
from headroom.stores.writer import MetricsWriter

__all__ = ["Stores", "open_stores"]

_CLOSE_WITHIN_S = 10.0
"""How long closing waits for rows on their way. Chosen."""

_Listener = Callable[[StoreTrouble], None]
_Ear = Callable[[], _Listener | None]
"""Gives a listener, if it is still there."""


class _Shared:
    """What all clients of one place share."""

    def __init__(self, place: Place, retention: Retention) -> None:
        # The thread that writes holds on to these, so they must not lead back here, or nothing of it would ever be forgotten.
        self.listeners: list[_Ear] = []
        on_trouble = partial(_tell, self.listeners)
        self.users = 0
        self.guarded = Guarded(_backend(place, retention), url=place.written, retention=retention, on_trouble=on_trouble)
        self.writer = MetricsWriter(self.guarded.metrics.write, tend=self.guarded.tend)

    def close(self) -> bool:
        """Whether all is written to where it belongs; nothing is held any more."""
        is_settled = self.writer.close(_CLOSE_WITHIN_S)
        self.guarded.tend(is_last=True)
        self.guarded.backend.close()
        return is_settled and not len(self.guarded.memory.metrics)


_shared: weakref.WeakValueDictionary[tuple[str, str], _Shared] = weakref.WeakValueDictionary()
_lock = ForkLock()


class Stores:
    """Where a client keeps things. Threads may share it."""

    def __init__(self, shared: _Shared, ear: _Ear | None) -> None:
        self._shared = shared
        self._ear = ear
        self._is_closed = False

    @property
    def metrics(self) -> GuardedMetrics:
        """Rows about requests. What is submitted to the writer is seen here after `settle`."""
        return self._shared.guarded.metrics

    @property
    def originals(self) -> GuardedOriginals:
        """Whole texts."""
        return self._shared.guarded.originals

    @property
    def decisions(self) -> GuardedDecisions:
        """What was decided about texts."""
        return self._shared.guarded.decisions

    @property
    def writer(self) -> MetricsWriter:
        """Makes and writes rows off the hot path."""
        return self._shared.writer

    def settle(self, timeout_s: float = 10.0) -> bool:
        """Whether all rows submitted before are written now."""
        return self.writer.settle(timeout_s)

    def status(self) -> StoreStatus:
        """How things are, without looking."""
        return msgspec.structs.replace(self._shared.guarded.status(), jobs_failed=self.writer.failed)

    def check(self) -> StoreStatus:
        """How things are, after opening and reading. Never raises."""
        return msgspec.structs.replace(self._shared.guarded.check(), jobs_failed=self.writer.failed)

    def close(self) -> bool:
        """Whether all rows are written; the last to close lets go of the files. Again is allowed."""
        with _lock:
            if self._is_closed:
                return True
            self._is_closed = True
            self._shared.users -= 1
            is_last = not self._shared.users
            if self._ear in self._shared.listeners:
                self._shared.listeners.remove(self._ear)
        return self._shared.close() if is_last else self.settle(_CLOSE_WITHIN_S)


def open_stores(
    url: str | None,
    *,
    folder: str | None = None,
    retention: Retention | None = None,
    stateless: bool = False,
    on_trouble: _Listener | None = None,
) -> Stores:
    """The stores that a URL names; None is a file in `folder`, or in the one for temporary files.

    `stateless` is memory, whatever the URL says.

    Nothing is touched before it is used. `on_trouble` is called once when something begins to be wrong, in whatever thread
    meets it, and must not raise; a bound method does not keep its object alive.

    Raises: ConfigurationError for a URL that nobody knows, and for a folder below a home that there is not.
    """
    known = url is None or url.partition("://")[0].lower() in KNOWN_SCHEMES
    place = parse_url(url, folder=folder, offered=() if known else offered_schemes())
    if stateless:
        place = Place(scheme="memory", url="memory://")
    kept = retention or Retention()
    ear = None if on_trouble is None else _ear(on_trouble)
    with _lock:
        key = (place.scheme, str(place.path or place.url))
        shared = _shared.get(key) if place.is_shared else None
        if shared is None or not shared.users:
            shared = _Shared(place, kept)
            if place.is_shared:
                _shared[key] = shared
        shared.guarded.keep(kept)
        shared.users += 1
        if ear is not None:
            shared.listeners.append(ear)
    return Stores(shared, ear)


def _ear(listener: _Listener) -> _Ear:
    return weakref.WeakMethod(listener) if inspect.ismethod(listener) else lambda: listener


def _tell(ears: list[_Ear], trouble: StoreTrouble) -> None:
    # One warning, however many clients there are; the status of each shows it.
    listener = next(filter(None, (ear() for ear in list(ears))), None)
    if listener is not None:
        listener(trouble)


def _backend(place: Place, retention: Retention) -> Backend:
    if place.scheme == "memory":
        return MemoryBackend(retention)
    if place.scheme == "sqlite":
        return SqliteBackend(_path_of(place), retention, clock=time.time)
    if place.scheme == "jsonl" and place.path is not None:
        return JsonlBackend(place.path, retention)
    return plugged_backend(place.scheme, place.url, retention)


def _path_of(place: Place) -> Callable[[], Path]:
    path = place.path
    return default_path if path is None else lambda: path


def _end_of_process() -> None:
    for shared in list(_shared.values()):
        shared.close()


atexit.register(_end_of_process)
