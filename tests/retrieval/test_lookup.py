"""Tests of what the model asks for and is told."""

from __future__ import annotations

import json

import pytest

from headroom.messages import original_of
from headroom.retrieval.lookup import MOST_CHARS, MOST_CHARS_FOR_WORDS, Wanted, answer, read_request
from headroom.retrieval.marker import find_markers

HASH = "3f9c0a1b2c3d4e5f60718293"
LINES = "".join(f"12:{number:02} INFO request {number} served\n" for number in range(60))
LOG = LINES.replace("INFO request 31 served", "ERROR request 31 timed out")


@pytest.mark.parametrize(
    "arguments",
    [
        {"hash": HASH},
        f'{{"hash": "{HASH}"}}',
        f'{{"hash": "original {HASH}"}}',
        f'{{"hash": "\\"{HASH.upper()}\\""}}',
        f'{{"hash": "[headroom: 3 lines omitted; original {HASH} via headroom_retrieve]"}}',
        json.dumps(json.dumps({"hash": HASH})),
        f'"{HASH}"',
        HASH,
        f'{{"hash": "{HASH}", ',
    ],
)
def test_a_hash_is_read_as_models_send_it(arguments: str | dict[str, object]) -> None:
    """Lower case and bare, whatever stood round it."""
    assert read_request(arguments).unwrap() == Wanted(hash=HASH)


@pytest.mark.parametrize(
    "arguments", ["", "{}", "[]", "null", '{"hash": 7}', '{"hash": "3f9c"}', {"hash": None}, {"hash": HASH + "0"}, "x" * 30_000]
)
def test_what_names_no_original_is_told_so(arguments: str | dict[str, object]) -> None:
    """In words for the model, which say what is needed."""
    told = read_request(arguments).failure()
    assert told.startswith("[headroom: headroom_retrieve needs `hash`")


def test_numbers_are_read_however_they_are_written() -> None:
    """And what is no number is as if it were not there."""
    wanted = read_request({"hash": HASH, "start": "20", "end": 10.0, "query": " timed out "}).unwrap()
    assert wanted == Wanted(hash=HASH, start=10, end=20, query="timed out")
    odd = {"hash": HASH, "start": True, "end": "many", "query": ["x"]}
    assert read_request(odd).unwrap() == Wanted(hash=HASH)
    assert read_request({"hash": HASH, "start": float("nan"), "end": "9" * 5000}).unwrap() == Wanted(hash=HASH)
    assert len(read_request({"hash": HASH, "query": "x" * 9999}).unwrap().query) == 1000


def test_the_whole_is_given_where_it_fits() -> None:
    """Under a line that says so, to the byte."""
    assert answer(LOG, Wanted(hash=HASH)) == f"[headroom: the whole of original {HASH}, 60 lines]\n{LOG}"


def test_a_miss_says_what_to_do_instead() -> None:
    """Run the tool again, and do not ask again."""
    told = answer(None, Wanted(hash=HASH))
    assert "is not kept, or no longer; run the tool that gave it again" in told
    assert find_markers(told) == ()


def test_a_range_is_numbered_truly() -> None:
    """Counted from 1, both ends included; open ends go to the end."""
    lines = LOG.splitlines(keepends=True)
    assert answer(LOG, Wanted(hash=HASH, start=10, end=12)) == (
        f"[headroom: lines 10 to 12 of 60 of original {HASH}]\n{''.join(lines[9:12])}"
    )
    assert answer(LOG, Wanted(hash=HASH, start=60)).endswith(f"line 60 of 60 of original {HASH}]\n{lines[59]}")
    assert answer(LOG, Wanted(hash=HASH, end=1)).endswith(lines[0])
    assert answer(LOG, Wanted(hash=HASH, start=61)) == f"[headroom: original {HASH} has 60 lines; there is none at 61]"


def test_what_is_too_long_says_how_to_go_on() -> None:
    """The first lines, and where the next ones start; asking so gives the rest, until all was given."""
    text = LOG * 40
    given, start = "", 1
    for _ in range(9):
        head, _, shown = answer(text, Wanted(hash=HASH, start=start)).partition("\n")
        assert len(shown) <= MOST_CHARS
        given += shown
        if "start=" not in head:
            break
        start = int(head.partition("start=")[2].partition(" ")[0])
    assert given == text
    assert "call again with start=" in answer(text, Wanted(hash=HASH))


def test_words_find_lines_with_what_stands_round_them() -> None:
    """By their true numbers, and how many matched."""
    lines = LOG.splitlines(keepends=True)
    told = answer(LOG, Wanted(hash=HASH, query="ERROR timed"))
    assert told == (
        f"[headroom: 1 of 1 line that match, of 60 in original {HASH}]\n"
        f"[headroom: lines 30 to 34]\n{''.join(lines[29:34]).removesuffix(chr(10))}"
    )


def test_words_find_items_of_an_array() -> None:
    """Each whole, by its number."""
    items = [{"id": number, "status": "failed" if number == 7 else "ok"} for number in range(30)]
    told = answer(json.dumps(items), Wanted(hash=HASH, query="failed"))
    assert '[headroom: item 8]\n{"id": 7, "status": "failed"}, ' in told
    assert told.count("status") == 1


def test_words_are_looked_for_within_a_range() -> None:
    """And what is not there is told, with what may be tried."""
    found = answer(LOG, Wanted(hash=HASH, query="timed out", start=20, end=40))
    assert "[headroom: lines 30 to 34]" in found
    missed = answer(LOG, Wanted(hash=HASH, query="timed out", start=40))
    assert missed.startswith("[headroom: none of the words in 21 lines of original")


def test_words_in_every_line_still_find_them() -> None:
    """A word that tells no line from another gives the first ones, up to what fits."""
    told = answer(LOG * 40, Wanted(hash=HASH, query="request"))
    assert "request 0 served" in told
    assert len(told) < 2 * MOST_CHARS_FOR_WORDS


def test_an_original_that_holds_a_note_is_given_as_it_is() -> None:
    """Text is never read for what it says about us."""
    text = f"a\n[headroom: 3 lines omitted; original {original_of('x').hash}]\nb"
    assert answer(text, Wanted(hash=HASH)).endswith(f"\n{text}")
