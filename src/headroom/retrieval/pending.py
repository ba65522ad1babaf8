"""Our calls in turns that the caller answers: taken out of what the caller sees, put back when the history returns.

A reply may call our tool and the caller's in one breath. The caller gets it without our calls, and sends it back without them;
the provider would then find a turn that the model never made. So our calls are kept under the ids of what stands beside them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

import msgspec

from headroom.messages import WireFormat
from headroom.retrieval.fields import as_dict, entries, field, text_field
from headroom.retrieval.replies import asked_of_caller, assistant_items, call_id, is_finished_for_tools, is_own_call

__all__ = ["HeldCall", "Pending", "anchors", "meant", "pending_of", "put_back"]


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

    anchors: tuple[str, ...]
    """Ids by which the turn is known again: the caller's calls in it, and reasoning items that ours stand behind."""
    waits_for: tuple[str, ...]
    """The caller's calls: only when all of them have results is the turn whole."""
    calls: tuple[HeldCall, ...]


def pending_of(reply: object, answers: Mapping[str, str], wire_format: WireFormat) -> Pending | None:
    """What to keep of a reply, by its anchors, so that `put_back` makes it whole; None where nothing need be put back.

    That is a turn with calls of ours and of the caller's; and in the Responses API also one with ours alone, if the model
    reasoned before it: the provider refuses a reasoning item without the item that followed it. A call without an answer is
    left out.
    """
    if not is_finished_for_tools(reply, wire_format):
        return None
    pieces: tuple[object, ...] = tuple(assistant_items(reply, wire_format))
    if wire_format != "openai_responses":
        pieces = tuple(piece for turn in pieces for piece in entries(turn, _CALLS[wire_format]))
    others = [name for name in (call_id(call, wire_format) for call in asked_of_caller(pieces, wire_format)) if name]
    held = _held(pieces, others, answers, wire_format)
    known = tuple(dict.fromkeys([*others, *(call.after for call in held if call.after)]))
    return Pending(anchors=known, waits_for=tuple(others), calls=held) if held else None


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


def anchors(messages: object, wire_format: WireFormat) -> tuple[str, ...]:
    """The ids in a history under which something may be pending, each once, in order. Cost: linear, nothing is dumped."""
    found: dict[str, None] = {}
    for message in messages if isinstance(messages, (list, tuple)) else ():
        if wire_format == "openai_responses":
            name = _anchor(message)
            if name:
                found[name] = None
        elif field(message, "role") == "assistant":
            found.update(dict.fromkeys(_turn_calls(message, wire_format)))
    return tuple(found)


def put_back(messages: Sequence[object], pending_by_anchor: Mapping[str, Pending], wire_format: WireFormat) -> list[object]:
    """The history with our calls in their turns and our results beside the caller's.

    Keeps: every message that needs nothing is the very object that came. No-op where a turn is not whole: results of the
    caller's missing, or our calls there already.
    """
    if not pending_by_anchor:
        return list(messages)
    return _PUT_BACK[wire_format](list(messages), pending_by_anchor)


def meant(body: Mapping[str, object], aliases: Mapping[str, str]) -> dict[str, object]:
    """The body going on from the response that the caller means (see `Splice.alias`); `aliases` are by the id shown."""
    named = body.get("previous_response_id")
    return {**body, "previous_response_id": aliases[named]} if isinstance(named, str) and named in aliases else dict(body)


def _turn_calls(message: object, wire_format: WireFormat) -> list[str]:
    """The ids of the calls in an assistant message, ours too."""
    pieces = entries(message, _CALLS[wire_format])
    if wire_format == "anthropic":
        pieces = tuple(piece for piece in pieces if field(piece, "type") == "tool_use")
    return [name for name in (text_field(piece, "id") for piece in pieces) if name]


def _wanted(ids: Iterable[str], pending: Mapping[str, Pending], answered: set[str], known: set[str]) -> list[HeldCall]:
    """The calls to put into a turn, of which these are the ids; they are known from then on."""
    wanted: list[HeldCall] = []
    for kept in {pending[name].anchors: pending[name] for name in ids if name in pending}.values():
        if answered.issuperset(kept.waits_for):
            for call in kept.calls:
                if call.id not in known:
                    known.add(call.id)
                    wanted.append(call)
    return wanted


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


def _put_back_chat(messages: list[object], pending: Mapping[str, Pending]) -> list[object]:
    whole: list[object] = []
    for index, message in enumerate(messages):
        ids = _turn_calls(message, "openai_chat") if field(message, "role") == "assistant" else []
        # Ids may be used again in later turns here, so only those of the turn itself are taken.
        wanted = (
            _wanted(ids, pending, _answers_behind(messages, index), set(ids)) if any(map(pending.__contains__, ids)) else []
        )
        if not wanted:
            whole.append(message)
            continue
        turn = as_dict(message)
        turn["tool_calls"] = _in_place(entries(turn, "tool_calls"), _theirs(ids, pending), wanted)
        whole.append(turn)
        whole.extend({"role": "tool", "tool_call_id": call.id, "content": call.answer} for call in wanted)
    return whole


def _answers_behind(messages: Sequence[object], index: int) -> set[str]:
    """The calls that the tool messages right behind a message answer."""
    answered: set[str] = set()
    for message in messages[index + 1 :]:
        if field(message, "role") != "tool":
            break
        answered.add(text_field(message, "tool_call_id"))
    return answered


def _put_back_anthropic(messages: list[object], pending: Mapping[str, Pending]) -> list[object]:
    known = {name for message in messages for name in _turn_calls(message, "anthropic")}
    whole = list(messages)
    for index in range(len(messages) - 1):
        message, following = whole[index], whole[index + 1]
        ids = _turn_calls(message, "anthropic") if field(message, "role") == "assistant" else []
        if not any(map(pending.__contains__, ids)) or field(following, "role") != "user":
            continue
        answered = {
            text_field(block, "tool_use_id") for block in entries(following, "content") if field(block, "type") == "tool_result"
        }
        wanted = _wanted(ids, pending, answered, known)
        if wanted:
            turn, answer = as_dict(message), as_dict(following)
            turn["content"] = _in_place(entries(turn, "content"), _theirs(ids, pending), wanted)
            results = [{"type": "tool_result", "tool_use_id": call.id, "content": call.answer} for call in wanted]
            whole[index] = turn
            whole[index + 1] = {**answer, "content": [*results, *entries(answer, "content")]}
    return whole


def _theirs(ids: Sequence[str], pending: Mapping[str, Pending]) -> list[str]:
    """Of the calls of a turn those that the places of ours were counted by."""
    counted = {name for anchor in ids if anchor in pending for name in pending[anchor].waits_for}
    return [name for name in ids if name in counted]


def _put_back_items(items: list[object], pending: Mapping[str, Pending]) -> list[object]:
    answered = {name for name in map(_answered, items) if name}
    asked = {name for name in (_asked(item) for item in items) if name}
    known = asked | answered
    kept = {pending[name].anchors: pending[name] for name in map(_anchor, items) if name in pending}
    before: dict[int, list[object]] = {}
    """Our items by the index that they stand before."""
    for each in kept.values():
        wanted = _wanted(each.anchors, dict.fromkeys(each.anchors, each), answered, known)
        for call in wanted:
            _place_item(items, each, call, before)
    return [piece for index in range(len(items) + 1) for piece in (*before.get(index, ()), *items[index : index + 1])]


def _place_item(items: Sequence[object], kept: Pending, call: HeldCall, before: dict[int, list[object]]) -> None:
    """Say where a call and its output go: the output before the first of the caller's that follows the call."""
    output = {"type": "function_call_output", "call_id": call.id, "output": call.answer}
    calls = [index for index, item in enumerate(items) if _asked(item) in kept.waits_for]
    outputs = [index for index, item in enumerate(items) if _answered(item) in kept.waits_for]
    behind = [index + 1 for index, item in enumerate(items) if call.after and text_field(item, "id") == call.after]
    if not behind and not calls:
        # The server has the calls, and only what they gave is sent; but a history of references holds none of ours.
        whole = [call.wire, output] if any(map(_is_reference, items)) else [output]
        before.setdefault(min(outputs), []).extend(whole)
        return
    at = behind[0] if behind else calls[call.place] if call.place < len(calls) else calls[-1] + 1
    before.setdefault(at, []).append(call.wire)
    before.setdefault(min((index for index in outputs if index >= at), default=at), []).append(output)


def _is_reference(item: object) -> bool:
    return field(item, "type") == "item_reference" or not (field(item, "type") or field(item, "role"))


def _anchor(item: object) -> str:
    if field(item, "type") == "reasoning":
        return text_field(item, "id")
    return _asked(item) or _answered(item)


def _asked(item: object) -> str:
    """The id of a call that the item makes; empty for none."""
    kind = text_field(item, "type")
    if kind == "mcp_approval_request":
        return text_field(item, "id")
    return text_field(item, "call_id") if kind and not kind.endswith("_output") else ""


def _answered(item: object) -> str:
    """The id of a call that the item answers; empty for none."""
    kind = text_field(item, "type")
    if kind == "mcp_approval_response":
        return text_field(item, "approval_request_id")
    return text_field(item, "call_id") if kind.endswith("_output") else ""


_CALLS: Mapping[WireFormat, str] = MappingProxyType({"openai_chat": "tool_calls", "anthropic": "content"})
"""Where an assistant message holds its calls."""

_PUT_BACK: Mapping[WireFormat, Callable[[list[object], Mapping[str, Pending]], list[object]]] = MappingProxyType(
    {"openai_chat": _put_back_chat, "anthropic": _put_back_anthropic, "openai_responses": _put_back_items}
)
