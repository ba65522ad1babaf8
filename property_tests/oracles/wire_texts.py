"""What wire messages say and which ids they carry, read from the dicts alone. Independent of the codecs under test."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

__all__ = ["masked", "spoken", "wire_ids"]

_TOOL_ROLES = ("tool", "function")
_OUTPUTS = ("function_call_output", "custom_tool_call_output", "local_shell_call_output")
_SPOKEN = ("text", "input_text", "output_text")


def spoken(messages: list[object]) -> list[tuple[object, object]]:
    """(role, text) of everything said outside tool results, in order."""
    return [
        (message.get("role"), text)
        for message in messages
        if isinstance(message, Mapping) and message.get("role") not in _TOOL_ROLES
        for text in _spoken_in(message.get("content"))
    ]


def wire_ids(messages: list[object]) -> list[tuple[str, object]]:
    """Every id of a call or a result, in order, with the field that carries it."""
    return list(_ids(messages))


def masked(value: object) -> object:
    """A message with the text of its tool results struck out, to compare all the rest."""
    if not isinstance(value, Mapping):
        return value
    if value.get("type") in _OUTPUTS:
        return {**value, "output": _masked_content(value.get("output"))}
    if value.get("type") == "shell_call_output" and isinstance(value.get("output"), list):
        return {**value, "output": [_masked_chunk(chunk) for chunk in value["output"]]}
    if value.get("role") in _TOOL_ROLES:
        return {**value, "content": _masked_content(value.get("content"))}
    content = value.get("content")
    if not isinstance(content, list):
        return value
    return {**value, "content": [_masked_block(block) for block in content]}


def _masked_block(block: object) -> object:
    if isinstance(block, Mapping) and block.get("type") == "tool_result" and "content" in block:
        return {**block, "content": _masked_content(block["content"])}
    return block


def _masked_chunk(chunk: object) -> object:
    if not isinstance(chunk, Mapping):
        return chunk
    return {**chunk, **{name: "…" for name in ("stdout", "stderr") if isinstance(chunk.get(name), str)}}


def _masked_content(content: object) -> object:
    if isinstance(content, str):
        return "…"
    if isinstance(content, list):
        return [
            {**block, "text": "…"} if isinstance(block, Mapping) and isinstance(block.get("text"), str) else block
            for block in content
        ]
    return content


def _spoken_in(content: object) -> Iterator[object]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, list):
        yield from (block.get("text") for block in content if isinstance(block, Mapping) and block.get("type") in _SPOKEN)


def _ids(value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key in ("tool_call_id", "tool_use_id", "call_id", "id"):
                yield key, inner
            yield from _ids(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _ids(inner)
