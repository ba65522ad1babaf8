"""A step that leaves some messages alone, whatever it would do with them."""

from __future__ import annotations

import msgspec

from headroom.messages import Conversation, Decision, Report
from headroom.transforms.contract import Transform

__all__ = ["Protected"]

_REASON = "protected by a hook"


class Protected(msgspec.Struct, frozen=True):
    """The step, with some messages put back as they were.

    Keeps: the messages of these indices in the conversation as it came, unless another step has dropped them.
    No-op: a step that drops or adds messages is left to itself.
    """

    step: Transform
    messages: tuple[int, ...]

    @property
    def name(self) -> str:
        """The step's own."""
        return self.step.name

    @property
    def rewrites_history(self) -> bool:
        """Whether the step does."""
        return self.step.rewrites_history

    @property
    def edits_prompt(self) -> bool:
        """Whether the step was asked to."""
        return getattr(self.step, "edits_prompt", False) is True

    def __call__(self, conversation: Conversation) -> tuple[Conversation, Report]:
        """What the step makes of the other messages, and a decision for every part.

        Cost: that of the step.
        """
        after, report = self.step(conversation)
        if after.messages is conversation.messages or len(after.messages) != len(conversation.messages):
            return after, report
        protected = frozenset(self.messages)
        undone = {
            index
            for index, (old, new) in enumerate(zip(conversation.messages, after.messages, strict=True))
            if old is not new and (old.origin if old.origin >= 0 else index) in protected
        }
        if not undone:
            return after, report
        messages = tuple(
            old if index in undone else new
            for index, (old, new) in enumerate(zip(conversation.messages, after.messages, strict=True))
        )
        return msgspec.structs.replace(after, messages=messages), _without(report, undone)


def _without(report: Report, undone: set[int]) -> Report:
    """The report, where what was done to these messages has not happened."""
    decisions = tuple(_kept(decision) if decision.message in undone else decision for decision in report.decisions)
    named = {decision.original for decision in decisions}
    return Report(
        decisions=decisions,
        originals=tuple(original for original in report.originals if original.hash in named),
        warnings=report.warnings,
    )


def _kept(decision: Decision) -> Decision:
    if decision.action != "compressed":
        return decision
    return msgspec.structs.replace(
        decision, action="kept", reason=_REASON, original="", relevance="", chars_after=decision.chars_before
    )
