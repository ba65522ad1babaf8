"""What the server is to answer, said in the words of a test."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

__all__ = ["Call", "Reply", "Usage", "calls", "cut", "delayed", "error", "fails_midway", "hangs", "paced", "says", "using"]


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """A tool call of the model's."""

    name: str
    arguments: str = "{}"
    """JSON text, byte for byte."""
    id: str = ""
    """Empty: the server makes one up that no other call of its replies has."""


class Usage(msgspec.Struct, frozen=True, kw_only=True):
    """What the reply says of tokens; None is counted from the lengths of texts."""

    input_tokens: int | None = None
    """All of the input, cached tokens too."""
    output_tokens: int | None = None
    cached_tokens: int = 0
    cache_write_tokens: int = 0
    cache_write_long_tokens: int = 0
    """Written for an hour (Anthropic)."""
    reasoning_tokens: int = 0


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """One answer: what it says, and how it comes over the wire."""

    text: str = ""
    thinking: str = ""
    calls: tuple[Call, ...] = ()
    stop: str = ""
    """`length` for a reply that was cut off by its token limit; empty: as the content has it."""
    usage: Usage | None = Usage()
    """None: the reply says nothing of tokens, as some compatible servers do."""
    piece_chars: int = 16
    """Length of the deltas that a stream is cut into."""

    status: int = 200
    message: str = ""
    """Of an error."""
    body: object = None
    """Sent in place of what the provider would say."""
    headers: tuple[tuple[str, str], ...] = ()

    delay_s: float = 0.0
    """Before the first byte."""
    interval_s: float = 0.0
    """Before each event of a stream."""
    pause_s: float = 0.0
    pause_after_events: int = 0
    """Where a stream pauses once."""
    closes: bool = False
    """Whether the connection is closed before the reply is complete."""
    closes_after_events: int | None = None
    closes_after_bytes: int | None = None
    """Of the body, as it is on the wire. Neither: not even the status line is sent."""
    error_after_events: int | None = None
    """Where a stream ends in an error event."""


def says(text: str, *, thinking: str = "", stop: str = "") -> Reply:
    """A reply in words."""
    return Reply(text=text, thinking=thinking, stop=stop)


def calls(*wanted: Call | tuple[str, object], text: str = "", thinking: str = "") -> Reply:
    """A reply that calls tools: (name, arguments), the arguments as a mapping or as JSON text."""
    return Reply(text=text, thinking=thinking, calls=tuple(map(_call, wanted)))


def error(status: int, message: str = "", *, retry_after: float | None = None, body: object = None) -> Reply:
    """An error in the provider's shape, or with a body of the test's own."""
    headers = () if retry_after is None else (("retry-after", f"{retry_after:g}"),)
    return Reply(status=status, message=message, body=body, headers=headers)


def using(reply: Reply, usage: Usage | None) -> Reply:
    """The reply with this account of tokens; None for without one."""
    return msgspec.structs.replace(reply, usage=usage)


def delayed(seconds: float, reply: Reply) -> Reply:
    """The reply, of which nothing comes for a while."""
    return msgspec.structs.replace(reply, delay_s=seconds)


def paced(seconds: float, reply: Reply) -> Reply:
    """The reply, its events one by one with a wait before each."""
    return msgspec.structs.replace(reply, interval_s=seconds)


def hangs(seconds: float, reply: Reply | None = None, *, after_events: int | None = None) -> Reply:
    """The reply, not coming, or no longer coming after some events; it goes on when the time is over."""
    waiting = reply or says("At last.")
    if after_events is None:
        return delayed(seconds, waiting)
    return msgspec.structs.replace(waiting, pause_s=seconds, pause_after_events=after_events)


def cut(reply: Reply | None = None, *, after_events: int | None = None, after_bytes: int | None = None) -> Reply:
    """The reply, with the connection closed after so much of its body; by default before the status line."""
    return msgspec.structs.replace(
        reply or says("This will not be read to its end."),
        closes=True,
        closes_after_events=after_events,
        closes_after_bytes=after_bytes,
    )


def fails_midway(status: int, reply: Reply, *, after_events: int) -> Reply:
    """The reply, its stream ending in an error event: the status line said 200 by then."""
    return msgspec.structs.replace(reply, error_after_events=after_events, message=f"failed with {status} midway")


def _call(wanted: Call | tuple[str, object]) -> Call:
    if isinstance(wanted, Call):
        return wanted
    name, arguments = wanted
    if isinstance(arguments, str):
        return Call(name=name, arguments=arguments)
    if not isinstance(arguments, Mapping):
        raise TypeError(f"arguments are a mapping or JSON text, not {type(arguments).__name__}")
    return Call(name=name, arguments=msgspec.json.encode(dict(arguments)).decode())
