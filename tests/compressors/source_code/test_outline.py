"""Tests of outlines."""

from __future__ import annotations

from headroom.compressors.source_code import outline
from headroom.config import CodeSettings
from headroom.retrieval.marker import OPENING
from tests.compressors.source_code.samples import FILES, PYTHON, call


def test_notes_name_the_rows_of_bodies() -> None:
    """Counted from 1, so that these can be read alone."""
    compressed = outline(PYTHON, call("py")).unwrap()
    lines = PYTHON.split("\n")
    notes = [line for line in compressed.text.split("\n")[:-1] if OPENING in line]
    for note in notes:
        first, last = (int(number) for number in note.partition("(")[2].partition(")")[0].split("-"))
        assert f" {last - first + 1} line" in note
        assert not any(line in compressed.text for line in lines[first - 1 : last] if len(line) > 30)
    assert len(notes) > 4


def test_every_declaration_is_there_and_no_body() -> None:
    """In every language."""
    for suffix, (text, _, start) in FILES.items():
        compressed = outline(text, call(suffix), CodeSettings(min_tokens_for_compression=1)).unwrap()
        assert start.split("\n")[-1] in compressed.text
        assert "that book is not here" not in compressed.text
        assert "outline" in compressed.summary


def test_numbered_lines_need_no_rows() -> None:
    """They name themselves."""
    shown = "\n".join(f"{row:6}\t{line}" for row, line in enumerate(PYTHON.split("\n"), 1))
    compressed = outline(shown, call("py")).unwrap()
    assert all("(" not in line for line in compressed.text.split("\n") if OPENING in line)


def test_without_a_grammar_there_is_none() -> None:
    """The reason names the language."""
    assert "kotlin" in outline("fun main() {}\n" * 90, call("kt")).failure().reason
