"""Where metrics, originals and decisions are kept, and what keeps them when something is wrong."""

from headroom.stores.contract import (
    Backend,
    Decisions,
    MetricsStore,
    Originals,
    Retention,
    StoreStatus,
    StoreTrouble,
    Summary,
)
from headroom.stores.opening import Stores, open_stores
from headroom.stores.writer import MetricsWriter

__all__ = [
    "Backend",
    "Decisions",
    "MetricsStore",
    "MetricsWriter",
    "Originals",
    "Retention",
    "StoreStatus",
    "StoreTrouble",
    "Stores",
    "Summary",
    "open_stores",
]
