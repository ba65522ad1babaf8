"""The chunks of OpenAI's chat completions without our calls, over all rounds."""

from __future__ import annotations

import msgspec

from headroom.retrieval.chat_rounds import StreamedCall, StreamedCalls, completion, grown
from headroom.retrieval.fields import as_dict, entries, field, text_field
from headroom.retrieval.joining import added, separator
from headroom.retrieval.replies import other_calls, own_calls
from headroom.retrieval.stream_events import Emit, RoundEnd
from headroom.wire.values import plain

__all__ = ["ChatSplice"]


class _Told(msgspec.Struct, kw_only=True):
    """What becomes of one choice of a chunk."""

    flowing: dict[str, object] | None = None
    """What the caller gets at once; None for nothing."""
    held: dict[str, object] | None = None
    """What ends the choice, where one of our calls is in it."""
    is_same: bool = True
    """Whether nothing in it changed."""


class ChatSplice:
    """One completion out of the rounds' chunks (see `Splice`)."""

    def __init__(self) -> None:
        self._chunks: list[object] = []
        """Of this round, as they came."""
        self._held: list[Emit] = []
        self._calls: dict[int, StreamedCalls] = {}
        """By choice, of this round."""
        self._places: dict[int, int] = {}
        """By choice, the next index for a call that the caller gets."""
        self._has_own = False
        self._is_waiting = False
        """Whether fragments are held because a name is not whole."""
        self._is_first = True
        self._identity: dict[str, object] = {}
        """What the chunks of a stream agree on, as the first round has it; nothing in the first round."""
        self._said = ""
        """The last text that the rounds before said."""
        self._usage: dict[str, object] = {}
        """Of the rounds before."""

    def feed(self, event: object) -> list[Emit]:
        """What the caller gets now."""
        self._chunks.append(event)
        if self._is_first and not self._has_own and not self._is_waiting:
            choices = field(event, "choices")
            if not isinstance(choices, list) or not any(field(field(choice, "delta"), "tool_calls") for choice in choices):
                return [Emit(event)]
        return self._rewritten(event)

    def finish(self) -> RoundEnd:
        """What the round that just ended asked for."""
        if not self._has_own:
            return RoundEnd()
        reply = completion(self._chunks)
        return RoundEnd(own=own_calls(reply, "openai_chat"), others=other_calls(reply, "openai_chat"), reply=reply)

    def resume(self) -> None:
        """Go on: what follows is the next round's stream."""
        if self._is_first:
            named = next((chunk for chunk in self._chunks if text_field(chunk, "id")), None)
            self._identity = {name: field(named, name) for name in ("id", "created") if field(named, name) is not None}
        self._said = self._last_text() or self._said
        told = next((usage for usage in (field(chunk, "usage") for chunk in reversed(self._chunks)) if usage), None)
        self._usage = added(self._usage, plain(told) or {})
        self._chunks, self._held, self._calls = [], [], {}
        self._has_own = self._is_waiting = self._is_first = False

    def conclude(self) -> list[Emit]:
        """The events held, their reason to stop true of what the caller got."""
        emitted: list[Emit] = []
        for number, calls in self._calls.items():
            # The stream was cut inside a name that is not ours as far as it goes.
            found = self._released(number, calls, is_over=True)
            if found:
                head = {**as_dict(self._chunks[-1], ("usage",)), **self._identity}
                choice = {"index": number, "delta": {"tool_calls": found}, "finish_reason": None}
                emitted.append(Emit(self._chunks[-1], {**head, "choices": [choice]}))
        held, self._held = self._held, []
        return [*emitted, *held]

    @property
    def alias(self) -> tuple[str, str] | None:
        """None: the history that the caller sends is all there is."""
        return None

    def _rewritten(self, event: object) -> list[Emit]:
        """A chunk without our calls, in up to two: what flows on, and what is held."""
        told = self._told_of(event)
        held = [each.held for each in told if each.held is not None]
        is_end = bool(held) or (self._has_own and not told and field(event, "usage") is not None)
        if self._is_first and not is_end and all(each.is_same for each in told):
            return [Emit(event)]
        chunk = self._as_first(event)
        if is_end:
            self._held.append(Emit(event, {**chunk, "choices": held}))
            chunk.update({"usage": None} if "usage" in chunk else {})
        flowing = [each.flowing for each in told if each.flowing is not None]
        is_shown = flowing or not (told or is_end)
        return [Emit(event, {**chunk, "choices": flowing})] if is_shown else []

    def _told_of(self, event: object) -> list[_Told]:
        """What becomes of each choice of a chunk."""
        told = [self._told(choice) for choice in entries(event, "choices")]
        self._is_waiting = any(calls.are_waiting for calls in self._calls.values())
        return told

    def _as_first(self, event: object) -> dict[str, object]:
        """A chunk as one of the first round's, its usage added to that of the rounds before."""
        chunk = {**as_dict(event), **self._identity}
        counts = plain(chunk.get("usage"))
        if counts is not None and self._usage:
            chunk["usage"] = added(self._usage, counts)
        return chunk

    def _told(self, choice: object) -> _Told:
        number = _number(choice)
        delta = field(choice, "delta")
        fragments = entries(delta, "tool_calls")
        reason = field(choice, "finish_reason")
        calls = self._calls.setdefault(number, StreamedCalls())
        kept, is_same = self._kept(number, calls, fragments)
        over = self._released(number, calls, is_over=True) if reason else []
        is_end = bool(reason) and any(call.is_own for call in calls.calls)
        if is_same and self._is_first and not over and not is_end:
            return _Told(flowing=as_dict(choice))
        changed = as_dict(delta, ("tool_calls",) if self._is_first else ("tool_calls", "role"))
        self._set_apart(changed)
        if kept or over:
            changed["tool_calls"] = [as_dict(fragment) for fragment in (*kept, *over)]
        says_something = any(value is not None for value in changed.values())
        if is_end:
            return _Told(
                flowing={**as_dict(choice), "delta": changed, "finish_reason": None} if says_something else None,
                held={**as_dict(choice, ("logprobs",)), "delta": {}, "finish_reason": _reason(reason, calls)},
                is_same=False,
            )
        is_shown = says_something or reason or not fragments
        return _Told(flowing={**as_dict(choice), "delta": changed} if is_shown else None, is_same=False)

    def _set_apart(self, delta: dict[str, object]) -> None:
        """Keep the first text of a round apart from what was said before it."""
        content = delta.get("content")
        if isinstance(content, str) and content and self._said:
            delta["content"] = separator(self._said, content) + content
            self._said = ""

    def _last_text(self) -> str:
        """The last piece of text of this round; empty for none."""
        deltas = (field(choice, "delta") for chunk in reversed(self._chunks) for choice in entries(chunk, "choices"))
        return next((text for text in (text_field(delta, "content") for delta in deltas) if text), "")

    def _kept(self, number: int, calls: StreamedCalls, fragments: tuple[object, ...]) -> tuple[list[object], bool]:
        """The fragments that are not ours, with their indexes as the caller knows them; whether they are all as they came."""
        kept: list[object] = []
        is_same = True
        for fragment in fragments:
            call = calls.call_of(fragment)
            earlier = self._released(number, calls, besides=call)
            kept.extend(earlier)
            if call.is_own:
                call.held = None
                self._has_own = True
                is_same = False
            elif not call.is_decided:
                call.held = grown(call.held or {}, as_dict(fragment))
                is_same = False
            else:
                told, is_whole = self._placed(number, call, fragment)
                kept.append(told)
                is_same = is_same and is_whole and not earlier
        return kept, is_same

    def _placed(self, number: int, call: StreamedCall, fragment: object) -> tuple[object, bool]:
        """A fragment of the caller's call at its index, and whether it is the one that came."""
        index = field(fragment, "index")
        is_untouched = self._is_first and not self._has_own and call.held is None
        if call.place is None:
            free = self._places.get(number, 0)
            call.place = index if is_untouched and isinstance(index, int) else free
            self._places[number] = max(free, call.place + 1)
        if call.held is None and (is_untouched or index == call.place):
            return fragment, True
        told = grown(call.held or {}, as_dict(fragment))
        call.held = None
        return {**told, "index": call.place}, False

    def _released(
        self, number: int, calls: StreamedCalls, *, besides: StreamedCall | None = None, is_over: bool = False
    ) -> list[object]:
        """What was held of calls that turned out not to be ours."""
        if is_over:
            calls.decide()
        waiting = [call for call in calls.calls if call.held is not None and call is not besides and not call.is_own]
        return [self._placed(number, call, {})[0] for call in waiting if call.is_decided or is_over]


def _number(choice: object) -> int:
    index = field(choice, "index")
    return index if isinstance(index, int) else 0


def _reason(reason: object, calls: StreamedCalls) -> object:
    """The reason to stop that is true without our calls."""
    return "stop" if reason == "tool_calls" and all(call.is_own for call in calls.calls) else reason
