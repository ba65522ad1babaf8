"""Tests of what compressors are told."""

from __future__ import annotations

import msgspec
import pytest

from headroom.config import (
    ContentRouterConfig,
    DiffCompressorConfig,
    HeadroomConfig,
    Implied,
    LogCompressorConfig,
    SearchCompressorConfig,
    Settings,
    SmartCrusherConfig,
    settings_from,
)
from headroom.config.reduction import (
    DEFAULT_KEPT_TAGS,
    CrushSettings,
    DiffSettings,
    LogSettings,
    RouterSettings,
    SearchSettings,
    TextSettings,
    WorkBudget,
)
from headroom.errors import ConfigurationError

PAIRS: list[tuple[type[msgspec.Struct], str, str, type[TextSettings]]] = [
    (LogCompressorConfig, "log_compressor", "logs", LogSettings),
    (SearchCompressorConfig, "search_compressor", "search", SearchSettings),
    (DiffCompressorConfig, "diff_compressor", "diffs", DiffSettings),
]
COMPRESSORS = ("crush", "logs", "search", "diffs", "folds", "router")


def configured(field: str, value: msgspec.Struct) -> Settings:
    """The settings of a configuration of which one field is set."""
    config = HeadroomConfig()
    setattr(config, field, value)
    return settings_from(config)


@pytest.mark.parametrize(("public", "field", "name", "frozen"), PAIRS)
def test_every_field_arrives(public: type[msgspec.Struct], field: str, name: str, frozen: type[TextSettings]) -> None:
    """Each number one more than the default, each switch turned."""
    given = public()
    for one in public.__struct_fields__:
        value = getattr(given, one)
        setattr(given, one, not value if isinstance(value, bool) else value + 1)
    settings = getattr(configured(field, given), name)
    assert isinstance(settings, frozen)
    assert {one: getattr(settings, one) for one in public.__struct_fields__} == msgspec.structs.asdict(given)
    assert set(public.__struct_fields__) | set(TextSettings.__struct_fields__) == set(frozen.__struct_fields__)


@pytest.mark.parametrize(("public", "field", "name", "frozen"), PAIRS)
def test_defaults_agree(public: type[msgspec.Struct], field: str, name: str, frozen: type[TextSettings]) -> None:
    """What nobody set is the same from either end."""
    assert getattr(configured(field, public()), name) == frozen()
    assert getattr(Settings(), name) == frozen()


@pytest.mark.parametrize(("public", "field", "name", "frozen"), PAIRS)
def test_numbers_below_nothing_are_refused(
    public: type[msgspec.Struct], field: str, name: str, frozen: type[TextSettings]
) -> None:
    """By the name of the field; none at all is a wish that can be honoured."""
    numbers = [one for one in public.__struct_fields__ if type(getattr(public(), one)) is int]
    assert numbers
    for one in numbers:
        with pytest.raises(ConfigurationError, match=f"{one} must be at least 0") as caught:
            configured(field, public(**{one: -1}))
        assert caught.value.details == {"field": one, "value": -1}
        settings = getattr(configured(field, public(**{one: 0})), name)
        assert isinstance(settings, frozen)
        assert getattr(settings, one) == 0


def test_the_router_gets_its_fields() -> None:
    """Tags as a tuple, folds as the switch of the compressor of folds."""
    config = ContentRouterConfig(
        enabled=False,
        min_tokens_to_compress=7,
        protect_error_outputs=False,
        error_protection_max_chars=3,
        kept_tags=["rules"],
        lossless_folds=False,
    )
    settings = settings_from(HeadroomConfig(content_router=config))
    assert settings.router == RouterSettings(
        enabled=False,
        min_tokens_to_compress=7,
        protect_error_outputs=False,
        error_protection_max_chars=3,
        kept_tags=("rules",),
    )
    assert settings.folds == TextSettings(enabled=False)
    assert settings_from(HeadroomConfig()).router == RouterSettings()
    assert ContentRouterConfig().kept_tags == list(DEFAULT_KEPT_TAGS)


@pytest.mark.parametrize(("field", "value", "least"), [("min_tokens_to_compress", 0, 1), ("error_protection_max_chars", -1, 0)])
def test_numbers_of_the_router_out_of_range_are_refused(field: str, value: int, least: int) -> None:
    """By their name."""
    with pytest.raises(ConfigurationError, match=f"{field} must be at least {least}"):
        settings_from(HeadroomConfig(content_router=ContentRouterConfig(**{field: value})))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "preset_protects", "expected"),
    [(None, True, True), (None, False, False), (True, False, True), (False, True, False)],
)
def test_who_said_whether_errors_are_protected_is_heard(said: bool | None, preset_protects: bool, expected: bool) -> None:
    """The preset, unless the caller said it."""
    config = HeadroomConfig(content_router=ContentRouterConfig(protect_error_outputs=said))
    assert settings_from(config, implied=Implied(protect_errors=preset_protects)).router.protect_error_outputs is expected


def test_all_are_told_whether_the_tool_is_offered() -> None:
    """Every compressor writes the same markers."""
    settings = settings_from(HeadroomConfig(retrieval="tool"))
    assert [getattr(settings, name).retrieval for name in COMPRESSORS] == ["tool"] * 6
    assert [getattr(Settings(), name).retrieval for name in COMPRESSORS] == ["none"] * 6


def test_all_are_told_that_nothing_may_be_left_out() -> None:
    """And nothing else about them changes."""
    settings = settings_from(HeadroomConfig(), implied=Implied(lossless_only=True))
    assert [getattr(settings, name).lossless_only for name in COMPRESSORS] == [True] * 6
    assert settings.logs == LogSettings(lossless_only=True)
    assert settings == Settings().lossless() == settings.lossless()


def test_lossless_records_may_be_asked_for_alone() -> None:
    """The crusher has a switch of its own."""
    settings = settings_from(HeadroomConfig(smart_crusher=SmartCrusherConfig(lossless_only=True)))
    assert settings.crush.lossless_only
    assert not settings.logs.lossless_only


def test_budgets_are_sizes_and_the_same_for_all() -> None:
    """Thirty-two MiB of text and a hundred levels; never a time."""
    assert WorkBudget() == WorkBudget(text_bytes=33_554_432, depth=100)
    assert {getattr(Settings(), name).budget for name in COMPRESSORS} == {WorkBudget()}


def test_settings_are_values() -> None:
    """Equal ones are one key, and none can be changed."""
    for made in (TextSettings, CrushSettings, LogSettings, SearchSettings, DiffSettings, RouterSettings):
        assert hash(made()) == hash(made())
        with pytest.raises(AttributeError):
            made().enabled = False  # type: ignore[misc]
