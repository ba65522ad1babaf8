"""The request of the next round: the history, what the model just said, and the answers to its calls of our tool."""

from __future__ import annotations

from collections.abc import Mapping

from headroom.messages import WireFormat
from headroom.retrieval.fields import as_dict, entries, field, text_field
from headroom.retrieval.replies import assistant_items, other_calls, own_calls

__all__ = ["continued"]


def continued(
    body: Mapping[str, object], reply: object, answers: Mapping[str, str], wire_format: WireFormat, *, last: bool
) -> dict[str, object]:
    """The body of the next round, for a reply whose calls are all ours.

    `answers` are the texts by call id. `last` forbids further calls where the caller left the choice open. Everything else in
    the body stays as the caller wrote it; a list that came is not changed.

    Raises: ValueError for a reply that leaves calls to the caller, has none of ours, or one without an answer.
    """
    calls = own_calls(reply, wire_format)
    if not calls or other_calls(reply, wire_format):
        raise ValueError("only a reply whose calls are all ours can be continued")
    missing = [call.id for call in calls if call.id not in answers]
    if missing:
        raise ValueError(f"no answer to the calls {', '.join(missing)}")
    given = [(call.id, answers[call.id]) for call in calls]
    following = {**body, **_history(body, reply, given, wire_format)}
    if last:
        following.update(_choice(body, wire_format))
    return following


def _history(
    body: Mapping[str, object], reply: object, given: list[tuple[str, str]], wire_format: WireFormat
) -> dict[str, object]:
    """The fields of the body that hold the history, with the reply and the answers behind what was there."""
    items = assistant_items(reply, wire_format)
    if wire_format == "openai_chat":
        results = [{"role": "tool", "tool_call_id": call, "content": text} for call, text in given]
        return {"messages": [*entries(body, "messages"), *items, *results]}
    if wire_format == "openai_responses":
        outputs = [{"type": "function_call_output", "call_id": call, "output": text} for call, text in given]
        return {"input": [*_input(body.get("input")), *_sent_back(body, items), *outputs]}
    blocks = [{"type": "tool_result", "tool_use_id": call, "content": text} for call, text in given]
    messages = [*_with_turn(entries(body, "messages"), items[0]), {"role": "user", "content": blocks}]
    container = text_field(field(reply, "container"), "id")
    # What the model ran so far lives in it.
    return {"messages": messages, "container": container} if container and not body.get("container") else {"messages": messages}


def _with_turn(messages: tuple[object, ...], turn: dict[str, object]) -> list[object]:
    """The messages with the assistant's turn, which goes on from a prefill where there is one: roles alternate."""
    if not messages or field(messages[-1], "role") != "assistant":
        return [*messages, turn]
    begun = as_dict(messages[-1])
    content = begun.get("content")
    blocks = [{"type": "text", "text": content}] if isinstance(content, str) else list(entries(begun, "content"))
    return [*messages[:-1], {**begun, "content": [*blocks, *entries(turn, "content")]}]


def _input(given: object) -> list[object]:
    """The caller's input as items."""
    if isinstance(given, str):
        return [{"role": "user", "content": given}]
    return list(given) if isinstance(given, (list, tuple)) else []


def _sent_back(body: Mapping[str, object], items: list[dict[str, object]]) -> list[dict[str, object]]:
    """The items of a reply that the next round has to bring along.

    None where the request belongs to a conversation that the server keeps: it has them. All of them otherwise, also behind
    `previous_response_id`, which then stays as it is: whether the reply was stored is not for us to rely on. Where nothing is
    stored, ids name nothing, and reasoning that did not come along encrypted cannot be sent.
    """
    if body.get("conversation"):
        return []
    if body.get("store") is not False:
        return items
    kept = [item for item in items if item.get("type") != "reasoning" or item.get("encrypted_content")]
    return kept if len(kept) == len(items) else [_without_id(item) for item in kept]


def _without_id(item: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in item.items() if name != "id"}


def _choice(body: Mapping[str, object], wire_format: WireFormat) -> dict[str, object]:
    """No further calls, where the caller left it to the model and there are tools to choose from."""
    choice = body.get("tool_choice")
    kind = choice if isinstance(choice, str) else text_field(choice, "type")
    # SDKs have values of their own for what was not given.
    if kind in ("", "auto") and entries(body, "tools"):
        return {"tool_choice": {"type": "none"} if wire_format == "anthropic" else "none"}
    return {}
