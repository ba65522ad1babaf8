"""What the tables of texts share."""

from __future__ import annotations

import pytest

from headroom.stores.queries import SPARED_S, TOUCH_EVERY_S, as_bytes, as_text, touch_every_s


@pytest.mark.parametrize("text", ["", "plain", "é \N{GRINNING FACE}", "half \ud83d", "nul \0 in it"])
def test_every_text_survives(text: str) -> None:
    """Also what is no valid Unicode."""
    assert as_text(as_bytes(text)) == text


def test_uses_are_noted_before_they_are_forgotten() -> None:
    """Often enough for short lives, and twice within the time that a use protects."""
    assert touch_every_s(4) == 1
    assert touch_every_s(86_400) == TOUCH_EVERY_S <= SPARED_S / 2
