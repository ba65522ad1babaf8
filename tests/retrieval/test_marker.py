"""Tests of the grammar of our notes."""

from __future__ import annotations

import json
from typing import Literal

import pytest

from headroom.messages import original_of
from headroom.retrieval.marker import (
    find_markers,
    gap_note,
    holds_marker,
    json_note,
    marker_text,
    omission,
    text_marker,
    without_original,
)

HASH = original_of("text").hash
WORDS = marker_text(omission(7, 9, "row", (('"odd" kind', 4), ("b", 3))), HASH)


def test_omission_says_how_many_of_what() -> None:
    """With the kinds, where there are some."""
    assert omission(412, 480, "line", (("INFO", 409), ("DEBUG", 3))) == "412 of 480 lines omitted (INFO 409, DEBUG 3)"
    assert omission(2, 9, "row") == "2 of 9 rows omitted"


def test_marker_names_the_original_and_the_tool() -> None:
    """The tool only where it is offered."""
    assert marker_text("2 rows omitted", HASH) == f"2 rows omitted; original {HASH}"
    assert marker_text("2 rows omitted", HASH, "tool") == f"2 rows omitted; original {HASH} via headroom_retrieve"


def test_gap_notes_count() -> None:
    """One is singular."""
    assert (gap_note(1, "row"), gap_note(2, "line")) == ("[headroom: 1 row omitted]", "[headroom: 2 lines omitted]")


def test_json_note_is_an_object() -> None:
    """Whatever the words hold."""
    assert json.loads(json_note(WORDS)) == {"_headroom": WORDS}


@pytest.mark.parametrize(
    "text",
    [
        text_marker(WORDS),
        f"a\n{text_marker(WORDS)}\nb",
        f"a = 1\n    # {text_marker(WORDS)}\n",
        f"\t// {text_marker(WORDS)}",
        f"; {text_marker(WORDS)}",
        f"-- {text_marker(WORDS)}",
        f"/* {text_marker(WORDS)} */",
        f"<a/><!-- {text_marker(WORDS)} --></b>",
        json_note(WORDS),
        json.dumps([1, json.loads(json_note(WORDS))], indent=2),
        json.dumps(f"[1,{json_note(WORDS)}]"),
        json.dumps({"a": json.dumps({"b": json_note(WORDS)})}),
        json_note(marker_text("2 rows omitted", HASH, "tool")),
        text_marker(marker_text("2 rows omitted", HASH, "tool")),
    ],
)
def test_every_marker_that_we_write_is_found(text: str) -> None:
    """As a line, as an element, and inside strings at any level of quoting."""
    assert holds_marker(text)
    (marker,) = find_markers(text)
    assert marker.hash == HASH
    assert text[marker.start : marker.end] == f"original {HASH}"


def test_markers_are_found_in_order() -> None:
    """All of them."""
    other = original_of("other").hash
    text = f"{text_marker(WORDS)}\n{json_note(marker_text('x', other))}\n{text_marker(WORDS)}"
    assert [marker.hash for marker in find_markers(text)] == [HASH, other, HASH]


@pytest.mark.parametrize(
    "text",
    [
        f"original {HASH}",
        f"<!-- [headroom: 2 rows omitted --> ; original {HASH}] -->",
        f"a = 1  # [headroom: 2 rows omitted; original {HASH}]",
        f"the note [headroom: 2 rows omitted; original {HASH}] in a sentence",
        f"{gap_note(2, 'row')}\noriginal {HASH}",
        f'[headroom: JSON; x]\n{{"a":"; original {HASH}"}}',
        f'{{"_headroom":"2 rows omitted","a":"; original {HASH}"}}',
        f'{{"_headroom":["; original {HASH}"]}}',
        f"[headroom: 2 rows omitted; original {HASH}0]",
        f"[headroom: 2 rows omitted; original {HASH[:-1]}]",
        f"[headroom: 2 rows omitted; original {HASH.upper()}]",
        "",
    ],
)
def test_look_alikes_name_no_original(text: str) -> None:
    """Hashes outside our notes, beside them, of another length or spelling."""
    assert find_markers(text) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[headroom: x]", True),
        ('{"_headroom":1}', True),
        (json.dumps('{"_headroom":1}'), True),
        ("headroom", False),
        ("the _headroom key", False),
        ("[Headroom: x]", False),
        ("", False),
    ],
)
def test_texts_that_hold_anything_like_a_note(text: str, expected: bool) -> None:
    """Rather one too many: such texts are left whole."""
    assert holds_marker(text) is expected


@pytest.mark.parametrize("retrieval", ["none", "tool"])
def test_a_note_may_keep_its_words_alone(retrieval: Literal["none", "tool"]) -> None:
    """Where another note names the original, with the tool and without; other originals stay."""
    other = marker_text("1 line omitted", original_of("other").hash)
    text = f"a\n{text_marker(marker_text('3 lines omitted', HASH, retrieval))}\n{text_marker(other)}\n"
    assert without_original(text, HASH) == f"a\n[headroom: 3 lines omitted]\n{text_marker(other)}\n"


def test_names_in_notes_carry_no_control_characters() -> None:
    """A file may be called anything; a note is one line that a terminal shows as it stands."""
    assert gap_note(3, "line", "a\x1b[31m\nb\u2028c") == "[headroom: 3 lines omitted (a[31mbc)]"


def test_levels_of_quoting_that_never_close_cost_little() -> None:
    """Each opening is looked at within a bound; a note of ours is shorter than that."""
    levels = "".join("_headroom" + "\\" * level + '":' + "\\" * level + '"' for level in range(60, 0, -1))
    assert find_markers("[headroom: " + levels + "x" * 200_000) == ()
    assert len(find_markers('{"_headroom":"' + "w" * 900 + f'; original {HASH}"}}')) == 1
