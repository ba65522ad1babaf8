"""Tests of reading table lines."""

from __future__ import annotations

import pytest

from headroom.compressors.json_records.table_decode import Field, Reader, decode_rows, read_head


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
