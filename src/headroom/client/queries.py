"""What the store says of past requests; plain functions that block, for both clients."""

from __future__ import annotations

from datetime import datetime

from headroom.client.core import Core
from headroom.measures.requests import RequestMetrics

__all__ = ["SETTLE_S", "metrics_of", "original_of", "summary_of"]

SETTLE_S = 5.0
"""How long a question waits for calls that are still being counted. Chosen: far longer than that takes."""


def metrics_of(
    core: Core,
    start_time: datetime | None,
    end_time: datetime | None,
    model: str | None,
    mode: str | None,
    limit: int,
    offset: int,
) -> list[RequestMetrics]:
    """The rows of past requests, newest first.

    Raises: StorageError where the store cannot be read; ConfigurationError for a negative limit or offset.
    """
    core.stores.writer.settle(SETTLE_S)
    return core.stores.metrics.read(start_time, end_time, model, mode, limit, offset)


def summary_of(core: Core, start_time: datetime | None, end_time: datetime | None) -> dict[str, int | float]:
    """The totals of a time.

    Raises: StorageError where the store cannot be read.
    """
    core.stores.writer.settle(SETTLE_S)
    return core.stores.metrics.summary(start_time, end_time)


def original_of(core: Core, tenant: str, original: str) -> str | None:
    """The whole text under a hash; None where it is not kept for this tenant.

    Raises: StorageError where the store cannot be read.
    """
    return core.stores.originals.get(tenant, original)
