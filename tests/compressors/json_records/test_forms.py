"""Tests of writing selected rows."""

from __future__ import annotations

import json

import msgspec
import pytest

from headroom.compressors.json_records.forms import json_array, json_lines, json_object, small_gaps, table_lines

NOTE = '{"_headroom":"3 of 5 rows omitted"}'


def test_note_is_the_last_item() -> None:
    """The array stays valid JSON."""
    assert json_array(["1", '"a"'], NOTE) == f'[1,"a",{NOTE}]'


def test_note_is_the_last_member() -> None:
    """So does the object."""
    assert json_object(['"a"', '"b"'], ["1", "[2]"], NOTE) == '{"a":1,"b":[2],"_headroom":"3 of 5 rows omitted"}'


def test_shared_members_stand_once_on_request() -> None:
    """What every kept row has is stated in the note, the rest keeps its spelling and order."""
    items = ['{"id":1,"k":"x","v":1.50}', '{"id":2,"k":"x","v":1.50}', '{"id":3,"v":1.50,"k":"x"}']
    assert json_array(items, NOTE, factor_out_constants=True) == (
        '[{"id":1},{"id":2},{"id":3},{"_headroom_constants":{"k":"x","v":1.50},"_headroom":"3 of 5 rows omitted"}]'
    )


@pytest.mark.parametrize(
    "items",
    [
        ["1", "1", "1"],
        ['{"a":1}', '{"a":1}'],
        ['{"a":1}', '{"a":2}', '{"a":3}'],
        ['{"a":1}', '{"a":1.0}', '{"a":1}'],
        ['{"a":1}', '{"b":1}', '{"a":1}'],
        ['{"a":1,"a":1}', '{"a":1}', '{"a":1}'],
        ['{"\\u0061":1}', '{"a":1}', '{"a":1}'],
    ],
)
def test_members_that_cannot_be_shared_stay(items: list[str]) -> None:
    """Plain values, few rows, different spellings, duplicate and escaped keys."""
    assert json_array(items, NOTE, factor_out_constants=True) == f"[{','.join(items)},{NOTE}]"


def test_every_gap_has_its_note() -> None:
    """Before, between and after the kept rows."""
    assert table_lines(["a", "b", "c"], [2, 3, 7], 9, "row", None) == [
        "[headroom: 2 rows omitted]",
        "a",
        "b",
        "[headroom: 3 rows omitted]",
        "c",
        "[headroom: 1 row omitted]",
    ]


def test_all_rows_need_no_note() -> None:
    """Nothing missing, nothing said."""
    assert table_lines(["a", "b"], range(2), 2, "row", None) == ["a", "b"]


def test_rows_of_a_map_have_their_key_first() -> None:
    """As the first cell of the line."""
    assert table_lines(["1", "2"], [0, 2], 3, "row", ['"x"', '"z"']) == ['"x",1', "[headroom: 1 row omitted]", '"z",2']


def test_lines_of_json_have_notes_in_their_gaps() -> None:
    """JSON like the lines round them; the full note stays the last."""
    written = json_lines(["[2]", "[3]", "[7]"], [2, 3, 7], 9, NOTE)
    assert [json.loads(item) for item in _lines_of(written)] == [
        {"_headroom": "2 lines omitted"},
        [2],
        [3],
        {"_headroom": "3 lines omitted"},
        [7],
        {"_headroom": "1 line omitted"},
        json.loads(NOTE),
    ]


def test_notes_in_gaps_do_not_keep_members_from_being_shared() -> None:
    """What all kept lines have is stated in the last note."""
    items = ['{"id":1,"k":"x"}', '{"id":2,"k":"x"}', '{"id":9,"k":"x"}']
    *lines, note = _lines_of(json_lines(items, [0, 1, 8], 9, NOTE, factor_out_constants=True))
    assert lines == ['{"id":1}', '{"id":2}', '{"_headroom":"6 lines omitted"}', '{"id":9}']
    assert json.loads(note)["_headroom_constants"] == {"k": "x"}


def test_gaps_that_are_smaller_than_their_notes_are_found() -> None:
    """Before, between and after the kept lines: a note and its line end are 33 characters."""
    items = ["[1]"] * 40
    items[30] = "[" + "1" * 40 + "]"
    assert small_gaps(items, [1, 3, 20, 29, 31, 38]) == [0, 2, *range(21, 29), *range(32, 38), 39]


def test_nothing_missing_is_no_gap() -> None:
    """Nor are all lines together a small one."""
    assert small_gaps(["[1]", "[2]"], [0, 1]) == []
    assert small_gaps(["[1]"] * 100, [0]) == []


def _lines_of(written: str) -> list[str]:
    return [bytes(item).decode() for item in msgspec.json.decode(written, type=list[msgspec.Raw])]
