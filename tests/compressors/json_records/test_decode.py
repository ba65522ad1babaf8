"""Tests of getting JSON back from our text."""

from __future__ import annotations

import pytest

from headroom.compressors.json_records.decode import HEADER, decode


def test_text_without_our_header_is_left_alone() -> None:
    """What is not of our writing comes back as it is."""
    assert decode('say @1 {"a": 1}') == 'say @1 {"a": 1}'


def test_table_of_the_whole_document() -> None:
    """One block and no skeleton: the block is the document."""
    assert decode(f"{HEADER}\n@1 2 rows {{id,name}}\n1,Ann\n2,Bob") == '[{"id":1,"name":"Ann"},{"id":2,"name":"Bob"}]'


def test_references_stand_where_they_belong() -> None:
    """The skeleton names blocks, and blocks name blocks; strings that look like references are strings."""
    text = f'{HEADER}\n{{"a":@1,"b":[@2,"@1"]}}\n@1 2 rows {{v}}\n@2\n"@2"\n@2 {{"x":1}}'
    assert decode(text) == '{"a":[{"v":{"x":1}},{"v":"@2"}],"b":[{"x":1},"@1"]}'


def test_lines_come_back_as_lines() -> None:
    """JSON lines are a line a row, whole or with references in them."""
    assert decode(f"{HEADER}\n@1 2 lines {{a}}\n1\n2") == '{"a":1}\n{"a":2}'
    assert decode(f'{HEADER}\n{{"t":@1}}\n[2]\n@1 1 rows {{a}}\n1') == '{"t":[{"a":1}]}\n[2]'


def test_maps_come_back_under_their_keys() -> None:
    """In keyed rows the key stands first in the line."""
    text = f'{HEADER}\n@1 2 keyed rows {{v,w=1}}\n"a,b",x\n"c",2'
    assert decode(text) == '{"a,b":{"v":"x","w":1},"c":{"v":2,"w":1}}'


def test_text_round_the_json_stays() -> None:
    """What stood before and after stands there again, whatever it looks like."""
    after = "\nsome lines were omitted]\n[1] see\nend"
    assert decode(f"Found:\n{HEADER}\n@1 2 rows {{a}}\n1\n2{after}") == f'Found:\n[{{"a":1}},{{"a":2}}]{after}'


def test_notes_of_what_is_missing_are_left_out() -> None:
    """Of a selection, the rows that stayed come back."""
    text = (
        f"{HEADER}\n@1 2 of 9 rows {{a}}\n[headroom: 3 rows omitted]\n1\n[headroom: 1 row omitted]\n2\n"
        "[headroom: 3 rows omitted]\n[headroom: 7 of 9 rows omitted; original 000000000000000000000000]\nend"
    )
    assert decode(text) == '[{"a":1},{"a":2}]\nend'


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (f'{HEADER}\n{{"a":1}}', "without blocks"),
        (f'{HEADER}\n[@2]\n@1 {{"a":1}}', "to nothing: @2"),
        (f"{HEADER}\n@1 1 rows x", "JSON"),
    ],
)
def test_foreign_text_under_our_header_is_refused(text: str, problem: str) -> None:
    """A header without its blocks, and a reference without one, are not of our writing."""
    if problem == "JSON":
        assert decode(text) == "1 rows x"
        return
    with pytest.raises(ValueError, match=problem):
        decode(text)
