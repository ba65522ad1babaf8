"""Tests of the parts by which a text is asked for."""

from __future__ import annotations

import json

import pytest

from headroom.retrieval.units import LONGEST_UNIT, PIECE_CHARS, units_of

ITEMS = [{"id": number, "name": f"job {number}"} for number in range(20)]


def test_lines_are_lines() -> None:
    """With their line breaks; the last may have none."""
    units = units_of("a\n\nb\r\nc")
    assert (units.kind, list(units)) == ("line", ["a\n", "\n", "b\r\n", "c"])
    assert units.slice(1, 2) == "\nb\r\n"


@pytest.mark.parametrize("indent", [None, 2])
def test_arrays_are_items(indent: int | None) -> None:
    """However they are laid out; brackets belong to the first and the last."""
    units = units_of(json.dumps(ITEMS, indent=indent))
    assert (units.kind, len(units)) == ("item", 20)
    assert all(f'"job {number}"' in unit for number, unit in enumerate(units))


def test_an_object_that_is_mostly_an_array_has_its_items() -> None:
    """As most answers of services are."""
    units = units_of(json.dumps({"total": 20, "results": ITEMS}))
    assert (units.kind, len(units)) == ("item", 20)
    assert units.slice(0, 0).startswith('{"total": 20')


@pytest.mark.parametrize("text", ['{"a": [1, 2], "b": "%s"}' % ("x" * 99), "[1]", "[1, 2", '{"a": 1}', "{not json}"])
def test_other_json_has_lines(text: str) -> None:
    """An array that is the smaller part, of one item, or broken, is none to count by."""
    assert units_of(text).kind == "line"


def test_long_lines_are_cut_into_pieces() -> None:
    """So that one line never is the whole answer."""
    text = "short\n" + "x" * (LONGEST_UNIT + 1)
    units = units_of(text)
    assert units.kind == "piece"
    assert len(units.slice(0, 0)) == PIECE_CHARS
    assert "".join(units) == text


def test_nothing_is_one_empty_line() -> None:
    """There is always a first one to ask for."""
    assert list(units_of("")) == [""]
