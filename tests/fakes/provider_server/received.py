"""Requests as they came, and the replies made for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from tests.fakes.provider_server.replies import Call, Reply, Usage

__all__ = ["Exchange", "Format", "Received", "billed", "pieces", "text_of"]

Format = Literal["openai_chat", "openai_responses", "anthropic"]

CHARS_A_TOKEN = 4
"""Chosen: what a token is worth here, so that counting costs next to nothing."""


class Received(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """One request, headers by lower-case name."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    raw: bytes
    body: dict[str, Any]
    """`Any`, for tests reach into it by literal keys; empty where there is none."""
    format: Format
    """Whose endpoint was asked."""

    @property
    def is_stream(self) -> bool:
        """Whether events are asked for."""
        return self.body.get("stream") is True

    @property
    def is_azure(self) -> bool:
        """Whether it came by a deployment's path."""
        return "/deployments/" in self.path

    @property
    def model(self) -> str:
        """The model, which Azure's path may name alone."""
        named = self.body.get("model")
        if isinstance(named, str):
            return named
        return self.path.partition("/deployments/")[2].partition("/")[0]

    @property
    def messages(self) -> list[dict[str, Any]]:
        """The messages, or the input items."""
        found = self.body.get("messages", self.body.get("input", []))
        return [{"role": "user", "content": found}] if isinstance(found, str) else found

    @property
    def tool_names(self) -> list[str]:
        """The tools offered, in order."""
        return [tool.get("function", tool).get("name", tool.get("type")) for tool in self.body.get("tools", [])]

    @property
    def tool_results(self) -> list[str]:
        """The text of each tool result, in order."""
        found = []
        for message in self.messages:
            if message.get("role") == "tool":
                found.append(text_of(message.get("content")))
            elif message.get("type") == "function_call_output":
                found.append(text_of(message.get("output")))
            elif isinstance(message.get("content"), list):
                blocks = [block for block in message["content"] if block.get("type") == "tool_result"]
                found += [text_of(block.get("content")) for block in blocks]
        return found

    def differs(self, other: Received) -> set[str]:
        """The top-level fields in which two bodies are not the same."""
        absent = object()
        return {
            key for key in self.body.keys() | other.body.keys() if self.body.get(key, absent) != other.body.get(key, absent)
        }

    def input_tokens(self) -> int:
        """About how many tokens were sent."""
        said = [self.body.get(key) for key in ("system", "instructions", "tools", "messages", "input")]
        return max(1, len(msgspec.json.encode(said)) // CHARS_A_TOKEN)


class Exchange(msgspec.Struct, frozen=True, kw_only=True):
    """A request with its reply: what a provider's shapes are made of."""

    received: Received
    reply: Reply
    number: int
    """Of the request, from 1."""
    created_s: int
    """Seconds since the epoch."""

    def id(self, prefix: str) -> str:
        """An identifier that no other exchange has."""
        return f"{prefix}{self.number:024x}"

    def calls(self, prefix: str) -> list[Call]:
        """The calls, each with an id."""
        return [
            call if call.id else msgspec.structs.replace(call, id=f"{prefix}{self.number:016x}{index:08x}")
            for index, call in enumerate(self.reply.calls)
        ]


def billed(exchange: Exchange) -> Usage | None:
    """The account of tokens with every number filled in; None where the reply has none."""
    usage, reply = exchange.reply.usage, exchange.reply
    if usage is None:
        return None
    said = len(reply.text) + len(reply.thinking) + sum(len(call.name) + len(call.arguments) for call in reply.calls)
    counted = usage.cached_tokens + usage.cache_write_tokens + usage.cache_write_long_tokens
    return msgspec.structs.replace(
        usage,
        input_tokens=max(exchange.received.input_tokens(), counted) if usage.input_tokens is None else usage.input_tokens,
        output_tokens=max(1, said // CHARS_A_TOKEN) if usage.output_tokens is None else usage.output_tokens,
    )


def pieces(text: str, chars: int) -> list[str]:
    """The text in deltas of so many characters."""
    return [text[at : at + chars] for at in range(0, len(text), chars)]


def text_of(content: object) -> str:
    """The words in a content value: a string, or blocks."""
    if isinstance(content, str):
        return content
    blocks = content if isinstance(content, list) else []
    return "".join(block["text"] for block in blocks if isinstance(block, dict) and isinstance(block.get("text"), str))
