"""The report on a compression, for people and for scripts. It prints what was decided and decides nothing."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from headroom.cli.difference import diff_lines
from headroom.cli.terminal import printable
from headroom.messages import Conversation, Decision, Message, ToolCall, ToolResult, calls_by_result
from headroom.messages import Text as TextPart
from headroom.pipeline.result import Outcome

__all__ = ["json_report", "part_names", "print_diff", "print_report", "print_totals", "print_warnings"]

WORTH_A_ROW_CHARS = 1000
"""Tool results from this size on are listed even when nothing became of them. Chosen: about 250 tokens."""

MOST_ROWS = 40
"""Rows that a report has unless every part is asked for; the biggest parts come first. Chosen: a screen or two."""
WIDEST_NAME = 32
"""Longer names of parts push their own line to the right, not all of them."""
INDENT = (0, 0, 0, 9)
"""Where the column of the parts begins."""

STYLES = {"compressed": "green", "kept": "dim", "reverted": "red"}
DIFF_STYLES = {"+": "green", "-": "red", "@": "cyan"}


def json_report(
    outcome: Outcome, *, preset: str, originals_file: str | None, warnings: Sequence[str], with_diff: bool = False
) -> str:
    """The whole report as one JSON object: every decision, and the originals by hash alone."""
    report = outcome.report
    value: dict[str, object] = {
        "model": outcome.model,
        "preset": preset,
        "format": outcome.before.format,
        "exact": outcome.exact,
        "tokens_before": outcome.tokens_before,
        "tokens_after": outcome.tokens_after,
        "tokens_saved": outcome.tokens_saved,
        "originals_file": originals_file,
        "originals": list(report.original_texts),
        "warnings": list(warnings),
        "decisions": [_decision_fields(decision) for decision in report.decisions],
    }
    if with_diff:
        value["diff"] = list(diff_lines(outcome.before, outcome.conversation))
    # Not msgspec: a lone surrogate in a reason has no UTF-8, and escapes are JSON all the same.
    return json.dumps(value, indent=2)


def print_report(console: Console, outcome: Outcome, *, preset: str, every_part: bool) -> None:
    """Totals, the decisions worth a row, and how many there are of the rest."""
    print_totals(console, outcome, preset=preset)
    standing = sorted(outcome.report.final.items())
    if every_part:
        rows = [decision for _, decision in standing]
    else:
        worth = [decision for _, decision in standing if _is_interesting(decision, outcome.before)]
        biggest = sorted(worth, key=lambda decision: -decision.chars_before)[:MOST_ROWS]
        rows = sorted(biggest, key=lambda decision: (decision.message, decision.part))
    if rows:
        _print_rows(console, rows, part_names(outcome.before))
    listed = {(decision.message, decision.part) for decision in rows}
    for said, count in Counter(_in_short(decision) for place, decision in standing if place not in listed).most_common():
        console.print(Text(f"{count:>7}  more {'part' if count == 1 else 'parts'} {printable(said)}", style="dim"))


def print_totals(console: Console, outcome: Outcome, *, preset: str) -> None:
    """One line: tokens before and after, the share saved, and whether the counts are exact."""
    saved = 100 * outcome.tokens_saved / outcome.tokens_before if outcome.tokens_before else 0.0
    how = "exact" if outcome.exact else "estimated"
    console.print(
        Text.assemble(
            (f"{outcome.tokens_before:,} -> {outcome.tokens_after:,} tokens", "bold"),
            f", {saved:.1f}% saved ({how} for {printable(outcome.model)}, preset {preset})",
        )
    )


def print_warnings(console: Console, warnings: Sequence[str]) -> None:
    """A line for each warning."""
    for warning in warnings:
        console.print(Text.assemble(("warning: ", "yellow"), printable(warning)), soft_wrap=True)


def print_diff(console: Console, outcome: Outcome) -> None:
    """The unified diff of every changed text, its lines not wrapped."""
    for line in diff_lines(outcome.before, outcome.conversation):
        style = "bold" if line.startswith(("---", "+++")) else DIFF_STYLES.get(line[:1], "")
        console.print(Text(line, style=style), soft_wrap=True)


def part_names(conversation: Conversation) -> Mapping[tuple[int, int], str]:
    """What people call each part, by (message, part): `result of list_jobs`, `user text`."""
    calls = calls_by_result(conversation.messages)
    names = {(-1, part): "system prompt" for part in range(len(conversation.system))}
    for index, message in enumerate(conversation.messages):
        for part in range(len(message.parts)):
            names[index, part] = _name(message, part, calls.get((index, part)))
    return names


def _name(message: Message, part: int, call: ToolCall | None) -> str:
    said = message.parts[part]
    if isinstance(said, ToolResult):
        tool = call.name if call else said.name
        return f"result of {tool}" if tool else "tool result"
    if isinstance(said, ToolCall):
        return f"call of {said.name}"
    return f"{message.role} text" if isinstance(said, TextPart) else f"{message.role} {said.kind}"


def _is_interesting(decision: Decision, before: Conversation) -> bool:
    if decision.action != "kept":
        return True
    if not 0 <= decision.message < len(before.messages):
        return False
    parts = before.messages[decision.message].parts
    is_result = decision.part < len(parts) and isinstance(parts[decision.part], ToolResult)
    return is_result and decision.chars_before >= WORTH_A_ROW_CHARS


def _in_short(decision: Decision) -> str:
    return decision.action if decision.action == "compressed" else f"{decision.action}: {decision.reason}"


def _print_rows(console: Console, rows: Sequence[Decision], names: Mapping[tuple[int, int], str]) -> None:
    """Aligned columns; what does not fit one line stands below, so that a narrow terminal reads it too."""
    called = [printable(names.get((row.message, row.part), "")) for row in rows]
    width = min(max(map(len, called)), WIDEST_NAME)
    console.print(Text(f"message  {'part':<{width}}  decision", style="dim"))
    for row, name in zip(rows, called, strict=True):
        place = "-" if row.message < 0 else str(row.message)
        line = Text.assemble((f"{place:>7}  ", "dim"), f"{name:<{width}}  ", (row.action, STYLES[row.action]))
        if row.action == "compressed":
            line.append(f", {row.chars_before:,} -> {row.chars_after:,} characters")
            console.print(line)
            console.print(Padding(Text(printable(row.reason)), INDENT, expand=False))
        else:
            console.print(line.append(f": {printable(row.reason)}"))
        if row.original:
            console.print(Padding(Text(f"original {row.original}"), INDENT, expand=False))


def _decision_fields(decision: Decision) -> dict[str, object]:
    return {name: getattr(decision, name) for name in Decision.__struct_fields__}
