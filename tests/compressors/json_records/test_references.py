"""Tests of finding objects that are worth writing once."""

from __future__ import annotations

import pytest

from headroom.compressors.json_records.decode import decode
from headroom.compressors.json_records.references import repeated_objects
from headroom.config import CrushSettings
from tests.compressors.json_records.builders import compact, compressed

OWNER = {"login": "octocat", "url": "https://api.example.com/users/octocat", "site_admin": False, "plan": "pro", "seats": 25}


def repeated(value: object) -> list[str]:
    """The repeated objects of a JSON value."""
    text = compact(value)
    return repeated_objects(text, text.encode())


def test_large_repeated_objects_are_found() -> None:
    """An object of at least a hundred characters that saves at least two hundred."""
    assert repeated([{"id": number, "owner": OWNER} for number in range(4)]) == [compact(OWNER)]


def test_objects_are_found_at_different_places() -> None:
    """Under any key, at any depth, in arrays and objects."""
    assert repeated({"a": OWNER, "b": [[OWNER]], "c": {"d": {"e": OWNER}}, "f": [OWNER, 1]}) == [compact(OWNER)]


def test_largest_objects_come_first() -> None:
    """What stands only inside a larger repeated object is not named again."""
    outer = {"owner": OWNER, "text": "x" * 50}
    assert repeated([outer] * 4) == [compact(outer)]
    assert repeated([*[outer] * 4, *[{"n": number, "o": OWNER} for number in range(4)]]) == [compact(outer), compact(OWNER)]


@pytest.mark.parametrize(
    "value",
    [
        [{"id": number, "owner": {**OWNER, "id": number}} for number in range(9)],
        [{"id": number, "owner": {"login": "octocat"}} for number in range(9)],
        [{"text": "y" * 60, "owner": {"note": "z" * 90}}] * 2,
        [1, "x", None],
        "text",
    ],
)
def test_nothing_worth_naming(value: object) -> None:
    """Different, small and rarely repeated objects, and no objects at all."""
    assert repeated(value) == []


def test_a_text_is_no_puzzle() -> None:
    """At most 24 objects are named."""
    objects = [{"number": number, "text": "x" * 200} for number in range(40)]
    assert len(repeated(objects * 3)) == 24


def test_objects_are_never_found_across_strings() -> None:
    """Where the end of a string and what follows look like a repeated object, nothing is replaced."""
    value = '{",":",' + "1," * 60 + '"}'
    text = '["foo{",":",' + "1," * 60 + '"}",' + ",".join([value] * 8) + "]"
    settings = CrushSettings(lossless_only=True, min_tokens_to_crush=10)
    assert repeated_objects(text, text.encode()) == []
    whole = text[:-1] + "," + ",".join([compact(OWNER)] * 9) + "]"
    assert decode(compressed(whole, settings=settings).text) == whole


def test_objects_with_brackets_in_their_strings_are_found() -> None:
    """Innermost objects are found by their brackets; in strings, these say nothing."""
    templated = {**OWNER, "gists": "https://api.example.com/gists{/gist_id}", "odd": "[{"}
    terms = {"key": "mit", "name": "MIT License", "node": "MDc6TGljZW5zZW1pdA=="}
    value = [{"id": number, "owner": templated, "license": terms} for number in range(4)]
    assert repeated(value) == [compact(templated)]
