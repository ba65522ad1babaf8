"""The ways in: messages or a request body, compressed by a preset.

Everything here is pure but for one variable of the environment, which `config.environment` reads. What is no conversation comes
back as it is, with a warning that says where and why; only a setting that cannot be honoured is an exception.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

import msgspec
from returns.result import Failure, Result

from headroom.config import HeadroomConfig, Settings, ToolProfile
from headroom.config.environment import Environment, read_environment
from headroom.errors import ConfigurationError
from headroom.messages import Conversation, Report
from headroom.pipeline.composition import Pipeline
from headroom.pipeline.hooks import (
    CompressionHooks,
    Wishes,
    context_of,
    event_of,
    has_post_compress,
    told_afterwards,
    unreadable,
    wishes_of,
    with_wishes,
)
from headroom.pipeline.plan import pipeline_for, settings_for
from headroom.pipeline.result import CompressedBody, CompressResult
from headroom.wire.body import Request, decode_body, encode_body
from headroom.wire.codec import WireError, decode, encode, encode_system

__all__ = ["DEFAULT_MODEL", "Asked", "Job", "compress", "compress_body", "job_for"]

DEFAULT_MODEL = "gpt-4o"
"""Whose tokens are counted when no model is named. Chosen: its vocabulary counts the current models of its provider."""


class Asked(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """How to compress, as the caller of this module said it."""

    preset: str
    config: HeadroomConfig | None
    tool_profiles: Mapping[str, ToolProfile | Mapping[str, object]] | None
    keep_turns: int | None
    environment: Environment
    hooks: CompressionHooks | None = None

    def settings(self) -> Settings:
        """The settings for it, without what hooks say.

        Raises: ConfigurationError for a setting that cannot be honoured.
        """
        return settings_for(
            self.preset,
            self.config,
            tool_profiles=self.tool_profiles,
            keep_turns=self.keep_turns,
            environment=self.environment,
        )


class Job(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """A compression read and planned, yet to be run."""

    pipeline: Pipeline
    conversation: Conversation
    """What the pipeline is to be given; empty where nothing could be read."""
    messages: object
    """As given, like `system` and `tools`."""
    system: object
    tools: object
    model: str
    problem: str = ""
    """Where and why the messages are no conversation; empty when they are one."""
    hooks: CompressionHooks | None = None
    wishes: Wishes | None = None
    """What the hooks have said; None without any, and where nothing could be read."""

    def finished(self, after: Conversation, report: Report) -> CompressResult:
        """The result, from what the pipeline returned."""
        if self.problem:
            report = report + Report(warnings=(f"{self.problem}; the messages are unchanged",))
        if self.wishes is not None:
            report = report + Report(warnings=self.wishes.warnings)
        result = CompressResult(
            messages=self._encoded(after),
            system=encode_system(self.system, self.conversation.system, after.system),
            tools=self.tools,
            before=self.conversation,
            conversation=after,
            report=report,
            model=self.model,
        )
        if self.wishes is None or not has_post_compress(self.hooks):
            return result
        failures = told_afterwards(self.hooks, event_of(result, self.wishes.context))
        warnings = tuple(failure.warning for failure in failures)
        return msgspec.structs.replace(result, report=report + Report(warnings=warnings)) if warnings else result

    def _encoded(self, after: Conversation) -> list[Any]:
        if not self.problem:
            return encode(after)
        # What is no list either goes back all the same: a caller that sends it on gets its provider's own complaint.
        return list(self.messages) if isinstance(self.messages, tuple) else cast("list[Any]", self.messages)


def compress(
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
    """The same conversation, smaller, with a report of every decision.

    `messages` are OpenAI or Anthropic message dicts or SDK objects, `system` and `tools` the request's own. `tool_profiles` and
    `keep_turns` win over `config`, and that over the environment (`environ`, if given). `hooks` may change, protect and weigh
    messages.

    Keeps: nothing given is mutated; messages that did not change are the same objects.
    No-op: messages that are no conversation, with a warning in the report.
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
    return job.finished(*job.pipeline(job.conversation))


def compress_body(
    body: bytes,
    model: str | None = None,
    *,
    preset: str = "default",
    config: HeadroomConfig | None = None,
    tool_profiles: Mapping[str, ToolProfile | Mapping[str, object]] | None = None,
    keep_turns: int | None = None,
    environ: Mapping[str, str] | None = None,
) -> Result[CompressedBody, WireError]:
    """The same JSON with shorter texts, or why it is no conversation.

    `body` is an array of messages or a request with `messages`. Tokens are counted for `model`, else for the request's own.

    Keeps: all bytes but those of the changed texts.
    Raises: ConfigurationError for a setting that cannot be honoured.
    """
    asked = Asked(
        preset=preset,
        config=config,
        tool_profiles=tool_profiles,
        keep_turns=keep_turns,
        environment=read_environment(environ),
    )
    pipeline = pipeline_for(asked.preset, asked.settings())

    def compressed(request: Request) -> CompressedBody:
        before = request.conversation
        after, report = pipeline(before)
        return CompressedBody(
            body=encode_body(request, after),
            before=before,
            conversation=after,
            report=report,
            model=model or before.model or DEFAULT_MODEL,
        )

    return decode_body(body).map(compressed)


def job_for(messages: Sequence[object], model: str, *, system: object, tools: Sequence[object] | None, asked: Asked) -> Job:
    """What `compress` is about to do with these arguments.

    Raises: ConfigurationError for a setting that cannot be honoured.
    """
    if not isinstance(model, str):
        raise ConfigurationError(f"model must be a name, not {type(model).__name__}", {"field": "model"})
    settings = asked.settings()
    pipeline = pipeline_for(asked.preset, settings)
    read = decode(messages, system=system, tools=tools, model=model)
    if isinstance(read, Failure):
        return Job(
            pipeline=Pipeline(steps=(), name=pipeline.name),
            conversation=_NOTHING,
            messages=messages,
            system=system,
            tools=tools,
            model=model,
            problem=str(read.failure()),
        )
    conversation = read.unwrap()
    wishes: Wishes | None = None
    if asked.hooks is not None:
        wishes = wishes_of(asked.hooks, messages, context_of(conversation, model))
        if wishes.messages is not messages:
            again = decode(wishes.messages, system=system, tools=tools, model=model)
            if isinstance(again, Failure):
                wishes = unreadable(wishes, messages, asked.hooks, again.failure())
            conversation = again.value_or(conversation)
        pipeline = pipeline_for(asked.preset, with_wishes(settings, wishes))
    return Job(
        pipeline=pipeline,
        conversation=conversation,
        messages=messages,
        system=system,
        tools=tools,
        model=model,
        hooks=asked.hooks,
        wishes=wishes,
    )


_NOTHING = Conversation(messages=())
