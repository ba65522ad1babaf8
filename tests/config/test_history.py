"""Tests of what the transforms over a whole history are told."""

from __future__ import annotations

import re

import msgspec
import pytest

from headroom.config import CacheAlignerConfig, HeadroomConfig, RollingWindowConfig, settings_from
from headroom.config.history import DATE_PATTERNS, DYNAMIC_TAIL, AlignerSettings, WindowSettings
from headroom.errors import ConfigurationError
from headroom.transforms.cache_aligner import CacheAligner
from headroom.transforms.rolling_window import RollingWindow


def aligner(**fields: object) -> AlignerSettings | None:
    """The settings that a configuration with these fields becomes."""
    return settings_from(HeadroomConfig(cache_aligner=CacheAlignerConfig(**fields))).aligner  # type: ignore[arg-type]


def window(**fields: object) -> WindowSettings | None:
    """The settings that a configuration with these fields becomes."""
    return settings_from(HeadroomConfig(rolling_window=RollingWindowConfig(**fields))).window  # type: ignore[arg-type]


def test_both_are_off_unless_asked_for() -> None:
    """A date in a prompt is not looked for, and nothing is left out for lack of room."""
    settings = settings_from(HeadroomConfig())
    assert (settings.aligner, settings.window) == (None, None)
    assert aligner(mode="extract") is None
    assert window(keep_last_turns=5) is None


def test_the_documented_defaults() -> None:
    """Turned on, the aligner tells and moves nothing; a window keeps two turns."""
    assert aligner(enabled=True) == AlignerSettings(mode="detect", detection_tiers=("regex",), entropy_threshold=0.7)
    assert window(limit_tokens=1_000) == WindowSettings(limit_tokens=1_000, keep_last_turns=2)
    assert DYNAMIC_TAIL == "\n\n---\n[Dynamic Context]\n"


def test_every_field_of_the_aligner_arrives() -> None:
    """Lists become tuples, and the value can be a key."""
    given: dict[str, object] = {
        "mode": "extract",
        "use_dynamic_detector": False,
        "detection_tiers": ["regex", "ner"],
        "extra_dynamic_labels": ["build"],
        "entropy_threshold": 0.9,
        "date_patterns": ["a+"],
        "normalize_whitespace": False,
        "collapse_blank_lines": False,
        "dynamic_tail_separator": "\n===\n",
    }
    settings = aligner(enabled=True, **given)
    assert settings is not None
    assert settings == msgspec.convert(given, AlignerSettings)
    assert settings.extra_dynamic_labels == ("build",)
    assert set(given) == set(AlignerSettings.__struct_fields__)
    assert isinstance(hash(settings), int)


def test_every_field_has_a_name_in_the_transform_too() -> None:
    """The settings are handed on by name, and the defaults of both agree."""
    made = CacheAligner(**msgspec.structs.asdict(AlignerSettings()))
    assert made == CacheAligner()
    assert set(WindowSettings.__struct_fields__) == {"limit_tokens", "keep_last_turns"}
    assert RollingWindow(limit_tokens=10).keep_turns == WindowSettings(limit_tokens=10).keep_last_turns


@pytest.mark.parametrize("fields", [{"limit_tokens": 0}, {"limit_tokens": -1}, {"limit_tokens": 10, "keep_last_turns": 0}])
def test_a_window_out_of_range_is_refused(fields: dict[str, int]) -> None:
    """By the name of the field, when the settings are made."""
    name = list(fields)[-1]
    with pytest.raises(ConfigurationError, match=f"{name} must be at least 1") as caught:
        window(**fields)
    assert caught.value.details == {"field": name, "value": fields[name]}


@pytest.mark.parametrize("fields", [{"mode": "move"}, {"detection_tiers": ["regexp"]}, {"entropy_threshold": "high"}])
def test_what_is_of_another_type_is_refused(fields: dict[str, object]) -> None:
    """Also where the caller assigned it later."""
    config = HeadroomConfig(cache_aligner=CacheAlignerConfig(enabled=True))
    for name, value in fields.items():
        setattr(config.cache_aligner, name, value)
    with pytest.raises(ConfigurationError, match="config: "):
        settings_from(config)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Current date: January 7, 2025", "Current date: January 7, 2025"),
        ("x. Today is Tuesday, 7 January.\nBe brief.", "Today is Tuesday, 7 January."),
        ("Today's date is 2025-01-07", "Today's date is 2025-01-07"),
        ("current time: 10:42 UTC", "current time: 10:42 UTC"),
        ("The date of the order is on the invoice.", None),
        ("Ask for the current\ndate: it may differ.", None),
    ],
)
def test_the_patterns_find_how_dates_are_introduced(text: str, found: str | None) -> None:
    """To the end of the line, and no further."""
    hits = [hit.group() for pattern in DATE_PATTERNS for hit in re.finditer(pattern, text)]
    assert hits[:1] == ([] if found is None else [found])
