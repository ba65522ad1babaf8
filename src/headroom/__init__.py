"""Headroom makes what an LLM application sends smaller without making it wrong.

`compress` is the way in, and so are `HeadroomClient` and `AsyncHeadroomClient` round the SDK's own clients.
Names are loaded when they are first used, so importing this package costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False
"""Read as true by type checkers; the one in `typing` costs more to import than all the rest here."""

if TYPE_CHECKING:
    from importlib.metadata import version

    from headroom.client.aio import AsyncHeadroomClient
    from headroom.client.sync import HeadroomClient
    from headroom.compressors.contract import Compressed, Compressor, Skip
    from headroom.config import (
        CacheAlignerConfig,
        CacheOptimizerConfig,
        CCRConfig,
        CodeCompressorConfig,
        ConfigCompressorConfig,
        ContentRouterConfig,
        DiffCompressorConfig,
        HeadroomConfig,
        HeadroomMode,
        LogCompressorConfig,
        MarkupCompressorConfig,
        PrefixFreezeConfig,
        ProseCompressorConfig,
        RelevanceScorerConfig,
        RollingWindowConfig,
        SearchCompressorConfig,
        SmartCrusherConfig,
        ToolProfile,
    )
    from headroom.config.effective import Effective
    from headroom.economics.bill import Bill
    from headroom.errors import (
        CacheError,
        CompressionError,
        ConfigurationError,
        HeadroomError,
        ProviderError,
        StorageError,
        TokenizationError,
        TransformError,
        ValidationError,
    )
    from headroom.measures import WasteSignals
    from headroom.measures.requests import DiffArtifact, RequestMetrics, SimulationResult, TransformDiff
    from headroom.messages import Conversation, Decision, Message, Opaque, Part, Report, Text, Tool, ToolCall, ToolResult
    from headroom.pipeline.aio import acompress
    from headroom.pipeline.composition import Pipeline, compose
    from headroom.pipeline.entry import compress, compress_body
    from headroom.pipeline.extensions import PipelineExtensionManager
    from headroom.pipeline.hooks import CompressContext, CompressEvent, CompressionHooks
    from headroom.pipeline.result import CompressedBody, CompressResult
    from headroom.pipeline.runner import run
    from headroom.pipeline.stages import CANONICAL_PIPELINE_STAGES, PipelineEvent, PipelineExtension, PipelineStage
    from headroom.providers import (
        AnthropicProvider,
        CohereProvider,
        GoogleProvider,
        LiteLLMProvider,
        MistralProvider,
        ModelCapabilities,
        OpenAICompatibleProvider,
        OpenAIProvider,
        Provider,
        TokenCounter,
    )
    from headroom.transforms.cache_aligner import CacheAligner
    from headroom.transforms.cache_breakpoints import (
        AnthropicCacheOptimizer,
        BaseCacheOptimizer,
        GoogleCacheOptimizer,
        OpenAICacheOptimizer,
    )
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
    "CANONICAL_PIPELINE_STAGES",
    "AnthropicCacheOptimizer",
    "AnthropicProvider",
    "AsyncHeadroomClient",
    "BaseCacheOptimizer",
    "Bill",
    "CCRConfig",
    "CacheAligner",
    "CacheAlignerConfig",
    "CacheError",
    "CacheOptimizerConfig",
    "CodeCompressorConfig",
    "CohereProvider",
    "CompressContext",
    "CompressEvent",
    "CompressResult",
    "Compressed",
    "CompressedBody",
    "CompressionError",
    "CompressionHooks",
    "Compressor",
    "ConfigCompressorConfig",
    "ConfigurationError",
    "ContentRouter",
    "ContentRouterConfig",
    "Conversation",
    "Decision",
    "DiffArtifact",
    "DiffCompressorConfig",
    "Duplicates",
    "Effective",
    "Gated",
    "GoogleCacheOptimizer",
    "GoogleProvider",
    "HeadroomClient",
    "HeadroomConfig",
    "HeadroomError",
    "HeadroomMode",
    "LiteLLMProvider",
    "LogCompressorConfig",
    "MarkupCompressorConfig",
    "Message",
    "MistralProvider",
    "ModelCapabilities",
    "Opaque",
    "OpenAICacheOptimizer",
    "OpenAICompatibleProvider",
    "OpenAIProvider",
    "OutlinedReads",
    "Part",
    "Pipeline",
    "PipelineEvent",
    "PipelineExtension",
    "PipelineExtensionManager",
    "PipelineStage",
    "PrefixFreezeConfig",
    "ProseCompressorConfig",
    "Provider",
    "ProviderError",
    "RelevanceScorerConfig",
    "RepeatedPassages",
    "Report",
    "RequestMetrics",
    "RollingWindow",
    "RollingWindowConfig",
    "SearchCompressorConfig",
    "SimulationResult",
    "Skip",
    "SmartCrusher",
    "SmartCrusherConfig",
    "StaleReads",
    "StorageError",
    "Text",
    "TokenCounter",
    "TokenizationError",
    "Tool",
    "ToolCall",
    "ToolProfile",
    "ToolResult",
    "Transform",
    "TransformDiff",
    "TransformError",
    "ValidationError",
    "WasteSignals",
    "WireError",
    "__version__",
    "acompress",
    "compose",
    "compress",
    "compress_body",
    "run",
    "with_memory",
]

_HOMES = {
    "headroom.client.aio": ("AsyncHeadroomClient",),
    "headroom.client.sync": ("HeadroomClient",),
    "headroom.config.effective": ("Effective",),
    "headroom.economics.bill": ("Bill",),
    "headroom.measures": ("WasteSignals",),
    "headroom.measures.requests": ("DiffArtifact", "RequestMetrics", "SimulationResult", "TransformDiff"),
    "headroom.providers": (
        "AnthropicProvider",
        "CohereProvider",
        "GoogleProvider",
        "LiteLLMProvider",
        "MistralProvider",
        "ModelCapabilities",
        "OpenAICompatibleProvider",
        "OpenAIProvider",
        "Provider",
        "TokenCounter",
    ),
    "headroom.transforms.cache_breakpoints": (
        "AnthropicCacheOptimizer",
        "BaseCacheOptimizer",
        "GoogleCacheOptimizer",
        "OpenAICacheOptimizer",
    ),
    "headroom.compressors.contract": ("Compressed", "Compressor", "Skip"),
    "headroom.config": (
        "CCRConfig",
        "CacheAlignerConfig",
        "CacheOptimizerConfig",
        "CodeCompressorConfig",
        "ConfigCompressorConfig",
        "ContentRouterConfig",
        "DiffCompressorConfig",
        "HeadroomConfig",
        "HeadroomMode",
        "LogCompressorConfig",
        "MarkupCompressorConfig",
        "PrefixFreezeConfig",
        "ProseCompressorConfig",
        "RelevanceScorerConfig",
        "RollingWindowConfig",
        "SearchCompressorConfig",
        "SmartCrusherConfig",
        "ToolProfile",
    ),
    "headroom.errors": (
        "CacheError",
        "CompressionError",
        "ConfigurationError",
        "HeadroomError",
        "ProviderError",
        "StorageError",
        "TokenizationError",
        "TransformError",
        "ValidationError",
    ),
    "headroom.messages": ("Conversation", "Decision", "Message", "Opaque", "Part", "Report"),
    "headroom.messages.parts": ("Text", "ToolCall", "ToolResult"),
    "headroom.messages.conversation": ("Tool",),
    "headroom.pipeline.aio": ("acompress",),
    "headroom.pipeline.composition": ("Pipeline", "compose"),
    "headroom.pipeline.entry": ("compress", "compress_body"),
    "headroom.pipeline.extensions": ("PipelineExtensionManager",),
    "headroom.pipeline.hooks": ("CompressContext", "CompressEvent", "CompressionHooks"),
    "headroom.pipeline.result": ("CompressResult", "CompressedBody"),
    "headroom.pipeline.runner": ("run",),
    "headroom.pipeline.stages": ("CANONICAL_PIPELINE_STAGES", "PipelineEvent", "PipelineExtension", "PipelineStage"),
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
with_memory: None = None
"""Memory across conversations, once there is an extra that brings it."""
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
