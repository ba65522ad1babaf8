"""What memory took in meanwhile, moved to where it belongs."""

from __future__ import annotations

from headroom.stores.contract import Backend, StoreBusyError
from headroom.stores.in_memory import MemoryBackend

__all__ = ["move"]

_ROWS = 500
_TEXTS = 16
_DECISIONS = 500
"""Moved at a time. Chosen: some milliseconds each, so that requests find their time in between."""
_WITHIN_S = 1.0


def move(memory: MemoryBackend, backend: Backend) -> None:
    """Put all that memory holds into `backend`; what is there stays in memory until it is kept.

    Raises: StorageError, with the rest still in memory.
    """
    while rows := memory.metrics.oldest(_ROWS):
        backend.metrics.write(rows)
        memory.metrics.discard(rows)
    while texts := memory.originals.oldest(_TEXTS):
        for tenant, original, text in texts:
            if not backend.originals.put(tenant, {original: text}, _WITHIN_S):
                raise StoreBusyError("the file is in use by others")
            memory.originals.discard(tenant, original)
    while decisions := memory.decisions.oldest(_DECISIONS):
        for tenant in {tenant for tenant, _, _ in decisions}:
            backend.decisions.remember(tenant, {key: decision for owner, key, decision in decisions if owner == tenant})
        for tenant, key, decision in decisions:
            memory.decisions.discard(tenant, key, decision)
