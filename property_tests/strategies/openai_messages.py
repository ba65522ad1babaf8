"""Conversations as OpenAI's chat completions take them, as wire dicts.

All that the API accepts occurs: string and block contents, refusals, parallel calls, legacy functions, images, audio, files,
fields that are new. Ids may come back in a later turn.
"""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st

from property_tests.strategies.choices import FLAGS, below, pick
from property_tests.strategies.speech import ARGUMENTS, TOOL_NAMES, spoken_texts, with_extras
from property_tests.strategies.tool_texts import tool_texts

__all__ = ["openai_messages"]

Wire = dict[str, object]

_MOST_TURNS = 3
_BLOCKS: tuple[Wire, ...] = (
    {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgo=", "detail": "low"}},
    {"type": "input_audio", "input_audio": {"data": "UklGRg==", "format": "wav"}},
    {"type": "file", "file": {"file_id": "file-1"}},
    {"type": "hologram", "payload": [1, 2.5]},
)


@cache
@st.composite
def openai_messages(draw: st.DrawFn) -> list[object]:
    """A valid conversation, oldest message first."""
    messages: list[object] = []
    role = pick(draw, ("", "system", "developer"))
    if role:
        messages.append({"role": role, "content": draw(_contents())})
    for turn in range(1 + draw(below(_MOST_TURNS))):
        messages.append(with_extras(draw, {"role": "user", "content": draw(_user_contents())}))
        for step in range(pick(draw, (1, 2, 1, 0))):
            messages.extend(draw(_exchange(prefix=f"call_{step}" if draw(FLAGS) else f"call_{turn}_{step}")))
        if draw(FLAGS):
            messages.append(draw(_answers()))
    return messages


@cache
@st.composite
def _exchange(draw: st.DrawFn, prefix: str) -> list[object]:
    """A message with calls, and the messages that answer them."""
    if draw(below(8)) == 0:
        name = pick(draw, TOOL_NAMES)
        call = {"name": name, "arguments": pick(draw, ARGUMENTS)}
        return [
            {"role": "assistant", "content": None, "function_call": call},
            {"role": "function", "name": name, "content": draw(tool_texts())},
        ]
    calls: list[object] = []
    answers: list[object] = []
    for index in range(1 + draw(below(3))):
        call_id = f"{prefix}_{index}"
        function = {"name": pick(draw, TOOL_NAMES), "arguments": pick(draw, ARGUMENTS)}
        calls.append({"id": call_id, "type": "function", "function": function})
        answers.append(with_extras(draw, {"role": "tool", "tool_call_id": call_id, "content": draw(_result_contents())}))
    if draw(FLAGS):
        answers.reverse()
    asking: Wire = {"role": "assistant", "tool_calls": calls}
    if draw(FLAGS):
        asking["content"] = pick(draw, (None, "", "I look."))
    return [with_extras(draw, asking), *answers]


@cache
@st.composite
def _answers(draw: st.DrawFn) -> Wire:
    kind = pick(draw, ("text", "text", "refusal", "refusal part", "audio", "annotated"))
    if kind == "refusal":
        return {"role": "assistant", "content": None, "refusal": "I cannot help with that."}
    if kind == "refusal part":
        return {"role": "assistant", "content": [{"type": "refusal", "refusal": "No."}]}
    if kind == "audio":
        return {"role": "assistant", "content": None, "audio": {"id": "audio_1"}}
    if kind == "annotated":
        return {
            "role": "assistant",
            "content": draw(spoken_texts()),
            "annotations": [{"type": "url_citation"}],
            "refusal": None,
        }
    return {"role": "assistant", "content": draw(_contents())}


@cache
@st.composite
def _contents(draw: st.DrawFn) -> object:
    text = draw(spoken_texts())
    return text if draw(FLAGS) else [{"type": "text", "text": text}, {"type": "text", "text": draw(spoken_texts())}]


@cache
@st.composite
def _user_contents(draw: st.DrawFn) -> object:
    if draw(FLAGS):
        return draw(spoken_texts())
    blocks: list[object] = [{"type": "text", "text": draw(spoken_texts())}]
    blocks.insert(draw(below(2)), pick(draw, _BLOCKS))
    return blocks


@cache
@st.composite
def _result_contents(draw: st.DrawFn) -> object:
    text = draw(tool_texts())
    if draw(below(4)):
        return text
    blocks: list[object] = [{"type": "text", "text": text, "cache_control": {"type": "ephemeral"}}]
    if draw(FLAGS):
        blocks.append({"type": "text", "text": draw(tool_texts())})
    return blocks
