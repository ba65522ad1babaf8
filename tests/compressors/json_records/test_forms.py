"""Tests of writing selected rows."""

from __future__ import annotations

import pytest

from headroom.compressors.json_records.forms import json_array, json_object, table_lines

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
