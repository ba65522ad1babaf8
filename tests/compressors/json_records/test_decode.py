"""Tests of getting JSON back from our text."""

from __future__ import annotations

import tracemalloc

import pytest

from headroom.compressors.json_records.decode import HEADER, decode

QUOTE = '\\"'
"""As it stands in a string."""
MANY = 20_000
"""Of rows and of characters, of which there would be as many as the product."""


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
        (f"{HEADER}\n@1\n@1 [@0]", "to nothing: @0"),
        (f"{HEADER}\n@1\n@1 [@1]", "to nothing: @1"),
        (f"{HEADER}\n@1\n@1 [@2]\n@2 [@1]", "to nothing: @1"),
        (f'{HEADER}\n@1\n@1 [@2,"a]\n@2 1', "open string"),
        (f"{HEADER}\n@1 3 rows {{a}}\n1\n2", "more rows than there are"),
        (f"{HEADER}\n@1 {'9' * 4000} rows {{a}}\n1\n2", "more rows than there are"),
        (f"{HEADER}\n@1 1 keyed rows {{a}}\n1,2", "without its key"),
        (f'{HEADER}\n@1 1 keyed rows {{a=1}}\n"k"', "without its key"),
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


def test_references_are_followed_however_deep() -> None:
    """A chain of them takes none of the stack."""
    depth = 3000
    blocks = "\n".join(f"@{number} [@{number + 1}]" for number in range(1, depth))
    assert decode(f"{HEADER}\n{blocks}\n@{depth} 1") == "[" * (depth - 1) + "1" + "]" * (depth - 1)


def test_strings_that_hold_quotes_are_read_once() -> None:
    """Each quote in a string that does not end is one step, not another string that does not."""
    with pytest.raises(ValueError, match="open string"):
        decode(f'{HEADER}\n@1\n@1 [@2,"{QUOTE * 50_000}\n@2 1')


@pytest.mark.parametrize(
    "body",
    [
        "\n".join(f"@{number} [{','.join([f'@{number + 1}'] * 10)}]" for number in range(1, 30)) + "\n@30 1",
        f"@1 [{','.join(['@2'] * MANY)}]\n@2 [{'1,' * MANY}1]",
        f'@1 {MANY} rows {{a="{"x" * MANY}",b}}' + "\n1" * MANY,
        f'@1 {MANY} rows {{{"a{" * 9}k="{"x" * MANY}",b{"}" * 10}' + "\n1" * MANY,
        f"@1 {MANY} keyed rows {{{'=1,' * (MANY // 4)}b}}" + '\n"k",1' * MANY,
        f"@1 {MANY} rows {{{'=@2,' * (MANY // 4)}b}}" + "\n1" * MANY + "\n@2 1",
        "\n".join(f'@{number} 7000 rows {{a="{"x" * MANY}"}}' + "\n" * 7000 for number in (1, 2)),
    ],
    ids=["a nest", "references", "constants", "inner constants", "constants of maps", "references in constants", "tables"],
)
def test_texts_without_end_are_refused(body: str) -> None:
    """What little stands for very much is more than any text of ours."""
    with pytest.raises(ValueError, match="more than any"):
        decode(f"{HEADER}\n{body}")


def test_references_are_refused_before_they_are_made() -> None:
    """References to very much take no more memory than to read them."""
    text = f"{HEADER}\n@1\n@1 [{','.join(['@2'] * MANY)}]\n@2 [{'1,' * MANY}1]"
    tracemalloc.start()
    try:
        with pytest.raises(ValueError, match="more than any"):
            decode(text)
        assert tracemalloc.get_traced_memory()[1] < 50 * len(text)
    finally:
        tracemalloc.stop()
