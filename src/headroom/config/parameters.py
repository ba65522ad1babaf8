"""The parameters of a client's constructor, told from those that were left away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, TypeVar, cast

import msgspec

__all__ = ["NOTHING_PASSED", "UNSET", "Parameters", "Unset", "is_said", "unset"]

T = TypeVar("T")


class Unset(Generic[T]):
    """Stands in a signature for a parameter that was left away, and shows what then holds."""

    __slots__ = ("default",)

    def __init__(self, default: T) -> None:
        self.default = default

    def __repr__(self) -> str:
        return repr(self.default)

    def __bool__(self) -> bool:
        return bool(self.default)


def unset(default: T) -> T:
    """The default of a parameter, in a form that nobody can pass: `is_said` tells it from the value itself."""
    return cast("T", Unset(default))


def is_said(value: object) -> bool:
    """Whether a parameter was passed."""
    return not isinstance(value, Unset)


class Parameters(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """What a client's constructor was given beside the SDK's client and the provider."""

    store_url: str | None = unset(None)
    default_mode: str = unset("audit")
    model_context_limits: Mapping[str, int] | None = unset(None)
    cache_optimizer: object = unset(None)
    """One of the caller's own."""
    enable_cache_optimizer: bool = unset(default=True)
    enable_semantic_cache: bool = unset(default=False)


NOTHING_PASSED = Parameters()
"""A constructor that was given nothing else."""
UNSET = NOTHING_PASSED
"""The same, to be read in signatures: `store_url: str | None = UNSET.store_url`."""
