"""Tool results that are JSON, compressed one by one."""

from __future__ import annotations

import msgspec

from headroom.compressors.contract import Compressor
from headroom.compressors.json_records import JsonRecords
from headroom.config import HeadroomConfig, Settings, settings_from
from headroom.errors import ConfigurationError
from headroom.messages import Conversation, Report, ToolResult
from headroom.transforms.tool_results import ResultStep, compress_results

__all__ = ["SmartCrusher"]

_NAME = "smart_crusher"


class SmartCrusher(msgspec.Struct, frozen=True):
    """Compresses the JSON of tool results: tables, and the rows that matter.

    Keeps: every message, role, id and order, and all that is not text of a tool result.
    No-op: excluded tools, tools whose profile says so, results marked as errors, the last `keep_turns` turns.
    """

    settings: Settings = Settings()

    def __post_init__(self) -> None:
        given: object = self.settings
        if not isinstance(given, Settings):
            raise ConfigurationError(
                f"SmartCrusher takes Settings (SmartCrusher.configured takes a config), not {type(given).__name__}",
                {"field": "settings"},
            )

    @classmethod
    def configured(cls, config: HeadroomConfig) -> SmartCrusher:
        """The transform with a configuration, frozen now.

        Raises: ConfigurationError for a value that cannot be honoured.
        """
        return cls(settings_from(config))

    @property
    def name(self) -> str:
        """`smart_crusher`."""
        return _NAME

    @property
    def rewrites_history(self) -> bool:
        """Only with an explicit `keep_turns`: its boundary moves with every turn."""
        return self.settings.keep_turns > 0

    def __call__(self, conversation: Conversation) -> tuple[Conversation, Report]:
        """The conversation with compressed tool results, and a decision for every part.

        Cost: linear in what is new; a look-up for a result seen before.
        """
        step = ResultStep(name=_NAME, settings=self.settings, make=_crusher, refusal=_refusal)
        return compress_results(conversation, step)


def _crusher(settings: Settings, _others: tuple[Compressor, ...]) -> Compressor:
    return JsonRecords(settings.crush)


def _refusal(result: ToolResult, settings: Settings) -> str:
    if result.is_error:
        return "an error result"
    return "" if settings.crush.enabled else "smart_crusher is off"
