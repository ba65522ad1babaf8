"""Tests of finding JSON in a text."""

from __future__ import annotations

import pytest
from returns.result import Success

from headroom.compressors.json_records.document import Document, find_document, is_deeper_than, minified


def found(text: str, depth: int = 100) -> Document:
    """The document in a text; the test fails if there is none."""
    outcome = find_document(text, depth)
    assert isinstance(outcome, Success), outcome
    document: Document = outcome.unwrap()
    return document


def reason(text: str, depth: int = 100) -> str:
    """Why there is no document in a text."""
    outcome = find_document(text, depth)
    assert not isinstance(outcome, Success), outcome
    return outcome.failure().reason


def test_whole_text_is_minified() -> None:
    """Only whitespace between tokens goes; every lexeme keeps its spelling."""
    text = '\ufeff { "a b" : [ 1.50 , 1E+5, "\\u00e9 / \\/" ] ,\n\t"a b": -0 }\r\n'
    assert found(text) == Document(data=b'{"a b":[1.50,1E+5,"\\u00e9 / \\/"],"a b":-0}', before="\ufeff")


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\n\n", " \t\n"])
def test_json_lines_become_one_array(ending: str) -> None:
    """Lines that each hold a value are rows, empty lines aside."""
    assert found(ending.join(['{"a": 1}', "[2]", '{"b": 3}'])) == Document(data=b'[{"a":1},[2],{"b":3}]', form="lines")


def test_values_of_several_lines_are_rows_too() -> None:
    """Pretty-printed values one after another are read like JSON lines."""
    assert found('{\n  "a": 1\n}\n{\n  "a": 2\n}\n') == Document(data=b'[{"a":1},{"a":2}]', form="lines")


def test_lines_of_plain_values_are_no_rows() -> None:
    """Numbers and strings below an array are not rows of one document."""
    assert found("[1]\n2\n[3]") == Document(data=b"[1]", after="\n2\n[3]")


def test_a_value_is_never_cut_to_fit_lines() -> None:
    """A comma missing at a line break stays missing: such text is no JSON."""
    assert reason('{"a":1},{"b":2}\n{"c":[3\n[4]]}').startswith("not JSON")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Found 2 rows:\n", ""),
        ("", "\nThat is all."),
        ("```json\n", "\n```\n"),
        ("200 OK\n\n", "\r\n[1] see {docs}"),
        ("[note] all of them\n", ""),
        ("", " (end)"),
    ],
)
def test_json_inside_text_is_found(before: str, after: str) -> None:
    """What stands before and after is kept as it is."""
    assert found(f'{before}[{{"a": 1}}]{after}') == Document(data=b'[{"a":1}]', before=before, after=after)


def test_an_object_inside_text_is_found() -> None:
    """Braces count as brackets do."""
    assert found('Result:\n{"a": {"b": 1}}\nDone') == Document(data=b'{"a":{"b":1}}', before="Result:\n", after="\nDone")


@pytest.mark.parametrize("text", ["", " \n", "ok", "null", "3", "{oops", "[1, 2", "a [1] b"])
def test_text_without_json_says_so(text: str) -> None:
    """No array or object that starts a line: nothing to do."""
    assert reason(text).startswith(("not JSON", "empty"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[NaN]", "JSON with NaN or Infinity"),
        ('{"a": -Infinity}', "JSON with NaN or Infinity"),
        (r'["\ud800 alone"]', "JSON with lone surrogates"),
        (r'["\ude00"]', "JSON with lone surrogates"),
    ],
)
def test_what_json_forbids_is_named(text: str, told: str) -> None:
    """The reason names what is odd, not where the parser stumbled."""
    assert reason(text) == told


def test_a_string_of_json_is_a_document() -> None:
    """JSON that was encoded twice is found as the string it is."""
    assert found('"[1,2]"').data == b'"[1,2]"'


def test_lone_surrogates_are_told() -> None:
    """Text that has no UTF-8 is named as such."""
    assert reason('["\ud83d"]') == "holds lone surrogates"


def test_depth_is_what_brackets_say() -> None:
    """The limit is exact, and brackets inside strings do not count."""
    assert not is_deeper_than(b"[" * 100 + b"]" * 100, 100)
    assert is_deeper_than(b"[" * 101 + b"]" * 101, 100)
    assert not is_deeper_than(b'["' + b"[" * 500 + b'\\"{"]', 100)
    assert not is_deeper_than(b"[" + b"[],{}," * 500 + b"1]", 2)


@pytest.mark.parametrize(
    "text", ["[" * 101 + "]" * 101, "x:\n" + "[" * 101 + "]" * 101, "[" * 100 + "]" * 100 + "\n" + "[" * 100 + "]" * 100]
)
def test_too_deep_is_a_reason(text: str) -> None:
    """Whole, embedded or as lines (whose array is one level more): deeper than the limit is said so."""
    assert reason(text) == "nests deeper than 100 levels"


def test_open_strings_cost_no_more_than_others() -> None:
    """An endless string of escaped quotes is read once, not once from each quote."""
    assert reason("[" * 101 + '"' + '\\"' * 200_000 + "]")


def test_only_a_few_openings_are_tried() -> None:
    """Text full of brackets that start lines is given up early."""
    assert reason("[x\n" * 10 + "[1]\nend") == "not JSON"


def test_minified_keeps_every_lexeme() -> None:
    """Numbers, escapes and duplicate keys stay as they are."""
    assert minified(b'{ "k" : 1.0 , "k" : "\\ud83d\\ude00" }') == b'{"k":1.0,"k":"\\ud83d\\ude00"}'


@pytest.mark.parametrize("inside", ["a}b", "]]]]", r"\"]", "\\\\", r"\\\"}"])
def test_brackets_inside_strings_hide_no_depth(inside: str) -> None:
    """Strings full of closing brackets do not make deep nesting look shallow, whatever is escaped in them."""
    strings = ",".join([f'"{inside}"'] * 200)
    deep = f"[{strings},{'[' * 100}{']' * 100}]".encode()
    assert is_deeper_than(deep, 100)
    assert not is_deeper_than(deep, 101)
