"""Lines that repeat themselves: in a row, in blocks, far apart, by how they start, in colour, and around encoded bytes."""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st

from property_tests.strategies.choices import below, pick
from property_tests.strategies.rows import WORDS

__all__ = ["line_texts"]

_LINES = (
    "ERROR disk full on /dev/sda1, giving up for now",
    "connection to the broker was lost, retrying in 5 seconds with the same session",
    "",
    "   ",
    "        indented = value",
    "src/queue/worker/consumer.py:12: def take(self) -> None:",
    "src/queue/worker/consumer.py:48: return self.items.pop()",
    "src/queue/worker/producer.py:7: def put(self) -> None:",
    "2026-05-01 10:00:01,120 INFO worker started",
    "2026-05-01 10:00:01,260 INFO worker stopped",
    "/var/lib/app/数据/файл-1",
    "/var/lib/app/数据/файл-2",
    "\x1b[31mred alert\x1b[0m and \x1b[1m\x1b[32mfine\x1b[0m",
    "\x1b[2K\x1b[1G§ progress",
    "carriage return\r",
    "overwritten\rby this",
    "-" * 90,
    "x" * 300,
    "[@1]",
    "[@1] looks like a mark",
    "line above 3 more times]",
    '2 lines start with "x"]',
    "[headroom] is no note of ours",
    "[headroom: line above 3 more times]",
    'ends with a quote and a bracket"]',
    "\ud800 lone surrogate that stands in a longer line of text",
    "\x00\x00 control characters that stand in a longer line of text",
    "a\u2028b\u0085c separators that end no line of ours, in a line of text",
    "aGVhZHJvb20gQ29udGV4dCBjb21wcmVzc2lvbiA0Mg+/Z" * 8,
    "<img src='data:image/png;base64," + "iVBORw0KGgoAAAANSUhEUgAAAAUA" * 12 + "'>",
    "MIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUFADBaMQswCQYDVQQGEwJJ",
    "deadbeef0123456789" * 20,
)


@cache
@st.composite
def line_texts(draw: st.DrawFn) -> str:
    """Blocks of lines, each as often as it likes, some of the lines numbered."""
    pieces: list[str] = []
    for _ in range(1 + draw(below(8))):
        block = [pick(draw, _LINES) for _ in range(1 + draw(below(4)))]
        times = pick(draw, (1, 2, 3, 12, 40))
        is_numbered = draw(below(4)) == 0
        for time in range(times):
            pieces.extend(f"{line} {time}" if is_numbered else line for line in block)
        if draw(below(3)) == 0:
            pieces.append(" ".join(WORDS[draw(below(len(WORDS)))] for _ in range(6)))
    text = "\n".join(pieces)
    change = draw(below(6))
    if change == 0:
        return text.replace("\n", "\r\n")
    return text + "\n" if change < 4 else text
