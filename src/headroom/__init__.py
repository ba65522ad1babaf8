"""Headroom makes what an LLM application sends smaller without making it wrong.

`compress` is the way in. Names are loaded when they are first used, so importing this package costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False
"""Read as true by type checkers; the one in `typing` costs more to import than all the rest here."""

if TYPE_CHECKING:
    from importlib.metadata import version

    from headroom.config import HeadroomConfig, SmartCrusherConfig, ToolProfile
    from headroom.errors import ConfigurationError, HeadroomError, TokenizationError
    from headroom.messages import Conversation, Decision, Message, Opaque, Part, Report, Text, Tool, ToolCall, ToolResult
    from headroom.pipeline.aio import acompress
    from headroom.pipeline.composition import Pipeline, compose
    from headroom.pipeline.entry import compress, compress_body
    from headroom.pipeline.result import CompressedBody, CompressResult
    from headroom.pipeline.runner import run
    from headroom.transforms.smart_crusher import SmartCrusher
    from headroom.wire.codec import WireError

    __version__ = version("headroom")

__all__ = [
    "CompressResult",
    "CompressedBody",
    "ConfigurationError",
    "Conversation",
    "Decision",
    "HeadroomConfig",
    "HeadroomError",
    "Message",
    "Opaque",
    "Part",
    "Pipeline",
    "Report",
    "SmartCrusher",
    "SmartCrusherConfig",
    "Text",
    "TokenizationError",
    "Tool",
    "ToolCall",
    "ToolProfile",
    "ToolResult",
    "WireError",
    "__version__",
    "acompress",
    "compose",
    "compress",
    "compress_body",
    "run",
]

_HOMES = {
    "headroom.config": ("HeadroomConfig", "SmartCrusherConfig", "ToolProfile"),
    "headroom.errors": ("ConfigurationError", "HeadroomError", "TokenizationError"),
    "headroom.messages": ("Conversation", "Decision", "Message", "Opaque", "Part", "Report"),
    "headroom.messages.parts": ("Text", "ToolCall", "ToolResult"),
    "headroom.messages.conversation": ("Tool",),
    "headroom.pipeline.aio": ("acompress",),
    "headroom.pipeline.composition": ("Pipeline", "compose"),
    "headroom.pipeline.entry": ("compress", "compress_body"),
    "headroom.pipeline.result": ("CompressResult", "CompressedBody"),
    "headroom.pipeline.runner": ("run",),
    "headroom.transforms.smart_crusher": ("SmartCrusher",),
    "headroom.wire.codec": ("WireError",),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}


if not TYPE_CHECKING:  # A checker that saw this would take any misspelt name for one of ours.

    def __getattr__(name: str) -> object:
        if name == "__version__":
            value: object = import_module("importlib.metadata").version("headroom")
        elif name in _HOME_OF:
            value = getattr(import_module(_HOME_OF[name]), name)
        else:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted(__all__)
