"""Whether a text is JSON, JSON lines, or values one after another: decided by its ends and the starts of its lines."""

from __future__ import annotations

import re

from headroom.detection.kinds import Guess
from headroom.detection.sample import WIDTH, Sample

__all__ = ["guess_json", "opens_json"]

_VALUE = re.compile(r"(?:-?[0-9][0-9.eE+-]{0,30}|true|false|null)\s{0,200}(?:,|\]\s{0,200}(?:$|[\],])|\][ \t\r]{0,20}\n|$)")
_KEY = re.compile(r"\{\s{0,300}(?:\}|\"(?:[^\"\\\n]|\\.){0,300}(?:\"\s{0,20}:|$))")
_QUOTED_JSON = re.compile(r"\"\s{0,20}(?:\\[nt]\s{0,20})*[\[{]\s{0,20}(?:\\[nt]\s{0,20})*(?:\\\"|[\[{\]}])")
_ENTRY = re.compile(r"\s*(?:\"[^\"\n]*\"\s*:|[\]}],?$|[\[{]$|[\[{]\"|-?[0-9.eE+-]+,?$|\"[^\"\n]*\",?$)")
_CLOSING = {"[": "]", "{": "}", '"': '"'}
_LEAST_ROWS = 2
_HEAD = 400
"""Characters of the first lines that are looked at where numbers stand before them."""


def guess_json(sample: Sample) -> Guess:
    """How much a text looks like JSON; the format is `json`, `lines` or `string`."""
    head = sample.body[:_HEAD].lstrip() if sample.numbering else sample.head
    # Behind a number, a line that closes it all stands at the margin again.
    tail = sample.lines[-1].rstrip() if sample.numbering and sample.lines else sample.tail
    if head[:1] == '"':
        closed = _QUOTED_JSON.match(head) and tail.endswith('"')
        return Guess(0.95, "string") if closed else Guess()
    if not opens_json(head):
        return Guess()
    if _are_rows(sample):
        return Guess(1.0 if tail[-1:] in "]}" else 0.8, "lines")
    if tail.endswith(_CLOSING[head[0]]) or (tail[-1:] in "]}" and len(sample.lines) > 1):
        return Guess(1.0, "json")
    entries = sample.share(_ENTRY.match)
    # One that a tool has cut, or that has words behind it.
    return Guess(min(0.85, 0.4 + entries / 2) if len(sample.lines) > 1 else 0.6, "json")


def opens_json(head: str) -> bool:
    """Whether a text may start like this if it is a JSON array or object."""
    if head[:1] == "{":
        return _KEY.match(head) is not None
    if head[:1] != "[":
        return False
    inner = head.lstrip("[ \t\r\n")
    if not inner:
        return True
    if inner[0] == "{":
        return _KEY.match(inner) is not None
    if inner[0] == "]":
        return True
    if inner[0] == '"':
        closed = inner.find('"', 1)
        return closed < 0 or inner[closed + 1 : closed + 40].lstrip()[:1] in ("", ",", "]")
    return _VALUE.match(inner) is not None


def _are_rows(sample: Sample) -> bool:
    """Whether every line is a value of its own."""
    lines = sample.lines
    if len(lines) < _LEAST_ROWS or lines[0][0] not in "[{" or len(lines[0]) < 2:
        return False
    mark = lines[0][0]
    rows = sum(1 for line in lines if line[0] == mark and (line[-1] == _CLOSING[mark] or len(line) >= WIDTH - 1))
    return rows >= 0.9 * len(lines) and opens_json(lines[1])
