"""Conversations as Anthropic's messages API takes them, as wire dicts.

All that the API accepts occurs: string and block contents, thinking with signatures, server tools, citations, cache marks,
results with a string, blocks or nothing, failed ones, images and documents, blocks and fields that are new.
"""

from __future__ import annotations

import json
from functools import cache

from hypothesis import strategies as st

from property_tests.strategies.choices import FLAGS, below, pick
from property_tests.strategies.speech import ARGUMENTS, TOOL_NAMES, spoken_texts, with_extras
from property_tests.strategies.tool_texts import tool_texts

__all__ = ["anthropic_messages", "anthropic_systems"]

Wire = dict[str, object]

_MOST_TURNS = 3
_IMAGE: Wire = {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "iVBORw0KGgo="}}
_DOCUMENT: Wire = {
    "type": "document",
    "source": {"type": "text", "media_type": "text/plain", "data": "A page."},
    "title": "Page",
}
_THINKING: tuple[Wire, ...] = (
    {"type": "thinking", "thinking": "Let me see.", "signature": "EqQBCgIYAhIM/9+w=="},
    {"type": "redacted_thinking", "data": "EmwKAhgBEgy3va3pzix/LafPsn4a"},
)
_SERVER_TOOL: tuple[Wire, Wire] = (
    {"type": "server_tool_use", "id": "srvtoolu_1", "name": "web_search", "input": {"query": "queue"}},
    {
        "type": "web_search_tool_result",
        "tool_use_id": "srvtoolu_1",
        "content": [{"type": "web_search_result", "url": "https://example.org", "title": "Q", "encrypted_content": "EqgfCioI"}],
    },
)


@cache
@st.composite
def anthropic_messages(draw: st.DrawFn) -> list[object]:
    """A valid conversation, oldest message first."""
    messages: list[object] = []
    for turn in range(1 + draw(below(_MOST_TURNS))):
        messages.append(with_extras(draw, {"role": "user", "content": draw(_user_contents())}))
        for step in range(pick(draw, (1, 2, 1, 0))):
            asking, results = draw(_exchange(prefix=f"toolu_{turn}_{step}"))
            spoken = [{"type": "text", "text": draw(spoken_texts())}] if draw(FLAGS) else []
            messages.extend((asking, {"role": "user", "content": [*results, *spoken]}))
        messages.append({"role": "assistant", "content": draw(_answer_contents()) if draw(FLAGS) else "Done."})
    if draw(FLAGS):
        messages.append({"role": "user", "content": draw(spoken_texts())})
    return messages


@cache
def anthropic_systems() -> st.SearchStrategy[object]:
    """The top-level system prompt: none, a string, or blocks with a cache mark."""
    return st.sampled_from(
        (
            None,
            "Answer briefly.",
            [{"type": "text", "text": "Answer briefly.", "cache_control": {"type": "ephemeral", "ttl": "1h"}}],
        )
    )


@cache
@st.composite
def _exchange(draw: st.DrawFn, prefix: str) -> tuple[Wire, list[object]]:
    """A message with calls, and the result blocks that answer them."""
    blocks: list[object] = list(pick(draw, ((), (), _THINKING[:1], _THINKING)))
    if draw(FLAGS):
        blocks.append({"type": "text", "text": draw(spoken_texts())})
    results: list[object] = []
    for index in range(1 + draw(below(3))):
        call_id = f"{prefix}_{index}"
        arguments = json.loads(pick(draw, ARGUMENTS))
        blocks.append({"type": "tool_use", "id": call_id, "name": pick(draw, TOOL_NAMES), "input": arguments})
        results.append(draw(_results(call_id)))
    return with_extras(draw, {"role": "assistant", "content": blocks}), results


@cache
@st.composite
def _results(draw: st.DrawFn, call_id: str) -> Wire:
    block: Wire = {"type": "tool_result", "tool_use_id": call_id}
    kind = pick(draw, ("text", "text", "text", "blocks", "image", "nothing", "no blocks"))
    if kind == "text":
        block["content"] = draw(tool_texts())
    elif kind == "no blocks":
        block["content"] = []
    elif kind != "nothing":
        content: list[object] = [{"type": "text", "text": draw(tool_texts()), "x_lines": 3}]
        content.append(_IMAGE if kind == "image" else {"type": "text", "text": draw(tool_texts())})
        block["content"] = content
    if draw(below(4)) == 3:
        block["is_error"] = draw(FLAGS)
    if draw(below(4)) == 0:
        block["cache_control"] = {"type": "ephemeral"}
    return with_extras(draw, block)


@cache
@st.composite
def _user_contents(draw: st.DrawFn) -> object:
    if draw(FLAGS):
        return draw(spoken_texts())
    text: Wire = {"type": "text", "text": draw(spoken_texts())}
    if draw(FLAGS):
        text["cache_control"] = {"type": "ephemeral"}
    return [*pick(draw, ((), (_IMAGE,), (_DOCUMENT,), ({"type": "novelty", "n": 1.0},))), text]


@cache
@st.composite
def _answer_contents(draw: st.DrawFn) -> object:
    cited: Wire = {"type": "text", "text": draw(spoken_texts()), "citations": [{"type": "char_location", "cited_text": "A"}]}
    return [*pick(draw, ((), _SERVER_TOOL, _THINKING[:1])), cited]
