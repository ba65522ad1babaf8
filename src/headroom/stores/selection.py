"""Rows chosen, ordered and added up, for stores that hold them as values."""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from datetime import UTC, datetime

import msgspec

from headroom.errors import ConfigurationError
from headroom.measures.requests import RequestMetrics
from headroom.stores.contract import Summary

__all__ = ["COUNTED", "Wanted", "added", "averaged", "naive_utc", "newest", "summarised", "without_surrogates"]

COUNTED = (
    "total_requests",
    "total_tokens_before",
    "total_tokens_after",
    "total_tokens_output",
    "total_cached_tokens",
    "audit_count",
    "optimize_count",
    "error_count",
    "fallback_count",
    "priced_count",
    "total_cost_usd",
    "total_saved_usd",
    "cache_alignment",
)
"""What is added up over requests, in the order in which stores give it; the last one becomes an average."""


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which rows are asked for."""

    start_time: datetime | None = None
    end_time: datetime | None = None
    model: str | None = None
    mode: str | None = None

    def __call__(self, row: RequestMetrics) -> bool:
        """Whether a row is one of them."""
        return (
            (self.start_time is None or row.timestamp >= naive_utc(self.start_time))
            and (self.end_time is None or row.timestamp <= naive_utc(self.end_time))
            and (self.model is None or row.model == self.model)
            and (self.mode is None or row.mode == self.mode)
        )


def naive_utc(moment: datetime) -> datetime:
    """The moment in UTC without a time zone; a naive one is taken for that already."""
    return moment if moment.tzinfo is None else moment.astimezone(UTC).replace(tzinfo=None)


def newest(rows: Iterable[RequestMetrics], limit: int, offset: int) -> list[RequestMetrics]:
    """The newest rows, one for each `request_id`: where one comes twice, the later of the two as given.

    Raises: ConfigurationError for a negative limit or offset.
    """
    for name, value in (("limit", limit), ("offset", offset)):
        if value < 0:
            raise ConfigurationError(f"{name} must not be negative", {name: value})
    by_id = {row.request_id: row for row in rows}
    return heapq.nlargest(limit + offset, by_id.values(), key=lambda row: (row.timestamp, row.request_id))[offset:]


def summarised(rows: Iterable[RequestMetrics]) -> Summary:
    """The totals of rows."""
    totals: list[int | float] = [0] * len(COUNTED)
    for row in rows:
        figures = (
            1,
            row.tokens_input_before,
            row.tokens_input_after,
            row.tokens_output or 0,
            row.cached_tokens or 0,
            row.mode == "audit",
            row.mode == "optimize",
            row.error is not None,
            bool(row.fallback),
            row.cost_usd is not None,
            row.cost_usd or 0.0,
            row.saved_usd or 0.0,
            row.cache_alignment_score,
        )
        totals = [total + figure for total, figure in zip(totals, figures, strict=True)]
    return averaged(totals)


def averaged(totals: Iterable[int | float]) -> Summary:
    """The summary of totals that stand in the order of `COUNTED`."""
    summary: Summary = dict(zip(COUNTED, totals, strict=True))
    alignment = summary.pop("cache_alignment")
    requests = summary["total_requests"]
    summary["total_tokens_saved"] = summary["total_tokens_before"] - summary["total_tokens_after"]
    summary["avg_tokens_saved"] = summary["total_tokens_saved"] / requests if requests else 0.0
    summary["avg_cache_alignment"] = alignment / requests if requests else 0.0
    return summary


def added(one: Summary, other: Summary) -> Summary:
    """The summary of what two summaries are of; other keys of a foreign store are kept as they are."""
    totals = {key: one.get(key, 0) + other.get(key, 0) for key in COUNTED}
    totals["cache_alignment"] = sum(
        part.get("avg_cache_alignment", 0.0) * part.get("total_requests", 0) for part in (one, other)
    )
    return {**one, **other, **averaged(totals[key] for key in COUNTED)}


def without_surrogates(value: object) -> object:
    """A JSON-like value with `?` for what UTF-8 cannot say."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {without_surrogates(key): without_surrogates(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [without_surrogates(item) for item in value]
    return value
