"""JSON as tools answer it: arrays of the pool cut, spaced and wrapped; and texts that are not quite JSON.

Rows keep their spelling through every wrapping; only whitespace between tokens differs, as it does in the world.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import cache

import msgspec
from hypothesis import strategies as st

from property_tests.strategies.choices import FLAGS, below, pick
from property_tests.strategies.rows import Rows, row_pool

__all__ = ["WRAPPINGS", "broken_texts", "json_texts", "json_tool_texts", "plain_texts"]

_SPACINGS = (-1, -1, 0, 2, 4)
"""Arguments of `msgspec.json.format`: none, one line, indented. It moves whitespace only."""
_DEEPEST_TEXT = 140


def _array(rows: Rows) -> str:
    return "[" + ",".join(rows) + "]"


def _envelope(rows: Rows) -> str:
    return f'{{"total":{len(rows)},"items":{_array(rows)},"next":null,"took_ms":1.50}}'


def _deep(rows: Rows) -> str:
    return f'{{"status":"ok","data":{{"result":[{{"page":1,"rows":{_array(rows)}}}]}}}}'


def _halves(rows: Rows) -> str:
    middle = len(rows) // 2
    return f'{{"first":{_array(rows[:middle])},"second":{_array(rows[middle:])},"first":[]}}'


def _map(rows: Rows) -> str:
    return "{" + ",".join(f'"key-{index}":{row}' for index, row in enumerate(rows)) + "}"


def _columns(rows: Rows) -> str:
    return f"[{_array(rows[::2])},{_array(rows[1::2])}]"


_VALUES: dict[str, Callable[[Rows], str]] = {
    "array": _array,
    "envelope": _envelope,
    "deep": _deep,
    "halves": _halves,
    "map": _map,
    "columns": _columns,
}
"""Wrappings that are one JSON value."""

_TEXTS: dict[str, Callable[[Rows], str]] = {
    "lines": "\n".join,
    "lines, windows": lambda rows: "\ufeff" + "\r\n".join(rows) + "\r\n",
    "lines with gaps": lambda rows: "\n\n".join(rows) + "\n",
    "fenced": lambda rows: f"Found {len(rows)} entries:\n```json\n{_array(rows)}\n```\nThat is all; see [1] and {{2}}.",
    "after prose": lambda rows: f"200 OK\n\n{_array(rows)}",
    "encoded twice": lambda rows: json.dumps(_array(rows)),
    "encoded inside": lambda rows: f'{{"stdout":{json.dumps(_array(rows))},"exit_code":0}}',
    "encoded inside twice": lambda rows: json.dumps({"body": json.dumps({"rows": _array(rows)})}),
}
"""Wrappings that are not, or hold it as a string."""

WRAPPINGS: Sequence[str] = (*_VALUES, *_TEXTS)


@cache
@st.composite
def json_texts(draw: st.DrawFn) -> str:
    """A tool's JSON answer, from a few characters to some ten thousand."""
    _, rows = pick(draw, row_pool())
    start = draw(below(4))
    rows = rows[start : len(rows) - draw(below(4))] if draw(FLAGS) else rows
    wrapping = pick(draw, WRAPPINGS)
    if wrapping not in _VALUES:
        return _TEXTS[wrapping](rows)
    text = _VALUES[wrapping](rows)
    return msgspec.json.format(text, indent=pick(draw, _SPACINGS))


@cache
@st.composite
def broken_texts(draw: st.DrawFn) -> str:
    """A text that looks like JSON and is not, or is more than sense allows."""
    text = draw(json_texts())
    place = draw(below(max(1, len(text))))
    return pick(
        draw,
        (
            text[:place],
            text[place:],
            text[:place] + "NaN" + text[place:],
            text.replace("null", "NaN").replace("true", "True"),
            text.replace('"', "'"),
            text.replace("]", ",]"),
            text[:place] + "\ud83d" + text[place:],
            text.replace('"id"', '"\\udc00"'),
            text + text,
            text[:place] + "\x00" + text[place:],
            "[" * _DEEPEST_TEXT + text + "]" * _DEEPEST_TEXT,
            '{"deep":' + "[" * _DEEPEST_TEXT + "]" * _DEEPEST_TEXT + ',"rows":[' + ",".join(["{}"] * 40) + "]}",
            text.replace("1", "1" * 400),
        ),
    )


@cache
def plain_texts() -> st.SearchStrategy[str]:
    """What is no JSON at all."""
    return st.sampled_from(
        (
            "",
            " \n\t",
            "ok",
            "null",
            "12345",
            '"a string"',
            "[]",
            "{}",
            "Error: no such file or directory\n",
            "été 日本語 😀 " * 20,
            "id,name\n1,Ann\n2,Bob\n" * 12,
            "2024-05-01 10:00:00 INFO worker started\n" * 30,
            "[headroom: 3 of 9 rows omitted; original 0123456789abcdef01234567]",
        )
    )


@cache
@st.composite
def json_tool_texts(draw: st.DrawFn) -> str:
    """What a tool may answer in JSON: two times of ten it is broken or none at all."""
    kind = draw(below(10))
    if kind == 8:
        return draw(broken_texts())
    return draw(plain_texts()) if kind == 9 else draw(json_texts())
