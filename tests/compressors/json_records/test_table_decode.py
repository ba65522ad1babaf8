"""Tests of reading table lines."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from headroom.compressors.json_records.table_decode import Field, Reader, decode_rows, read_head
from headroom.compressors.unfolding import Room


def head(text: str) -> tuple[Field, ...]:
    """The columns that a head names."""
    return read_head(Reader(text))


def test_head_of_every_kind_of_column() -> None:
    """Plain, constant, listed, grouped and quoted columns stand side by side."""
    assert head('{id,k="a,b",s<"x",@2,[1]>,u{n,"m"=-1.5},"odd,key"}') == (
        Field('"id"'),
        Field('"k"', constant='"a,b"'),
        Field('"s"', values=('"x"', "@2", "[1]")),
        Field('"u"', inner=(Field('"n"'), Field('"m"', constant="-1.5"))),
        Field('"odd,key"'),
    )


@pytest.mark.parametrize("text", ["id}", "{id", '{s<"x"', '{s<"x"}', '{"a""b"}'])
def test_broken_heads_are_refused(text: str) -> None:
    """A head that does not open, close or separate its columns is not ours."""
    with pytest.raises(ValueError, match=r"column|values"):
        head(text)


@pytest.mark.parametrize("text", ['"a\\"]"', '[1,[2],"]"]', '{"a":{"b":"}"}}', "-1.5e+3", "true", "false", "null", "@12"])
def test_values_end_where_they_end(text: str) -> None:
    """Brackets and quotes inside strings do not end a value."""
    reader = Reader(text + ",next")
    assert reader.json_value() == text
    assert reader.peek() == ","


@pytest.mark.parametrize("text", ["}x", "", '["abc', ",1"])
def test_what_is_no_value_is_an_error(text: str) -> None:
    """The cursor never stands still without a word."""
    with pytest.raises(ValueError, match=r"no JSON value|an open string"):
        Reader(text).json_value()


def test_open_value_ends_with_the_text() -> None:
    """A bracket that never closes takes all that is left."""
    assert Reader("[1,2").json_value() == "[1,2"


def test_cells_become_rows() -> None:
    """Constants are put back, indexes resolved, empty cells left out, bare text quoted."""
    fields = head('{id,k="a",s<"x","y">,t,u{n}}')
    assert decode_rows(fields, ["1,0,bare text,7", '2,1,"a, b",', "3,,@4,null"]) == [
        '{"id":1,"k":"a","s":"x","t":"bare text","u":{"n":7}}',
        '{"id":2,"k":"a","s":"y","t":"a, b","u":{}}',
        '{"id":3,"k":"a","t":@4,"u":{"n":null}}',
    ]


@pytest.mark.parametrize(("line", "problem"), [("1", "too few"), ("1,2,3", "too many"), ('"a"b,2', "too few")])
def test_lines_that_do_not_fit_are_refused(line: str, problem: str) -> None:
    """A line with other than the expected number of cells is not of this table."""
    with pytest.raises(ValueError, match=problem):
        decode_rows(head("{a,b}"), [line])


def test_rows_without_cells() -> None:
    """All columns constant: every line is empty."""
    assert decode_rows(head("{a=1}"), ["", ""]) == ['{"a":1}', '{"a":1}']


class Unread(list[str]):
    """Lines that may be counted, but not read."""

    def __iter__(self) -> Iterator[str]:
        """No line."""
        raise AssertionError("a line was read")


@pytest.mark.parametrize("columns", ['{a="xxx",b}', '{b,"aaaa"=1}', "{u{a=1,v{b=2,c}}}", "{u{v{w{c}}}}"])
def test_what_is_equal_in_all_rows_is_counted_before_they_are_read(columns: str) -> None:
    """A head whose constants alone are too much costs no work for a row."""
    fields = head(columns)
    with pytest.raises(ValueError, match="more than any"):
        decode_rows(fields, Unread(["1"] * 100), Room(999))
    with pytest.raises(AssertionError, match="was read"):
        decode_rows(fields, Unread(["1"] * 100), Room(3000))


def test_rows_are_counted_as_they_are_made() -> None:
    """Up to what is allowed, with the values that their indexes stand for."""
    fields = head('{a<"xxxx","y">}')
    assert decode_rows(fields, ["0", "1"], Room(21)) == ['{"a":"xxxx"}', '{"a":"y"}']
    with pytest.raises(ValueError, match="more than any"):
        decode_rows(fields, ["0", "1"], Room(20))


@pytest.mark.parametrize("cell", ["@", "@x", "@1x", 'x"y', 'x"'])
def test_what_is_no_cell_is_refused(cell: str) -> None:
    """A bare string holds no quote and does not begin like a reference."""
    with pytest.raises(ValueError, match="no value"):
        decode_rows(head("{a}"), [cell])


def test_references_are_resolved_once_for_all_rows() -> None:
    """In the head, not in each row; in cells where they stand. Strings are none, whatever they hold."""
    asked: list[str] = []

    def resolved(text: str) -> str:
        asked.append(text)
        return text.replace("@2", "[]")

    fields = head('{a=@2,b<@2,"x">,u{c=[@2]},d}')
    rows = decode_rows(fields, ['0,"@2"', "1,@2", "0,{@2}"], resolved=resolved)
    assert rows == [
        '{"a":[],"b":[],"u":{"c":[[]]},"d":"@2"}',
        '{"a":[],"b":"x","u":{"c":[[]]},"d":[]}',
        '{"a":[],"b":[],"u":{"c":[[]]},"d":{[]}}',
    ]
    assert asked == ["@2", "@2", '"x"', "[@2]", "@2", "{@2}"]


def test_deep_heads_are_refused() -> None:
    """Inner objects nest as deep as the writer makes them, and a few levels more."""
    assert decode_rows(head("{" + "u{" * 4 + "a" + "}" * 5), ["1"]) == ['{"u":' * 4 + '{"a":1}' + "}" * 4]
    with pytest.raises(ValueError, match="without columns"):
        head("{" + "u{" * 20 + "a" + "}" * 21)
