"""Tests of the sampled price of a form."""

from __future__ import annotations

import json
import random
import re

import pytest

from headroom.compressors.pricing import foreseen_tokens, least_tokens, most_tokens, respaced_share, spaced, tokens_of
from headroom.retrieval.marker import gap_note, marker_text, omission, text_marker
from headroom.tokens import count
from tests.compressors.json_records.builders import compact, events, lines_of


def test_few_rows_are_counted_exactly() -> None:
    """Rows that fit the sample cost what they cost together."""
    assert tokens_of(["alpha beta", "gamma"], count) == count("alpha beta\ngamma")


def test_many_rows_are_foreseen_within_a_tenth() -> None:
    """A sample of rows that resemble each other tells what all of them cost."""
    rows = lines_of(events(2000))
    assert tokens_of(rows, count) == pytest.approx(count("\n".join(rows)), rel=0.1)


def test_long_rows_are_sampled_in_different_parts() -> None:
    """Rows that begin cheaply and end dearly are not priced by their beginnings."""
    rows = ["a" * 2000 + "∀∃∄∅" * 500 for _ in range(40)]
    assert tokens_of(rows, count) > 2 * tokens_of(["a" * 4000] * 40, count)


@pytest.mark.parametrize("unit", ["line", "hit", "hunk", "row", "paragraph"])
@pytest.mark.parametrize(
    "details", ["", "INFO 409, DEBUG 3", "asyncio/: events.py 3; test_os.py 7", "a_[headroom: b omitted (c", "é∀\ud800"]
)
def test_notes_have_no_more_tokens_than_foreseen(unit: str, details: str) -> None:
    """Each of them and all together, whatever they say; and not far more are foreseen."""
    hashes = ("0123456789ab" * 2, "ffffffffffff" * 2, "a0" * 12)
    gaps = [f"{gap_note(omitted, unit, details)}{end}" for omitted in (1, 12, 1_234_567) for end in ("\n", "\r\n")]
    markers = [text_marker(marker_text(omission(5, 1_000, unit, ((details or "x", 3),)), one, "tool")) for one in hashes]
    for notes in ([one] for one in (*gaps, *markers)):
        assert count(notes[0]) <= most_tokens(notes)
    assert count("".join([*gaps, *markers])) <= most_tokens([*gaps, *markers]) <= 4 * count("".join([*gaps, *markers]))
    assert most_tokens([]) == 0


def test_spaced_rows_cover_the_whole() -> None:
    """Sampled rows lie evenly, and few rows are all taken."""
    assert list(spaced([str(row) for row in range(60)])) == ["5", "15", "25", "35", "45", "55"]
    assert list(spaced(["a", "b"])) == ["a", "b"]


def test_a_text_is_foreseen_from_its_parts() -> None:
    """Within a fifth where its parts differ, exactly where it is small."""
    text = compact([events(200), "∀∃∄∅" * 900, ["plain words here"] * 300])
    assert foreseen_tokens(text, count) == pytest.approx(count(text), rel=0.2)
    assert foreseen_tokens("[1,2]", count) == count("[1,2]")
    assert foreseen_tokens("", count) == 0


@pytest.mark.parametrize("indent", [None, 1, 4])
def test_share_of_respaced_text_is_close(indent: int | None) -> None:
    """Windows of both texts at the same places tell what taking whitespace out brings."""
    rows = [{"meta": {"page": 1, "words": "a b  c " * 300}}, *events(300)]
    text, written = json.dumps(rows, indent=indent), compact(rows)
    assert respaced_share(written, text, count) == pytest.approx(count(written) / count(text), abs=0.1)


def test_text_that_is_dearer_without_spaces_is_seen() -> None:
    """Spaces may be part of tokens: of some texts, fewer characters are more tokens."""
    members: dict[str, object] = {f"#{number}": {} for number in range(600)}
    text, written = json.dumps(members), compact(members)
    assert count(written) > count(text)
    assert respaced_share(written, text, count) > 1


def test_share_of_text_shorter_than_a_window() -> None:
    """Short texts are one window, counted as often as there are windows."""
    assert respaced_share("[1]", "[ 1 ]", count) < 1


def test_a_long_run_of_spaces_is_passed_in_few_steps() -> None:
    """The share is that of the letters on both sides; a step a space would take minutes."""
    text = "[1," + " " * 3_000_000 + "2]"
    assert 0 < respaced_share("[1,2]", text, len) < 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "one two three",
        "it's what they'd say, isn't it",
        "0123456789 42 1234567",
        "snake_case camelCase x1y2z3",
        "caf\u00e9 na\u00efve \u4f60\u597d \ud800",
        json.dumps(events(12)),
    ],
)
def test_least_tokens_are_never_more_than_a_count(text: str) -> None:
    """Whatever the text, the bound holds."""
    assert least_tokens(text) <= count(text)


def test_least_tokens_of_words_and_numbers() -> None:
    """Each word counts, and each three digits."""
    assert least_tokens('{"name": "Ann Lee", "id": 123456}') == 4 + 2


def test_least_tokens_count_runs_of_letters() -> None:
    """Whatever stands between them."""
    rng = random.Random(7)
    for _ in range(500):
        text = "".join(rng.choices("abZ  \n.-é", k=rng.randint(0, 30)))
        assert least_tokens(text) == len(re.findall("[A-Za-z]+", text.replace("é", "")))
