"""The environment variables that Headroom reads, and the only place that reads them."""

from __future__ import annotations

import os
from collections.abc import Mapping

__all__ = ["PROTECT_TOOL_RESULTS", "protected_tools"]

PROTECT_TOOL_RESULTS = "HEADROOM_PROTECT_TOOL_RESULTS"
"""Comma-separated names of tools whose results are never lossy-compressed."""


def protected_tools(environ: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """The tools named in HEADROOM_PROTECT_TOOL_RESULTS; of the process unless `environ` is given."""
    value = (os.environ if environ is None else environ).get(PROTECT_TOOL_RESULTS, "")
    return tuple(name.strip() for name in value.split(",") if name.strip())
