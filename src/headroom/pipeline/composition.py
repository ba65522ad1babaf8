"""Transforms in a row, which are themselves a transform.

A pipeline runs each step through the guard and leads every report back to the positions of the conversation it was given. It
decides nothing: which steps, in which order, is the caller's word or the plan's.
"""

from __future__ import annotations

import msgspec

from headroom.errors import ConfigurationError
from headroom.messages import Conversation, Decision, Report
from headroom.pipeline.addresses import Places, part_addresses, places_after, readdressed
from headroom.pipeline.guard import guarded
from headroom.transforms.contract import Transform

__all__ = ["Pipeline", "compose"]


class Pipeline(msgspec.Struct, frozen=True, kw_only=True):
    """Steps that run one after the other, each under the guard.

    Raises: ConfigurationError for a step that is no transform.
    """

    steps: tuple[Transform, ...]
    name: str = "pipeline"

    def __post_init__(self) -> None:
        candidates: tuple[object, ...] = self.steps
        for step in candidates:
            if isinstance(step, type):
                raise ConfigurationError(
                    f"{step.__name__} is a class; a pipeline takes what {step.__name__}() returns", {"field": "steps"}
                )
            if not callable(step) or not hasattr(step, "name") or not hasattr(step, "rewrites_history"):
                raise ConfigurationError(
                    f"{type(step).__name__} is no transform: it must be callable, with a name and rewrites_history",
                    {"field": "steps"},
                )

    @property
    def rewrites_history(self) -> bool:
        """Whether any step does."""
        return any(step.rewrites_history for step in self.steps)

    def __call__(self, conversation: Conversation) -> tuple[Conversation, Report]:
        """The conversation that leaves the last step, and every step's decisions.

        Keeps: decisions are addressed in the conversation given here; every part of it has one.
        """
        steps = _flat(self.steps)
        if not steps:
            return conversation, _untouched(conversation, self.name)
        current = conversation
        total = Report()
        places: Places | None = None
        for step in steps:
            after, report = guarded(step, current)
            total = total + readdressed(report, places)
            places = places_after(current, after, places)
            current = after
        return current, total


def compose(*steps: Transform, name: str = "pipeline") -> Pipeline:
    """One pipeline of the steps in order; pipelines among them are unpacked.

    Raises: ConfigurationError for a step that is no transform.
    """
    return Pipeline(steps=_flat(steps), name=name)


def _flat(steps: tuple[Transform, ...]) -> tuple[Transform, ...]:
    """The steps without nesting, so that each is guarded once and alone."""
    if not any(isinstance(step, Pipeline) for step in steps):
        return steps
    flat: list[Transform] = []
    for step in steps:
        flat.extend(_flat(step.steps) if isinstance(step, Pipeline) else (step,))
    return tuple(flat)


def _untouched(conversation: Conversation, name: str) -> Report:
    return Report(
        decisions=tuple(
            Decision(message=message, part=part, step=name, action="kept", reason="the pipeline has no steps")
            for message, part in part_addresses(conversation)
        )
    )
