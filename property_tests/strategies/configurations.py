"""Settings as laws draw them: so small that most examples are compressed."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import msgspec
from hypothesis import strategies as st

from headroom.compressors import REGISTERED as COMPRESSORS
from headroom.compressors.contract import Compressor
from headroom.config import CrushSettings, Profile, Settings, WorkBudget
from headroom.messages import Conversation, Report
from headroom.pipeline.plan import PRESETS, pipeline_for
from headroom.transforms import REGISTERED as TRANSFORMS
from headroom.transforms.contract import Transform
from property_tests.strategies.choices import FLAGS, pick

__all__ = ["Component", "components", "compressors", "crush_settings", "settings_of"]


_PROFILES = (Profile(tool="small_tool", max_items_after_crush=2), Profile(tool="search", skip_compression=True))


class Component(msgspec.Struct, frozen=True):
    """A registered transform, bare, or a composed preset."""

    name: str
    settings: Settings
    make: Callable[[Settings], Transform]

    def __call__(self, conversation: Conversation) -> tuple[Conversation, Report]:
        """What it makes of the conversation."""
        return self.make(self.settings)(conversation)


@cache
@st.composite
def crush_settings(draw: st.DrawFn) -> CrushSettings:
    """Half of them selecting rows, a quarter lossless; budgets of work that some texts exceed."""
    return CrushSettings(
        min_items_to_analyze=pick(draw, (1, 2, 5)),
        min_tokens_to_crush=pick(draw, (10, 1, 50, 10, 200)),
        max_items_after_crush=pick(draw, (3, 1, 5, 15)),
        variance_threshold=pick(draw, (0.5, 2.0)),
        first_fraction=pick(draw, (0.0, 0.3, 1.0)),
        last_fraction=pick(draw, (0.0, 0.15, 1.0)),
        preserve_change_points=draw(FLAGS),
        factor_out_constants=draw(FLAGS),
        include_summaries=draw(FLAGS),
        dedup_identical_items=draw(FLAGS),
        lossless_only=pick(draw, (False, False, False, True)),
        lossless_min_savings_ratio=pick(draw, (0.15, 0.0, 0.15, 0.6)),
        retrieval=pick(draw, ("none", "tool")),
        budget=WorkBudget(text_bytes=pick(draw, (32 * 1024 * 1024,) * 7 + (2000,)), depth=pick(draw, (100, 100, 100, 4))),
    )


@cache
@st.composite
def settings_of(draw: st.DrawFn, *, keep_turns: bool = True) -> Settings:
    """Settings of a pipeline, with tools excluded, protected and profiled."""
    return Settings(
        crush=draw(crush_settings()),
        excluded_tools=pick(draw, ((), ("Read", "grep*"), ("READ",))),
        protected_tools=pick(draw, ((), ("protected_tool",))),
        profiles=pick(draw, ((), _PROFILES)),
        keep_turns=pick(draw, (0, 0, 0, 0, 0, 0, 1, 2)) if keep_turns else 0,
    )


@cache
@st.composite
def components(draw: st.DrawFn, *, keep_turns: bool = True) -> Component:
    """Any registered transform or preset, with any settings that it takes."""
    settings = draw(settings_of(keep_turns=keep_turns))
    makers: dict[str, Callable[[Settings], Transform]] = {
        f"transform {getattr(make, '__name__', make)}": make for make in TRANSFORMS
    }
    makers |= {f"preset {name}": _preset(name) for name in PRESETS if PRESETS[name].allows_rewrites or not settings.keep_turns}
    name = pick(draw, sorted(makers))
    return Component(name, settings, makers[name])


@cache
@st.composite
def compressors(draw: st.DrawFn) -> Compressor:
    """Any registered compressor, with any settings."""
    settings = draw(crush_settings())
    return pick(draw, COMPRESSORS)(settings)


def _preset(name: str) -> Callable[[Settings], Transform]:
    return lambda settings: pipeline_for(name, settings)
