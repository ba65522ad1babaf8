"""Tests of finding the code in what a tool shows."""

from __future__ import annotations

import pytest

from headroom.compressors.excerpt import split_lines
from headroom.compressors.source_code.numbering import mended, source_of

_CODE = "import os\n\ndef f(x):\n    if x:\n        return 1\n\tpass\n" * 4


@pytest.mark.parametrize("form", ["{:6}\t", "{}: ", "{:5}→", "{:4} | ", "{:>3}:", "L{}: "])
def test_numbers_are_taken_off(form: str) -> None:
    """In each of the usual forms."""
    shown = "".join(form.format(row) + line for row, line in enumerate(split_lines(_CODE), 1))
    source = source_of(shown, split_lines(shown))
    assert source.is_numbered
    assert source.code == _CODE


def test_what_stands_round_numbered_code_becomes_empty() -> None:
    """So that rows stay what they are."""
    shown = "Here is the file:\n" + "".join(f"{row}\t{line}" for row, line in enumerate(split_lines(_CODE), 1)) + "(end)\n"
    assert source_of(shown, split_lines(shown)).code == "\n" + _CODE + "\n"


@pytest.mark.parametrize("text", [_CODE, "1: a\nfoo\nbar\n" * 9, "x = {\n    1: 2,\n    5: 3,\n}\n" * 9])
def test_bare_code_is_itself(text: str) -> None:
    """Numbers that are part of it stay."""
    source = source_of(text, split_lines(text))
    assert source.code == text
    assert not source.is_numbered


def test_fences_are_taken_off() -> None:
    """Where they hold nearly all of a text; the word behind them is told."""
    shown = f"The file:\n```python\n{_CODE}```\n"
    source = source_of(shown, split_lines(shown))
    assert source.code == f"\n\n{_CODE}\n"
    assert source.fence == "python"


def test_a_page_with_an_example_is_no_code() -> None:
    """It stays what it is."""
    shown = "Some words.\n" * 30 + f"```python\n{_CODE}```\n" + "More words.\n" * 30
    assert source_of(shown, split_lines(shown)).code == shown


def test_half_a_docstring_is_taken_off() -> None:
    """At either end; rows stay what they are."""
    head = 'more of it.\n    """\n    return 1\n\n\ndef g():\n    return 2\n'
    tail = 'def g():\n    return 2\n\n\ndef h():\n    """Begins,\n    and goes on'
    assert "\n\n    return 1\n\n\ndef g():\n    return 2\n" in mended(head, "python")
    assert "def g():\n    return 2\n\n\ndef h():\n\n" in mended(tail, "python")
    assert all(form.count("\n") == head.count("\n") for form in mended(head, "python"))


def test_half_a_comment_and_open_brackets_are_mended() -> None:
    """The comment goes, the class is opened and closed."""
    part = "   * of it.\n   */\n  load(key) {\n    return 1;\n  }\n"
    forms = mended(part, "javascript")
    assert "\n\n  load(key) {\n    return 1;\n  }\n" in forms
    assert "class A {\n\n  load(key) {\n    return 1;\n  }\n}" in forms
    assert mended("function f() {\n  g();\n", "javascript") == ["function f() {\n  g();\n}"]


def test_whole_code_needs_no_mending() -> None:
    """None is offered."""
    assert mended("function f() {\n}\n", "javascript") == []
    assert mended("x = 1\n", "python") == []
