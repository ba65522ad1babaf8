"""A step that rewrites history, run only where the economics gate permits it."""

from __future__ import annotations

import msgspec

from headroom.economics import is_over, saves_tokens
from headroom.errors import ConfigurationError
from headroom.messages import Conversation, Report
from headroom.transforms.contract import Transform, WindowTransform
from headroom.transforms.replacement import replace_texts

__all__ = ["Gated"]


class Gated(msgspec.Struct, frozen=True):
    """The step where the conversation is over the limit; elsewhere nothing.

    Raises: ConfigurationError for a step that drops messages: it has a limit of its own.
    """

    step: Transform
    limit_tokens: int

    def __post_init__(self) -> None:
        if isinstance(self.step, WindowTransform):
            raise ConfigurationError(f"{self.step.name} drops messages; give it the limit itself", {"field": "step"})
        if self.limit_tokens < 1:
            raise ConfigurationError("limit_tokens must be at least 1", {"field": "limit_tokens", "value": self.limit_tokens})

    @property
    def name(self) -> str:
        """The step's own."""
        return self.step.name

    @property
    def rewrites_history(self) -> bool:
        """Whatever the step does: a limit that is passed changes what came before."""
        return True

    def __call__(self, conversation: Conversation) -> tuple[Conversation, Report]:
        """What the step makes, if it may be sent; a decision for every part.

        Cost: that of `is_over`; the step runs only over the limit.
        """
        if not is_over(conversation, self.limit_tokens):
            return self._unchanged(conversation, f"history is left alone up to {self.limit_tokens} tokens")
        after, report = self.step(conversation)
        if after is conversation or saves_tokens(conversation, after):
            return after, report
        return self._unchanged(conversation, "rewriting it would save nothing")

    def _unchanged(self, conversation: Conversation, reason: str) -> tuple[Conversation, Report]:
        return replace_texts(conversation, {}, self.name, {}, reason)
