"""Places to keep things that other packages offer, found by their entry points.

A package offers one under the group `headroom.storage_backend`, by the scheme of its URLs; what the entry point names is called
with the URL and a `Retention`, and returns a `Backend`.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import entry_points
from typing import cast

from headroom.config.effective import shown
from headroom.errors import ConfigurationError
from headroom.stores.contract import Backend, Retention

__all__ = ["BACKENDS", "offered_schemes", "plugged_backend"]

BACKENDS = "headroom.storage_backend"
"""The entry point group."""
_PARTS = ("check", "close", "decisions", "keep", "metrics", "name", "originals", "set_aside", "tend")
_BROKEN = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    ImportError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What a package raises that is broken or does not go with this version."""


def offered_schemes() -> tuple[str, ...]:
    """The schemes that installed packages offer, sorted."""
    return tuple(sorted({point.name for point in entry_points(group=BACKENDS)}))


def plugged_backend(scheme: str, url: str, retention: Retention) -> Backend:
    """What the package makes of a URL.

    Raises: ConfigurationError for what cannot be loaded or made, and for what is no backend.
    """
    point = next(iter(entry_points(group=BACKENDS, name=scheme)))
    try:
        make = cast("Callable[[str, Retention], object]", point.load())
        made = make(url, retention)
    except ConfigurationError:
        raise
    except _BROKEN as error:
        raise ConfigurationError(f"the storage {scheme!r} ({point.value}) cannot be made", {"store_url": shown(url)}) from error
    if missing := [part for part in _PARTS if not hasattr(made, part)]:
        raise ConfigurationError(
            f"the storage {scheme!r} ({point.value}) is no backend: it has no {missing[0]}", {"store_url": shown(url)}
        )
    return cast("Backend", made)
