"""Small conversations that the safety tests start from."""

from __future__ import annotations

import msgspec

from headroom.messages import Conversation, Decision, Message, Part, Report, Source, Text, ToolCall, ToolResult, original_of

LONG = '[{"id": 1, "state": "ok"}, {"id": 2, "state": "ok"}, {"id": 3, "state": "failed"}]'


def message(role: str, *parts: Part, origin: int = -1) -> Message:
    """A message as a codec would make it, with a source of its own."""
    return Message(role=role, parts=parts, origin=origin, source=Source({"role": role}, parts))


def text(words: str) -> Text:
    """A text part."""
    return Text(text=words)


def call(call_id: str, name: str = "look") -> ToolCall:
    """A call without arguments."""
    return ToolCall(id=call_id, name=name, arguments="{}")


def result(call_id: str, *texts: str, is_error: bool = False) -> ToolResult:
    """A result with one text block for each text."""
    return ToolResult(call_id=call_id, content=tuple(Text(text=words) for words in texts), is_error=is_error)


def openai(*messages: Message) -> Conversation:
    """A chat completions conversation, its messages numbered."""
    return Conversation(messages=_numbered(messages), format="openai_chat")


def anthropic(*messages: Message, system: str = "") -> Conversation:
    """A messages API conversation, its messages numbered."""
    return Conversation(messages=_numbered(messages), system=(Text(text=system),) if system else (), format="anthropic")


def chat() -> Conversation:
    """Five messages: instructions, question, call, result, answer."""
    return openai(
        message("system", text("Be brief.")),
        message("user", text("What failed?")),
        message("assistant", text("I look."), call("c1")),
        message("tool", result("c1", LONG)),
        message("assistant", text("Number 3.")),
    )


def with_message(conversation: Conversation, index: int, changed: Message) -> Conversation:
    """The conversation with another message at one place."""
    messages = conversation.messages
    return msgspec.structs.replace(conversation, messages=(*messages[:index], changed, *messages[index + 1 :]))


def with_parts(conversation: Conversation, index: int, *parts: Part) -> Conversation:
    """The conversation with other parts in one message, as a careful step would leave it."""
    return with_message(conversation, index, msgspec.structs.replace(conversation.messages[index], parts=parts))


def without(conversation: Conversation, *indices: int) -> Conversation:
    """The conversation without some messages."""
    kept = tuple(kept for index, kept in enumerate(conversation.messages) if index not in indices)
    return msgspec.structs.replace(conversation, messages=kept)


def dropped(message_index: int, original: str, part: int = 0) -> Report:
    """A report that says that something of one text was left out."""
    kept = original_of(original)
    decision = Decision(
        message=message_index, part=part, step="step", action="compressed", reason="rows left out", original=kept.hash
    )
    return Report(decisions=(decision,), originals=(kept,))


def reencoded(message_index: int, part: int = 0) -> Report:
    """A report that says that one text was re-encoded and nothing left out."""
    return Report(decisions=(Decision(message=message_index, part=part, step="step", action="compressed", reason="a table"),))


def _numbered(messages: tuple[Message, ...]) -> tuple[Message, ...]:
    return tuple(msgspec.structs.replace(one, origin=index) for index, one in enumerate(messages))
