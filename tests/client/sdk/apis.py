"""The three ways to ask a provider, said alike: what a request is made of, and what a reply says."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Literal

import msgspec

from headroom.providers import AnthropicProvider, OpenAIProvider, Provider

__all__ = ["APIS", "FAILED", "Api", "records"]

Items = list[dict[str, Any]]

FAILED = "disk full on node-9"
"""What the one record says that must survive every compression."""


def records(count: int = 160, *, seed: int = 1) -> str:
    """So many records of jobs as JSON, one of them a failure."""
    return json.dumps(
        [
            {
                "id": number,
                "service": f"service-{number * seed % 7}",
                "status": "failed" if number == count // 2 else "ok",
                "duration_ms": 20 + number * 37 * seed % 11,
                "message": FAILED if number == count // 2 else f"job {number} of run {seed} ended as it should",
            }
            for number in range(count)
        ]
    )


class Api(msgspec.Struct, frozen=True, kw_only=True):
    """One endpoint of one SDK."""

    name: Literal["chat", "responses", "messages"]
    model: str
    place: str
    """Of the resource in the client."""
    field: str
    """Of the body, that holds the conversation."""

    @property
    def is_anthropic(self) -> bool:
        """Whose it is."""
        return self.name == "messages"

    def provider(self) -> Provider:
        """Headroom's word for who is asked."""
        return AnthropicProvider() if self.is_anthropic else OpenAIProvider()

    def resource(self, client: Any) -> Any:
        """What has `create`."""
        for step in self.place.split("."):
            client = getattr(client, step)
        return client

    def request(self, items: Sequence[Any], **more: Any) -> dict[str, Any]:
        """The keywords of `create`."""
        needed = {"max_tokens": 1_000} if self.is_anthropic else {}
        return {"model": self.model, self.field: items, **needed, **more}

    def said(self, text: str, role: str = "user") -> dict[str, Any]:
        """What somebody says."""
        return {"role": role, "content": text}

    def round(self, number: int, result: str, *, tool: str = "list_jobs") -> Items:
        """A call and its result."""
        called = f"call_{number:04d}"
        arguments = {"night": f"monday {number}"}
        text = json.dumps(arguments)
        if self.name == "chat":
            call = {"id": called, "type": "function", "function": {"name": tool, "arguments": text}}
            return [
                {"role": "assistant", "content": None, "tool_calls": [call]},
                {"role": "tool", "tool_call_id": called, "content": result},
            ]
        if self.name == "responses":
            return [
                {"type": "function_call", "call_id": called, "name": tool, "arguments": text},
                {"type": "function_call_output", "call_id": called, "output": result},
            ]
        return [
            {"role": "assistant", "content": [{"type": "tool_use", "id": called, "name": tool, "input": arguments}]},
            {"role": "user", "content": [{"type": "tool_result", "tool_use_id": called, "content": result}]},
        ]

    def conversation(self, *results: str, tool: str = "list_jobs") -> Items:
        """A question, then a call and its result for each text."""
        rounds = [item for number, result in enumerate(results) for item in self.round(number, result, tool=tool)]
        return [self.said("Which job failed, and why?"), *rounds]

    def tools(self, *names: str) -> Items:
        """Definitions of tools."""
        schema = {"type": "object", "properties": {"night": {"type": "string"}}}
        if self.name == "chat":
            return [
                {"type": "function", "function": {"name": name, "description": "Lists.", "parameters": schema}}
                for name in names
            ]
        if self.name == "responses":
            return [{"type": "function", "name": name, "description": "Lists.", "parameters": schema} for name in names]
        return [{"name": name, "description": "Lists.", "input_schema": schema} for name in names]

    def text(self, reply: Any) -> str:
        """What a reply says in words."""
        if self.name == "chat":
            return reply.choices[0].message.content or ""
        if self.name == "responses":
            return str(reply.output_text)
        return "".join(block.text for block in reply.content if block.type == "text")

    def calls(self, reply: Any) -> list[tuple[str, str]]:
        """The tools that a reply calls: (id, name)."""
        if self.name == "chat":
            return [(call.id, call.function.name) for call in reply.choices[0].message.tool_calls or ()]
        if self.name == "responses":
            return [(item.call_id, item.name) for item in reply.output if item.type == "function_call"]
        return [(block.id, block.name) for block in reply.content if block.type == "tool_use"]

    def answered(self, reply: Any, result: str) -> list[Any]:
        """What a caller adds to a conversation: the SDK's own objects, and a result for each call in them."""
        if self.name == "chat":
            results = [{"role": "tool", "tool_call_id": call, "content": result} for call, _ in self.calls(reply)]
            return [reply.choices[0].message, *results]
        if self.name == "responses":
            outputs = [{"type": "function_call_output", "call_id": call, "output": result} for call, _ in self.calls(reply)]
            return [*reply.output, *outputs]
        blocks = [{"type": "tool_result", "tool_use_id": call, "content": result} for call, _ in self.calls(reply)]
        return [{"role": "assistant", "content": reply.content}, {"role": "user", "content": blocks}]

    def input_tokens(self, reply: Any) -> int:
        """What the provider says was read."""
        return int(reply.usage.prompt_tokens if self.name == "chat" else reply.usage.input_tokens)

    def delta(self, event: Any) -> str:
        """The words in an event of a stream."""
        if self.name == "chat":
            return (event.choices[0].delta.content or "") if event.choices else ""
        if self.name == "responses":
            return str(event.delta) if event.type == "response.output_text.delta" else ""
        return str(event.delta.text) if event.type == "content_block_delta" and event.delta.type == "text_delta" else ""


APIS = (
    Api(name="chat", model="gpt-4o", place="chat.completions", field="messages"),
    Api(name="responses", model="gpt-4o", place="responses", field="input"),
    Api(name="messages", model="claude-sonnet-5", place="messages", field="messages"),
)
