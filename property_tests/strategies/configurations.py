"""Settings as laws draw them: so small that most examples are compressed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import msgspec
from hypothesis import strategies as st

from headroom.compressors import REGISTERED as OUR_COMPRESSORS
from headroom.compressors import (
    ConfigBlocks,
    Folds,
    LogLines,
    Markup,
    Prose,
    SearchResults,
    SourceCode,
    Tables,
    UnifiedDiff,
)
from headroom.compressors.contract import Compressor
from headroom.compressors.json_records import JsonRecords
from headroom.config import (
    CodeSettings,
    CrushSettings,
    DiffSettings,
    LogSettings,
    MarkupSettings,
    Profile,
    ProseSettings,
    RouterSettings,
    SearchSettings,
    Settings,
    TextSettings,
    WorkBudget,
)
from headroom.messages import Conversation, Report
from headroom.pipeline.composition import Pipeline
from headroom.pipeline.plan import PRESETS, pipeline_for
from headroom.pipeline.plugins import COMPRESSORS as COMPRESSOR_GROUP
from headroom.pipeline.plugins import TRANSFORMS as TRANSFORM_GROUP
from headroom.pipeline.plugins import installed, plugged_compressors, plugged_transforms
from headroom.transforms import REGISTERED as OUR_TRANSFORMS
from headroom.transforms.contract import Transform
from property_tests.strategies.choices import FLAGS, pick
from property_tests.strategies.config_texts import config_texts
from property_tests.strategies.diff_texts import diff_texts
from property_tests.strategies.json_texts import json_tool_texts
from property_tests.strategies.line_texts import line_texts
from property_tests.strategies.log_texts import log_texts, search_texts
from property_tests.strategies.table_texts import table_texts
from property_tests.strategies.tool_texts import markup_texts, program_texts, sentence_texts, tool_texts

__all__ = [
    "COMPRESSORS",
    "Component",
    "components",
    "compressions",
    "crush_settings",
    "json_compressions",
    "settings_of",
]


def _plugged_compressor(name: str) -> Callable[[Settings], Compressor]:
    return lambda settings: plugged_compressors(msgspec.structs.replace(settings, compressors=(name,)))[0]


def _or_nothing(make: Callable[[Settings], Transform | None]) -> Callable[[Settings], Transform]:
    return lambda settings: make(settings) or Pipeline(steps=())


def _plugged_transform(name: str) -> Callable[[Settings], Transform]:
    return lambda settings: plugged_transforms(msgspec.structs.replace(settings, transforms=(name,)))[0]


COMPRESSORS: tuple[Callable[[Settings], Compressor], ...] = (
    *OUR_COMPRESSORS,
    *map(_plugged_compressor, installed(COMPRESSOR_GROUP)),
)
"""Makers of every compressor: ours, and those that installed packages offer."""
_TRANSFORMS: dict[str, Callable[[Settings], Transform]] = {
    **{f"transform {getattr(make, '__name__', make)}": _or_nothing(make) for make in OUR_TRANSFORMS},
    **{
        f"plugged transform {name}": make
        for name in installed(TRANSFORM_GROUP)
        if not (make := _plugged_transform(name))(Settings()).rewrites_history
    },
}
"""Makers of every transform that only changes texts of tool results."""


def _by_length(sentences: Sequence[str], question: str) -> list[float]:
    """A scorer of somebody's own: long sentences say most."""
    return [min(1.0, len(sentence) / (200 + len(question))) for sentence in sentences]


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
    crush = draw(crush_settings())
    shared: dict[str, Any] = {"lossless_only": crush.lossless_only, "retrieval": crush.retrieval, "budget": crush.budget}
    few, some = pick(draw, (0, 1, 3)), pick(draw, (3, 10, 30))
    share = pick(draw, (None, None, 0.1, 0.5, 1.0))
    return Settings(
        crush=crush,
        logs=LogSettings(max_total_lines=some, error_context_lines=few, max_stack_traces=few, **shared),
        search=SearchSettings(max_matches_per_file=few, max_total_matches=some, max_files=few, **shared),
        diffs=DiffSettings(max_context_lines=few, max_hunks_per_file=few, max_files=few, **shared),
        code=CodeSettings(
            enabled=pick(draw, (True, True, True, False)),
            docstring_mode=pick(draw, ("first_line", "full", "remove")),
            target_compression_rate=pick(draw, (0.2, 0.0, 1.0)),
            max_body_lines=few,
            compress_comments=draw(FLAGS),
            min_tokens_for_compression=crush.min_tokens_to_crush,
            **shared,
        ),
        markup=MarkupSettings(include_links=draw(FLAGS), include_tables=draw(FLAGS), target_ratio=share, **shared),
        config=TextSettings(**shared),
        prose=ProseSettings(target_ratio=share, scorer=pick(draw, (None, None, _by_length)), **shared),
        folds=TextSettings(**shared),
        router=RouterSettings(
            min_tokens_to_compress=crush.min_tokens_to_crush,
            protect_error_outputs=draw(FLAGS),
            error_protection_max_chars=pick(draw, (0, 8_000)),
            **shared,
        ),
        excluded_tools=pick(draw, ((), ("Read", "grep*"), ("READ",))),
        protected_tools=pick(draw, ((), ("protected_tool",))),
        profiles=pick(draw, ((), _PROFILES)),
        intercept_tool_results=draw(FLAGS),
        keep_turns=pick(draw, (0, 0, 0, 0, 0, 0, 1, 2)) if keep_turns else 0,
    )


@cache
@st.composite
def components(draw: st.DrawFn, *, keep_turns: bool = True) -> Component:
    """Any registered transform or preset, with any settings that it takes."""
    settings = draw(settings_of(keep_turns=keep_turns))
    presets = [name for name, preset in PRESETS.items() if preset.allows_rewrites or not settings.keep_turns]
    makers = _TRANSFORMS | {f"preset {name}": _preset(name) for name in presets}
    name = pick(draw, sorted(makers))
    return Component(name, settings, makers[name])


_TEXTS: dict[type[Compressor], Callable[[], st.SearchStrategy[str]]] = {
    JsonRecords: json_tool_texts,
    Tables: table_texts,
    LogLines: log_texts,
    SearchResults: search_texts,
    UnifiedDiff: diff_texts,
    SourceCode: program_texts,
    Markup: markup_texts,
    ConfigBlocks: config_texts,
    Prose: sentence_texts,
    Folds: line_texts,
}


@cache
@st.composite
def compressions(draw: st.DrawFn, others: st.SearchStrategy[str] | None = None) -> tuple[str, Compressor]:
    """A text and a compressor with any settings: mostly one that is for such texts, else one of `others` or of any kind."""
    compressor = pick(draw, COMPRESSORS)(draw(settings_of()))
    is_its_own = pick(draw, (True, True, True, False))
    own = _TEXTS.get(type(compressor), tool_texts)
    other = tool_texts() if others is None else others
    return draw(own() if is_its_own else other), compressor


@cache
@st.composite
def json_compressions(draw: st.DrawFn) -> tuple[str, Compressor]:
    """A text of JSON, with something round it now and then, and the compressor for it with any settings."""
    return draw(json_tool_texts()), JsonRecords(draw(crush_settings()))


def _preset(name: str) -> Callable[[Settings], Transform]:
    return lambda settings: pipeline_for(name, settings)
