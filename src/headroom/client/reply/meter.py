"""What a stream says of its own cost, read as its events go by.

Usage is what the provider says, where it does; else the text that came is counted afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from headroom.economics.bill import Bill, usage_bill
from headroom.messages import WireFormat
from headroom.wire.values import plain

__all__ = ["Meter", "written_in"]

_TEXTS = ("text", "thinking", "arguments", "refusal")
"""Fields of a block or an item that the model wrote."""


def written_in(reply: object, wire: WireFormat) -> str:
    """What the model wrote in a complete reply: text, and the arguments of its calls."""
    fields = plain(reply) or {}
    if wire == "openai_chat":
        messages = [plain(choice.get("message")) or {} for choice in map(_fields, _entries(fields.get("choices")))]
        return "".join(map(_chat_text, messages))
    pieces = _entries(fields.get("content" if wire == "anthropic" else "output"))
    return "".join(map(_piece_text, map(_fields, pieces)))


def _chat_text(message: Mapping[str, object]) -> str:
    functions = [_fields(_fields(call).get("function")) for call in _entries(message.get("tool_calls"))]
    return "".join(
        text for text in (message.get("content"), *(one.get("arguments") for one in functions)) if isinstance(text, str)
    )


def _piece_text(piece: Mapping[str, object]) -> str:
    """The text of a block or of an item; of an item with content, that of its parts."""
    said = "".join(text for name in _TEXTS if isinstance(text := piece.get(name), str))
    if isinstance(piece.get("input"), Mapping):
        said += msgspec.json.encode(piece["input"]).decode()
    return said + "".join(_piece_text(_fields(part)) for part in _entries(piece.get("content")))


def _fields(value: object) -> Mapping[str, object]:
    return plain(value) or {}


def _entries(value: object) -> Sequence[object]:
    return value if isinstance(value, (list, tuple)) else ()


class Meter:
    """Reads the events of one streamed reply, its rounds included."""

    def __init__(self, wire: WireFormat) -> None:
        self._wire = wire
        self._texts: list[str] = []
        self._earlier: list[Bill | None] = []
        self._usage: object = None
        self._opening: object = None
        self.error = ""
        """The provider's own word for what went wrong in the middle, where it said so in an event."""

    def read(self, event: object) -> None:
        """Take an event in."""
        if self._wire == "openai_chat":
            self._chat(event)
        elif self._wire == "anthropic":
            self._anthropic(event)
        else:
            self._responses(event)

    def round_over(self) -> None:
        """What follows belongs to another reply."""
        self._earlier.append(self._bill())
        self._usage = self._opening = None

    @property
    def bills(self) -> tuple[Bill, ...]:
        """What the provider said of each round; empty where it did not say it of all."""
        known = self.known_bills
        return known if len(known) > len(self._earlier) else ()

    @property
    def known_bills(self) -> tuple[Bill, ...]:
        """What the provider said of those rounds of which it did."""
        return tuple(bill for bill in (*self._earlier, self._bill()) if bill is not None)

    def _bill(self) -> Bill | None:
        # The opening of a reply that broke off says nothing of its output.
        return None if self._usage is None else usage_bill(self._usage, self._opening)

    @property
    def text(self) -> str:
        """What the model wrote, for a count of our own."""
        return "".join(self._texts)

    def _chat(self, event: object) -> None:
        usage = getattr(event, "usage", None)
        if usage is not None:
            self._usage = usage
        for choice in getattr(event, "choices", None) or ():
            delta = getattr(choice, "delta", None)
            text = getattr(delta, "content", None)
            if isinstance(text, str):
                self._texts.append(text)
            for call in getattr(delta, "tool_calls", None) or ():
                arguments = getattr(getattr(call, "function", None), "arguments", None)
                if isinstance(arguments, str):
                    self._texts.append(arguments)

    def _anthropic(self, event: object) -> None:
        kind = getattr(event, "type", None)
        if kind == "content_block_delta":
            delta = getattr(event, "delta", None)
            for name in ("text", "partial_json", "thinking"):
                text = getattr(delta, name, None)
                if isinstance(text, str):
                    self._texts.append(text)
        elif kind == "message_start":
            self._opening = getattr(getattr(event, "message", None), "usage", None)
        elif kind == "message_delta":
            self._usage = getattr(event, "usage", None)

    def _responses(self, event: object) -> None:
        kind = getattr(event, "type", None)
        if kind in ("response.output_text.delta", "response.function_call_arguments.delta"):
            text = getattr(event, "delta", None)
            if isinstance(text, str):
                self._texts.append(text)
        elif kind in ("response.completed", "response.incomplete", "response.failed"):
            self._usage = getattr(getattr(event, "response", None), "usage", None)
        if kind in ("error", "response.failed"):
            self.error = f"{kind} event"
