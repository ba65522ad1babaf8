from __future__ import annotations

import io
import json

import msgspec
from rich.console import Console

from headroom.cli.report import json_report, part_names, print_diff, print_report, print_totals, print_warnings
from headroom.messages import Conversation, Decision, Message, Opaque, Report, Text, ToolCall, ToolResult, original_of
from headroom.pipeline.result import Outcome

ROWS = "\n".join(f"row {number} is as good as any other row" for number in range(100))
ORIGINAL = original_of(ROWS)


def answer(text: str) -> Message:
    """The tool's message with this text."""
    return Message(role="tool", origin=2, parts=(ToolResult(call_id="call_1", content=(Text(text=text),)),))


ASKED = Message(role="user", origin=0, parts=(Text(text="Which row?"), Opaque(kind="image_url")))
CALLED = Message(role="assistant", origin=1, parts=(ToolCall(id="call_1", name="list_rows", arguments="{}"),))
BEFORE = Conversation(messages=(ASKED, CALLED, answer(ROWS)), system=(Text(text="Be brief."),))
AFTER = Conversation(messages=(ASKED, CALLED, answer("row 0\n[headroom: 99 of 100 lines omitted]")), system=BEFORE.system)


def kept(message: int, part: int, reason: str) -> Decision:
    """A decision to leave a part alone."""
    return Decision(message=message, part=part, step="crusher", action="kept", reason=reason)


DECISIONS = (
    kept(-1, 0, "people are not edited"),
    kept(0, 0, "people are not edited"),
    kept(0, 1, "nothing to read"),
    kept(1, 0, "people are not edited"),
    Decision(
        message=2,
        part=0,
        step="crusher",
        action="compressed",
        reason="kept 1 of 100 rows",
        original=ORIGINAL.hash,
        chars_before=len(ROWS),
        chars_after=38,
    ),
)
OUTCOME = Outcome(
    before=BEFORE,
    conversation=AFTER,
    report=Report(decisions=DECISIONS, originals=(ORIGINAL,), warnings=("mind the gap",)),
    model="gpt-4o",
)


def printed(*, width: int = 100, every_part: bool = False, outcome: Outcome = OUTCOME) -> str:
    """What `print_report` writes to a pipe."""
    out = io.StringIO()
    print_report(Console(file=out, width=width), outcome, preset="default", every_part=every_part)
    return out.getvalue()


def test_totals_are_derived_from_the_outcome() -> None:
    """Tokens before, after, the share, and what they are counted for."""
    out = io.StringIO()
    print_totals(Console(file=out, width=200), OUTCOME, preset="default")
    share = 100 * OUTCOME.tokens_saved / OUTCOME.tokens_before
    assert f"{OUTCOME.tokens_before:,} -> {OUTCOME.tokens_after:,} tokens, {share:.1f}% saved" in out.getvalue()
    assert "exact for gpt-4o, preset default" in out.getvalue()


def test_an_empty_conversation_saves_nothing() -> None:
    """Nothing is divided by nought."""
    nothing = Outcome(before=Conversation(messages=()), conversation=Conversation(messages=()), report=Report(), model="gpt-4o")
    assert "0 -> 0 tokens, 0.0% saved" in printed(outcome=nothing)


def test_interesting_parts_have_a_row() -> None:
    """What was compressed is listed with its tool, sizes, reason and original."""
    text = printed()
    for expected in ("result of list_rows", "compressed", f"{len(ROWS):,} -> 38", "kept 1 of 100 rows", ORIGINAL.hash):
        assert expected in text


def test_the_rest_is_counted_by_reason() -> None:
    """Nothing is left unsaid about the other parts."""
    text = printed()
    assert "3  more parts kept: people are not edited" in text
    assert "1  more part kept: nothing to read" in text


def test_every_part_is_listed_when_asked() -> None:
    """Then no part is only counted."""
    text = printed(every_part=True)
    assert "more part" not in text
    assert text.count("people are not edited") == 3


def test_a_long_report_is_cut_to_its_biggest_parts() -> None:
    """The others are counted, and all are there when asked for."""
    many = tuple(msgspec.structs.replace(DECISIONS[-1], message=number, chars_before=1000 + number) for number in range(100))
    outcome = Outcome(before=BEFORE, conversation=AFTER, report=Report(decisions=many), model="gpt-4o")
    text = printed(outcome=outcome)
    assert "60  more parts compressed" in text
    assert "1,099 ->" in text
    assert "1,059 ->" not in text
    assert "1,000 ->" in printed(outcome=outcome, every_part=True)


def test_a_narrow_terminal_loses_no_word() -> None:
    """At forty columns the reason is wrapped, not cut."""
    text = " ".join(printed(width=40).split())
    assert max(map(len, printed(width=40).splitlines())) <= 40
    assert all(word in text for word in ("kept", "100", "rows"))


def test_parts_are_called_what_people_call_them() -> None:
    """By who speaks, and by the tool that was called."""
    assert part_names(BEFORE) == {
        (-1, 0): "system prompt",
        (0, 0): "user text",
        (0, 1): "user image_url",
        (1, 0): "call of list_rows",
        (2, 0): "result of list_rows",
    }


def test_a_result_without_a_call_has_a_name_too() -> None:
    """Its own, or none."""
    legacy = Message(role="function", parts=(ToolResult(call_id="", name="old_way"),))
    lost = Message(role="tool", parts=(ToolResult(call_id="nobody's"),))
    names = part_names(Conversation(messages=(legacy, lost)))
    assert list(names.values()) == ["result of old_way", "tool result"]


def test_scripts_get_everything_as_json() -> None:
    """Figures, every decision with its fields, and the originals by hash."""
    value = json.loads(json_report(OUTCOME, preset="default", originals_file="o.json", warnings=("mind the gap",)))
    assert value["tokens_saved"] == value["tokens_before"] - value["tokens_after"] == OUTCOME.tokens_saved
    assert [decision["reason"] for decision in value["decisions"]] == [decision.reason for decision in DECISIONS]
    assert value["originals"] == [ORIGINAL.hash]
    assert (value["exact"], value["warnings"], value["originals_file"]) == (True, ["mind the gap"], "o.json")
    assert "diff" not in value


def test_the_json_report_holds_the_diff_when_asked() -> None:
    """As the lines that would be printed."""
    value = json.loads(json_report(OUTCOME, preset="max", originals_file=None, warnings=(), with_diff=True))
    out = io.StringIO()
    print_diff(Console(file=out, width=40), OUTCOME)
    assert value["diff"] == out.getvalue().splitlines()
    assert value["diff"][0] == "--- message 2, part 0, before"


def test_warnings_are_a_line_each() -> None:
    """However long they are."""
    out = io.StringIO()
    print_warnings(Console(file=out, width=20), ("a" * 50, "two \x1b[2J"))
    assert out.getvalue() == f"warning: {'a' * 50}\nwarning: two \\x1b[2J\n"
