"""The dial: one number that turns every budget of the configuration at once.

1 is the configuration as it comes. At 2 every compressor may keep twice as much, at 1/2 half as much.
"""

from __future__ import annotations

from collections.abc import Mapping

from headroom.config import HeadroomConfig

__all__ = ["BUDGET_OF", "DIAL", "budget_at", "config_at", "settings_at", "spelled"]

DIAL = tuple(2 ** (step / 2) for step in range(-6, 7))
"""Chosen: an eighth to eightfold, in steps that a reader can tell apart."""

_BUDGETS: Mapping[str, Mapping[str, int]] = {
    "smart_crusher": {"max_items_after_crush": 1},
    "log_compressor": {"max_total_lines": 1, "error_context_lines": 0, "max_stack_traces": 1, "stack_trace_max_lines": 1},
    "search_compressor": {"max_total_matches": 1, "max_matches_per_file": 1, "max_files": 1},
    "diff_compressor": {"max_hunks_per_file": 1, "max_files": 1, "max_context_lines": 0},
    "code_compressor": {"max_body_lines": 0},
}
"""By part of the configuration: the numbers that are turned, and what each is at least."""
_RATIO = 0.4
"""The share of prose to keep at 1, from which other places are reckoned; at 1 itself none is asked for, and the compressor
decides by whether there is a question. Chosen: the example in the configuration's documentation."""
BUDGET_OF = {
    "json": ("smart_crusher.max_items_after_crush", "item", ""),
    "log": ("log_compressor.max_total_lines", "line", ""),
    "search": ("search_compressor.max_total_matches", "hit", ""),
    "diff": ("diff_compressor.max_hunks_per_file", "hunk", " a file"),
    "code": ("code_compressor.max_body_lines", "line", " a body"),
    "html": ("target_ratio", "of the text", ""),
    "text": ("target_ratio", "of the text", ""),
}
"""By kind of case: the setting that matters most, what it counts, and in what. Kinds that mix several have none."""


def config_at(dial: float) -> HeadroomConfig:
    """The configuration with every budget multiplied."""
    config = HeadroomConfig()
    for name, fields in _BUDGETS.items():
        section = getattr(config, name)
        for field, least in fields.items():
            setattr(section, field, max(least, round(getattr(section, field) * dial)))
    config.code_compressor.target_compression_rate = min(1.0, config.code_compressor.target_compression_rate * dial)
    config.target_ratio = None if dial == 1 else min(1.0, _RATIO * dial)
    return config


def settings_at(dial: float) -> dict[str, float | None]:
    """Every setting that the dial turns, by its place in the configuration."""
    config = config_at(dial)
    numbers = {
        f"{name}.{field}": getattr(getattr(config, name), field) for name, fields in _BUDGETS.items() for field in fields
    }
    rate = config.code_compressor.target_compression_rate
    return {**numbers, "code_compressor.target_compression_rate": rate, "target_ratio": config.target_ratio}


def budget_at(kind: str, dial: float) -> str:
    """The setting that matters most for a kind, at a place of the dial (`15 items`), or nothing where there is none."""
    if kind not in BUDGET_OF:
        return ""
    setting, noun, each = BUDGET_OF[kind]
    value = settings_at(dial)[setting]
    if setting == "target_ratio":
        return "by the question" if value is None else f"{value:.0%} {noun}"
    return f"{value} {noun}{each}" if value == 1 else f"{value} {noun}s{each}"


def spelled(dial: float) -> str:
    """A place of the dial for people: `1/8`, `0.35`, `1`, `2.8`, `8`."""
    if dial < 1 and (1 / dial).is_integer():
        return f"1/{round(1 / dial)}"
    return f"{dial:.2g}"
