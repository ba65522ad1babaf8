"""Input as OpenAI's responses take it, as wire items.

All that the API accepts occurs: easy messages and those with parts, the model's own output items, function and custom calls,
parallel ones, shells, reasoning, references, tools that the provider runs, images, files, items and fields that are new.
"""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st

from property_tests.strategies.choices import FLAGS, below, pick
from property_tests.strategies.speech import ARGUMENTS, TOOL_NAMES, spoken_texts, with_extras
from property_tests.strategies.tool_texts import tool_texts

__all__ = ["ODD_ITEMS", "responses_items"]

Wire = dict[str, object]

_MOST_TURNS = 3
_IMAGE: Wire = {"type": "input_image", "detail": "low", "image_url": "data:image/png;base64,iVBORw0KGgo="}
_BLOCKS: tuple[Wire, ...] = (_IMAGE, {"type": "input_file", "file_id": "file-1"}, {"type": "hologram", "payload": [1, 2.5]})
_PROVIDERS: tuple[Wire, ...] = (
    {"type": "web_search_call", "id": "ws_1", "status": "completed", "action": {"type": "search", "query": "queue"}},
    {"type": "item_reference", "id": "msg_42"},
    {"id": "rs_9"},
    {
        "type": "mcp_call",
        "id": "mcp_1",
        "name": "rows",
        "arguments": "{}",
        "server_label": "db",
        "output": "[1, 2, 3, 4, 5, 6]",
    },
    {"type": "compaction", "id": "cmp_1", "encrypted_content": "gAAAAABo"},
    {"type": "brand_new_item", "n": 1.0},
)
ODD_ITEMS: tuple[object, ...] = (
    {"type": "message", "role": "critic", "content": "No."},
    {"role": "user", "content": None},
    {"type": "message", "role": "user"},
    {
        "type": "message",
        "role": "user",
        "content": [None, "text", {"type": "input_text"}, {"type": "input_text", "text": 5}, []],
    },
    {"type": "function_call", "call_id": None, "name": 3, "arguments": {}},
    {"type": "function_call_output", "output": "[1, 2, 3, 4, 5, 6, 7, 8, 9]"},
    {"type": "function_call_output", "call_id": "orphan", "output": '[{"id": 1}, {"id": 2}, {"id": 3}, {"id": 4}, {"id": 5}]'},
    {"type": "function_call_output", "call_id": "none", "output": None},
    {"type": "shell_call_output", "call_id": "odd", "output": [{"stdout": "a"}, None]},
    {"type": "local_shell_call", "call_id": "ls", "action": [1]},
)
"""What the provider may well refuse."""


@cache
@st.composite
def responses_items(draw: st.DrawFn) -> list[object]:
    """A valid input, oldest item first."""
    items: list[object] = []
    if draw(FLAGS):
        items.append({"role": pick(draw, ("developer", "system")), "content": draw(_contents())})
    for turn in range(1 + draw(below(_MOST_TURNS))):
        # The first message says by its parts that this is no chat.
        items.append(with_extras(draw, {"role": "user", "content": draw(_contents(is_list=not turn))}))
        for step in range(pick(draw, (1, 2, 1, 0))):
            items.extend(draw(_exchange(prefix=f"call_{turn}_{step}")))
        if draw(FLAGS):
            items.extend(draw(_answers(turn=turn)))
    return items


@cache
@st.composite
def _exchange(draw: st.DrawFn, prefix: str) -> list[object]:
    """Reasoning now and then, calls, and the outputs that answer them."""
    items: list[object] = []
    if draw(FLAGS):
        items.append({"type": "reasoning", "id": f"rs_{prefix}", "summary": [], "encrypted_content": "gAAAAABo9w=="})
    calls: list[object] = []
    outputs: list[object] = []
    for index in range(1 + draw(below(3))):
        call, output = draw(_call(call_id=f"{prefix}_{index}"))
        calls.append(with_extras(draw, call))
        outputs.append(output if "id" in output else with_extras(draw, output))
    if draw(FLAGS):
        outputs.reverse()
    return [*items, *calls, *outputs]


@cache
@st.composite
def _call(draw: st.DrawFn, call_id: str) -> tuple[Wire, Wire]:
    """A call, and the output that answers it."""
    kind = pick(draw, ("function", "function", "function", "custom", "shell", "local shell", "computer"))
    if kind == "function":
        call: Wire = {
            "type": "function_call",
            "call_id": call_id,
            "name": pick(draw, TOOL_NAMES),
            "arguments": pick(draw, ARGUMENTS),
        }
        output: Wire = {"type": "function_call_output", "call_id": call_id, "output": draw(_outputs())}
        return call, output
    if kind == "custom":
        custom: Wire = {"type": "custom_tool_call", "call_id": call_id, "name": pick(draw, TOOL_NAMES), "input": "select 1"}
        return custom, {"type": "custom_tool_call_output", "call_id": call_id, "output": draw(_outputs())}
    if kind == "shell":
        chunk = {
            "stdout": draw(tool_texts()),
            "stderr": pick(draw, ("", "warning: slow")),
            "outcome": {"type": "exit", "exit_code": 0},
        }
        shell: Wire = {"type": "shell_call", "call_id": call_id, "action": {"commands": ["cat rows.json"]}}
        return shell, {"type": "shell_call_output", "call_id": call_id, "output": [chunk], "max_output_length": 90000}
    if kind == "local shell":
        action = {"type": "exec", "command": ["cat", "rows.json"], "env": {}}
        local: Wire = {"type": "local_shell_call", "id": f"lsh_{call_id}", "call_id": call_id, "action": action}
        return local, {"type": "local_shell_call_output", "id": call_id, "output": draw(tool_texts())}
    screenshot = {"type": "computer_screenshot", "image_url": "data:image/png;base64,iVBORw0KGgo="}
    computer: Wire = {"type": "computer_call", "call_id": call_id, "action": {"type": "screenshot"}, "status": "completed"}
    return computer, {"type": "computer_call_output", "call_id": call_id, "output": screenshot}


@cache
@st.composite
def _outputs(draw: st.DrawFn) -> object:
    text = draw(tool_texts())
    if draw(below(4)):
        return text
    return [{"type": "input_text", "text": text, "x_lines": 3}, pick(draw, (_IMAGE, {"type": "input_text", "text": "Done."}))]


@cache
@st.composite
def _contents(draw: st.DrawFn, *, is_list: bool = False) -> object:
    text = draw(spoken_texts())
    if not is_list and draw(FLAGS):
        return text
    block: Wire = {"type": "input_text", "text": text}
    if draw(FLAGS):
        block["prompt_cache_breakpoint"] = {"mode": "explicit"}
    return [block, *pick(draw, ((), _BLOCKS[:1], _BLOCKS[1:]))]


@cache
@st.composite
def _answers(draw: st.DrawFn, turn: int) -> list[object]:
    """What the model said, as the API gives it or in short, and what the provider did meanwhile."""
    said = {"type": "output_text", "text": draw(spoken_texts()), "annotations": [], "logprobs": []}
    whole: Wire = {"type": "message", "id": f"msg_{turn}", "role": "assistant", "status": "completed", "content": [said]}
    answer: Wire = pick(
        draw,
        (
            {"role": "assistant", "content": "Done."},
            whole,
            {**whole, "phase": "final_answer"},
            {**whole, "content": [{"type": "refusal", "refusal": "No."}]},
        ),
    )
    before: tuple[Wire, ...] = pick(draw, ((), (), *((item,) for item in _PROVIDERS)))
    return [*before, answer]
