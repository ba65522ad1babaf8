"""`compress` for callers that have an event loop.

The same job as in `entry`; only the run is awaited.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from headroom.config import HeadroomConfig, ToolProfile
from headroom.config.environment import read_environment
from headroom.pipeline.entry import DEFAULT_MODEL, Asked, job_for
from headroom.pipeline.hooks import CompressionHooks
from headroom.pipeline.result import CompressResult
from headroom.pipeline.runner import run

__all__ = ["acompress"]


async def acompress(
    messages: Sequence[object],
    model: str = DEFAULT_MODEL,
    *,
    preset: str = "default",
    config: HeadroomConfig | None = None,
    system: object = None,
    tools: Sequence[object] | None = None,
    tool_profiles: Mapping[str, ToolProfile | Mapping[str, object]] | None = None,
    keep_turns: int | None = None,
    hooks: CompressionHooks | None = None,
    environ: Mapping[str, str] | None = None,
) -> CompressResult:
    """What `compress` returns, without holding up the event loop.

    Raises: ConfigurationError for a setting that cannot be honoured.
    """
    asked = Asked(
        preset=preset,
        config=config,
        tool_profiles=tool_profiles,
        keep_turns=keep_turns,
        environment=read_environment(environ),
        hooks=hooks,
    )
    job = job_for(messages, model, system=system, tools=tools, asked=asked)
    return job.finished(*await run(job.pipeline, job.conversation))
