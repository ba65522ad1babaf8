"""The events of Anthropic's messages without our calls, over all rounds."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from headroom.retrieval.fields import as_dict, entries, field, text_field
from headroom.retrieval.joining import added
from headroom.retrieval.replies import asked_of_caller, is_own_call, other_calls, own_calls
from headroom.retrieval.stream_events import Emit, RoundEnd
from headroom.wire.values import plain

__all__ = ["AnthropicSplice"]


_COUNTS = frozenset(
    {"input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens", "output_tokens", "output_tokens_details"}
    | {"server_tool_use"}
)
"""What the event that ends a message counts. Source: `MessageDeltaUsage`, 2026-11-21."""


class AnthropicSplice:
    """One message out of the rounds' events (see `Splice`)."""

    def __init__(self) -> None:
        self._events: list[object] = []
        """Of this round, as they came."""
        self._held: list[object] = []
        self._own: set[int] = set()
        """Indexes of our blocks in this round, open or closed."""
        self._shifted = 0
        """By how many blocks of the caller's message this round's start; the blocks of earlier rounds."""
        self._blocks = 0
        """Blocks of this round that the caller got."""
        self._places: dict[int, int] = {}
        """Where this round's blocks stand in the caller's message."""
        self._is_first = True
        self._usage: dict[str, object] = {}
        """Of the rounds before."""

    def feed(self, event: object) -> list[Emit]:
        """What the caller gets now."""
        self._events.append(event)
        kind = field(event, "type")
        if kind == "content_block_start":
            return self._started(event)
        if self._is_first and not self._own:
            return [Emit(event)]
        if kind in ("message_delta", "message_stop"):
            if self._own:
                self._held.append(event)
                return []
            return [self._ending(event)]
        if kind == "message_start":
            return []
        index = field(event, "index")
        if not isinstance(index, int):
            return [Emit(event)]
        if index in self._own:
            return []
        return [self._moved(event, index)]

    def finish(self) -> RoundEnd:
        """What the round that just ended asked for."""
        if not self._own:
            return RoundEnd()
        reply = _message(self._events)
        return RoundEnd(own=own_calls(reply, "anthropic"), others=other_calls(reply, "anthropic"), reply=reply)

    def resume(self) -> None:
        """Go on: what follows is the next round's stream."""
        self._usage = added(self._usage, _usage(self._events))
        self._shifted += self._blocks
        self._events, self._held = [], []
        self._own, self._places = set(), {}
        self._blocks = 0
        self._is_first = False

    def conclude(self) -> list[Emit]:
        """The events held, their reason to stop true of what the caller got."""
        held, self._held = self._held, []
        return [self._ending(event) for event in held]

    @property
    def alias(self) -> tuple[str, str] | None:
        """None: the history that the caller sends is all there is."""
        return None

    def _started(self, event: object) -> list[Emit]:
        index = field(event, "index")
        if not isinstance(index, int):
            return [Emit(event)]
        if is_own_call(field(event, "content_block"), "anthropic"):
            self._own.add(index)
            return []
        self._places[index] = self._shifted + self._blocks
        self._blocks += 1
        return [self._moved(event, index)]

    def _moved(self, event: object, index: int) -> Emit:
        place = self._places.get(index, index)
        return Emit(event) if place == index else Emit(event, {**as_dict(event), "index": place})

    def _ending(self, event: object) -> Emit:
        """An event that ends the message; untouched where nothing in it changes."""
        if field(event, "type") != "message_delta":
            # SDKs put the whole message into their own event, which would show our calls.
            whole = field(event, "message")
            return Emit(event) if whole is None else Emit(event, {"type": "message_stop"})
        changed = as_dict(event)
        delta = as_dict(changed.get("delta"))
        if self._own and delta.get("stop_reason") == "tool_use" and not self._others():
            delta["stop_reason"] = "end_turn"
        changed["delta"] = delta
        if self._usage:
            total = added(self._usage, _usage(self._events))
            changed["usage"] = {name: value for name, value in total.items() if name in _COUNTS}
        return Emit(event, changed)

    def _others(self) -> int:
        blocks = (field(event, "content_block") for event in self._events if field(event, "type") == "content_block_start")
        return len(asked_of_caller(tuple(blocks), "anthropic"))


def _usage(events: list[object]) -> dict[str, object]:
    """The usage of a round: counts at its end are totals, and replace those at its start."""
    usage: dict[str, object] = {}
    for event in events:
        kind = field(event, "type")
        if kind in ("message_start", "message_delta"):
            told = plain(field(field(event, "message") if kind == "message_start" else event, "usage")) or {}
            usage.update((name, value) for name, value in told.items() if value is not None)
    return usage


def _message(events: list[object]) -> dict[str, object]:
    """A round as a complete message."""
    message: dict[str, object] = {}
    for event in events:
        kind = field(event, "type")
        if kind == "message_start":
            message = as_dict(field(event, "message"))
        elif kind == "message_delta":
            told = as_dict(field(event, "delta"))
            message.update((name, value) for name, value in told.items() if value is not None or name not in message)
    message["content"] = _content(events)
    if usage := _usage(events):
        message["usage"] = usage
    return message


def _content(events: list[object]) -> list[dict[str, object]]:
    """The blocks of a round."""
    blocks: dict[int, dict[str, object]] = {}
    jsons: dict[int, list[str]] = {}
    for event in events:
        kind, index = field(event, "type"), field(event, "index")
        if not isinstance(index, int):
            continue
        if kind == "content_block_start":
            blocks[index] = as_dict(field(event, "content_block"))
        elif kind == "content_block_delta" and index in blocks:
            _accumulate(blocks[index], jsons.setdefault(index, []), as_dict(field(event, "delta")))
    for index, pieces in jsons.items():
        if pieces:
            blocks[index]["input"] = _input("".join(pieces))
    return [blocks[index] for index in sorted(blocks)]


def _accumulate(block: dict[str, object], jsons: list[str], delta: Mapping[str, object]) -> None:
    """Add a delta to its block: text grows, citations are listed, a signature is set."""
    for name, value in delta.items():
        before = block.get(name)
        if name == "partial_json":
            jsons.append(text_field(delta, name))
        elif name == "citation":
            block["citations"] = [*entries(block, "citations"), value]
        elif name == "signature" or not isinstance(value, str) or not isinstance(before, str):
            if name != "type":
                block[name] = value
        elif name != "type":
            block[name] = before + value


def _input(text: str) -> dict[str, object]:
    """The arguments of a call; none for what is no object."""
    try:
        value = msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
