"""Blocks of an application's own tags are found by name, as whole lines."""

from __future__ import annotations

import pytest

from headroom.detection import protected_spans
from headroom.detection.tags import is_custom

REMINDER = "<system-reminder>\nYou may still answer.\n</system-reminder>\n"


def cut(text: str, *tags: str) -> list[str]:
    """What the spans of a text hold."""
    return [text[start:end] for start, end in protected_spans(text, tags or ("system-reminder",))]


def test_a_block_is_found_with_its_tags() -> None:
    """Among other lines, and alone."""
    assert cut(REMINDER) == [REMINDER]
    assert cut(f"one\n{REMINDER}two\n{REMINDER}") == [REMINDER, REMINDER]


def test_a_block_without_a_last_line_end_is_found() -> None:
    """To the end of the text."""
    assert cut(f"one\n{REMINDER.rstrip()}") == [REMINDER.rstrip()]


def test_whole_lines_are_protected() -> None:
    """What stands behind the closing tag, and the space before the opening one."""
    assert cut("one\n  <system-reminder>a</system-reminder> b\ntwo\n") == ["  <system-reminder>a</system-reminder> b\n"]


def test_tags_may_have_attributes() -> None:
    """And names that begin alike are others."""
    assert cut('<note id="1">\na\n</note>\n<notes>\nb\n</notes>\n', "note") == ['<note id="1">\na\n</note>\n']


def test_a_block_that_is_not_closed_is_its_first_line() -> None:
    """Else one word would protect all that follows."""
    assert cut("one\n<system-reminder>\ntwo\nthree\n") == ["<system-reminder>\n"]


@pytest.mark.parametrize("text", ["", "one\ntwo\n", "a <system-reminder> inside a line </system-reminder>\n", "a < b\n"])
def test_other_texts_have_no_blocks(text: str) -> None:
    """A block opens at the start of a line."""
    assert cut(text) == []


def test_spans_are_in_order_and_apart() -> None:
    """Blocks inside blocks are one span."""
    text = f"<outer>\na\n{REMINDER}b\n</outer>\nc\n{REMINDER}"
    assert cut(text, "system-reminder", "outer") == [text[: text.index("c\n")], REMINDER]


@pytest.mark.parametrize("name", ["", "a b", "a>", "(", "<"])
def test_names_that_are_none_find_nothing(name: str) -> None:
    """Whatever a configuration holds."""
    assert cut("<a b>\n<(>\n<>\n<<>\n", name) == []


def test_custom_names_are_not_those_of_html() -> None:
    """Nor those of other languages' namespaces."""
    assert all(map(is_custom, ["system-reminder", "file", "document", "tool_result"]))
    assert not any(map(is_custom, ["div", "P", "code", "svg:path", "a"]))
