"""A compressor for a kind of text that Headroom does not know: the readings of a thermometer.

Run it with `python examples/own_compressor.py`.
"""

from __future__ import annotations

import msgspec
from returns.result import Failure, Result

from headroom import Compressed, ContentRouter, Conversation, Message, Skip, Text, ToolCall, ToolResult, compose
from headroom.compressors.excerpt import Excerpt, split_lines, write_excerpt
from headroom.messages import part_text
from headroom.relevance import read_query

__all__ = ["Thermometer", "conversation", "main"]

HEADING = "# thermometer "


class Thermometer(msgspec.Struct, frozen=True):
    """Readings with a jump, those asked for, and both ends; notes for the others."""

    jump: float = 1.0
    """Degrees between two readings that are worth telling."""

    @property
    def kind(self) -> str:
        """`thermometer`, for the report."""
        return "thermometer"

    def detects(self, text: str) -> float:
        """1 for a text with the heading of our thermometers; it is asked about every text, so it looks at the start alone."""
        return 1.0 if text.startswith(HEADING) else 0.0

    def __call__(self, text: str, query: str) -> Result[Compressed, Skip]:
        """The readings worth reading, or why all stay."""
        lines = split_lines(text)
        try:
            degrees = [float(line.split()[1]) for line in lines[1:]]
        except (IndexError, ValueError):
            return Failure(Skip("not a reading a line"))
        jumps = [at for at in range(1, len(degrees)) if abs(degrees[at] - degrees[at - 1]) >= self.jump]
        words = read_query(query).words
        asked = [at for at, line in enumerate(lines) if any(word in line for word in words)]
        kept = {0, 1, len(lines) - 1, *asked, *(at + 1 for at in jumps)}
        # Writes the notes and the marker, and gives up where they would cost more than they save.
        return write_excerpt(text, Excerpt(lines=lines, kept=kept, reasons={"jumps": len(jumps), "asked for": len(asked)}))


def conversation() -> Conversation:
    """A question, a call, and 200 readings of which two jump."""
    readings = [f"{n // 60:02}:{n % 60:02} {21 + n % 3 / 10:.1f}" for n in range(200)]
    readings[120] = "02:00 35.4"
    answer = "\n".join([f"{HEADING}cellar", *readings])
    return Conversation(
        messages=(
            Message(role="user", parts=(Text(text="What was it at 01:17, and did anything happen?"),)),
            Message(role="assistant", parts=(ToolCall(id="c1", name="read_thermometer", arguments="{}"),)),
            Message(role="tool", parts=(ToolResult(call_id="c1", content=(Text(text=answer),)),)),
        )
    )


def main() -> None:
    """Compress the readings and show what is left."""
    before = conversation()
    after, report = compose(ContentRouter(compressors=(Thermometer(),)))(before)
    print(part_text(after.messages[2].parts[0]))
    decision = report.final[2, 0]
    print(f"{decision.kind}: {decision.reason}")
    print(f"{decision.chars_before:,} -> {decision.chars_after:,} characters")
    print("the original comes back:", decision.original in report.original_texts)


if __name__ == "__main__":
    main()
