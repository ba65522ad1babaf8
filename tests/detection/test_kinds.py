"""The kinds, and the values that speak of them."""

from __future__ import annotations

import msgspec
import pytest

from headroom.detection import Detection, Section
from headroom.detection.kinds import Guess


def test_values_cannot_be_changed() -> None:
    """All of them are frozen."""
    detection = Detection(kind="log", confidence=0.9)
    for value, field in ((detection, "kind"), (Section(0, 1, detection), "start"), (Guess(), "score")):
        with pytest.raises(AttributeError):
            setattr(value, field, None)


def test_kinds_are_a_closed_set() -> None:
    """What comes from outside is held to it."""
    assert msgspec.convert({"kind": "log", "confidence": 0.5}, Detection).format == ""
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"kind": "logs", "confidence": 0.5}, Detection)
