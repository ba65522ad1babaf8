"""Which texts no compressor touches, whatever they are: said once, so that all of them say the same."""

from __future__ import annotations

from headroom.compressors.pricing import is_larger_than
from headroom.config import TextSettings
from headroom.retrieval.marker import holds_marker

__all__ = ["refusal"]


def refusal(text: str, settings: TextSettings, *, is_lossless: bool = False) -> str:
    """Why a compressor leaves a text alone before it looks at it; empty where it may.

    `is_lossless` says that the compressor can do without leaving anything out.
    """
    if settings.lossless_only and not is_lossless:
        return "only lossless forms are wanted"
    if is_larger_than(text, settings.budget.text_bytes):
        return f"over the work budget of {settings.budget.text_bytes} bytes"
    return "holds a headroom marker" if holds_marker(text) else ""
