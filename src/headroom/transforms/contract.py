"""What every transform is: a conversation in, a conversation and a report out.

A transform is a frozen callable struct that holds its settings; it does no I/O and looks nothing up.
"""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from headroom.messages import Conversation, Report

__all__ = ["PromptTransform", "Transform", "WindowTransform"]


class Transform(Protocol):
    """A pure `Conversation -> (Conversation, Report)`."""

    @property
    def name(self) -> str:
        """The step's name in reports."""
        ...

    @property
    def rewrites_history(self) -> bool:
        """Whether later messages may change what became of earlier ones (law 3 does not hold for it)."""
        ...

    def __call__(self, conversation: Conversation) -> tuple[Conversation, Report]:
        """The conversation that leaves the step, and a decision for every part."""
        ...


@runtime_checkable
class WindowTransform(Transform, Protocol):
    """A transform that may leave out or add whole messages; any other one is held to the messages it was given.

    It also says that it rewrites history.
    """

    @property
    def keeps_turns(self) -> int:
        """How many of the last turns it promises to leave as they are."""
        ...


@runtime_checkable
class PromptTransform(Transform, Protocol):
    """A transform that may move lines of the system prompt, because the caller asked for that by name."""

    @property
    def edits_prompt(self) -> bool:
        """Whether this one was asked to; no word of the prompt may be missing afterwards."""
        ...
