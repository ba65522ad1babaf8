"""What a tool may answer: any kind of content that there is, and several in one text."""

from __future__ import annotations

import json
from functools import cache

from hypothesis import strategies as st

from property_tests.strategies.choices import below, pick
from property_tests.strategies.code_texts import code_texts, numbered
from property_tests.strategies.config_texts import config_texts
from property_tests.strategies.diff_texts import diff_texts
from property_tests.strategies.json_texts import json_tool_texts
from property_tests.strategies.line_texts import line_texts
from property_tests.strategies.log_texts import log_texts, search_texts
from property_tests.strategies.page_texts import page_texts, torn_pages
from property_tests.strategies.prose_texts import prose_texts
from property_tests.strategies.table_texts import table_texts
from property_tests.strategies.xml_texts import xml_texts

__all__ = [
    "file_texts",
    "line_tool_texts",
    "markup_texts",
    "mixed_texts",
    "program_texts",
    "sentence_texts",
    "tool_texts",
    "torn_texts",
    "wrapped_texts",
]

_BETWEEN = (
    "\n",
    "\n\n",
    "$ next --command\n",
    "Here is what it printed:\n",
    "<system-reminder>\nAnswer briefly.\n</system-reminder>\n",
)


@cache
def line_tool_texts() -> st.SearchStrategy[str]:
    """Text of lines of some kind."""
    return st.one_of(log_texts(), search_texts(), diff_texts(), table_texts(), line_texts())


@cache
@st.composite
def program_texts(draw: st.DrawFn) -> str:
    """A source file, with the number of each line before it or without."""
    _, text = draw(code_texts())
    form = pick(draw, ("", "", "{:6}\t", "{}: "))
    return numbered(text, form) if form else text


@cache
def markup_texts() -> st.SearchStrategy[str]:
    """A page, whole or torn, or XML."""
    return st.one_of(page_texts().map(lambda page: page.text), torn_pages(), xml_texts())


@cache
def sentence_texts() -> st.SearchStrategy[str]:
    """Prose."""
    return prose_texts().map(lambda made: made[0])


@cache
def file_texts() -> st.SearchStrategy[str]:
    """What files hold that are neither JSON nor lists of lines."""
    return st.one_of(program_texts(), markup_texts(), config_texts(), sentence_texts())


@cache
@st.composite
def mixed_texts(draw: st.DrawFn) -> str:
    """Two or three texts of any kind, with something between them."""
    pieces = [draw(st.one_of(line_tool_texts(), json_tool_texts()))]
    for _ in range(1 + draw(below(2))):
        between = pick(draw, _BETWEEN)
        piece = draw(st.one_of(line_tool_texts(), json_tool_texts(), file_texts()))
        is_fenced = draw(below(4)) == 0
        pieces += ["\n", between, f"```\n{piece}\n```\n" if is_fenced else piece]
    return "".join(pieces)


@cache
@st.composite
def wrapped_texts(draw: st.DrawFn) -> str:
    """JSON that holds such a text, or two, as tools wrap what a command printed."""
    first, second = draw(line_tool_texts()), draw(st.sampled_from(("", "warning: old\n")))
    wrapping = pick(
        draw, ({"stdout": first, "stderr": second, "exit_code": 1}, [{"type": "text", "text": first}], {"out": [first]})
    )
    # A program that spells every character beyond ASCII as an escape writes halves of pairs, too.
    return json.dumps(wrapping, indent=pick(draw, (None, 2)))


@cache
@st.composite
def torn_texts(draw: st.DrawFn) -> str:
    """JSON of which a tool gave the beginning."""
    text = draw(json_tool_texts())
    return text[: len(text) * (1 + draw(below(9))) // 10] + pick(
        draw, ("", "... [truncated 4312 characters]", "\n<response clipped>")
    )


@cache
@st.composite
def tool_texts(draw: st.DrawFn) -> str:
    """Any of them."""
    kind = draw(below(13))
    if kind > 9:
        return draw(file_texts())
    if kind == 8:
        return draw(wrapped_texts())
    if kind == 7:
        return draw(torn_texts())
    if kind < 4:
        return draw(json_tool_texts())
    return draw(mixed_texts()) if kind == 9 else draw(line_tool_texts())
