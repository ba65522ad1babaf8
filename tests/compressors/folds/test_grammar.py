"""Tests of how folds are written."""

from __future__ import annotations

from headroom.compressors.folds.grammar import (
    HEADER,
    MARKED,
    REPEATED,
    STARTED,
    has_marks,
    header,
    is_note,
    mark,
    read_codes,
    repeat_note,
    start_note,
)
from headroom.retrieval.marker import holds_marker


def test_headers_say_what_to_read() -> None:
    """And are recognised as ours."""
    full = header({"§": "\x1b[0m", "¶": "\x1b[1E\x1b[2K"}, notes=True, marks=True)
    assert full.startswith(HEADER)
    assert holds_marker(full)
    assert has_marks(full)
    assert read_codes(full) == {"§": "\x1b[0m", "¶": "\x1b[1E\x1b[2K"}
    assert read_codes(header({}, notes=True, marks=False)) == {}
    assert not has_marks(header({}, notes=True, marks=False))


def test_notes_are_read_as_they_are_written() -> None:
    """Whatever stands in them."""
    for lines, times in ((1, 1), (1, 9), (4, 1), (4, 9)):
        found = REPEATED.fullmatch(repeat_note(lines, times))
        assert found is not None
        assert (int(found[1] or 1), int(found[2])) == (lines, times)
    found = STARTED.fullmatch(start_note(3, 'a "quoted"] path\r'))
    assert found is not None
    assert found.groups() == ("3", 'a "quoted"] path\r')
    found = MARKED.fullmatch(mark(7) + " line\r")
    assert found is not None
    assert found.groups() == ("7", "line\r")


def test_notes_and_marks_are_no_text() -> None:
    """They are not folded again."""
    assert is_note(start_note(2, "x"))
    assert is_note(mark(1))
    assert not is_note("[ok] text")
