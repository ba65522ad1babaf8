"""Which steps run, in which order: the presets as data.

This is the only place that names transforms together. A preset says what it lets in; what a caller configured is in `Settings`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType

import msgspec

from headroom.config import HeadroomConfig, Settings, ToolProfile, settings_from
from headroom.errors import ConfigurationError
from headroom.pipeline.composition import Pipeline
from headroom.transforms.contract import Transform
from headroom.transforms.smart_crusher import SmartCrusher

__all__ = ["PRESETS", "Preset", "pipeline_for", "preset_named", "settings_for"]


class Preset(msgspec.Struct, frozen=True, kw_only=True):
    """What a pipeline is made of, by name."""

    name: str
    description: str
    """One or two sentences for a person who chooses."""
    steps: tuple[Callable[[Settings], Transform], ...] = (SmartCrusher,)
    """Makers of the steps, in the order they run."""
    exclude_no_tool: bool = False
    """Whether the default list of excluded tools is empty; a list that the caller set stands."""
    lossless_only: bool = False
    """Whether nothing may be dropped and no marker left."""
    allows_rewrites: bool = True
    """Whether a step may change what became of earlier messages; if not, asking for such a step is an error."""


PRESETS: Mapping[str, Preset] = MappingProxyType(
    {
        preset.name: preset
        for preset in (
            Preset(
                name="default",
                description="Compresses tool results; what a message becomes depends only on what stands before it. Results of "
                "file and web reading tools stay as they are. An explicit keep_turns is honoured.",
            ),
            Preset(
                name="cache",
                description="Like default, and refuses whatever could change an earlier message again, keep_turns included, so "
                "that cached prefixes always hold.",
                allows_rewrites=False,
            ),
            Preset(
                name="token",
                description="Lets steps rewrite earlier messages where that saves more. No step does so yet: today it gives "
                "the same as default.",
            ),
            Preset(
                name="lossless",
                description="Only re-encodes tool results: nothing is dropped and no marker is left.",
                lossless_only=True,
            ),
            Preset(
                name="max",
                description="Like default for the results of every tool: no tool is excluded unless the caller lists it.",
                exclude_no_tool=True,
            ),
        )
    }
)
"""The presets by name."""


def preset_named(name: str) -> Preset:
    """The preset of that name.

    Raises: ConfigurationError for an unknown name; it lists the known ones.
    """
    preset = next((preset for preset in PRESETS.values() if preset.name == name), None)
    if preset is None:
        raise ConfigurationError(f"unknown preset {name!r}; there are {', '.join(PRESETS)}", {"field": "preset", "value": name})
    return preset


def settings_for(
    preset: str | Preset = "default",
    config: HeadroomConfig | None = None,
    *,
    tool_profiles: Mapping[str, ToolProfile | Mapping[str, object]] | None = None,
    keep_turns: int | None = None,
    protected_tools: tuple[str, ...] = (),
) -> Settings:
    """The configuration as one value, with what the preset implies.

    Raises: ConfigurationError for an unknown preset and for values that `settings_from` refuses.
    """
    chosen = preset if isinstance(preset, Preset) else preset_named(preset)
    if config is not None and not isinstance(config, HeadroomConfig):
        raise ConfigurationError(f"config must be a HeadroomConfig, not {type(config).__name__}", {"field": "config"})
    return settings_from(
        config,
        tool_profiles=tool_profiles,
        keep_turns=keep_turns,
        protected_tools=protected_tools,
        exclude_no_tool=chosen.exclude_no_tool,
        lossless_only=chosen.lossless_only,
    )


@lru_cache(maxsize=64)
def pipeline_for(preset: str | Preset = "default", settings: Settings | None = None) -> Pipeline:
    """The pipeline of a preset; the same one for the same arguments.

    `settings` say themselves which tools are excluded (`settings_for` fills in what the preset says).
    Without any, they are the preset's own.

    Raises: ConfigurationError for an unknown preset, and for a step or `keep_turns` that the preset refuses.
    """
    chosen = preset if isinstance(preset, Preset) else preset_named(preset)
    used = settings_for(chosen) if settings is None else settings
    if chosen.lossless_only and not used.crush.lossless_only:
        used = msgspec.structs.replace(used, crush=msgspec.structs.replace(used.crush, lossless_only=True))
    if used.keep_turns and not chosen.allows_rewrites:
        raise ConfigurationError(
            f"preset {chosen.name!r} keeps cached prefixes stable and keep_turns={used.keep_turns} does not",
            {"field": "keep_turns", "preset": chosen.name},
        )
    steps = tuple(make(used) for make in chosen.steps)
    for step in steps:
        if step.rewrites_history and not chosen.allows_rewrites:
            raise ConfigurationError(
                f"preset {chosen.name!r} keeps cached prefixes stable and the step {step.name!r} rewrites history",
                {"field": "steps", "step": step.name, "preset": chosen.name},
            )
    return Pipeline(steps=steps, name=chosen.name)
