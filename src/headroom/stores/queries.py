"""What the tables of texts share: a file seen as reads and writes, and text as bytes."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Protocol, TypeVar

from headroom.stores.folders import FileIdentity

__all__ = ["SPARED_S", "TOUCH_EVERY_S", "File", "as_bytes", "as_text", "touch_every_s"]

T = TypeVar("T")

SPARED_S = 60.0
"""What was used so recently is never dropped for lack of room: a request that refers to it may be on its way."""
TOUCH_EVERY_S = 30.0
"""How often at most a use is written down. Chosen: half of the time that a use protects, so one attempt may fail."""


class File(Protocol):
    """A SQLite file."""

    def identity(self) -> FileIdentity | None:
        """What tells the file that is there now from another one."""
        ...

    def write(self, change: Callable[[sqlite3.Connection], T], within_s: float = 2.0) -> T:
        """What `change` returns, with what it wrote committed."""
        ...

    def write_whole(self, change: Callable[[sqlite3.Connection], object], within_s: float) -> FileIdentity | None:
        """Which file has what `change` wrote, in one statement or in a transaction that it ends itself."""
        ...

    def read(self, query: Callable[[sqlite3.Connection], T], *, is_quick: bool = False, within_s: float = 2.0) -> T:
        """What `query` returns."""
        ...


def touch_every_s(ttl_seconds: float) -> float:
    """How often at most a use is written down of what is kept so long."""
    return min(TOUCH_EVERY_S, ttl_seconds / 4)


def as_bytes(text: str) -> bytes:
    """A text as it is stored; lone surrogates survive."""
    return text.encode("utf-8", "surrogatepass")


def as_text(stored: bytes) -> str:
    """The text that was stored."""
    return stored.decode("utf-8", "surrogatepass")
