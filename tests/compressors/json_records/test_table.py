"""Tests of rows as tables, read back by the decoder."""

from __future__ import annotations

import pytest

from headroom.compressors.json_records.columns import read_records, split_rows
from headroom.compressors.json_records.table import Table, least_chars, table_of
from headroom.compressors.json_records.table_decode import Reader, decode_rows, read_head
from tests.compressors.json_records.builders import compact


def table(text: str) -> Table:
    """The table of an array, after the decoder has given back the same rows."""
    records = read_records(text.encode())
    assert records is not None
    assert records.exact
    made = table_of(records.columns)
    assert decode_rows(read_head(Reader(made.head)), made.lines) == split_rows(text.encode())
    return made


def test_keys_stand_once() -> None:
    """A line holds the values of a row, strings without quotes."""
    assert table('[{"id":1,"name":"Ann"},{"id":2,"name":"Bob"}]') == Table("{id,name}", ["1,Ann", "2,Bob"])


def test_constants_stand_in_the_head() -> None:
    """What all rows share, objects included, stands once."""
    made = table('[{"id":1,"k":"a","o":{"x":[1]}},{"id":2,"k":"a","o":{"x":[1]}}]')
    assert made == Table('{id,k="a",o{x=[1]}}', ["1", "2"])


def test_a_single_row_has_no_constants() -> None:
    """What one row holds is not worth a head."""
    assert table('[{"a":"x"}]') == Table("{a}", ["x"])


def test_rows_that_are_all_constant_are_empty_lines() -> None:
    """The number of lines says how many rows there are."""
    assert table('[{"a":1},{"a":1},{"a":1}]') == Table("{a=1}", ["", "", ""])


def test_repeated_values_are_listed() -> None:
    """Long values that come again and again become indexes into a list, the most frequent first."""
    rows = [{"id": number, "why": ("a long reason, with a comma", "another reason")[number % 3 == 0]} for number in range(12)]
    made = table(compact(rows))
    assert made.head == '{id,why<"a long reason, with a comma","another reason">}'
    assert made.lines[:3] == ["0,1", "1,0", "2,0"]


@pytest.mark.parametrize(
    "values",
    [
        ["ok", "no"] * 8,
        [f"a long and different reason {number}" for number in range(16)],
        [f"one of thirty long reasons {number % 30}" for number in range(600)],
        ["a long value that comes twice"] * 2 + [f"different value {number}" for number in range(10)],
    ],
)
def test_lists_that_do_not_pay_are_not_made(values: list[str]) -> None:
    """Short, all different or too many values stay in their cells."""
    made = table(compact([{"id": number, "v": value} for number, value in enumerate(values)]))
    assert made.head == "{id,v}"


def test_listed_values_may_be_absent() -> None:
    """A row without the key has an empty cell among the indexes."""
    rows: list[dict[str, object]] = [{"n": number, "v": f"a value to be listed {number % 2}"} for number in range(20)]
    del rows[7]["v"]
    assert table(compact(rows)).lines[6:8] == ["6,0", "7,"]


def test_inner_objects_are_braces_in_the_head() -> None:
    """A group's columns stand behind its key; absent inner keys are empty cells."""
    made = table('[{"a":1,"u":{"n":1,"m":"x"}},{"a":2,"u":{"n":2}}]')
    assert made == Table("{a,u{n,m}}", ["1,1,x", "2,2,"])


@pytest.mark.parametrize(
    "spelled",
    [
        '""',
        '" a"',
        '"a "',
        '"a,b"',
        '"\\"a\\""',
        '"1"',
        '"-1.5e3"',
        '"true"',
        '"null"',
        '"@1"',
        '"[1"',
        '"{"',
        '"1.2.3.4"',
        '"2024-01-01"',
    ],
)
def test_strings_that_could_be_misread_keep_their_quotes(spelled: str) -> None:
    """What could be a number, a reference, a bracket or nothing is quoted; dates may be, as they look like numbers."""
    made = table(f'[{{"id":1,"v":{spelled}}},{{"id":2,"v":"plain"}},{{"id":3,"v":"other"}}]')
    assert made.lines[1:] == ["2,plain", "3,other"]
    assert made.lines[0] == f"1,{spelled}"


@pytest.mark.parametrize(
    "bare", ["a b", "a\\nb", "\\u00e9", "x=1", "<b>", "it's", "a}", "1a", "#", "a\u2028b", "\u0085", "été", "٣", "１２"]
)
def test_other_strings_stand_bare(bare: str) -> None:
    """Nothing else needs quotes; escapes stay escapes."""
    assert table(f'[{{"id":1,"v":"{bare}"}},{{"id":2,"v":"plain"}}]').lines == [f"1,{bare}", "2,plain"]


def test_columns_that_mostly_need_quotes_have_them_throughout() -> None:
    """A column of long texts is not looked at cell by cell; quotes are always right."""
    made = table(compact([{"id": number, "v": f"{number}, and" if number != 3 else "plain"} for number in range(9)]))
    assert made.lines[2:4] == ['2,"2, and"', '3,"plain"']


def test_columns_of_several_types() -> None:
    """Strings beside other values are bare, if they may be; numbers keep their spelling."""
    made = table('[{"v":"a","w":1},{"v":1.50,"w":2},{"v":null,"w":3},{"v":"1","w":4},{"v":[1,"x"],"w":5},{"w":6}]')
    assert [line.rpartition(",")[0] for line in made.lines] == ["a", "1.50", "null", '"1"', '[1,"x"]', ""]


@pytest.mark.parametrize("key", ["", "a,b", "a=b", "a{", "<", "@1", "1", "é", "end ", "-x", "a|b"])
def test_unusual_keys_are_quoted_in_the_head(key: str) -> None:
    """A key that could end early or be taken for something else is written as a JSON string."""
    assert table(compact([{key: "x", "id": 1}, {key: "y", "id": 2}])).head == f'{{"{key}",id}}'


@pytest.mark.parametrize("key", ["a b", "a.b", "snake_case", "$ref", "x:y", "size (kB)", "a#1"])
def test_usual_keys_stand_bare(key: str) -> None:
    """Words, paths and units need no quotes."""
    assert table(compact([{key: "x"}, {key: "y"}])).head == f"{{{key}}}"


def test_a_table_takes_no_less_than_was_said() -> None:
    """Quotes may go, constants and lists of values count for nothing; the rest stands there."""
    rows = [
        {"id": number, "note": f"batch {number * 31}, done", "state": ("open", "closed")[number % 2], "team": "core"}
        for number in range(40)
    ]
    records = read_records(compact(rows).encode())
    assert records is not None
    table = table_of(records.columns)
    written = len(table.head) + sum(map(len, table.lines))
    assert written / 2 < least_chars(records.columns) <= written
