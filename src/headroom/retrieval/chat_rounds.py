"""The tool calls of a chat stream told apart, and its chunks as a complete reply."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from headroom.retrieval.fields import as_dict, entries, field, text_field
from headroom.retrieval.marker import TOOL_NAME
from headroom.wire.values import plain

__all__ = ["StreamedCall", "StreamedCalls", "completion", "grown"]


class StreamedCall(msgspec.Struct, kw_only=True):
    """A call of which fragments come."""

    id: str = ""
    name: str = ""
    place: int | None = None
    """Its index as the caller knows it; None while the caller has seen nothing of it."""
    held: dict[str, object] | None = None
    """What came while its name was only the beginning of ours."""
    is_decided: bool = False

    @property
    def is_own(self) -> bool:
        """Whether it is a call of our tool."""
        return self.name == TOOL_NAME


class StreamedCalls:
    """The calls of one choice of one round, by the index that fragments carry.

    Some servers leave the index out or give every call the same: a fragment with a name and another id starts a new call.
    """

    def __init__(self) -> None:
        self.calls: list[StreamedCall] = []
        self._latest: dict[object, StreamedCall] = {}

    def call_of(self, fragment: object) -> StreamedCall:
        """The call that a fragment belongs to, its name as far as it is known."""
        index = field(fragment, "index")
        identity = text_field(fragment, "id")
        name = text_field(field(fragment, "function"), "name")
        call = self._latest.get(index)
        if call is None or (name and identity and call.id and identity != call.id):
            self.decide()
            call = StreamedCall(id=identity)
            self.calls.append(call)
            self._latest[index] = call
        call.id = call.id or identity
        if call.is_decided:
            return call
        # A server may send the name in pieces, or all of it again with each.
        if name and call.name != name:
            call.name += name
        elif not name and call.name:
            call.is_decided = True
        if not TOOL_NAME.startswith(call.name) or call.is_own or field(fragment, "type") not in (None, "", "function"):
            call.is_decided = True
        return call

    @property
    def are_waiting(self) -> bool:
        """Whether fragments are held because a name is not whole."""
        return any(call.held is not None for call in self.calls)

    def decide(self) -> None:
        """Take every name that has begun as whole: nothing of it comes any more."""
        for call in self.calls:
            call.is_decided = call.is_decided or bool(call.name)


def completion(chunks: Iterable[object]) -> dict[str, object]:
    """The chunks of a round as a complete reply."""
    reply: dict[str, object] = {}
    choices: dict[int, dict[str, object]] = {}
    calls: dict[int, StreamedCalls] = {}
    whole: dict[int, list[dict[str, object]]] = {}
    for chunk in chunks:
        fields = as_dict(chunk)
        for choice in entries(fields, "choices"):
            index = field(choice, "index")
            number = index if isinstance(index, int) else 0
            told = as_dict(choice, ("delta",))
            known = choices.setdefault(number, {"index": number, "finish_reason": None, "message": {"role": "assistant"}})
            known.update((name, value) for name, value in told.items() if value is not None or name not in known)
            delta = as_dict(field(choice, "delta"))
            fragments = entries(delta, "tool_calls")
            delta.pop("tool_calls", None)
            known["message"] = grown(as_dict(known["message"]), delta)
            for fragment in fragments:
                _add(fragment, calls.setdefault(number, StreamedCalls()), whole.setdefault(number, []))
        reply.update((name, value) for name, value in fields.items() if value is not None or name not in reply)
    for number, found in whole.items():
        choices[number]["message"] = {**as_dict(choices[number]["message"]), "tool_calls": found}
    return {**reply, "object": "chat.completion", "choices": [choices[number] for number in sorted(choices)]}


def _add(fragment: object, calls: StreamedCalls, whole: list[dict[str, object]]) -> None:
    """Add a fragment to its call."""
    call = calls.call_of(fragment)
    told = as_dict(fragment, ("index",))
    position = next(at for at, known in enumerate(calls.calls) if known is call)
    if position == len(whole):
        whole.append(told)
        return
    known = whole[position]
    whole[position] = grown(known, told)
    if text_field(field(told, "function"), "name") and text_field(field(known, "function"), "name"):
        whole[position]["function"] = {**as_dict(whole[position]["function"]), "name": call.name}


def grown(known: Mapping[str, object], told: Mapping[str, object]) -> dict[str, object]:
    """What was known with what was told: text grows, lists too, names and kinds are set."""
    whole = dict(known)
    for name, value in told.items():
        before = whole.get(name)
        fields, fields_before = plain(value), plain(before)
        if fields is not None and fields_before is not None:
            whole[name] = grown(fields_before, fields)
        elif isinstance(value, str) and isinstance(before, str) and name not in ("role", "id", "type"):
            whole[name] = before + value
        elif isinstance(value, (list, tuple)) and isinstance(before, (list, tuple)):
            whole[name] = [*before, *value]
        elif value is not None or before is None:
            whole[name] = value
    return whole
