from __future__ import annotations

from benchmarks.texts import seen_texts, skeleton, tool_texts

OPENAI: list[dict[str, object]] = [
    {"role": "system", "content": "Be brief."},
    {
        "role": "user",
        "content": [{"type": "text", "text": "Which one?"}, {"type": "image_url", "image_url": {"url": "data:x"}}],
    },
    {
        "role": "assistant",
        "content": None,
        "tool_calls": [{"id": "c1", "type": "function", "function": {"name": "look", "arguments": '{"at":1}'}}],
    },
    {"role": "tool", "tool_call_id": "c1", "content": "[1,2]"},
]
ANTHROPIC: list[dict[str, object]] = [
    {"role": "assistant", "content": [{"type": "tool_use", "id": "t1", "name": "look", "input": {"at": "Åre"}}]},
    {
        "role": "user",
        "content": [
            {"type": "tool_result", "tool_use_id": "t1", "content": [{"type": "text", "text": "[1,2]"}]},
            {"type": "text", "text": "And now?"},
        ],
    },
    {"role": "assistant", "content": [{"type": "thinking", "thinking": "Hm.", "signature": "c2ln"}]},
]


def test_openai_texts_are_seen_in_order() -> None:
    """Prompts, calls and results are texts; image data is not."""
    assert seen_texts(OPENAI) == ("Be brief.", "Which one?", "look", '{"at":1}', "[1,2]")


def test_anthropic_texts_are_seen_in_order() -> None:
    """Call inputs are read as JSON without escapes, signatures are not read at all."""
    assert seen_texts(ANTHROPIC, "Be brief.") == ("Be brief.", "look", '{"at":"Åre"}', "[1,2]", "And now?", "Hm.")


def test_tool_texts_are_results_alone() -> None:
    """What compression may touch unasked is the text of tool results."""
    assert tool_texts(OPENAI) == tool_texts(ANTHROPIC) == ("[1,2]",)


def test_skeleton_forgets_only_what_a_tool_said() -> None:
    """Another result gives the same skeleton, another user text does not."""
    shorter = [*OPENAI[:3], {**OPENAI[3], "content": "[1]"}]
    edited = [OPENAI[0], {"role": "user", "content": "Which two?"}, *OPENAI[2:]]
    assert skeleton(shorter) == skeleton(OPENAI)
    assert skeleton(edited) != skeleton(OPENAI)


def test_skeleton_keeps_ids_and_shapes() -> None:
    """A result that answers another call, or lost a block, is another skeleton."""
    moved = [*OPENAI[:3], {**OPENAI[3], "tool_call_id": "c2"}]
    flattened = [*OPENAI[:3], {**OPENAI[3], "content": [{"type": "text", "text": "[1,2]"}]}]
    assert skeleton(moved) != skeleton(OPENAI)
    assert skeleton(flattened) != skeleton(OPENAI)
