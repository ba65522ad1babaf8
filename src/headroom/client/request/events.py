"""What extensions are told of a request, and what they change of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from headroom.client.core import Core
from headroom.client.request.endpoints import Asked
from headroom.pipeline.hooks import HookFailure
from headroom.pipeline.stages import PipelineStage
from headroom.telemetry import logging as log

__all__ = ["changed_by_extensions", "emit", "hooks_failed"]

_NONE: Mapping[str, str] = MappingProxyType({})


def hooks_failed(core: Core, failures: Iterable[HookFailure]) -> None:
    """Count hooks that failed, and log each."""
    for failure in failures:
        core.session.add(extension_failures=1)
        log.hook_failed(failure.owner, failure.hook, failure.error)


def emit(
    core: Core, asked: Asked, stage: PipelineStage, response: object = None, *, messages: object = None, **metadata: object
) -> None:
    """Tell extensions how far a request has come; `messages` are the caller's unless given.

    Cost: nothing where nobody listens.
    """
    if core.extensions.has_listeners:
        messages = asked.body.get(asked.endpoint.messages) if messages is None else messages
        core.extensions.emit(
            stage,
            operation=asked.operation,
            request_id=asked.request_id,
            provider=core.provider.name,
            model=asked.model,
            messages=messages if isinstance(messages, (list, tuple)) else None,
            response=response,
            metadata=metadata,
        )


def changed_by_extensions(
    core: Core, asked: Asked, stage: PipelineStage, body: Mapping[str, object]
) -> tuple[Mapping[str, object], Mapping[str, str]]:
    """The body as extensions leave it, and the headers that they set; the very body where they change nothing."""
    field = asked.endpoint.messages
    messages, tools = body.get(field), body.get("tools")
    if not core.extensions.has_listeners or not isinstance(messages, (list, tuple)):
        return body, _NONE
    given = asked.extras.get("headers")
    headers = given if isinstance(given, Mapping) else {}
    event = core.extensions.emit(
        stage,
        operation=asked.operation,
        request_id=asked.request_id,
        provider=core.provider.name,
        model=asked.model,
        messages=messages,
        tools=tools if isinstance(tools, (list, tuple)) else None,
        headers=headers,
    )
    changed: dict[str, object] = {}
    if event.messages is not None and event.messages is not messages:
        changed[field] = list(event.messages)
    if event.tools is not None and event.tools is not tools:
        changed["tools"] = list(event.tools)
    said = event.headers if event.headers is not None and event.headers is not headers else _NONE
    return ({**body, **changed} if changed else body), said
