"""Tests of what a question names."""

from __future__ import annotations

import pytest

from headroom.compressors.source_code.asked import asked_of, last_name, stems_of
from headroom.relevance import query_text
from tests.compressors.source_code.samples import parsed

_TEXT = """\
class Mapping:
    def items(self):
        return [
            1]
    def run(self):
        return [
            1]
class RawParser:
    def items(self):
        return [
            2]
    def get_value(self):
        return [
            3]
def readFile():
    return [
        4]
"""


def named(question: str) -> list[str]:
    """The definitions that a question names, each with its first row."""
    definitions = parsed("py", _TEXT).structure.definitions
    asked = asked_of(query_text(question, '{"path": "items/run.py"}'), definitions)
    return [f"{definitions[index].name} {definitions[index].first}" for index in asked.named]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What does run do?", ["run 4"]),
        ("I want to change get_value(). Show me what it does now.", ["get_value 11"]),
        ("How does RawParser.items() arrive at what it returns?", ["items 8"]),
        ("What does items return?", ["items 1", "items 8"]),
        ("Explain `READFILE`", ["readFile 14"]),
        ("Run read_file, please. My question comes after.", []),
        ("Let's start: call read_file and tell me when you have it.", []),
        ("run the tests", []),
        ("", []),
    ],
)
def test_names_are_found(question: str, expected: list[str]) -> None:
    """Those that are words of everyday, only in a question."""
    assert named(question) == expected


def test_questions_are_told_from_orders_to_read() -> None:
    """By what they ask for."""
    definitions = parsed("py", _TEXT).structure.definitions
    assert asked_of("how is it done?", definitions).wants_path
    assert asked_of("Please explain the parser", definitions).is_question
    assert asked_of("where are values parsed", definitions).is_question
    for order in (
        "Read the file first.",
        "Run read_file, please. When done, stop.",
        "call read_file and tell me when you have it",
    ):
        assert not asked_of(order, definitions).is_question


def test_words_are_compared_by_their_stems() -> None:
    """Of names as of sentences."""
    assert set(stems_of("how are archives registered")) >= set(stems_of("register_archive"))
    assert stems_of("parseHTTPHeader2") == ["pars", "http", "head"]


def test_the_name_itself_is_the_last() -> None:
    """Whatever joins it to what it belongs to."""
    assert [last_name(name) for name in ("res.vary", "A::b", "this.#x", "f")] == ["vary", "b", "x", "f"]
