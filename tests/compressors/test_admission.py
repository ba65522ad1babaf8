"""Tests of what every compressor leaves alone."""

from __future__ import annotations

import pytest

from headroom.compressors.admission import refusal
from headroom.config import TextSettings, WorkBudget

LOSSLESS = TextSettings(lossless_only=True)


@pytest.mark.parametrize(
    ("text", "settings", "is_lossless", "reason"),
    [
        ("some text", TextSettings(), False, ""),
        ("some text", LOSSLESS, False, "only lossless forms are wanted"),
        ("some text", LOSSLESS, True, ""),
        ("é" * 50, TextSettings(budget=WorkBudget(text_bytes=99)), True, "over the work budget of 99 bytes"),
        ("é" * 50, TextSettings(budget=WorkBudget(text_bytes=100)), True, ""),
        ("a\n[headroom: 2 lines omitted]\n", TextSettings(), False, "holds a headroom marker"),
    ],
)
def test_reasons(text: str, settings: TextSettings, *, is_lossless: bool, reason: str) -> None:
    """What may not be left out, what is too big, and what holds a note of ours."""
    assert refusal(text, settings, is_lossless=is_lossless) == reason
