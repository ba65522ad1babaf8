"""A transform: the answers of one tool are cut to their first lines.

Run it with `python examples/own_transform.py`.
"""

from __future__ import annotations

import msgspec

from headroom import Conversation, Decision, Message, Report, Text, ToolCall, ToolResult, compose
from headroom.messages import Original, calls_by_result, original_of, part_text, replace_parts
from headroom.retrieval.marker import marker_text, omission, text_marker

__all__ = ["FirstLines", "conversation", "main"]


class FirstLines(msgspec.Struct, frozen=True, kw_only=True):
    """Answers of one tool without all but their first lines, which a note tells."""

    tool: str
    most_lines: int = 10
    name: str = "first_lines"
    rewrites_history: bool = False
    """What a message becomes depends on that message alone."""

    def __call__(self, conversation: Conversation) -> tuple[Conversation, Report]:
        """The conversation with shorter answers, a decision for each of them, and the originals."""
        messages: list[Message] = list(conversation.messages)
        decisions: list[Decision] = []
        originals: list[Original] = []
        for (at, place), call in calls_by_result(conversation.messages).items():
            result = messages[at].parts[place]
            if call.name != self.tool or not isinstance(result, ToolResult) or len(result.content) != 1:
                continue
            piece = result.content[0]
            if not isinstance(piece, Text) or piece.text.count("\n") <= self.most_lines:
                continue
            original = original_of(piece.text)
            shorter = self.shortened(piece.text, original.hash)
            new = msgspec.structs.replace(result, content=(Text(text=shorter),))
            parts = messages[at].parts
            messages[at] = replace_parts(messages[at], (*parts[:place], new, *parts[place + 1 :]))
            originals.append(original)
            decisions.append(
                Decision(
                    message=at,
                    part=place,
                    step=self.name,
                    action="compressed",
                    reason=f"the first {self.most_lines} lines of {self.tool}",
                    original=original.hash,
                    chars_before=len(piece.text),
                    chars_after=len(shorter),
                )
            )
        report = Report(decisions=tuple(decisions), originals=tuple(originals))
        return msgspec.structs.replace(conversation, messages=tuple(messages)), report

    def shortened(self, text: str, original: str) -> str:
        """The first lines and the note that names the original."""
        lines = text.splitlines(keepends=True)
        left_out = len(lines) - self.most_lines
        note = text_marker(marker_text(omission(left_out, len(lines), "line"), original))
        return "".join(lines[: self.most_lines]) + note


def conversation() -> Conversation:
    """A question and a long list of branches."""
    branches = "\n".join(f"feature/ticket-{4000 + n}  last commit {n} days ago" for n in range(150))
    return Conversation(
        messages=(
            Message(role="user", parts=(Text(text="Which branches were worked on last?"),)),
            Message(role="assistant", parts=(ToolCall(id="c1", name="list_branches", arguments='{"sort": "-date"}'),)),
            Message(role="tool", parts=(ToolResult(call_id="c1", content=(Text(text=branches),)),)),
        )
    )


def main() -> None:
    """Run the step under the guard and show what it did."""
    before = conversation()
    after, report = compose(FirstLines(tool="list_branches", most_lines=3))(before)
    print(part_text(after.messages[2].parts[0]))
    for (message, part), decision in sorted(report.final.items()):
        print(f"{message}.{part} {decision.action}: {decision.reason}")
    print("untouched messages are the same objects:", after.messages[0] is before.messages[0])


if __name__ == "__main__":
    main()
