"""The replies of several rounds as the one reply that the caller gets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from headroom.messages import WireFormat
from headroom.retrieval.fields import as_dict, entries, field
from headroom.retrieval.replies import without_own_calls
from headroom.wire.values import plain

__all__ = ["added", "joined", "separator", "summed_usage"]


def joined(replies: Sequence[object], wire_format: WireFormat) -> dict[str, object]:
    """One reply with what all rounds said, oldest first, our calls taken out and usage summed.

    Everything else is the last reply's: its id, its reason to stop. Raises: IndexError for no reply.
    """
    reply = without_own_calls(summed_usage(replies), wire_format)
    earlier = [without_own_calls(reply, wire_format) for reply in replies[:-1]]
    if not earlier:
        return reply
    if wire_format == "openai_chat":
        choices = [as_dict(choice) for choice in entries(reply, "choices")]
        for choice in choices[:1]:
            messages = [field(first, "message") for each in earlier for first in entries(each, "choices")[:1]]
            choice["message"] = _joined_message([*messages, choice.get("message")])
        reply["choices"] = choices
    else:
        name = "content" if wire_format == "anthropic" else "output"
        reply[name] = [piece for each in (*earlier, reply) for piece in entries(each, name)]
    return reply


def summed_usage(replies: Sequence[object]) -> dict[str, object]:
    """The last reply with the usage of all rounds, details too. Raises: IndexError for no reply."""
    last = as_dict(replies[-1])
    total: Mapping[str, object] | None = None
    for reply in replies:
        usage = plain(field(reply, "usage"))
        if usage is not None:
            total = usage if total is None else added(total, usage)
    if total is not None:
        last["usage"] = dict(total)
    return last


def added(one: Mapping[str, object], other: Mapping[str, object]) -> dict[str, object]:
    """Two usages as one: numbers are summed at every level, of anything else the later one is kept."""
    total = dict(one)
    for name, value in other.items():
        before = total.get(name)
        fields, fields_before = plain(value), plain(before)
        if fields is not None and fields_before is not None:
            total[name] = added(fields_before, fields)
        elif _is_number(value) and _is_number(before):
            total[name] = value + before  # type: ignore[operator]
        elif value is not None or before is None:
            total[name] = value
    return total


def separator(before: str, after: str) -> str:
    """What goes between the texts of two rounds: an empty line, unless there is white space, or nothing to keep apart."""
    return "\n\n" if before and after and not before[-1].isspace() and not after[0].isspace() else ""


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _joined_message(messages: Sequence[object]) -> dict[str, object]:
    """One message: what is text is put together, calls are listed; of anything else the last is kept."""
    whole = as_dict(messages[0])
    for message in messages[1:]:
        for name, value in as_dict(message).items():
            before = whole.get(name)
            if name != "role" and isinstance(value, str) and isinstance(before, str):
                whole[name] = before + (separator(before, value) if name == "content" else "") + value
            elif isinstance(value, (list, tuple)) and isinstance(before, (list, tuple)):
                whole[name] = [*before, *value]
            elif value is not None or before is None:
                whole[name] = value
    return whole
