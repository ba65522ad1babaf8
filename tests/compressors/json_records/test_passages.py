"""Tests of cutting strings into passages."""

from __future__ import annotations

import json

import pytest

from headroom.compressors.json_records.passages import characters, long_strings, passages_of
from tests.compressors.json_records.builders import compact


def spelled(text: str, *, ascii_only: bool = True) -> str:
    """A string as JSON spells it, without its quotes."""
    return json.dumps(text, ensure_ascii=ascii_only)[1:-1]


HARD = {
    "sentences": "Some words say a thing. Others say another thing! Do they? " * 40,
    "lines": "    if a:\n        return b\n\n" * 60,
    "windows lines": "a line of words\r\n" * 80,
    "quotes": 'He said "yes." Then he left. ' * 60,
    "backslashes": "C:\\new\\table \\\\ " * 80,
    "only backslashes": "\\" * 3000,
    "surrogates": "😀" * 2000,
    "japanese": "これは文です。次の文です。" * 90,
    "no ends": "word " * 900,
    "no spaces": "x" * 5000,
    "control": "\x01\x00" * 2000,
}


@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize("name", sorted(HARD))
def test_passages_are_strings_that_only_white_space_parts(name: str, ascii_only: bool) -> None:
    """No escape and no pair of surrogates is cut; all that is left between passages is white space."""
    text = HARD[name]
    lexeme = spelled(text, ascii_only=ascii_only)
    spans = passages_of(lexeme)
    assert len(spans) > 1
    at = 0
    for start, end in spans:
        json.loads(f'"{lexeme[start:end]}"').encode()
        assert json.loads(f'"{lexeme[at:start]}"').strip() == ""
        assert start < end
        at = end
    assert json.loads(f'"{lexeme[at:]}"').strip() == ""


def test_sentences_and_lines_end_passages() -> None:
    """Where they are long enough; an abbreviation before a small letter ends nothing."""
    sentence = "The quick brown fox jumps over the lazy dog, e.g. this one, and then it sleeps for a very long time indeed."
    assert [spelled(sentence)] * 3 == [
        spelled(" ".join([sentence] * 3))[start:end] for start, end in passages_of(" ".join([sentence] * 3))
    ]
    line = "x = " + "1 + " * 24 + "1"
    lexeme = spelled(f"{line}\n    {line}")
    assert [lexeme[start:end] for start, end in passages_of(lexeme)] == [line, line]


def test_tokens_and_addresses_are_left_whole() -> None:
    """Who needs one needs all of it; only what no one would type is cut."""
    assert passages_of("eyJhbGciOi." * 100) == []
    assert len(passages_of("QUJD" * 2000)) > 1


def test_long_strings_are_found_by_place() -> None:
    """Values at any depth, behind any escapes; no keys, no short ones."""
    long, item = "y" * 50, json.dumps({"a": 'q"\\', "k" * 60: {"b": ["z" * 50, "s"]}, "c": "\\" * 30 + '"' * 5})
    item = item.replace(": ", ":").replace(", ", ",")
    assert [len(item[start:end]) for start, end in long_strings(item, len(long))] == [50, 70]
    assert long_strings(json.dumps(["a", "b"]), 20) == []


@pytest.mark.parametrize(
    "value",
    [[*range(300)], {"a": [*range(300)], "b": "x"}, [["x", *range(300)], "y"], {"k" * 400: 1}, ["\\", *range(300), '"']],
    ids=["numbers", "numbers in an object", "numbers behind a string", "a key", "numbers between escapes"],
)
def test_what_only_looks_like_a_long_string_is_none(value: object) -> None:
    """Numbers hold no quote for as long as one likes, and a key is no value."""
    assert long_strings(compact(value), 320) == []


def test_strings_are_told_from_what_stands_between_them() -> None:
    """By the quotes before them, escaped ones aside, however far apart long strings are."""
    long = 'a "quoted" word \\ ' * 40
    lexeme = compact([{"n": [*range(300)], "first": long}, *["short"] * 200, [*range(300)], long])
    assert [lexeme[start:end] for start, end in long_strings(lexeme, 320)] == [compact(long)[1:-1]] * 2


def test_characters_are_those_of_the_value() -> None:
    """An escape is one; a pair of surrogates is one."""
    assert characters("abc") == 3
    assert characters("a\\n\\u00e9\\ud83d\\ude00\\\\") == 5


@pytest.mark.parametrize("size", [99, 100, 101, 250])
@pytest.mark.parametrize("before", [0, 1, 60, 99, 100, 137])
def test_a_long_string_is_found_wherever_it_stands(size: int, before: int) -> None:
    """However the strings before and behind it are cut."""
    item = compact({"a": "x" * before, "b": ["y" * size, 1.5], "c": "z" * 40})
    found = [item[start:end] for start, end in long_strings(item, 100)]
    assert found == ["x" * before] * (before >= 100) + ["y" * size] * (size >= 100)
