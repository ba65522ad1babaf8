from __future__ import annotations

import json

from headroom.cli.difference import diff_lines, rows_of
from headroom.messages import Conversation, Message, Opaque, Text, ToolResult, replace_parts


def result(*texts: str) -> Message:
    """A message with one tool result of these blocks."""
    return Message(role="tool", origin=0, parts=(ToolResult(call_id="c", content=tuple(Text(text=text) for text in texts)),))


def conversation(*messages: Message) -> Conversation:
    """These messages, whoever sent them."""
    return Conversation(messages=messages)


def test_what_did_not_change_is_not_shown() -> None:
    """The same conversation has no diff."""
    same = conversation(result("a"))
    assert list(diff_lines(same, same)) == []


def test_rows_left_out_stand_as_removed_lines() -> None:
    """A long line of JSON is broken at its rows."""
    rows = [{"id": number, "state": "ready to be shipped"} for number in range(20)]
    before = result(json.dumps(rows))
    after = result(json.dumps([rows[0], rows[7], {"_headroom": "18 of 20 items omitted"}]))
    lines = list(diff_lines(conversation(before), conversation(after)))
    assert lines[:2] == ["--- message 0, part 0, before", "+++ message 0, part 0, after"]
    assert sum(line.startswith('-{"id"') for line in lines) == 18
    assert any('"_headroom"' in line and line.startswith("+") for line in lines)


def test_rows_are_lines() -> None:
    """JSON is broken between rows, inside wrappers too; other text keeps its lines, odd JSON as it is."""
    assert rows_of('{"jobs": [{"a": 1}, {"b": 2}]}\nend') == ['{"jobs":[', '{"a":1}', '{"b":2}', "]}", "end"]
    assert rows_of("[1, 2, 3]") == ["[1,2,3]"]
    assert rows_of('[{"a": 1}, {"b": ') == ["[", '{"a": 1}, {"b": ']
    assert rows_of("") == []


def test_only_the_changed_block_is_shown() -> None:
    """Blocks of one result are told apart."""
    before, after = result("same", "old"), result("same", "new")
    lines = list(diff_lines(conversation(before), conversation(after)))
    assert lines == [
        "--- message 0, part 0, block 1, before",
        "+++ message 0, part 0, block 1, after",
        "@@ -1 +1 @@",
        "-old",
        "+new",
    ]


def test_a_dropped_message_is_removed_text() -> None:
    """Messages are matched by where they came from, not by position."""
    first = Message(role="user", origin=0, parts=(Text(text="gone"),))
    second = Message(role="user", origin=1, parts=(Text(text="stays"), Opaque(kind="image")))
    lines = list(diff_lines(conversation(first, second), conversation(second)))
    assert lines[-1] == "-gone"
    assert not any("stays" in line for line in lines)


def test_escape_sequences_are_spelled_out() -> None:
    """A tool's output cannot steer the terminal through a diff."""
    before = result("\x1b[2J")
    after = conversation(replace_parts(before, result("x").parts))
    assert "-\\x1b[2J" in list(diff_lines(conversation(before), after))


def test_many_rows_are_compared() -> None:
    """Twenty thousand rows against a few: each one that is gone is a line."""
    rows = [{"id": number, "state": "ready"} for number in range(20_000)]
    before = conversation(result(json.dumps(rows)))
    after = conversation(result(json.dumps(rows[::1000])))
    assert len(list(diff_lines(before, after))) > 19_000
