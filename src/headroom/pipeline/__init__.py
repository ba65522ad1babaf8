"""From a conversation to a smaller valid one: the guard, the presets, the runner, the ways in, and the stages of a request.

Only what is about stages is imported here, so that loading one module does not load the others: only `runner` and `aio` need
anyio. The other public names are those of `headroom`.
"""

from __future__ import annotations

from headroom.pipeline.extensions import PipelineExtensionManager
from headroom.pipeline.stages import CANONICAL_PIPELINE_STAGES, PipelineEvent, PipelineExtension, PipelineStage

__all__ = [
    "CANONICAL_PIPELINE_STAGES",
    "PipelineEvent",
    "PipelineExtension",
    "PipelineExtensionManager",
    "PipelineStage",
]
