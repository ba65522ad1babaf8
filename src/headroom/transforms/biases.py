"""How much more or less of a message's tool results stays, by a number."""

from __future__ import annotations

import msgspec

from headroom.config import Settings

__all__ = ["BIASES", "biased", "clamped"]

BIASES = (0.25, 4.0)
"""The least and the most that counts. Chosen: beyond it the other bounds of the compressors decide anyway."""
_COUNTS = {
    "crush": ("max_items_after_crush",),
    "logs": ("max_total_lines", "error_context_lines", "max_stack_traces", "stack_trace_max_lines"),
    "search": ("max_matches_per_file", "max_total_matches", "max_files"),
    "diffs": ("max_context_lines", "max_hunks_per_file", "max_files"),
    "code": ("max_body_lines",),
}
"""What grows and shrinks with a bias, by compressor."""
_PROSE_SHARES = (0.3, 0.55)
"""The least and the most that prose keeps by itself; measured from the compressor's own range."""
_PAGE_SHARE = 0.5
"""What long pages keep by themselves."""


def clamped(bias: float) -> float:
    """The bias within its range, to two digits, so that few different ones are remembered."""
    return round(min(max(bias, BIASES[0]), BIASES[1]), 2)


def biased(settings: Settings, bias: float) -> Settings:
    """The settings that keep about so many times as much; 1 is the very same."""
    if bias == 1:
        return settings
    changed = {
        name: msgspec.structs.replace(
            getattr(settings, name), **{field: _times(getattr(getattr(settings, name), field), bias) for field in fields}
        )
        for name, fields in _COUNTS.items()
    }
    changed["code"] = msgspec.structs.replace(
        changed["code"], target_compression_rate=min(1.0, settings.code.target_compression_rate * bias)
    )
    prose = settings.prose.target_ratio
    if prose is None:
        prose = _PROSE_SHARES[bias > 1]
    changed["prose"] = msgspec.structs.replace(settings.prose, target_ratio=min(1.0, prose * bias))
    page = settings.markup.target_ratio
    if page is None and bias < 1:
        page = _PAGE_SHARE
    if page is not None:
        changed["markup"] = msgspec.structs.replace(settings.markup, target_ratio=min(1.0, page * bias))
    return msgspec.structs.replace(settings, **changed)


def _times(count: int, bias: float) -> int:
    return max(1, round(count * bias)) if count else 0
