"""Edits applied to JSON text."""

from __future__ import annotations

import pytest

from headroom.wire.edits import Drop, Edit, Fields, Items, Put
from headroom.wire.splice import json_text, read_value, skip_space, spliced, spliced_values


def splice(text: str, edit: Edit) -> str:
    """The whole text with the edit applied to its one value."""
    return spliced(text, 0, len(text), edit)


def test_only_the_named_value_is_replaced() -> None:
    """Number spelling, escapes, order and whitespace beside it stay."""
    text = '{ "b" : 1.50,\n "t":"old" , "a":"\\u00e9", "n":-0 }'
    assert splice(text, Fields((("t", Put("new")),))) == '{ "b" : 1.50,\n "t":"new" , "a":"\\u00e9", "n":-0 }'


def test_edits_reach_deep() -> None:
    """A field of an item of a field is found, past values that look like it."""
    text = '{"x":{"c":[{"t":"no"}]},"c":[{"t":"0"},{"k":1e5,"t":"1"}]}'
    edit = Fields((("c", Items(((0, None), (1, Fields((("t", Put("one")),)))))),))
    assert splice(text, edit) == '{"x":{"c":[{"t":"no"}]},"c":[{"t":"0"},{"k":1e5,"t":"one"}]}'


def test_the_last_of_a_repeated_key_is_changed() -> None:
    """Decoders read the last one; the others stay where they are."""
    assert splice('{"t":"1","t":"2"}', Fields((("t", Put("new")),))) == '{"t":"1","t":"new"}'


def test_an_escaped_key_is_known() -> None:
    """Keys are compared as decoded."""
    assert splice('{"\\u0074":1,"u":2}', Fields((("t", Put(3)),))) == '{"\\u0074":3,"u":2}'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a": 1, "b": 2, "c": 3}', '{"a": 1, "c": 3}'),
        ('{"b": 2, "c": 3}', '{"c": 3}'),
        ('{"a": 1, "b": 2}', '{"a": 1}'),
        ('{"b": 2}', "{}"),
        ('{"b": 1, "a": 1, "b": 2}', '{"a": 1}'),
    ],
)
def test_a_dropped_field_takes_its_comma_along(text: str, expected: str) -> None:
    """What is left is JSON, spaced as before."""
    assert splice(text, Fields((("b", Drop()),))) == expected


@pytest.mark.parametrize(("text", "expected"), [("{}", '{"a":[1]}'), ('{"b": 2 }', '{"b": 2,"a":[1] }')])
def test_an_added_field_comes_last(text: str, expected: str) -> None:
    """It is written compactly, before the closing brace."""
    assert splice(text, Fields((("a", Put([1])),))) == expected


def test_items_are_dropped_moved_and_added() -> None:
    """Each kept item brings the text before it; a new one brings a comma."""
    text = '[ 1.0,\n  2e0,\n  "3" ]'
    assert splice(text, Items(((0, None), (2, None)))) == '[ 1.0,\n  "3" ]'
    assert splice(text, Items(((2, None), (0, None)))) == '[ "3",1.0 ]'
    assert splice(text, Items(((1, None), (-1, Put("new"))))) == '[ 2e0,"new" ]'


def test_an_array_can_be_emptied_and_filled() -> None:
    """No comma is left over, none is missing."""
    assert splice("[1, 2]", Items(())) == "[]"
    assert splice("[ ]", Items(((-1, Put(1)), (-1, Put(2))))) == "[1,2]"


def test_lines_are_an_array_without_brackets() -> None:
    """Values one a line are edited alike, and a new one gets its own line."""
    text = ' {"t":"1"}\n{"t":"2"}\n'
    assert spliced_values(text, 0, Items(((0, None), (1, Fields((("t", Put("x")),)))))) == ' {"t":"1"}\n{"t":"x"}\n'
    assert spliced_values(text, 0, Items(((1, None), (-1, Put(3))))) == ' {"t":"2"}\n3\n'


def test_text_that_utf8_cannot_hold_is_escaped() -> None:
    """A lone surrogate is written as the escape that it came as."""
    assert json_text("\ud83d!") == '"\\ud83d!"'
    assert json_text({"é": 1}) == '{"é":1}'


def test_odd_numbers_are_passed_over() -> None:
    """Neither too many digits nor a value out of range stops the scan."""
    text = '{"a":' + "9" * 5000 + ',"b":1e999,"t":"old"}'
    assert splice(text, Fields((("t", Put("new")),))) == text.replace("old", "new")


def test_a_value_is_read_with_its_end() -> None:
    """Odd content is read as far as Python can hold it."""
    assert read_value(' "\\ud800" x', 1) == ("\ud800", 9)
    assert read_value("9" * 5000, 0) == (float("inf"), 5000)
    assert skip_space(" \t\r\nx", 0) == 4


@pytest.mark.parametrize("text", ["NaN", "[Infinity]", "-Infinity", '"\n"', "tru", '"\\x"', ""])
def test_what_is_not_json_is_refused(text: str) -> None:
    """Python's own extensions of JSON included."""
    with pytest.raises(ValueError, match=r"."):
        read_value(text, 0)
