"""What became of each text, as a unified diff that a person can read.

Tool results are often one long line of JSON. For the diff alone they are broken at their rows and lose the commas and white
space between them; what is sent is not what is shown here.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

import msgspec

from headroom.cli.terminal import printable
from headroom.messages import Conversation, Message, Part, Text, ToolResult

__all__ = ["diff_lines", "rows_of"]

_BETWEEN_ROWS = re.compile(r"(?<=[}\]]),(?=[{\[])|(?<=\[)(?=\{)|(?<=\})(?=\])")


def diff_lines(before: Conversation, after: Conversation) -> Iterator[str]:
    """The lines of a unified diff of every text that changed, without line ends."""
    mine = {message.origin: message for message in after.messages if message.origin >= 0}
    pairs = [(index, message, mine.get(index)) for index, message in enumerate(before.messages)]
    for index, old, new in pairs:
        if old is not new:
            yield from _message_diff(index, old, new)


def rows_of(text: str) -> list[str]:
    """The lines of a text, those of JSON being its rows."""
    lines: list[str] = []
    for line in text.split("\n"):
        lines.extend(_BETWEEN_ROWS.sub("\n", _compact(line)).split("\n"))
    return lines if text else []


def _compact(line: str) -> str:
    if not line.lstrip().startswith(("{", "[")):
        return line
    try:
        return msgspec.json.format(line, indent=-1)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        return line


def _message_diff(index: int, old: Message, new: Message | None) -> Iterator[str]:
    theirs = new.parts if new is not None else ()
    for number, part in enumerate(old.parts):
        other = theirs[number] if number < len(theirs) else None
        for block, (was, now) in enumerate(_text_pairs(part, other)):
            if was != now:
                name = f"message {index}, part {number}" + (f", block {block}" if block else "")
                yield from difflib.unified_diff(_shown(was), _shown(now), f"{name}, before", f"{name}, after", n=1, lineterm="")


def _text_pairs(old: Part, new: Part | None) -> list[tuple[str, str]]:
    ours, theirs = _texts(old), _texts(new)
    theirs.extend([""] * (len(ours) - len(theirs)))
    return list(zip(ours, theirs, strict=False))


def _texts(part: Part | None) -> list[str]:
    if isinstance(part, Text):
        return [part.text]
    if isinstance(part, ToolResult):
        return [piece.text if isinstance(piece, Text) else "" for piece in part.content]
    return []


def _shown(text: str) -> list[str]:
    return [printable(row) for row in rows_of(text)]
