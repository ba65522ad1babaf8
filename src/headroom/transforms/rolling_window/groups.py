"""The turns of a conversation, grouped so that each group can go without breaking what stays.

Between two groups no tool call waits for its result; where a call in one turn is answered in the next, both are one group.
"""

from __future__ import annotations

import msgspec

from headroom.messages import Message, ToolCall, ToolResult, WireFormat, turns

__all__ = ["Group", "groups_of"]


class Group(msgspec.Struct, frozen=True):
    """Turns that go together or not at all."""

    span: range
    """The indexes of their messages; the first is a user message."""
    turns: int
    leaves: tuple[int, ...]
    """The messages that go: all but system prompts."""
    may_go: bool = True


def groups_of(messages: tuple[Message, ...], wire_format: WireFormat) -> tuple[Group, ...]:
    """The groups, oldest first; what stands before the first turn is in none.

    Cost: linear.
    """
    spans = turns(messages)
    answered = _last_answers(messages)
    groups: list[Group] = []
    first = spans[0].start if spans else 0
    # A result in the first turn may answer what stands before all turns, which never goes.
    is_bound = any(answered.get(index, -1) >= first for index in range(first))
    start, count, reach = first, 0, -1
    for number, span in enumerate(spans):
        count += 1
        reach = max(reach, *(answered.get(index, -1) for index in span))
        if reach < span.stop or number == len(spans) - 1:
            group = _group(messages, range(start, span.stop), count, wire_format)
            groups.append(msgspec.structs.replace(group, may_go=False) if is_bound and not groups else group)
            start, count = span.stop, 0
    return tuple(groups)


def _group(messages: tuple[Message, ...], span: range, count: int, wire_format: WireFormat) -> Group:
    leaves = tuple(index for index in span if messages[index].role not in ("system", "developer"))
    # A system message amid Anthropic's messages is a beta; alone at the start it would be refused.
    return Group(span, count, leaves, may_go=len(leaves) == len(span) or wire_format != "anthropic")


def _last_answers(messages: tuple[Message, ...]) -> dict[int, int]:
    """For each message with calls the index of the last message that answers one of them."""
    latest: dict[tuple[str, str], int] = {}
    answered: dict[int, int] = {}
    for index, message in enumerate(messages):
        for part in message.parts:
            if isinstance(part, ToolCall):
                latest[part.id, "" if part.id else part.name] = index
            elif isinstance(part, ToolResult):
                caller = latest.get((part.call_id, "" if part.call_id else part.name))
                if caller is not None:
                    answered[caller] = index
    return answered
