"""The one place that reads the user's limits and prices from a file."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from headroom.catalog.overrides import NO_OVERRIDES, Overrides, overrides_from
from headroom.errors import ConfigurationError

__all__ = ["MODEL_LIMITS", "OverrideSource", "overrides_by_source"]

OverrideSource = Literal["environment", "models.json"]
"""Where the user said it."""

MODEL_LIMITS = "HEADROOM_MODEL_LIMITS"
"""The variable that holds the limits as JSON, or the path of a file that does."""

_FILE = "models.json"
_DEFAULT_FOLDER = "~/.headroom/config"
_LEGACY_FOLDER = "~/.headroom"
"""Where the file stood before there was a folder for configuration; looked at after that one."""


def overrides_by_source(model_limits: str = "", config_dir: str = "") -> dict[OverrideSource, Overrides]:
    """What HEADROOM_MODEL_LIMITS and `models.json` say, each by itself.

    `model_limits` is what the variable says: JSON, or the path of a file. `config_dir` (HEADROOM_CONFIG_DIR) is where
    `models.json` stands, `~/.headroom/config` unless given, or else `~/.headroom`; no such file means nothing is said.

    Raises: ConfigurationError for a file that is not in the form, or that is there or was named and cannot be read.
    """
    said = model_limits.strip()
    if not said:
        named = NO_OVERRIDES
    elif said.startswith("{"):
        named = overrides_from(said, MODEL_LIMITS)
    else:
        named = _read(_home(said), named_by=MODEL_LIMITS)
    return {"environment": named, "models.json": _usual(config_dir.strip())}


def _usual(config_dir: str) -> Overrides:
    folders = [_home(config_dir or _DEFAULT_FOLDER)]
    if folders[0] == _home(_DEFAULT_FOLDER):
        folders.append(_home(_LEGACY_FOLDER))
    for path in (folder / _FILE for folder in folders):
        try:
            is_there = path.is_file()
        except OSError:  # A folder that may not be looked into.
            is_there = False
        if is_there:
            return _read(path, named_by="")
    return NO_OVERRIDES


def _home(path: str) -> Path:
    try:
        return Path(path).expanduser()
    except RuntimeError:  # No home, as in some containers: the path as it stands leads nowhere.
        return Path(path)


def _read(path: Path, named_by: str) -> Overrides:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        details: dict[str, object] = {"path": str(path), "problem": str(error)}
        if named_by:
            details["variable"] = named_by
        raise ConfigurationError("The file with limits and prices of models cannot be read", details) from error
    return overrides_from(text, str(path))
