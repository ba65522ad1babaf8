"""Extensions that follow requests through their stages, and what becomes of their mistakes.

An extension is an object with `on_pipeline_event(event)`, given by the caller or offered by an installed package under the
entry point group `headroom.pipeline_extension`. None of them can make a request fail: what one raises is counted and told, and
the request goes on as if that extension were not there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Coroutine, Mapping, Sequence
from types import MappingProxyType
from typing import TypedDict, Unpack

from headroom.pipeline.stages import PipelineEvent, PipelineExtension, PipelineStage

__all__ = ["EventFields", "OnTrouble", "PipelineExtensionManager"]


class EventFields(TypedDict, total=False):
    """What may be said of an event beside its stage."""

    operation: str
    request_id: str
    provider: str
    model: str
    messages: Sequence[object] | None
    tools: Sequence[object] | None
    headers: Mapping[str, str] | None
    response: object
    outcome: object
    metadata: Mapping[str, object] | None


OnTrouble = Callable[[str, str, BaseException], None]
"""Told of an extension that failed: its name, the stage (`load` where it could not be had), and what it raised."""


class PipelineExtensionManager:
    """The extensions of a client: all are told of every stage, in the order given.

    `hooks` and `extensions` come first, then those of installed packages where `discover` says so; `only` names the ones to
    load, None is all of them.
    """

    __slots__ = ("_failures", "_listeners", "_on_trouble")

    def __init__(
        self,
        hooks: PipelineExtension | None = None,
        extensions: Sequence[PipelineExtension] | None = None,
        *,
        discover: bool = True,
        only: tuple[str, ...] | None = None,
        on_trouble: OnTrouble | None = None,
    ) -> None:
        self._failures: Counter[str] = Counter()
        self._on_trouble = on_trouble
        # Hooks need not listen.
        listening = callable(getattr(hooks, "on_pipeline_event", None))
        given = [*((hooks,) if hooks is not None and listening else ()), *(extensions or ())]
        self._listeners = [(type(extension).__name__, extension) for extension in given]
        if discover and only != ():
            self._discover(only)

    @property
    def has_listeners(self) -> bool:
        """Whether anybody follows; if not, there is no need to emit anything."""
        return bool(self._listeners)

    @property
    def names(self) -> tuple[str, ...]:
        """Who follows, in order."""
        return tuple(name for name, _ in self._listeners)

    @property
    def failures(self) -> Mapping[str, int]:
        """How often each extension failed, by its name."""
        return MappingProxyType(self._failures)

    def emit(self, stage: PipelineStage, **fields: Unpack[EventFields]) -> PipelineEvent:
        """The event as the last extension left it.

        An extension that raises, or returns anything but an event or None, has changed nothing.
        """
        event = PipelineEvent(stage=stage, **fields)
        for name, extension in self._listeners:
            event = self._told(name, extension, event)
        return event

    def _told(self, name: str, extension: PipelineExtension, event: PipelineEvent) -> PipelineEvent:
        try:
            answer: object = extension.on_pipeline_event(event)
        except Exception as error:  # noqa: BLE001 - an extension is anybody's code, and no request may fail for it
            self._failed(name, event.stage, error)
            return event
        if isinstance(answer, PipelineEvent):
            return answer
        if answer is not None:
            if isinstance(answer, Coroutine):
                answer.close()
            what = TypeError(f"on_pipeline_event returned {type(answer).__name__}, not an event or None")
            self._failed(name, event.stage, what)
        return event

    def _discover(self, only: tuple[str, ...] | None) -> None:
        """Follow what installed packages offer."""
        from headroom.pipeline.plugins import plugged_extensions  # noqa: PLC0415  package metadata is slow to import

        for name, found in plugged_extensions(only):
            if isinstance(found, Exception):
                self._failed(name, "load", found)
            else:
                self._listeners.append((name, found))

    def _failed(self, name: str, stage: str, error: Exception) -> None:
        self._failures[name] += 1
        if self._on_trouble is not None:
            self._on_trouble(name, stage, error)
