"""Recency: the system prompt and the last turns are never dropped or reduced for lack of room."""

from __future__ import annotations

from collections.abc import Iterator
from operator import is_

from headroom.messages import Message, turns
from headroom.safety.changes import ChangedMessage, Changes
from headroom.safety.verdict import Verdict

__all__ = ["recent_from", "recent_kept"]


def recent_from(messages: tuple[Message, ...], keep_turns: int) -> int:
    """The index from which the last `keep_turns` turns stand.

    A conversation of no more turns than that is recent from its first message on; with 0, nothing is.
    """
    if keep_turns <= 0:
        return len(messages)
    spans = turns(messages)
    return spans[-keep_turns].start if len(spans) > keep_turns else 0


def recent_kept(changes: Changes, *, keep_turns: int) -> Iterator[Verdict]:
    """A verdict for each system message and recent message that was touched.

    For steps that make room. Law 8 is the one it reports: what is recent is to leave as it came.
    """
    messages = changes.before.messages
    first = recent_from(messages, keep_turns)
    # The note for left-out turns stands in the user message behind them, which may be the first of the recent ones.
    touched = (changed.index for changed in changes.messages if not _is_only_noted(changed))
    for index in sorted({*changes.dropped, *touched}):
        if index >= first:
            yield _verdict(index, f"it stands in the last {keep_turns} turns and was touched")
        elif messages[index].role in ("system", "developer"):
            yield _verdict(index, f"the {messages[index].role} prompt was touched")


def _is_only_noted(changed: ChangedMessage) -> bool:
    theirs = changed.old.parts
    return bool(changed.note) and len(changed.rest) == len(theirs) and all(map(is_, changed.rest, theirs))


def _verdict(index: int, why: str) -> Verdict:
    return Verdict(law=8, rule="recency", message=index, why=why)
