"""What a stream says of its own cost, read as its events go by.

Usage is what the provider says, where it does; else the text that came is counted afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from headroom.economics.bill import Bill, usage_bill
from headroom.messages import WireFormat
from headroom.retrieval.fields import entries, field, text_field
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
        usage = field(event, "usage")
        if usage is not None:
            self._usage = usage
        for choice in entries(event, "choices"):
            delta = field(choice, "delta")
            self._wrote(delta, "content")
            for call in entries(delta, "tool_calls"):
                self._wrote(field(call, "function"), "arguments")

    def _anthropic(self, event: object) -> None:
        kind = field(event, "type")
        if kind == "content_block_delta":
            delta = field(event, "delta")
            for name in ("text", "partial_json", "thinking"):
                self._wrote(delta, name)
        elif kind == "message_start":
            self._opening = field(field(event, "message"), "usage")
        elif kind == "message_delta":
            self._usage = field(event, "usage")

    def _responses(self, event: object) -> None:
        kind = field(event, "type")
        if kind in ("response.output_text.delta", "response.function_call_arguments.delta"):
            self._wrote(event, "delta")
        elif kind in ("response.completed", "response.incomplete", "response.failed"):
            self._usage = field(field(event, "response"), "usage")
        if kind in ("error", "response.failed"):
            self.error = f"{kind} event"

    def _wrote(self, value: object, name: str) -> None:
        """The model wrote what this field holds, if it is text."""
        text = text_field(value, name)
        if text:
            self._texts.append(text)
