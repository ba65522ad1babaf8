"""What a wire value is."""

from __future__ import annotations

from types import MappingProxyType

import pytest

from headroom.wire.values import is_deeper, plain


class Dumping:
    """An object with a `model_dump` that returns what it was made with."""

    def __init__(self, dumped: object) -> None:
        self.dumped = dumped

    def model_dump(self) -> object:
        """What it was made with."""
        return self.dumped


class Failing:
    """An object whose `model_dump` fails."""

    def model_dump(self, **_: object) -> object:
        """Nothing."""
        raise ValueError("not serializable")


def test_a_dict_is_itself() -> None:
    """No copy is made of a dict."""
    given = {"role": "user"}
    assert plain(given) is given


def test_any_mapping_is_taken() -> None:
    """A mapping that is no dict is read as it is."""
    given = MappingProxyType({"role": "user"})
    assert plain(given) is given


def test_an_object_that_dumps_a_dict_is_taken() -> None:
    """A `model_dump` without keywords does."""
    assert plain(Dumping({"role": "user"})) == {"role": "user"}


@pytest.mark.parametrize("value", [None, "text", 3, [], object(), Dumping([]), Dumping(None), Dumping, Failing()])
def test_what_is_no_object_has_no_fields(value: object) -> None:
    """Values without fields, and objects that dump no dict, are told apart without an exception."""
    assert plain(value) is None


def nested(levels: int) -> object:
    """An empty list inside lists and dicts, so many levels in all."""
    value: object = []
    for level in range(levels - 1):
        value = [value] if level % 2 else {"a": value}
    return value


def test_depth_counts_levels() -> None:
    """The limit itself is allowed."""
    assert not is_deeper(nested(100), 100)
    assert is_deeper(nested(101), 100)


def test_width_is_no_depth() -> None:
    """Many siblings, some of them containers, are one level more."""
    assert not is_deeper([{"a": 1}, [2], "three"] * 1000, 2)
    assert not is_deeper("text", 0)


def test_a_value_inside_itself_is_deep() -> None:
    """A cycle ends at the limit."""
    value: dict[str, object] = {}
    value["a"] = [value, value]
    assert is_deeper(value, 100)
