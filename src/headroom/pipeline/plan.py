"""Which steps run, in which order: the presets as data.

This is the only place that names transforms together. A preset says what it lets in; what a caller configured is in `Settings`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType

from headroom.config import HeadroomConfig, Implied, Settings, ToolProfile, settings_from
from headroom.config.environment import Environment
from headroom.errors import ConfigurationError
from headroom.pipeline.composition import Pipeline
from headroom.transforms.content_router import ContentRouter
from headroom.transforms.contract import Transform, WindowTransform
from headroom.transforms.makers import aligner, duplicates, outlined_reads, repeated_passages, stale_reads, window
from headroom.transforms.protected import Protected

__all__ = ["PRESETS", "Preset", "pipeline_for", "preset_named", "settings_for"]


_NOTHING_SAID = Environment()

Step = Callable[[Settings], Transform | None]
"""Makes a step from the settings, or None where they do not ask for it."""


def _router(settings: Settings) -> Transform:
    if not settings.compressors:
        return ContentRouter(settings)
    from headroom.pipeline.plugins import plugged_compressors  # noqa: PLC0415  package metadata is slow to import

    return ContentRouter(settings, plugged_compressors(settings))


def _plugged(settings: Settings) -> tuple[Transform, ...]:
    if not settings.transforms:
        return ()
    from headroom.pipeline.plugins import plugged_transforms  # noqa: PLC0415  as above

    return plugged_transforms(settings)


class Preset(Implied, frozen=True, kw_only=True):
    """What a pipeline is made of, by name."""

    name: str
    description: str
    """One or two sentences for a person who chooses."""
    steps: tuple[Step, ...] = (outlined_reads, _router, window, duplicates, repeated_passages, aligner)
    """Makers of the steps, in the order they run. What points back comes late, so that it points at what has stayed."""
    allows_rewrites: bool = True
    """Whether a step may change what became of earlier messages; if not, asking for such a step is an error."""


PRESETS: Mapping[str, Preset] = MappingProxyType(
    {
        preset.name: preset
        for preset in (
            Preset(
                name="default",
                description="Compresses tool results; what a message becomes depends only on what stands before it. Results of "
                "file and web reading tools, source code and short error outputs stay as they are. An explicit keep_turns and "
                "a full window are honoured.",
            ),
            Preset(
                name="cache",
                description="Like default, and refuses whatever could change an earlier message again, keep_turns and a window "
                "included, so that cached prefixes always hold.",
                allows_rewrites=False,
            ),
            Preset(
                name="token",
                description="Like default, and over the limit of the window also lets go of file reads that an edit has made "
                "stale, before anything else is left out.",
                steps=(outlined_reads, _router, stale_reads, window, duplicates, repeated_passages, aligner),
            ),
            Preset(
                name="lossless",
                description="Only re-encodes tool results: nothing is dropped and no marker is left.",
                steps=(_router, aligner),
                lossless_only=True,
            ),
            Preset(
                name="max",
                description="Like default for the results of every tool, source code and short error outputs included: no tool "
                "is excluded unless the caller lists it.",
                exclude_no_tool=True,
                protect_errors=False,
                with_code=True,
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
    environment: Environment = _NOTHING_SAID,
) -> Settings:
    """The configuration as one value, with what the preset implies.

    Raises: ConfigurationError for an unknown preset and for values that `settings_from` refuses.
    """
    chosen = preset if isinstance(preset, Preset) else preset_named(preset)
    if config is not None and not isinstance(config, HeadroomConfig):
        raise ConfigurationError(f"config must be a HeadroomConfig, not {type(config).__name__}", {"field": "config"})
    if config is None and tool_profiles is None and keep_turns is None:
        return _settings_of(chosen, environment)
    return settings_from(
        config,
        tool_profiles=tool_profiles,
        keep_turns=keep_turns,
        environment=environment,
        implied=chosen,
    )


@lru_cache(maxsize=64)
def _settings_of(preset: Preset, environment: Environment) -> Settings:
    """What the preset alone says: most calls ask for nothing else."""
    return settings_from(None, environment=environment, implied=preset)


@lru_cache(maxsize=64)
def pipeline_for(preset: str | Preset = "default", settings: Settings | None = None) -> Pipeline:
    """The pipeline of a preset; the same one for the same arguments.

    `settings` say themselves which tools are excluded (`settings_for` fills in what the preset says).
    Without any, they are the preset's own.

    Raises: ConfigurationError for an unknown preset, and for a step or `keep_turns` that the preset refuses.
    """
    chosen = preset if isinstance(preset, Preset) else preset_named(preset)
    used = settings_for(chosen) if settings is None else settings
    if chosen.lossless_only:
        used = used.lossless()
        if used.window is not None:
            raise ConfigurationError(
                f"preset {chosen.name!r} leaves nothing out and a window does",
                {"field": "rolling_window", "preset": chosen.name},
            )
    if used.keep_turns and not chosen.allows_rewrites:
        raise ConfigurationError(
            f"preset {chosen.name!r} keeps cached prefixes stable and keep_turns={used.keep_turns} does not",
            {"field": "keep_turns", "preset": chosen.name},
        )
    made = (*(make(used) for make in chosen.steps), *_plugged(used))
    steps = tuple(step for step in made if step is not None)
    for step in steps:
        if step.rewrites_history and not chosen.allows_rewrites:
            raise ConfigurationError(
                f"preset {chosen.name!r} keeps cached prefixes stable and the step {step.name!r} rewrites history",
                {"field": "steps", "step": step.name, "preset": chosen.name},
            )
    if used.protected_messages:
        # A window must make room in any case, so it alone may drop them.
        steps = tuple(step if isinstance(step, WindowTransform) else Protected(step, used.protected_messages) for step in steps)
    return Pipeline(steps=steps, name=chosen.name)
