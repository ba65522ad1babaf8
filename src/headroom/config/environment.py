"""The environment variables that Headroom reads, and the only place that reads them."""

from __future__ import annotations

import os
from collections.abc import Mapping

import msgspec

from headroom.errors import ConfigurationError

__all__ = [
    "CODE_AWARE",
    "CONFIG_DIR",
    "EXTENSIONS",
    "MODEL_LIMITS",
    "NO_CCR",
    "NO_CCR_TOOL",
    "PROTECT_TOOL_RESULTS",
    "STATELESS",
    "TARGET_RATIO",
    "WORKSPACE_DIR",
    "Environment",
    "read_environment",
]

PROTECT_TOOL_RESULTS = "HEADROOM_PROTECT_TOOL_RESULTS"
"""Comma-separated names of tools whose results are never lossy-compressed."""
CODE_AWARE = "HEADROOM_CODE_AWARE_ENABLED"
"""Whether source code is compressed, where the configuration does not say."""
TARGET_RATIO = "HEADROOM_TARGET_RATIO"
"""The share of the tokens of prose to keep, where the configuration does not say."""
MODEL_LIMITS = "HEADROOM_MODEL_LIMITS"
"""Context windows and prices by provider and model: JSON, or the path of a file of it."""
CONFIG_DIR = "HEADROOM_CONFIG_DIR"
"""The folder that holds `models.json`."""
WORKSPACE_DIR = "HEADROOM_WORKSPACE_DIR"
"""The folder for the file of metrics and originals, where no store is named."""
STATELESS = "HEADROOM_STATELESS"
"""Whether no file may be written."""
NO_CCR = "HEADROOM_NO_CCR"
"""Whether originals are not kept, where the configuration does not say."""
NO_CCR_TOOL = "HEADROOM_NO_CCR_INJECT_TOOL"
"""Whether the retrieve tool is not offered, where the configuration does not say."""
EXTENSIONS = "HEADROOM_PIPELINE_EXTENSIONS"
"""Comma-separated names of the installed extensions to load; all of them where it is not set."""
_YES = frozenset(("1", "true", "yes", "on"))
_NO = frozenset(("0", "false", "no", "off"))


class Environment(msgspec.Struct, frozen=True, kw_only=True):
    """What the environment says."""

    protected_tools: tuple[str, ...] = ()
    code_aware: bool | None = None
    """None where it does not say."""
    target_ratio: float | None = None
    model_limits: str = ""
    """As it stands: JSON or a path, for whoever opens files to tell apart."""
    config_dir: str = "~/.headroom/config"
    workspace_dir: str | None = None
    """None where it does not say."""
    stateless: bool | None = None
    no_ccr: bool | None = None
    no_ccr_tool: bool | None = None
    pipeline_extensions: tuple[str, ...] | None = None
    """None where it does not say; empty where it names none."""


def read_environment(environ: Mapping[str, str] | None = None) -> Environment:
    """What the variables say; those of the process unless `environ` is given.

    Raises: ConfigurationError for a value that means nothing.
    """
    variables = os.environ if environ is None else environ
    extensions = variables.get(EXTENSIONS)
    return Environment(
        protected_tools=_names(variables.get(PROTECT_TOOL_RESULTS, "")),
        code_aware=_flag(CODE_AWARE, variables.get(CODE_AWARE, "")),
        target_ratio=_share(TARGET_RATIO, variables.get(TARGET_RATIO, "")),
        model_limits=variables.get(MODEL_LIMITS, "").strip(),
        config_dir=variables.get(CONFIG_DIR, "").strip() or _SILENT.config_dir,
        workspace_dir=variables.get(WORKSPACE_DIR, "").strip() or None,
        stateless=_flag(STATELESS, variables.get(STATELESS, "")),
        no_ccr=_flag(NO_CCR, variables.get(NO_CCR, "")),
        no_ccr_tool=_flag(NO_CCR_TOOL, variables.get(NO_CCR_TOOL, "")),
        pipeline_extensions=None if extensions is None else _names(extensions),
    )


_SILENT = Environment()
"""An environment without any variable of ours."""


def _names(value: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in value.split(",") if name.strip())


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
