"""Headroom makes what an LLM application sends smaller without making it wrong.

`compress` is the way in. Names are loaded when they are first used, so importing this package costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False
"""Read as true by type checkers; the one in `typing` costs more to import than all the rest here."""

if TYPE_CHECKING:
    from importlib.metadata import version

    from headroom.compressors.contract import Compressed, Compressor, Skip
    from headroom.config import (
        CacheAlignerConfig,
        CodeCompressorConfig,
        ConfigCompressorConfig,
        ContentRouterConfig,
        DiffCompressorConfig,
        HeadroomConfig,
        LogCompressorConfig,
        MarkupCompressorConfig,
        ProseCompressorConfig,
        RelevanceScorerConfig,
        RollingWindowConfig,
        SearchCompressorConfig,
        SmartCrusherConfig,
        ToolProfile,
    )
    from headroom.errors import ConfigurationError, HeadroomError, TokenizationError
    from headroom.messages import Conversation, Decision, Message, Opaque, Part, Report, Text, Tool, ToolCall, ToolResult
    from headroom.pipeline.aio import acompress
    from headroom.pipeline.composition import Pipeline, compose
    from headroom.pipeline.entry import compress, compress_body
    from headroom.pipeline.result import CompressedBody, CompressResult
    from headroom.pipeline.runner import run
    from headroom.transforms.cache_aligner import CacheAligner
    from headroom.transforms.content_router import ContentRouter
    from headroom.transforms.contract import Transform
    from headroom.transforms.duplicates import Duplicates
    from headroom.transforms.gated import Gated
    from headroom.transforms.outlined_reads import OutlinedReads
    from headroom.transforms.repeated_passages import RepeatedPassages
    from headroom.transforms.rolling_window import RollingWindow
    from headroom.transforms.smart_crusher import SmartCrusher
    from headroom.transforms.stale_reads import StaleReads
    from headroom.wire.codec import WireError

    __version__ = version("headroom")

__all__ = [
    "CacheAligner",
    "CacheAlignerConfig",
    "CodeCompressorConfig",
    "CompressResult",
    "Compressed",
    "CompressedBody",
    "Compressor",
    "ConfigCompressorConfig",
    "ConfigurationError",
    "ContentRouter",
    "ContentRouterConfig",
    "Conversation",
    "Decision",
    "DiffCompressorConfig",
    "Duplicates",
    "Gated",
    "HeadroomConfig",
    "HeadroomError",
    "LogCompressorConfig",
    "MarkupCompressorConfig",
    "Message",
    "Opaque",
    "OutlinedReads",
    "Part",
    "Pipeline",
    "ProseCompressorConfig",
    "RelevanceScorerConfig",
    "RepeatedPassages",
    "Report",
    "RollingWindow",
    "RollingWindowConfig",
    "SearchCompressorConfig",
    "Skip",
    "SmartCrusher",
    "SmartCrusherConfig",
    "StaleReads",
    "Text",
    "TokenizationError",
    "Tool",
    "ToolCall",
    "ToolProfile",
    "ToolResult",
    "Transform",
    "WireError",
    "__version__",
    "acompress",
    "compose",
    "compress",
    "compress_body",
    "run",
]

_HOMES = {
    "headroom.compressors.contract": ("Compressed", "Compressor", "Skip"),
    "headroom.config": (
        "CacheAlignerConfig",
        "CodeCompressorConfig",
        "ConfigCompressorConfig",
        "ContentRouterConfig",
        "DiffCompressorConfig",
        "HeadroomConfig",
        "LogCompressorConfig",
        "MarkupCompressorConfig",
        "ProseCompressorConfig",
        "RelevanceScorerConfig",
        "RollingWindowConfig",
        "SearchCompressorConfig",
        "SmartCrusherConfig",
        "ToolProfile",
    ),
    "headroom.errors": ("ConfigurationError", "HeadroomError", "TokenizationError"),
    "headroom.messages": ("Conversation", "Decision", "Message", "Opaque", "Part", "Report"),
    "headroom.messages.parts": ("Text", "ToolCall", "ToolResult"),
    "headroom.messages.conversation": ("Tool",),
    "headroom.pipeline.aio": ("acompress",),
    "headroom.pipeline.composition": ("Pipeline", "compose"),
    "headroom.pipeline.entry": ("compress", "compress_body"),
    "headroom.pipeline.result": ("CompressResult", "CompressedBody"),
    "headroom.pipeline.runner": ("run",),
    "headroom.transforms.cache_aligner": ("CacheAligner",),
    "headroom.transforms.content_router": ("ContentRouter",),
    "headroom.transforms.contract": ("Transform",),
    "headroom.transforms.duplicates": ("Duplicates",),
    "headroom.transforms.gated": ("Gated",),
    "headroom.transforms.outlined_reads": ("OutlinedReads",),
    "headroom.transforms.repeated_passages": ("RepeatedPassages",),
    "headroom.transforms.rolling_window": ("RollingWindow",),
    "headroom.transforms.smart_crusher": ("SmartCrusher",),
    "headroom.transforms.stale_reads": ("StaleReads",),
    "headroom.wire.codec": ("WireError",),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}


if not TYPE_CHECKING:  # A checker that saw this would take any misspelt name for one of ours.

    def __getattr__(name: str) -> object:
        if name == "__version__":
            value: object = import_module("importlib.metadata").version("headroom")
        elif name in _HOME_OF:
            value = getattr(import_module(_HOME_OF[name]), name)
        else:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted(__all__)
