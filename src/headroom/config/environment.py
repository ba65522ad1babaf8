"""The environment variables that Headroom reads, and the only place that reads them."""

from __future__ import annotations

import os
from collections.abc import Mapping

import msgspec

from headroom.errors import ConfigurationError

__all__ = ["CODE_AWARE", "PROTECT_TOOL_RESULTS", "TARGET_RATIO", "Environment", "read_environment"]

PROTECT_TOOL_RESULTS = "HEADROOM_PROTECT_TOOL_RESULTS"
"""Comma-separated names of tools whose results are never lossy-compressed."""
CODE_AWARE = "HEADROOM_CODE_AWARE_ENABLED"
"""Whether source code is compressed, where the configuration does not say."""
TARGET_RATIO = "HEADROOM_TARGET_RATIO"
"""The share of the tokens of prose to keep, where the configuration does not say."""
_YES = frozenset(("1", "true", "yes", "on"))
_NO = frozenset(("0", "false", "no", "off"))


class Environment(msgspec.Struct, frozen=True, kw_only=True):
    """What the environment says."""

    protected_tools: tuple[str, ...] = ()
    code_aware: bool | None = None
    """None where it does not say."""
    target_ratio: float | None = None


def read_environment(environ: Mapping[str, str] | None = None) -> Environment:
    """What the variables say; those of the process unless `environ` is given.

    Raises: ConfigurationError for a value that means nothing.
    """
    variables = os.environ if environ is None else environ
    tools = variables.get(PROTECT_TOOL_RESULTS, "")
    return Environment(
        protected_tools=tuple(name.strip() for name in tools.split(",") if name.strip()),
        code_aware=_flag(CODE_AWARE, variables.get(CODE_AWARE, "")),
        target_ratio=_share(TARGET_RATIO, variables.get(TARGET_RATIO, "")),
    )


def _flag(name: str, value: str) -> bool | None:
    word = value.strip().lower()
    if word and word not in _YES | _NO:
        raise ConfigurationError(f"{name} must be true or false", {"variable": name, "value": value})
    return word in _YES if word else None


def _share(name: str, value: str) -> float | None:
    if not value.strip():
        return None
    try:
        share = float(value)
    except ValueError:
        share = -1.0
    if not 0.0 < share <= 1.0:
        raise ConfigurationError(f"{name} must be above 0 and at most 1", {"variable": name, "value": value})
    return share
