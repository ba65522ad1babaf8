"""The texts that a model reads, taken from the wire dicts of either provider.

Independent of the package's codecs on purpose: the scorer must see what a provider would send, not what we believe we sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

__all__ = ["seen_texts", "skeleton", "tool_texts"]

_UNREAD = frozenset({"data", "signature", "encrypted_content", "image_url", "source", "id", "tool_use_id", "cache_control"})
"""Fields of unknown blocks that are no text to the model: payloads, ids, marks."""


def seen_texts(messages: Iterable[object], system: object = None) -> tuple[str, ...]:
    """Every text of a conversation, in order: prompts, replies, calls and results."""
    found = list(_content_texts(system))
    for message in messages:
        if isinstance(message, dict):
            found.extend(_message_texts(message))
    return tuple(found)


def tool_texts(messages: Iterable[object]) -> tuple[str, ...]:
    """The texts of tool results alone, in order: all that compression may touch unasked."""
    found: list[str] = []
    for message in messages:
        if not isinstance(message, dict):
            continue
        content = message.get("content")
        if message.get("role") in {"tool", "function"}:
            found.extend(_content_texts(content))
        elif isinstance(content, list):
            for block in content:
                if isinstance(block, dict) and block.get("type") == "tool_result":
                    found.extend(_content_texts(block.get("content")))
    return tuple(found)


def _message_texts(message: dict[str, object]) -> Iterator[str]:
    yield from _content_texts(message.get("content"))
    refusal = message.get("refusal")
    if isinstance(refusal, str):
        yield refusal
    calls = message.get("tool_calls")
    functions = [call.get("function") for call in calls if isinstance(call, dict)] if isinstance(calls, list) else []
    for function in (*functions, message.get("function_call")):
        if isinstance(function, dict):
            yield from (text for text in (function.get("name"), function.get("arguments")) if isinstance(text, str))


def _content_texts(content: object) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, list):
        for block in content:
            yield from _block_texts(block)


def _block_texts(block: object) -> Iterator[str]:
    if not isinstance(block, dict):
        yield from _content_texts(block)
    elif block.get("type") == "tool_result":
        yield from _content_texts(block.get("content"))
    elif block.get("type") == "tool_use":
        yield from (str(block.get("name", "")), msgspec.json.encode(block.get("input")).decode())
    elif isinstance(block.get("text"), str):
        yield str(block["text"])
    else:
        yield from _strings({key: value for key, value in block.items() if key not in _UNREAD and key != "type"})


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in _UNREAD:
                yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


def skeleton(messages: Iterable[object]) -> list[object]:
    """The messages with every text of a tool result blanked: what no compression may change."""
    return [_blank_message(message) for message in messages]


def _blank_message(message: object) -> object:
    if not isinstance(message, dict):
        return message
    content = message.get("content")
    if message.get("role") in {"tool", "function"}:
        return {**message, "content": _blank(content)}
    if isinstance(content, list):
        blocks = [
            {**block, "content": _blank(block.get("content"))}
            if isinstance(block, dict) and block.get("type") == "tool_result"
            else block
            for block in content
        ]
        return {**message, "content": blocks}
    return message


def _blank(content: object) -> object:
    if isinstance(content, str):
        return ""
    if isinstance(content, list):
        return [{**block, "text": ""} if isinstance(block, dict) and "text" in block else block for block in content]
    return content
