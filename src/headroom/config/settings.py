"""Configuration as one frozen value, handed down to whatever a pipeline is made of."""

from __future__ import annotations

from typing import Literal

import msgspec

from headroom.config.history import AlignerSettings, WindowSettings
from headroom.config.public import DEFAULT_EXCLUDED_TOOLS
from headroom.config.reduction import (
    CodeSettings,
    CrushSettings,
    DiffSettings,
    Embedder,
    LogSettings,
    MarkupSettings,
    ProseSettings,
    RouterSettings,
    SearchSettings,
    SentenceScorer,
    TextSettings,
)

__all__ = ["Profile", "Settings"]


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """`ToolProfile` as a value, with the tool it is for."""

    tool: str
    skip_compression: bool = False
    max_items_after_crush: int | None = None


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What a pipeline was made with."""

    crush: CrushSettings = CrushSettings()
    logs: LogSettings = LogSettings()
    search: SearchSettings = SearchSettings()
    diffs: DiffSettings = DiffSettings()
    code: CodeSettings = CodeSettings(enabled=False)
    markup: MarkupSettings = MarkupSettings()
    config: TextSettings = TextSettings()
    """For configuration files."""
    prose: ProseSettings = ProseSettings()
    folds: TextSettings = TextSettings()
    router: RouterSettings = RouterSettings()
    excluded_tools: tuple[str, ...] = DEFAULT_EXCLUDED_TOOLS
    protected_tools: tuple[str, ...] = ()
    profiles: tuple[Profile, ...] = ()
    keep_turns: int = 0
    aligner: AlignerSettings | None = None
    window: WindowSettings | None = None
    intercept_tool_results: bool = False
    compressors: tuple[str, ...] = ()
    """Names of entry points."""
    transforms: tuple[str, ...] = ()
    protected_messages: tuple[int, ...] = ()
    """Indices of messages that stay as they are, for this run; a full window may leave them out all the same."""
    biases: tuple[tuple[int, float], ...] = ()
    """By index of a message: how much more (above 1) or less of the tool results in it stays, for this run."""

    def lossless(self) -> Settings:
        """The same for texts of which nothing may be left out."""
        return self._each(lossless_only=True)

    def naming(self, retrieval: Literal["none", "tool"]) -> Settings:
        """The same where markers name the retrieve tool, or do not."""
        return self if self.router.retrieval == retrieval else self._each(retrieval=retrieval)

    @property
    def functions(self) -> tuple[Embedder | None, SentenceScorer | None]:
        """What the caller gave that is no plain value: who remembers by the settings as text has to add it."""
        return self.crush.relevance.embedder, self.prose.scorer

    def plain(self) -> Settings:
        """The same without the functions."""
        relevance = msgspec.structs.replace(self.crush.relevance, embedder=None)
        return msgspec.structs.replace(
            self,
            crush=msgspec.structs.replace(self.crush, relevance=relevance),
            prose=msgspec.structs.replace(self.prose, scorer=None),
        )

    def _each(self, **change: object) -> Settings:
        """The same with the settings of every compressor changed."""
        return msgspec.structs.replace(
            self, **{name: msgspec.structs.replace(getattr(self, name), **change) for name in _OF_COMPRESSORS}
        )


_OF_COMPRESSORS = ("crush", "logs", "search", "diffs", "code", "markup", "config", "prose", "folds", "router")
