"""Long histories of an agent at work on a few files: reads, edits, reads again, and what it was told in between.

Files are edited line by line, so that a later read says most of an earlier one again; nothing here is random but the draws.
"""

from __future__ import annotations

import json
from functools import cache

import msgspec
from hypothesis import strategies as st

from property_tests.strategies.choices import FLAGS, below, pick
from property_tests.strategies.requests import WireRequest

__all__ = ["EDIT_REFUSED", "PROMPTS", "histories"]

Wire = dict[str, object]

EDIT_REFUSED = "Error: the text to replace was not found."
"""What an edit answers that changed nothing."""
PROMPTS = (
    "You are careful.\nAnswer briefly.",
    "You are careful.\nCurrent date: January 7, 2025\n\nRequest ID: 550e8400-e29b-41d4-a716-446655440000\nAnswer briefly.\n",
    "Today is Tuesday, January 7, 2025. Answer briefly, and never guess. Session ID: 7f3a9c2e-1b4d-4e8f-9a6b-0c1d2e3f4a5b.",
    "Date: answer with the date first.\nCurrent date: 2025-01-07, which you must repeat.\nOrders since 2024-12-01 count.",
    "# Rules\n\nCurrent time: 10:42:07 UTC\n\n- Ask before 2025-01-07.\n\n```\nCurrent date: 2025-01-07\n```\n",
)
"""Prompts with what is dynamic alone on its line, in a sentence, in the middle of an instruction, and in code."""
_PATHS = ("src/queue.py", "src/worker.py", "README.md")
_MOST_TURNS = 6
_SAID = ("Go on.", "Which tests fail now?", "Thanks, and what of the worker?\n" + "Look at it closely. " * 40, "x" * 300)
_ANSWERS = ("Done.", "I have changed the queue. " * 30)
_ODD_RESULTS = (
    "",
    "ok",
    " \n" * 400,
    "été 日本語 😀\n" * 90,
    "\ud800\x00 odd\r\n" * 120,
    "[headroom: 3 of 9 lines omitted; original 0123456789abcdef01234567]\n" + "what is left of it\n" * 60,
)


class _Desk(msgspec.Struct):
    """The files as they are now."""

    versions: dict[str, int]

    def text(self, path: str, first: int = 1, last: int = 60) -> str:
        """Lines of a file; each version differs from the one before it in one."""
        seed, version = _PATHS.index(path), self.versions.get(path, 0)
        lines = [f"    value_{number} = compute({number * (seed + 3) * 7919 % 10_007}, {path!r})\n" for number in range(1, 61)]
        for change in range(version):
            lines[change * 11 % 60] = f"    value_{change * 11 % 60 + 1} = changed({change}, {path!r})\n"
        return "".join(lines[first - 1 : last])


class _Step(msgspec.Struct, frozen=True):
    """One call and what it answers."""

    tool: str
    arguments: Wire
    answer: str
    is_error: bool = False


@cache
@st.composite
def histories(draw: st.DrawFn) -> WireRequest:
    """A conversation that its provider accepts, in one of the formats."""
    desk = _Desk({})
    turns = [_turn(draw, desk) for _ in range(1 + draw(below(_MOST_TURNS)))]
    return pick(draw, (_openai, _anthropic, _responses))(draw, turns)


def _turn(draw: st.DrawFn, desk: _Desk) -> list[list[_Step]]:
    """The exchanges of a turn, each of one or two calls."""
    return [[_step(draw, desk) for _ in range(pick(draw, (1, 1, 2)))] for _ in range(draw(below(4)))]


def _step(draw: st.DrawFn, desk: _Desk) -> _Step:
    kind = pick(draw, ("read", "read", "part", "edit", "show", "edit", "read", "refused", "odd", "failed", "retrieved"))
    path = pick(draw, _PATHS)
    if kind == "edit":
        desk.versions[path] = desk.versions.get(path, 0) + 1
        return _Step(pick(draw, ("Edit", "Write")), {"file_path": path}, "The file was changed.")
    if kind == "part":
        first = pick(draw, (1, 21))
        return _Step("Read", {"file_path": path, "offset": first, "limit": 40}, desk.text(path, first, first + 39))
    if kind == "refused":
        return _Step("Edit", {"file_path": path}, EDIT_REFUSED, is_error=draw(FLAGS))
    if kind == "odd":
        return _Step("run", {"n": draw(below(3))}, pick(draw, _ODD_RESULTS))
    if kind == "failed":
        return _Step("Read", {"file_path": path}, desk.text(path), is_error=True)
    names = {"read": "Read", "show": "run", "retrieved": "headroom_retrieve"}
    return _Step(names[kind], {"file_path": path}, desk.text(path))


def _openai(draw: st.DrawFn, turns: list[list[list[_Step]]]) -> WireRequest:
    messages: list[object] = [{"role": pick(draw, ("system", "developer")), "content": pick(draw, PROMPTS)}]
    number = 0
    for turn in turns:
        messages.append({"role": "user", "content": pick(draw, _SAID)})
        for steps in turn:
            calls: list[Wire] = []
            answers: list[Wire] = []
            for step in steps:
                number += 1
                function = {"name": step.tool, "arguments": json.dumps(step.arguments)}
                calls.append({"id": f"call_{number}", "type": "function", "function": function})
                answers.append({"role": "tool", "tool_call_id": f"call_{number}", "content": step.answer})
            messages.extend(({"role": "assistant", "content": None, "tool_calls": calls}, *answers))
        if draw(FLAGS):
            messages.append({"role": "assistant", "content": pick(draw, _ANSWERS)})
        if draw(below(6)) == 5:
            messages.append({"role": "developer", "content": "From now on in French."})
    return WireRequest(messages)


def _responses(draw: st.DrawFn, turns: list[list[list[_Step]]]) -> WireRequest:
    prompt = pick(draw, PROMPTS)
    is_item = draw(FLAGS)
    items: list[object] = [{"role": "developer", "content": prompt}] if is_item else []
    number = 0
    for turn in turns:
        items.append({"role": "user", "content": [{"type": "input_text", "text": pick(draw, _SAID)}]})
        for steps in turn:
            calls: list[Wire] = [{"type": "reasoning", "id": f"rs_{number}", "summary": []}] if draw(FLAGS) else []
            outputs: list[Wire] = []
            for step in steps:
                number += 1
                call: Wire = {"type": "function_call", "call_id": f"call_{number}", "name": step.tool}
                calls.append({**call, "arguments": json.dumps(step.arguments)})
                outputs.append({"type": "function_call_output", "call_id": f"call_{number}", "output": step.answer})
            items.extend((*calls, *outputs))
        if draw(FLAGS):
            items.append({"role": "assistant", "content": pick(draw, _ANSWERS)})
    return WireRequest(items, None if is_item else prompt, is_input=True)


def _anthropic(draw: st.DrawFn, turns: list[list[list[_Step]]]) -> WireRequest:
    messages: list[object] = []
    number = 0
    for turn in turns:
        asked: list[object] = [{"type": "text", "text": pick(draw, _SAID)}]
        messages.append({"role": "user", "content": asked if draw(FLAGS) else pick(draw, _SAID)})
        for steps in turn:
            calls: list[Wire] = []
            answers: list[Wire] = []
            for step in steps:
                number += 1
                calls.append({"type": "tool_use", "id": f"toolu_{number}", "name": step.tool, "input": step.arguments})
                answers.append(_answer(draw, f"toolu_{number}", step))
            spoken = [{"type": "text", "text": "Mind the tests."}] if draw(below(6)) == 5 else []
            messages.extend(({"role": "assistant", "content": calls}, {"role": "user", "content": [*answers, *spoken]}))
        messages.append({"role": "assistant", "content": pick(draw, _ANSWERS)})
    if draw(FLAGS):
        messages.append({"role": "user", "content": "What is left to do?"})
    prompt = pick(draw, PROMPTS)
    block = {"type": "text", "text": prompt, "cache_control": {"type": "ephemeral"}}
    return WireRequest(messages, [block] if draw(FLAGS) else prompt)


def _answer(draw: st.DrawFn, call_id: str, step: _Step) -> Wire:
    block: Wire = {"type": "tool_result", "tool_use_id": call_id, "content": step.answer}
    if step.answer and draw(below(4)) == 3:
        image = {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "iVBORw0KGgo="}}
        block["content"] = [{"type": "text", "text": step.answer, "cache_control": {"type": "ephemeral"}}, image]
    if step.is_error:
        block["is_error"] = True
    return block
