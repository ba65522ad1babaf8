"""The step that makes a conversation fit into the context window."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from headroom.economics import is_over, saves_tokens
from headroom.errors import ConfigurationError
from headroom.messages import Conversation, Report
from headroom.safety import accepted, changes_between, places_of
from headroom.tokens import TokenCounter, count_conversation, counter_for
from headroom.transforms.cache_marks import marked_blocks
from headroom.transforms.replacement import replace_texts
from headroom.transforms.rolling_window.ledger import Ledger, Room
from headroom.transforms.rolling_window.left_out import gaps_between, without

__all__ = ["RollingWindow"]

_NAME = "rolling_window"
_TARGET = 0.7
"""Share of the limit that is left once room was made. Chosen: a cached prefix then lasts for the other third."""
_MARKS_TOLD = 4
"""Messages named in a warning. Source: a request may have four marks."""


class RollingWindow(msgspec.Struct, frozen=True, kw_only=True):
    """Leaves out the oldest tool results, then the oldest turns, of a conversation over the limit.

    Keeps: system prompts, the last `keep_turns` turns, calls together with their results, texts that a pointer points at.
    No-op: a conversation within the limit.
    """

    limit_tokens: int
    """What system prompt, tools and messages may take together; leave room for the reply."""
    keep_turns: int = 2
    target_fraction: float = _TARGET
    """Once over the limit, room is made down to this share of it, so that it lasts until the limit is reached again.

    Where all that may go would not be enough for that, no more goes than it takes to be within the limit.
    """
    retrieval: Literal["none", "tool"] = "none"

    def __post_init__(self) -> None:
        if self.limit_tokens < 1 or self.keep_turns < 1 or not 0.0 < self.target_fraction <= 1.0:
            raise ConfigurationError(
                "limit_tokens and keep_turns must be at least 1, target_fraction above 0 and at most 1",
                {
                    "limit_tokens": self.limit_tokens,
                    "keep_turns": self.keep_turns,
                    "target_fraction": self.target_fraction,
                },
            )

    @property
    def name(self) -> str:
        """`rolling_window`."""
        return _NAME

    @property
    def rewrites_history(self) -> bool:
        """Always: what comes later fills the window."""
        return True

    @property
    def keeps_turns(self) -> int:
        """`keep_turns`."""
        return self.keep_turns

    def __call__(self, conversation: Conversation) -> tuple[Conversation, Report]:
        """The conversation, within the limit if that is possible, and a decision for every part.

        A warning says so where it is not, and where a `cache_control` mark went with its turn.

        Cost: that of `is_over`; over the limit a count of every text, which is a look-up where it was counted before.
        """
        if not is_over(conversation, self.limit_tokens):
            return replace_texts(conversation, {}, _NAME, {}, f"within the limit of {self.limit_tokens} tokens")
        counter = counter_for(conversation.model)
        room = Room(
            limit_tokens=self.limit_tokens,
            target_tokens=int(self.limit_tokens * self.target_fraction),
            keep_turns=self.keep_turns,
            retrieval=self.retrieval,
        )
        after, report, refusal = self._with_room(conversation, room, counter)
        warnings: list[str] = []
        if refusal:
            warnings.append(f"{_NAME}: no turn was left out: {refusal}")
            after, report, _ = self._with_room(conversation, msgspec.structs.replace(room, may_drop=False), counter)
        warnings.extend(_marks_gone(conversation, after))
        tokens = count_conversation(after, counter)
        if tokens > self.limit_tokens:
            warnings.append(
                f"{_NAME}: {tokens} tokens are left and the limit is {self.limit_tokens}: all else is the system prompt, "
                f"the last {self.keep_turns} turns, or pointed at from there"
            )
        return after, msgspec.structs.replace(report, warnings=tuple(warnings))

    def _with_room(self, conversation: Conversation, room: Room, counter: TokenCounter) -> tuple[Conversation, Report, str]:
        """The conversation with room made, and why its turns must all stay; empty where they need not."""
        ledger = Ledger(conversation, room, counter)
        gone = frozenset(index for group in ledger.gone for index in group.leaves)
        notes = {piece: note for piece, note in ledger.notes.items() if piece.message not in gone}
        after, report = replace_texts(conversation, notes, _NAME, {}, "the window has room for it")
        if not gone:
            return after, report, ""
        shorter, report = without(conversation, after, report, gaps_between(ledger.gone), _NAME, self.retrieval)
        broken = next(accepted(changes_between(conversation, shorter)), None)
        if broken is not None:
            return after, report, str(broken)
        return shorter, report, "" if saves_tokens(after, shorter, counter) else "the note for them would take more"


def _marks_gone(before: Conversation, after: Conversation) -> Iterator[str]:
    """A warning, if marks of the caller's stood in the turns that are gone."""
    if len(before.messages) == len(after.messages):
        return
    gone = sorted(set(range(len(before.messages))).difference(places_of(before.messages, after.messages)))
    marked = [index for index in gone if marked_blocks(before.messages[index].source)]
    if marked:
        which = f"message {marked[0]}" if len(marked) == 1 else f"messages {', '.join(map(str, marked[:_MARKS_TOLD]))}"
        more = ", …" if len(marked) > _MARKS_TOLD else ""
        yield f"{_NAME}: the cache_control of {which}{more} went with what was left out; other marks are where they were"
