"""Tests of reading rows as columns."""

from __future__ import annotations

import json

import pytest
from msgspec import Raw

from headroom.compressors.json_records.columns import (
    Column,
    Group,
    Records,
    columns_of_kept,
    json_key,
    leaf_columns,
    may_be_alike,
    position_columns,
    read_records,
    searchable_rows,
    split_rows,
)
from tests.compressors.json_records.builders import column, compact


def read(text: str) -> Records:
    """The records of an array; the test fails if it holds none."""
    records = read_records(text.encode())
    assert records is not None
    return records


def full(key: str, path: str, cells: list[str]) -> Column:
    """A column that every row has."""
    return Column(key, path, cells, has_gaps=False)


def test_cells_are_lexemes() -> None:
    """Every value keeps its spelling, row by row."""
    records = read('[{"a":1.50,"b":"\\u00e9"},{"a":1E5,"b":"é"}]')
    assert records.columns == (full("a", "a", ["1.50", "1E5"]), full("b", "b", ['"\\u00e9"', '"é"']))
    assert records.exact


def test_absent_keys_are_empty_cells() -> None:
    """A row without a key has nothing there; null is something."""
    records = read('[{"a":1,"b":null},{"a":2},{"b":3,"c":4}]')
    assert [column.cells for column in leaf_columns(records.columns)] == [["1", "2", ""], ["null", "", "3"], ["", "", "4"]]
    assert records.exact


def test_uniform_inner_objects_are_groups() -> None:
    """Objects that every row has become columns of their own, named by their path."""
    records = read('[{"u":{"n":1,"s":{"t":2}}},{"u":{"n":3,"s":{"t":4}}}]')
    inner = Group("s", (full("t", "u.s.t", ["2", "4"]),))
    assert records.columns == (Group("u", (full("n", "u.n", ["1", "3"]), inner)),)


def test_columns_of_some_rows() -> None:
    """Those that none of these rows has are left out; an inner object of which nothing would be left is no table."""
    rows = ['{"u":{"n":1},"a":1}', '{"u":{"n":2}}', '{"u":{}}']
    records = read(f"[{','.join(rows)}]")

    def cells_of(*kept: int) -> list[list[str]]:
        return [
            column.cells for column in leaf_columns(columns_of_kept([rows[row] for row in kept], list(kept), records) or ())
        ]

    assert cells_of(0, 1) == [["1", "2"], ["1", ""]]
    assert cells_of(1, 2) == [["2", ""]]
    assert cells_of(2) == [["{}"]]


def test_columns_of_rewritten_rows() -> None:
    """Read from these rows, where what was read of all rows is not what will be written."""
    columns = columns_of_kept(['{"a":1}', '{"a":3}'], [0, 2], None)
    assert [column.cells for column in leaf_columns(columns or ())] == [["1", "3"]]
    assert columns_of_kept(['{"a":1}', "7"], [0, 1], None) is None


def test_groups_go_four_levels_down() -> None:
    """Deeper objects stay cells."""
    records = read(compact([{"a": {"b": {"c": {"d": {"e": {"f": 1}}}}}}] * 2))
    (leaf,) = leaf_columns(records.columns)
    assert (leaf.path, leaf.cells[0]) == ("a.b.c.d.e", '{"f":1}')


def test_empty_inner_objects_are_rows_without_its_keys() -> None:
    """A group may have a row with nothing in it, unless all have nothing."""
    assert read('[{"u":{"n":1}},{"u":{}}]').columns == (Group("u", (Column("n", "u.n", ["1", ""]),)),)
    assert read('[{"u":{}},{"u":{}}]').columns == (full("u", "u", ["{}", "{}"]),)


@pytest.mark.parametrize("inner", ["null", "[]", '{"n":1,"n":2}'])
def test_inner_values_that_are_no_plain_object_stay_cells(inner: str) -> None:
    """Where one row has something else or an oddly spelled object, none is taken apart."""
    records = read(f'[{{"u":{{"n":1}}}},{{"u":{inner}}}]')
    assert records.columns == (full("u", "u", ['{"n":1}', inner]),)


@pytest.mark.parametrize(
    "text",
    [
        '[{"a":1,"a":2}]',
        '[{"a":1},{"\\u0061":2}]',
        '[{"a\\nb":1}]',
        '[{"a\\"b":1}]',
        '[{"a":1,"b":2},{"b":1,"a":2}]',
        '[{"\u2028":1}]',
    ],
)
def test_rows_that_columns_cannot_spell_are_not_exact(text: str) -> None:
    """Duplicate keys, escaped keys and conflicting key orders are seen."""
    assert not read(text).exact


def test_key_orders_are_merged() -> None:
    """Keys that some rows lack find their place between those that all have."""
    records = read('[{"a":1,"d":2},{"a":1,"b":3,"d":2},{"a":1,"c":4,"d":2},{"z":0,"a":1}]')
    assert records.exact
    order = [leaf.key for leaf in leaf_columns(records.columns)]
    assert order.index("a") < order.index("b") < order.index("d")
    assert order.index("z") < order.index("a")


@pytest.mark.parametrize(
    "text",
    ['[{"a":1,"b":2},{"b":3,"a":4}]', '[{"a":1},{"a":2,"b":3}]', '[{"a":1,"b":2},{"a":3},{"b":4}]'],
    ids=["another order", "one more", "two halves"],
)
def test_rows_of_other_keys_are_told_apart(text: str) -> None:
    """However their keys, one row after another, may look like those of equal rows: each cell stands where it belongs."""
    records = read_records(text.encode())
    assert records is not None
    cells = {column.key: column.cells for column in leaf_columns(records.columns)}
    assert cells == {key: [str(row.get(key, "")) for row in json.loads(text)] for key in ("a", "b")}


def test_too_many_shapes_are_not_exact() -> None:
    """More than 64 different key lists are not one table."""
    shapes = [{key: 1 for place, key in enumerate("abcdefghij") if number >> place & 1} for number in range(1, 100)]
    assert not read(compact(shapes)).exact


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "[1,2]",
        "[{},{}]",
        '[{"a":1},2]',
        "{}",
        compact([{f"k{number}": 1 for number in range(401)}] * 2),
        compact([{f"k{number}": 1} for number in range(60)]),
    ],
)
def test_other_arrays_have_no_columns(text: str) -> None:
    """Nothing, plain values, empty rows, very wide rows and rows with hardly a key in common."""
    assert read_records(text.encode()) is None


def test_long_arrays_are_read_in_pieces() -> None:
    """Rows from the five thousandth on may have other keys than those before, in any order of keys that agrees."""
    rows: list[dict[str, object]] = [{"id": row, "pad": "x" * 200} for row in range(5000)]
    rows[4500] = {"id": 4500, "late": True, "pad": "y"}
    rows[4600] = {"id": 4600}
    records = read(compact(rows))
    identity, late, pad = leaf_columns(records.columns)
    assert records.exact
    assert (identity.cells[4999], late.cells[4500], late.cells.count(""), pad.cells[4600]) == ("4999", "true", 4999, "")


def test_long_arrays_of_other_things_have_no_columns() -> None:
    """Whichever piece they stand in."""
    rows: list[object] = [{"id": row, "pad": "x" * 200} for row in range(5000)]
    assert read_records(compact([*rows, 1]).encode()) is None
    assert read_records(compact([*rows, {f"k{number}": 1 for number in range(500)}]).encode()) is None


def test_searchable_rows_hold_values_only() -> None:
    """Without keys and constants; of a map, with the key first."""
    columns = [column([1, 2], "id"), column(["x", "x"], "k"), column(["Ann", "Bob"], "name")]
    assert searchable_rows(columns, None) == ['1,"Ann"', '2,"Bob"']
    assert searchable_rows(columns, ['"a"', '"b"']) == ['"a",1,"Ann"', '"b",2,"Bob"']
    assert searchable_rows(columns[1:2], None) == ["", ""]


def test_broken_text_in_a_key_has_no_columns() -> None:
    """Bytes that are no UTF-8 are no key."""
    assert read_records(b'[{"\xff":1}]') is None


def test_wide_rows_of_many_shapes_are_given_up_at_once() -> None:
    """Merging the orders of thousands of keys is not even begun."""
    rows = [{f"k{number}": 0 for number in range(2000) if number % 41 != row} for row in range(40)]
    assert read_records(compact(rows).encode()) is None


def test_positions_are_columns() -> None:
    """Arrays of one length are columns by position."""
    assert position_columns(b'[[1,"a"],[2,"b"]]') == [full("0", "0", ["1", "2"]), full("1", "1", ['"a"', '"b"'])]


@pytest.mark.parametrize("text", ["[]", "[[]]", "[[1],[1,2]]", "[1]", '[{"a":1}]', compact([[0] * 41] * 2)])
def test_other_arrays_have_no_positions(text: str) -> None:
    """Empty, ragged, very wide and plain ones."""
    assert position_columns(text.encode()) == []


def test_rows_are_split_at_line_breaks_only() -> None:
    """Unicode line ends inside a value do not cut it."""
    assert split_rows('["a\u2028b","\u0085",{"k":1}]'.encode()) == ['"a\u2028b"', '"\u0085"', '{"k":1}']
    assert split_rows(b"[]") == []


def test_key_is_spelled_as_json() -> None:
    """Quotes are escaped, other scripts are not."""
    assert (json_key('a"b'), json_key("é")) == ('"a\\"b"', '"é"')


def test_first_values_tell_fields_from_members() -> None:
    """Numbers are of one kind, however they open; others must open alike."""
    alike = [Raw(b"1"), Raw(b"-2"), Raw(b"3.5"), Raw(b"0"), Raw(b"null")]
    assert may_be_alike(alike)
    assert may_be_alike([Raw(b'"a"'), Raw(b'"b"')])
    assert not may_be_alike([Raw(b"1"), Raw(b'"b"')])
