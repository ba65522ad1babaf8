"""The events of OpenAI's Responses API without our calls, over all rounds."""

from __future__ import annotations

from headroom.retrieval.fields import as_dict, entries, field, text_field
from headroom.retrieval.joining import added
from headroom.retrieval.replies import is_own_call, other_calls, own_calls, without_own_calls
from headroom.retrieval.stream_events import Emit, RoundEnd
from headroom.wire.values import plain

__all__ = ["ResponsesSplice"]

_BEGINNINGS = frozenset({"response.created", "response.queued", "response.in_progress"})
_ENDINGS = frozenset({"response.completed", "response.incomplete", "response.failed"})


class ResponsesSplice:
    """One response out of the rounds' events (see `Splice`)."""

    def __init__(self) -> None:
        self._done: dict[int, object] = {}
        """The finished items of this round, by their index."""
        self._end: object = None
        """The event that ended this round."""
        self._held: list[object] = []
        self._own: set[int] = set()
        """Indexes of our calls in this round."""
        self._items = 0
        """Items that the caller got, over all rounds."""
        self._places: dict[int, int] = {}
        """Where this round's items stand in the caller's response."""
        self._earlier: list[object] = []
        """The items of the rounds before, without ours."""
        self._usage: dict[str, object] = {}
        """Of the rounds before."""
        self._is_first = True
        self._identity = ""
        """The id of the first round's response."""
        self._latest = ""
        """The id of this round's."""
        self._sequence: int | None = None
        """The number of the event that the caller got last; None before the first."""

    def feed(self, event: object) -> list[Emit]:
        """What the caller gets now."""
        kind = field(event, "type")
        if kind in ("response.output_item.added", "response.output_item.done"):
            return self._item(event, is_done=kind == "response.output_item.done")
        if kind in _ENDINGS:
            self._end = event
            if self._own:
                self._held.append(event)
                return []
            return [self._passed(event)] if self._is_first else [self._ending(event)]
        if kind in _BEGINNINGS:
            self._latest = text_field(field(event, "response"), "id") or self._latest
            if not self._is_first:
                return []
            self._identity = self._latest
        if field(event, "output_index") in self._own:
            return []
        return [self._passed(event)]

    def finish(self) -> RoundEnd:
        """What the round that just ended asked for."""
        if not self._own:
            return RoundEnd()
        reply = self._response()
        return RoundEnd(own=own_calls(reply, "openai_responses"), others=other_calls(reply, "openai_responses"), reply=reply)

    def resume(self) -> None:
        """Go on: what follows is the next round's stream."""
        response = self._response()
        self._usage = added(self._usage, plain(response.get("usage")) or {})
        self._earlier.extend(entries(without_own_calls(response, "openai_responses"), "output"))
        self._done, self._own, self._places = {}, set(), {}
        self._end, self._held = None, []
        self._is_first = False

    def conclude(self) -> list[Emit]:
        """The events held, without our calls."""
        held, self._held = self._held, []
        return [self._ending(event) for event in held]

    @property
    def alias(self) -> tuple[str, str] | None:
        """The id that the caller was shown, and the last round's; None where they are the same."""
        return None if self._identity == self._latest else (self._identity, self._latest)

    def _item(self, event: object, *, is_done: bool) -> list[Emit]:
        index = field(event, "output_index")
        if isinstance(index, int):
            item = field(event, "item")
            if is_done:
                self._done[index] = item
            if index in self._own or is_own_call(item, "openai_responses"):
                self._own.add(index)
                return []
            if index not in self._places:
                # Backends may leave gaps; those stay while nothing else changes.
                self._places[index] = index if self._is_first and not self._own else self._items
                self._items = max(self._items, self._places[index] + 1)
        return [self._passed(event)]

    def _passed(self, event: object) -> Emit:
        """An event with the numbers that the caller's response gives it."""
        index, number = field(event, "output_index"), field(event, "sequence_number")
        place = self._places.get(index, index) if isinstance(index, int) else index
        numbered = self._numbered(number)
        if place == index and numbered == number:
            return Emit(event)
        value = as_dict(event)
        if place != index:
            value["output_index"] = place
        if numbered != number:
            value["sequence_number"] = numbered
        return Emit(event, value)

    def _numbered(self, number: object) -> object:
        """The number of the next event: its own where nothing is missing before it."""
        if not isinstance(number, int):
            return number
        is_ours_to_say = self._sequence is not None and (bool(self._own) or not self._is_first)
        self._sequence = (self._sequence or 0) + 1 if is_ours_to_say else number
        return self._sequence

    def _ending(self, event: object) -> Emit:
        """The event that ends the response, with what all rounds said."""
        response = without_own_calls(self._response_of(event), "openai_responses")
        response["output"] = [*self._earlier, *entries(response, "output")]
        if self._identity:
            response["id"] = self._identity
        usage = plain(response.get("usage"))
        if self._usage:
            response["usage"] = added(self._usage, usage or {})
        value = {**as_dict(event), "response": response}
        if "sequence_number" in value:
            value["sequence_number"] = self._numbered(value["sequence_number"])
        return Emit(event, value)

    def _response(self) -> dict[str, object]:
        """This round as a complete response, as far as it came."""
        return self._response_of(self._end)

    def _response_of(self, event: object) -> dict[str, object]:
        response = as_dict(field(event, "response"))
        if not entries(response, "output"):
            # Some backends leave it to the events before.
            response["output"] = [self._done[index] for index in sorted(self._done)]
        if event is None:
            response["status"] = "incomplete"
        return response
