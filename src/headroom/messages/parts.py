"""What a message is made of, whichever provider it came from.

Parts are values: they hold what a model reads and what the laws compare. How a part was spelled on the wire stays with the
message (`conversation.Source`); codecs in `wire/` read and write it.

Values that come by the thousand are kept from the garbage collector (`gc=False`): nothing in them leads back to them.
"""

from __future__ import annotations

import msgspec

__all__ = ["Opaque", "Part", "Text", "ToolCall", "ToolResult"]


class Text(msgspec.Struct, frozen=True, kw_only=True, tag=True, gc=False):
    """Text that the model reads as it stands."""

    text: str


class Opaque(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Content that no transform may touch: images, thinking, anything unknown."""

    kind: str
    """The wire's own name for it (`image_url`, `thinking`, ...)."""
    value: object = None
    """The wire value, compared by equality and never changed."""


class ToolCall(msgspec.Struct, frozen=True, kw_only=True, tag=True, gc=False):
    """The model's request to run a tool."""

    id: str
    """Pairs the call with its result; empty for legacy function calls."""
    name: str
    arguments: str
    """The arguments as JSON text: OpenAI's as it is spelled there, Anthropic's object in compact form."""


class ToolResult(msgspec.Struct, frozen=True, kw_only=True, tag=True, gc=False):
    """What a tool answered to one call."""

    call_id: str
    content: tuple[Text | Opaque, ...] = ()
    """One `Text` for a string on the wire, one entry a block for a list, none for nothing."""
    is_error: bool = False
    name: str = ""
    """The function's name where the result itself carries it (legacy function results)."""


Part = Text | ToolCall | ToolResult | Opaque
