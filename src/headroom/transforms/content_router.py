"""Tool results of any kind, each text sent to the compressor for what it is."""

from __future__ import annotations

import msgspec

from headroom.compressors.contract import Compressor
from headroom.compressors.routed import Routed
from headroom.config import HeadroomConfig, Settings, settings_from
from headroom.errors import ConfigurationError
from headroom.messages import Conversation, Report, Text, ToolResult
from headroom.transforms.tool_results import ResultStep, compress_results

__all__ = ["ContentRouter"]

_NAME = "content_router"


class ContentRouter(msgspec.Struct, frozen=True):
    """Compresses tool results: finds out what each text is, and sends it to the compressor for that.

    Keeps: every message, role, id and order, and all that is not text of a tool result.
    No-op: excluded tools, tools whose profile says so, short results marked as errors, the last `keep_turns` turns, small
    texts, and kinds that nobody makes shorter.
    """

    settings: Settings = Settings()
    compressors: tuple[Compressor, ...] = ()
    """Compressors of your own, asked before ours. They must be hashable, and equal ones must do the same."""

    def __post_init__(self) -> None:
        given: object = self.settings
        if not isinstance(given, Settings):
            raise ConfigurationError(
                f"ContentRouter takes Settings (ContentRouter.configured takes a config), not {type(given).__name__}",
                {"field": "settings"},
            )
        for compressor in self.compressors:
            if (
                isinstance(compressor, type)
                or not callable(compressor)
                or not isinstance(getattr(compressor, "kind", None), str)
            ):
                raise ConfigurationError(
                    f"{compressor!r} is no compressor: it must be callable, with a kind", {"field": "compressors"}
                )
        try:
            hash(self.compressors)
        except TypeError as error:
            raise ConfigurationError(f"a compressor must be hashable: {error}", {"field": "compressors"}) from error

    @classmethod
    def configured(cls, config: HeadroomConfig, *, compressors: tuple[Compressor, ...] = ()) -> ContentRouter:
        """The transform with a configuration, frozen now.

        Raises: ConfigurationError for a value that cannot be honoured.
        """
        return cls(settings_from(config), compressors)

    @property
    def name(self) -> str:
        """`content_router`."""
        return _NAME

    @property
    def rewrites_history(self) -> bool:
        """Only with an explicit `keep_turns`: its boundary moves with every turn."""
        return self.settings.keep_turns > 0

    def __call__(self, conversation: Conversation) -> tuple[Conversation, Report]:
        """The conversation with compressed tool results, and a decision for every part.

        Cost: linear in what is new; a look-up for a result seen before.
        """
        step = ResultStep(name=_NAME, settings=self.settings, make=Routed, refusal=_refusal, others=self.compressors)
        return compress_results(conversation, step)


def _refusal(result: ToolResult, settings: Settings) -> str:
    if not settings.router.enabled:
        return "content_router is off"
    if result.is_error:
        limit = settings.router.error_protection_max_chars
        if sum(len(piece.text) for piece in result.content if isinstance(piece, Text)) <= limit:
            return "an error result"
    return ""
