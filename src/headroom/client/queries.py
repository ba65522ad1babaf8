"""What is known of past requests; plain functions that block, for both clients."""

from __future__ import annotations

from datetime import datetime

from headroom.client.core import Core
from headroom.errors import ConfigurationError
from headroom.measures.requests import DiffArtifact, RequestMetrics

__all__ = ["diff_of", "metrics_of", "original_of", "stats_of", "summary_of"]

_SETTLE_S = 5.0
"""How long a question waits for calls that are still being counted. Chosen: far longer than that takes."""


def stats_of(core: Core) -> dict[str, dict[str, object]]:
    """Counters since the client was made; nothing is read from the store."""
    core.stores.writer.settle(_SETTLE_S)
    settings = core.settings
    status = core.stores.status()
    return {
        "session": {
            **core.session.counts(),
            "rows_failed": status.jobs_failed + status.rows_dropped,
            "fallback_reasons": core.session.reasons(),
        },
        "config": {
            "mode": str(settings.mode),
            "provider": core.provider.name,
            "cache_optimizer": None if core.optimizer is None else core.optimizer.name,
            "semantic_cache": core.replies is not None,
        },
        "transforms": {
            "smart_crusher_enabled": settings.compression.settings.crush.enabled,
            "cache_aligner_enabled": settings.compression.settings.aligner is not None,
            "rolling_window_enabled": settings.compression.preset != "lossless",
        },
        "storage": {"ok": status.ok, "url": status.url, "backend": status.backend, "error": status.error},
    }


def diff_of(core: Core, *, settles: bool = False) -> DiffArtifact | None:
    """What each step did to the latest request; None before the first one, and where that is not recorded.

    `settles` has calls counted first that are over.
    """
    if settles:
        core.stores.writer.settle(_SETTLE_S)
    return core.diffs[-1] if core.diffs else None


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

    Raises: StorageError where the store cannot be read; ConfigurationError for times that are none, and for a limit or offset
    that is negative or no whole number.
    """
    _check_times(start_time=start_time, end_time=end_time)
    for name, number in (("limit", limit), ("offset", offset)):
        if type(number) is not int:
            raise ConfigurationError(f"{name} must be a whole number, not {type(number).__name__}", {"field": name})
    core.stores.writer.settle(_SETTLE_S)
    return core.stores.metrics.read(start_time, end_time, model, mode, limit, offset)


def _check_times(**times: object) -> None:
    for name, time in times.items():
        if time is not None and not isinstance(time, datetime):
            raise ConfigurationError(f"{name} must be a datetime, not {type(time).__name__}", {"field": name})


def summary_of(core: Core, start_time: datetime | None, end_time: datetime | None) -> dict[str, int | float]:
    """The totals of a time.

    Raises: StorageError where the store cannot be read; ConfigurationError for times that are none.
    """
    _check_times(start_time=start_time, end_time=end_time)
    core.stores.writer.settle(_SETTLE_S)
    return core.stores.metrics.summary(start_time, end_time)


def original_of(core: Core, tenant: str, original: str) -> str | None:
    """The whole text under a hash; None where it is not kept for this tenant.

    Raises: StorageError where the store cannot be read.
    """
    return core.stores.originals.get(tenant, original)
