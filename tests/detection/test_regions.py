"""How far diffs, tracebacks and JSON go once they have begun."""

from __future__ import annotations

import pytest

from headroom.detection.regions import diff_end, fenced_kind, json_end, line_end, traceback_end
from tests.detection.samples_of_output import DIFFS, TRACEBACKS

WORDS = "And this is what comes next.\n"


def test_a_line_ends_behind_its_line_feed() -> None:
    """Or at the end of the text."""
    assert line_end("one\ntwo", 1) == 4
    assert line_end("one\ntwo", 5) == 7


@pytest.mark.parametrize("name", ["git", "unified", "diff -ruN", "svn", "combined", "of a log", "renames"])
def test_a_diff_ends_where_its_lines_end(name: str) -> None:
    """Behind any number of files."""
    text = DIFFS[name] * 3
    assert diff_end(text, 0) == len(text)
    assert diff_end(text + WORDS, 0) == len(text)


def test_commits_do_not_end_a_diff() -> None:
    """If another file comes behind them."""
    start = DIFFS["with a commit"].index("diff --git")
    text = DIFFS["with a commit"] * 3
    assert diff_end(text + WORDS, start) == len(text)


def test_what_has_no_hunks_is_no_diff() -> None:
    """A name alone is only a name."""
    assert diff_end("diff --git is a command.\nIt shows what has changed.\n", 0) == 0


def test_a_traceback_ends_behind_its_error() -> None:
    """Causes belong to it."""
    one = TRACEBACKS["python"]
    both = f"{one}\nDuring handling of the above exception, another exception occurred:\n\n{one}"
    for text in (one, both):
        assert traceback_end(text, 0) == len(text)
        assert traceback_end(text + WORDS, 0) == len(text)


@pytest.mark.parametrize(
    "inner",
    [
        '{"a": 1}\n',
        '{"a": 1}\n{"a": 2}\n',
        '{\n  "a": [\n    1\n  ]\n}\n',
        '[\n  {"a": 1},\n  {"a": 2}\n]\n',
        '[{"a": 1}, {"a": 2}]\n',
    ],
)
def test_json_ends_where_its_brackets_close(inner: str) -> None:
    """At the end of a line."""
    assert json_end(inner + WORDS, 0) == len(inner)
    assert json_end(inner, 0) == len(inner)


@pytest.mark.parametrize("text", ["{ x }\n", "[INFO] one\n", '{\n  "a": 1\n', '{\n  "a": 1\n} and more\n', "[x]\n"])
def test_what_does_not_close_is_no_json(text: str) -> None:
    """Nor what opens otherwise."""
    assert json_end(text, 0) == 0


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("json", ("json", "json")),
        (" Python title=x", ("code", "python")),
        ("{.js}", ("code", "javascript")),
        ("ts:src/a.ts", ("code", "typescript")),
        ("diff", ("diff", "unified")),
        ("", None),
        ("console", None),
        ("text", None),
    ],
)
def test_words_behind_a_fence_may_name_a_kind(words: str, kind: tuple[str, str] | None) -> None:
    """Those of shells name none."""
    assert fenced_kind(words) == kind
