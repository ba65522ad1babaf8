"""Where the parts of a conversation went while steps changed it.

Every step reports in the positions of the conversation it saw. Once a step has dropped, added or regrouped messages, these are
no longer the positions of the conversation that the pipeline was given; this module leads them back there. It never changes a
conversation.
"""

from __future__ import annotations

import msgspec

from headroom.messages import Conversation, Decision, Message, Part, Report, ToolCall, ToolResult
from headroom.safety import places_of

__all__ = ["Place", "Places", "part_addresses", "places_after", "readdressed"]


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where a message stood in the conversation as given."""

    message: int
    parts: tuple[int | None, ...] | None = None
    """Where each of its parts stood, None for a new part; None altogether when every part is where it was."""


Places = tuple[Place | None, ...]
"""One place a message, None for a message that was not in the conversation as given."""


def part_addresses(conversation: Conversation) -> list[tuple[int, int]]:
    """The address of every part, the system prompt's first."""
    system = [(-1, part) for part in range(len(conversation.system))]
    return system + [(index, part) for index, message in enumerate(conversation.messages) for part in range(len(message.parts))]


def places_after(before: Conversation, after: Conversation, places: Places | None) -> Places | None:
    """Where the messages of `after` stood in the conversation as given.

    `places` says so for the messages of `before`; None means that nothing has moved.
    """
    if before.messages is after.messages:
        return places
    if _in_place(before.messages, after.messages):
        return places
    earlier = _matches(before.messages, after.messages)
    return tuple(
        None if index is None else _chained(index, _part_places(before.messages[index].parts, message.parts), places)
        for index, message in zip(earlier, after.messages, strict=True)
    )


def readdressed(report: Report, places: Places | None) -> Report:
    """The report in positions of the conversation as given.

    A decision on something that was not in that conversation has none there; if it changed anything it becomes a warning.
    """
    if places is None:
        return report
    decisions: list[Decision] = []
    warnings = list(report.warnings)
    for decision in report.decisions:
        address = _given_address(decision, places)
        if address is not None:
            decisions.append(msgspec.structs.replace(decision, message=address[0], part=address[1]))
        elif decision.action != "kept":
            warnings.append(f"{decision.step}: {decision.action} content that an earlier step had added: {decision.reason}")
    return Report(decisions=tuple(decisions), originals=report.originals, warnings=tuple(warnings))


def _given_address(decision: Decision, places: Places) -> tuple[int, int] | None:
    if decision.message < 0:
        return decision.message, decision.part
    place = places[decision.message] if decision.message < len(places) else None
    if place is None:
        return None
    if place.parts is None:
        return place.message, decision.part
    part = place.parts[decision.part] if 0 <= decision.part < len(place.parts) else None
    return None if part is None else (place.message, part)


def _in_place(before: tuple[Message, ...], after: tuple[Message, ...]) -> bool:
    if len(before) != len(after):
        return False
    for old, new in zip(before, after, strict=True):
        if old is not new and (old.origin != new.origin or old.role != new.role or len(old.parts) != len(new.parts)):
            return False
    return True


def _matches(before: tuple[Message, ...], after: tuple[Message, ...]) -> list[int | None]:
    """For each message of `after` the index of the same one in `before`.

    Messages built by hand carry no origin. A step that changes all of one makes a new object of it, so what is left over on
    both sides is paired in order where the numbers agree.
    """
    found = [None if place < 0 else place for place in places_of(before, after)]
    taken = set(found)
    left = [index for index, message in enumerate(before) if message.origin < 0 and index not in taken]
    unmatched = [index for index, message in enumerate(after) if message.origin < 0 and found[index] is None]
    if len(left) == len(unmatched):
        for old, new in zip(left, unmatched, strict=True):
            found[new] = old
    return found


def _part_places(before: tuple[Part, ...], after: tuple[Part, ...]) -> tuple[int | None, ...] | None:
    if len(before) == len(after):
        return None
    positions = {id(part): index for index, part in enumerate(before)}
    by_call = {(type(part), _call_id(part)): index for index, part in enumerate(before) if _call_id(part)}
    return tuple(positions.get(id(part), by_call.get((type(part), _call_id(part)))) for part in after)


def _call_id(part: Part) -> str:
    if isinstance(part, ToolCall):
        return part.id
    return part.call_id if isinstance(part, ToolResult) else ""


def _chained(index: int, parts: tuple[int | None, ...] | None, places: Places | None) -> Place | None:
    """The place of a message that the last step found at `index`."""
    if places is None:
        return Place(message=index, parts=parts)
    earlier = places[index]
    if earlier is None or earlier.parts is None or parts is None:
        return None if earlier is None else Place(message=earlier.message, parts=earlier.parts if parts is None else parts)
    return Place(message=earlier.message, parts=tuple(None if part is None else earlier.parts[part] for part in parts))
