"""The presets, what they let in and what they refuse."""

from __future__ import annotations

from typing import cast

import msgspec
import pytest

from headroom.config import CacheAlignerConfig, CrushSettings, HeadroomConfig, RollingWindowConfig, Settings, SmartCrusherConfig
from headroom.config.public import DEFAULT_EXCLUDED_TOOLS
from headroom.errors import ConfigurationError
from headroom.pipeline.plan import PRESETS, Preset, pipeline_for, preset_named, settings_for
from headroom.transforms import CacheAligner, ContentRouter, Duplicates, Gated, RepeatedPassages, RollingWindow
from headroom.transforms.contract import Transform
from tests.fakes.transforms import DropsOldest, FoldsSpace


def dropping(_settings: Settings) -> Transform:
    """A maker of a step that rewrites history."""
    return DropsOldest(count=1)


def folding(_settings: Settings) -> Transform:
    """A maker of a step that does not."""
    return FoldsSpace()


def test_the_documented_presets_are_there() -> None:
    """Five names, each with a word for who chooses."""
    assert list(PRESETS) == ["default", "cache", "token", "lossless", "max"]
    assert all(preset.name == name and preset.description.endswith(".") for name, preset in PRESETS.items())


@pytest.mark.parametrize("name", list(PRESETS))
def test_every_preset_makes_a_pipeline(name: str) -> None:
    """The pipeline bears the preset's name; nothing that must be asked for is in it."""
    pipeline = pipeline_for(name)
    assert pipeline.name == name
    kinds: list[object] = [type(step) for step in pipeline.steps]
    assert kinds == [ContentRouter, *(() if name == "lossless" else (Duplicates, RepeatedPassages))]


@pytest.mark.parametrize("name", list(PRESETS))
def test_what_is_asked_for_joins(name: str) -> None:
    """The aligner stands last; the window stands behind the compressors and before what points back."""
    aligned = HeadroomConfig(cache_aligner=CacheAlignerConfig(enabled=True))
    assert isinstance(pipeline_for(name, settings_for(name, aligned)).steps[-1], CacheAligner)
    limited = settings_for(name, HeadroomConfig(rolling_window=RollingWindowConfig(limit_tokens=1000)))
    if name in ("cache", "lossless"):
        with pytest.raises(ConfigurationError):
            pipeline_for(name, limited)
    else:
        kinds: list[object] = [type(step) for step in pipeline_for(name, limited).steps]
        stale = [Gated] if name == "token" else []
        assert kinds == [ContentRouter, *stale, RollingWindow, Duplicates, RepeatedPassages]


@pytest.mark.parametrize("name", list(PRESETS))
def test_no_preset_rewrites_history_unasked(name: str) -> None:
    """Without keep_turns every pipeline of today is prefix-stable, as its description says."""
    assert not pipeline_for(name).rewrites_history


@pytest.mark.parametrize("name", ["", "Default", "aggressive", None, ["max"]])
def test_an_unknown_preset_lists_the_known_ones(name: object) -> None:
    """The error tells what there is to choose from."""
    with pytest.raises(ConfigurationError, match="default, cache, token, lossless, max") as caught:
        preset_named(cast("str", name))
    assert caught.value.details == {"field": "preset", "value": name}


def test_lossless_is_lossless_whatever_the_settings() -> None:
    """The preset and the settings made for it agree, and plain settings are corrected."""
    assert settings_for("lossless").crush.lossless_only
    assert pipeline_for("lossless", Settings()) == pipeline_for("lossless")
    assert pipeline_for("lossless") != pipeline_for("default")


def test_max_excludes_no_tool() -> None:
    """The default list is empty in max and full elsewhere; the caller's list stands in both."""
    listed = HeadroomConfig(exclude_tools=["Bash"])
    assert settings_for("max").excluded_tools == ()
    assert settings_for("default").excluded_tools == DEFAULT_EXCLUDED_TOOLS
    assert settings_for("max", listed).excluded_tools == settings_for("default", listed).excluded_tools == ("Bash",)


def test_cache_refuses_keep_turns() -> None:
    """A boundary that moves is named as what is wrong."""
    settings = settings_for("cache", keep_turns=2)
    with pytest.raises(ConfigurationError, match="keep_turns=2") as caught:
        pipeline_for("cache", settings)
    assert caught.value.details["field"] == "keep_turns"


def test_other_presets_honour_keep_turns() -> None:
    """The pipeline then says of itself that it rewrites history."""
    assert pipeline_for("default", settings_for("default", keep_turns=2)).rewrites_history


def test_a_preset_that_refuses_rewrites_names_the_step() -> None:
    """A step that rewrites history is not let in where prefixes must hold."""
    frozen = Preset(name="frozen", description="-", steps=(folding, dropping), allows_rewrites=False)
    with pytest.raises(ConfigurationError, match="drops_oldest") as caught:
        pipeline_for(frozen)
    assert caught.value.details["step"] == "drops_oldest"
    assert pipeline_for(msgspec.structs.replace(frozen, allows_rewrites=True)).rewrites_history


def test_a_pipeline_is_made_once() -> None:
    """The same preset and equal settings give the same object."""
    config = HeadroomConfig(smart_crusher=SmartCrusherConfig(max_items_after_crush=9))
    assert pipeline_for("default", settings_for("default", config)) is pipeline_for("default", settings_for("default", config))


def test_settings_reach_the_steps() -> None:
    """What was configured is what the transform holds."""
    settings = Settings(crush=CrushSettings(max_items_after_crush=9), excluded_tools=("Bash",))
    router, *_ = pipeline_for("default", settings).steps
    assert router == ContentRouter(settings)


def test_a_config_of_another_type_is_refused() -> None:
    """A dict instead of a HeadroomConfig is told, not half read."""
    with pytest.raises(ConfigurationError, match="HeadroomConfig, not dict"):
        settings_for("default", cast("HeadroomConfig", {"keep_turns": 1}))
