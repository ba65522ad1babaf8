"""The figures that ship with the package, read when they are first asked for.

`tools/build_catalog.py` writes them. They say what held on the day that they name.
"""

from __future__ import annotations

import pkgutil
from functools import lru_cache

import msgspec

from headroom.catalog.facts import CacheRules, Prices
from headroom.errors import ConfigurationError

__all__ = ["SNAPSHOT", "Entry", "Index", "Snapshot", "index", "snapshot"]

SNAPSHOT = "models.json"
"""The file's name in this package."""


class Entry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One model at one provider."""

    provider: str
    names: tuple[str, ...]
    """In lower case, the model's own name first."""
    starts: tuple[str, ...] = ()
    """What the names of its versions start with."""
    input_limit: int | None = None
    output_limit: int | None = None
    prices: Prices | None = None
    cache: str = ""
    """Name of the rules; empty for none known."""
    cache_minimum: int | None = None
    """Where it differs from that of the rules."""


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """The whole file."""

    generated: str
    """The day, as YYYY-MM-DD. Prices are those of that day."""
    sources: dict[str, str]
    """Packages that the figures were read from -> version."""
    cache_rules: dict[str, CacheRules]
    models: tuple[Entry, ...]


class Index(msgspec.Struct, frozen=True, kw_only=True):
    """The snapshot by name."""

    exact: dict[tuple[str, str], Entry]
    """By (provider, name)."""
    starts: dict[str, tuple[tuple[str, Entry], ...]]
    """By provider: beginnings of names, the longest first."""

    def find(self, provider: str, names: tuple[str, ...]) -> Entry | None:
        """The provider's entry for the first of these names that it has, as a name or as the beginning of one."""
        starts = self.starts.get(provider, ())
        for name in names:
            entry = self.exact.get((provider, name))
            if entry is not None:
                return entry
            for start, begun in starts:
                if _begins(name, start):
                    return begun
        return None


@lru_cache(maxsize=1)
def snapshot() -> Snapshot:
    """What ships with the package.

    Cost: a few milliseconds the first time.
    Raises: ConfigurationError where the file is missing or damaged.
    """
    try:
        content = pkgutil.get_data("headroom.catalog", SNAPSHOT)
        return msgspec.json.decode(content or b"", type=Snapshot)
    except (OSError, msgspec.DecodeError) as error:
        raise ConfigurationError("The list of models that ships with the package cannot be read", {"file": SNAPSHOT}) from error


@lru_cache(maxsize=1)
def index() -> Index:
    """The snapshot by name.

    Raises: as `snapshot`.
    """
    exact: dict[tuple[str, str], Entry] = {}
    starts: dict[str, list[tuple[str, Entry]]] = {}
    for entry in snapshot().models:
        for name in entry.names:
            exact.setdefault((entry.provider, name), entry)
        starts.setdefault(entry.provider, []).extend((start, entry) for start in entry.starts)
    return Index(
        exact=exact,
        starts={provider: tuple(sorted(found, key=_longest_first)) for provider, found in starts.items()},
    )


def _longest_first(start: tuple[str, Entry]) -> tuple[int, str]:
    return -len(start[0]), start[0]


def _begins(name: str, start: str) -> bool:
    """Whether a name starts so and does not go on with the same word or number."""
    return name.startswith(start) and not (start[-1:].isalnum() and name[len(start) : len(start) + 1].isalnum())
