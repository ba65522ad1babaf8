"""Our calls in turns that the caller answers: taken out of what the caller sees, put back when the history returns.

A reply may call our tool and the caller's in one breath. The caller gets it without our calls, and sends it back without them;
the provider would then find a turn that the model never made. So our calls are kept under what stands beside and before them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

import msgspec

from headroom.messages import WireFormat
from headroom.retrieval.fields import as_dict, entries, field, text_field
from headroom.retrieval.replies import asked_of_caller, assistant_items, call_id, is_finished_for_tools, is_own_call
from headroom.retrieval.turns import answered, asked, call_digest, calls_by_turn, turn_calls, turns_with

__all__ = ["HeldCall", "Pending", "anchors", "found_at", "grown_by", "meant", "openings", "pending_of", "put_back"]


_NOWHERE = -1
"""Before no item of a history."""


class HeldCall(msgspec.Struct, frozen=True, kw_only=True):
    """A call of ours and its answer."""

    id: str
    wire: dict[str, object]
    """The call, block or item as the model wrote it."""
    answer: str
    place: int = 0
    """How many of the caller's calls stand before it in its turn."""
    after: str = ""
    """The id of the reasoning item that it stands right behind (Responses); empty for none."""


class Pending(msgspec.Struct, frozen=True, kw_only=True):
    """Our calls of one turn, to be put back."""

    opening: str = ""
    """The digest of the caller's first call, by which the turn is looked for; empty where it has none."""
    anchors: tuple[str, ...]
    """Ids that say enough by themselves, of the Responses API: reasoning items that ours stand behind, and calls of which only
    the outputs are sent."""
    waits_for: tuple[str, ...]
    """The caller's calls: only when all of them have results is the turn whole."""
    turn: tuple[str, ...] = ()
    """The digest of each of these."""
    calls: tuple[HeldCall, ...]
    later: int = 0
    """How many turns with the same calls stand behind it in the history that it was found for."""


def pending_of(reply: object, answers: Mapping[str, str], wire_format: WireFormat) -> Pending | None:
    """What to keep of a reply so that `put_back` makes it whole; None where nothing need be put back.

    That is a turn with calls of ours and of the caller's; and in the Responses API also one with ours alone, if the model
    reasoned before it: the provider refuses a reasoning item without the item that followed it. A call without an answer is
    left out.
    """
    if not is_finished_for_tools(reply, wire_format):
        return None
    pieces: tuple[object, ...] = tuple(assistant_items(reply, wire_format))
    if wire_format != "openai_responses":
        pieces = tuple(piece for turn in pieces for piece in entries(turn, _CALLS[wire_format]))
    others = [call for call in asked_of_caller(pieces, wire_format) if call_id(call, wire_format)]
    names = tuple(call_id(call, wire_format) for call in others)
    held = _held(pieces, names, answers, wire_format)
    if not held:
        return None
    turn = tuple(call_digest(call, wire_format) for call in others)
    direct = (*names[:1], *(call.after for call in held if call.after)) if wire_format == "openai_responses" else ()
    return Pending(opening="".join(turn[:1]), anchors=tuple(dict.fromkeys(direct)), waits_for=names, turn=turn, calls=held)


def _held(
    pieces: Sequence[object], others: Sequence[str], answers: Mapping[str, str], wire_format: WireFormat
) -> tuple[HeldCall, ...]:
    """Our calls among the pieces, with their places; those alone of which something that stays tells where they stood."""
    held: list[HeldCall] = []
    place = 0
    after = ""
    for piece in pieces:
        identity = call_id(piece, wire_format)
        if is_own_call(piece, wire_format):
            if identity in answers and (others or after):
                held.append(HeldCall(id=identity, wire=as_dict(piece), answer=answers[identity], place=place, after=after))
            continue
        place += identity in others
        after = text_field(piece, "id") if field(piece, "type") == "reasoning" else ""
    return tuple(held)


def anchors(messages: object, wire_format: WireFormat) -> dict[str, int]:
    """The ids in a history under which something may be pending, and where each stands first."""
    if wire_format != "openai_responses" or not isinstance(messages, (list, tuple)):
        return {}
    calls = set(map(asked, messages))
    found: dict[str, int] = {}
    for index, item in enumerate(messages):
        name = text_field(item, "id") if field(item, "type") == "reasoning" else answered(item)
        if name and name not in calls:
            found.setdefault(name, index)
    return found


def openings(messages: object, wire_format: WireFormat) -> dict[str, tuple[int, ...]]:
    """The digests in a history under which something may be pending, and where each stands. Cost: linear in new calls."""
    found: dict[str, tuple[int, ...]] = {}
    for index, calls in calls_by_turn(messages, wire_format):
        digest = call_digest(calls[0], wire_format)
        found[digest] = (*found.get(digest, ()), index)
    return found


def found_at(pending: Pending, messages: object, index: int, wire_format: WireFormat) -> Pending:
    """The same, for the turn of it that stands there or next in the messages."""
    turns = turns_with(messages, pending.waits_for, pending.turn, wire_format)
    later = max(sum(turn[0] >= index for turn in turns) - 1, 0)
    return msgspec.structs.replace(pending, later=later)


def grown_by(pending: Pending, messages: object, wire_format: WireFormat) -> Pending:
    """The same, for the history with these messages behind it; the very one where none of them is its like."""
    turns = turns_with(messages, pending.waits_for, pending.turn, wire_format)
    return msgspec.structs.replace(pending, later=pending.later + len(turns)) if turns else pending


def put_back(messages: Sequence[object], hidden: Mapping[str, Pending], wire_format: WireFormat) -> list[object]:
    """The history with our calls in their turns and our results beside the caller's.

    Each is put into one turn, whose calls are all the same as they were; counted from the end, for a history is shortened at
    its beginning.

    Keeps: every message that needs nothing is the very object that came. No-op where a turn is not whole: results of the
    caller's missing, or our calls there already.
    """
    if not hidden:
        return list(messages)
    kept = {(each.waits_for, each.anchors, each.turn, each.calls[0].id, each.later): each for each in hidden.values()}
    return _PUT_BACK[wire_format](list(messages), list(kept.values()))


def meant(body: Mapping[str, object], aliases: Mapping[str, str]) -> dict[str, object]:
    """The body going on from the response that the caller means (see `Splice.alias`); `aliases` are by the id shown."""
    named = body.get("previous_response_id")
    return {**body, "previous_response_id": aliases[named]} if isinstance(named, str) and named in aliases else dict(body)


def _place_of(messages: Sequence[object], kept: Pending, wire_format: WireFormat) -> tuple[int, ...]:
    """Where the calls of the turn stand; nothing where the history has it no longer."""
    turns = turns_with(messages, kept.waits_for, kept.turn, wire_format)
    return turns[-1 - kept.later] if kept.later < len(turns) else ()


def _by_message(messages: Sequence[object], pending: Sequence[Pending], wire_format: WireFormat) -> dict[int, Pending]:
    """What is pending by the message that it belongs to, one each."""
    found: dict[int, Pending] = {}
    for kept in pending:
        for index in _place_of(messages, kept, wire_format):
            found.setdefault(index, kept)
    return found


def _wanted(kept: Pending, answers: set[str], known: set[str]) -> list[HeldCall]:
    """The calls to put into a turn with these answers, of which those are known already."""
    return [call for call in kept.calls if call.id not in known] if answers.issuperset(kept.waits_for) else []


def _in_place(pieces: Sequence[object], ids: Sequence[str], calls: Sequence[HeldCall]) -> list[object]:
    """The pieces of a turn with our calls before the caller's call that they stood before, else behind the last."""
    after: dict[int, list[object]] = {}
    for call in calls:
        after.setdefault(min(call.place, len(ids)), []).append(call.wire)
    placed: list[object] = []
    seen = 0
    rest = set(ids)
    for piece in pieces:
        name = text_field(piece, "id")
        is_call = name in rest
        if is_call:
            placed.extend(after.pop(seen, ()))
            seen += 1
        placed.append(piece)
        if is_call and seen == len(ids):
            placed.extend(after.pop(seen, ()))
    return placed


def _put_back_chat(messages: list[object], pending: Sequence[Pending]) -> list[object]:
    places = _by_message(messages, pending, "openai_chat")
    whole: list[object] = []
    for index, message in enumerate(messages):
        kept = places.get(index)
        wanted = [] if kept is None else _wanted(kept, _answers_behind(messages, index), _names(message, "openai_chat"))
        if kept is None or not wanted:
            whole.append(message)
            continue
        turn = as_dict(message)
        turn["tool_calls"] = _in_place(entries(turn, "tool_calls"), kept.waits_for, wanted)
        whole.append(turn)
        whole.extend({"role": "tool", "tool_call_id": call.id, "content": call.answer} for call in wanted)
    return whole


def _names(message: object, wire_format: WireFormat) -> set[str]:
    """The ids of the calls in a message: they may be used again in other turns, so only those of the turn itself are asked."""
    return {text_field(call, "id") for call in turn_calls(message, wire_format)}


def _answers_behind(messages: Sequence[object], index: int) -> set[str]:
    """The calls that the tool messages right behind a message answer."""
    answered: set[str] = set()
    for message in messages[index + 1 :]:
        if field(message, "role") != "tool":
            break
        answered.add(text_field(message, "tool_call_id"))
    return answered


def _put_back_anthropic(messages: list[object], pending: Sequence[Pending]) -> list[object]:
    whole = list(messages)
    for index, kept in _by_message(messages, pending, "anthropic").items():
        message, following = messages[index], messages[index + 1] if index + 1 < len(messages) else None
        if field(following, "role") != "user":
            continue
        answers = {
            text_field(block, "tool_use_id") for block in entries(following, "content") if field(block, "type") == "tool_result"
        }
        wanted = _wanted(kept, answers, _names(message, "anthropic"))
        if wanted:
            turn, answer = as_dict(message), as_dict(following)
            turn["content"] = _in_place(entries(turn, "content"), kept.waits_for, wanted)
            results = [{"type": "tool_result", "tool_use_id": call.id, "content": call.answer} for call in wanted]
            whole[index] = turn
            whole[index + 1] = {**answer, "content": [*results, *entries(answer, "content")]}
    return whole


def _put_back_items(items: list[object], pending: Sequence[Pending]) -> list[object]:
    answers = {name for name in map(answered, items) if name}
    calls = {name for name in map(asked, items) if name}
    ours = {asked(item) for item in items if is_own_call(item, "openai_responses")}
    known = ours | (answers - calls)
    before: dict[int, list[object]] = {}
    """Our items by the index that they stand before."""
    put: set[tuple[tuple[str, ...], tuple[int, ...]]] = set()
    for kept in pending:
        place = _place_of(items, kept, "openai_responses")
        names = tuple(call.id for call in kept.calls)
        if (names, place) in put or not (place or calls.isdisjoint(kept.waits_for)):
            continue
        put.add((names, place))
        for index, item in _turn_items(items, kept, _wanted(kept, answers, known), place):
            before.setdefault(index, []).append(item)
    before.pop(_NOWHERE, None)
    return [piece for index in range(len(items) + 1) for piece in (*before.get(index, ()), *items[index : index + 1])]


def _turn_items(
    items: Sequence[object], kept: Pending, wanted: Sequence[HeldCall], calls: tuple[int, ...]
) -> Iterator[tuple[int, object]]:
    """Our items of a turn and before which item each goes: the calls first, for the model made all before any output."""
    spots = [(call, *_spots(items, kept, call, calls)) for call in wanted]
    yield from ((at, call.wire) for call, at, _ in spots)
    for call, _, behind in spots:
        yield behind, {"type": "function_call_output", "call_id": call.id, "output": call.answer}


def _spots(items: Sequence[object], kept: Pending, call: HeldCall, calls: tuple[int, ...]) -> tuple[int, int]:
    """Before which items a call and its output go, the output before the caller's next; `_NOWHERE` for what is not put back."""
    first = calls[0] if calls else 0
    outputs = [index for index, item in enumerate(items) if index >= first and answered(item) in kept.waits_for]
    behind = [index + 1 for index, item in enumerate(items) if call.after and text_field(item, "id") == call.after]
    if not behind and not calls:
        # The server has the calls, and only what they gave is sent; but a history of references holds none of ours. Without
        # outputs, the reasoning that the call stood behind was left out.
        place = min(outputs, default=_NOWHERE)
        return place if any(map(_is_reference, items)) else _NOWHERE, place
    at = behind[0] if behind else calls[call.place] if call.place < len(calls) else calls[-1] + 1
    return at, min((index for index in outputs if index >= at), default=at)


def _is_reference(item: object) -> bool:
    return field(item, "type") == "item_reference" or not (field(item, "type") or field(item, "role"))


_CALLS: Mapping[WireFormat, str] = MappingProxyType({"openai_chat": "tool_calls", "anthropic": "content"})
"""Where an assistant message holds its calls."""

_PUT_BACK: Mapping[WireFormat, Callable[[list[object], Sequence[Pending]], list[object]]] = MappingProxyType(
    {"openai_chat": _put_back_chat, "anthropic": _put_back_anthropic, "openai_responses": _put_back_items}
)
