"""Tests of shortening long strings to what matters."""

from __future__ import annotations

import json
import re

import pytest

from headroom.compressors.json_records.shortening import shortened, told_gaps
from headroom.relevance import Query, query_text, read_query
from headroom.tokens import counter_for
from tests.compressors.json_records.builders import compact, lines_of

NOTE = re.compile(r"\[headroom: (\d+) characters? omitted\]")
NOBODY = Query()


def cut(rows: list[object], question: str = "") -> list[str] | None:
    """The rows shortened for a question."""
    return shortened(lines_of(rows), read_query(query_text(question, "")), counter_for("gpt-4o").count)


def chapter(about: str, sentences: int = 20) -> str:
    """A text of sentences about one thing, all different."""
    return " ".join(
        f"In year {1900 + number} the {about} was seen by {number * 7} people from town {number}."
        for number in range(sentences)
    )


def is_cut_of(new: str, old: str) -> bool:
    """Whether a text is another one with parts replaced by notes of just their length."""
    parts = NOTE.split(new)
    at = 0
    for kept, size in zip(parts[::2], [*parts[1::2], "0"], strict=True):
        if not old.startswith(kept, at):
            return False
        at += len(kept) + int(size)
    return at == len(old)


@pytest.mark.parametrize("question", ["", "who saw the comet in 1913?", "nothing of that"])
@pytest.mark.parametrize(
    "text", [chapter("comet"), chapter("comet").replace(". ", ".\n"), "彗星が見えた。" * 200, 'a "b" \\ c\t' * 200]
)
def test_notes_count_what_is_missing(text: str, question: str) -> None:
    """With them taken out, all of the string is accounted for, and the rest of the row is as it was."""
    made = cut([{"id": 1, "text": text, "tail": [1, "x"]}], question)
    assert made is not None
    row = json.loads(made[0])
    assert is_cut_of(row["text"], text)
    assert len(row["text"]) < len(text)
    assert (row["id"], row["tail"]) == (1, [1, "x"])


def test_what_is_asked_stays_with_its_neighbours_and_the_first_sentence() -> None:
    """Wherever in the text it is."""
    made = cut([{"text": chapter("comet", 60)}], "who were the 287 people?")
    assert made is not None
    shown = json.loads(made[0])["text"]
    assert "from town 41." in shown
    assert "In year 1941" in shown
    assert shown.startswith("In year 1900")
    assert "In year 1920" not in shown


def test_without_a_question_both_ends_and_errors_stay() -> None:
    """The head is longer than the tail."""
    lines = [f"12:00:{number:02} step {number} of the build is done and all is well so far" for number in range(60)]
    lines[30] = "12:00:30 FATAL cannot reach the database at 10.0.0.7, giving up now"
    made = cut([{"stdout": "\n".join(lines), "code": 1}])
    assert made is not None
    shown = json.loads(made[0])["stdout"]
    assert shown.startswith("\n".join(lines[:3]))
    assert shown.endswith(lines[-1])
    assert lines[30] in shown
    assert len(shown) < 1000


def test_rows_that_answer_keep_more_than_others() -> None:
    """Texts are weighed against each other, titles included."""
    rows: list[object] = [{"title": name, "text": chapter("thing", 9)} for name in ("Comet", "Planet", "Moon", "Star", "Void")]
    made = cut(rows, "tell me of the planet")
    assert made is not None
    sizes = [len(row) for row in made]
    assert max(sizes) == sizes[1]


def test_names_lead_on_to_the_passage_that_explains_them() -> None:
    """The answer speaks of somebody; a row about that one is worth more than others."""
    rows: list[object] = [{"title": f"Row {number}", "text": chapter("thing", 9)} for number in range(6)]
    rows[4] = {"title": "Film", "text": "The Glory of Tang is a film starring Jing Tian as the queen. " + chapter("scene", 8)}
    rows[2] = {"title": "Actress", "text": chapter("stage", 6) + " Jing Tian went to a school of dance. " + chapter("song", 4)}
    made = cut(rows, "Where did the star of The Glory of Tang learn?")
    assert made is not None
    assert "Jing Tian went to a school of dance." in made[2]


def test_short_strings_markers_and_json_stay() -> None:
    """And what no note would pay for."""
    assert cut([{"text": chapter("comet", 6)}]) is None
    assert cut([{"text": "[headroom: 3 lines omitted] " + chapter("comet")}]) is None
    assert cut([{"text": compact([{"a": "b c " * 50}] * 9)}]) is None
    assert cut([{"text": "[" * 600 + "]" * 600 + " "}]) is None
    assert cut([{"text": "=" * 4100}]) is None
    assert cut([]) is None


def test_texts_that_would_stay_stay() -> None:
    """Behind the first passages there is no more than stays in any case."""
    assert cut([{"id": 1, "text": chapter("comet", 9)}], "comet of 1903") is None
    assert cut([{"id": 1, "text": chapter("comet", 60)}], "comet of 1903") is not None


def test_gaps_are_told_in_sum() -> None:
    """Over all texts of a document."""
    assert told_gaps(["a [headroom: 100 characters omitted] b", "[headroom: 1 character omitted]", "c"]) == (
        "2 passages of 101 characters omitted from strings"
    )
    assert told_gaps(["[headroom: 3 rows omitted]"]) == ""


def test_hostile_texts_are_shortened_in_linear_time() -> None:
    """None of them takes more than a pass or two; what they become is a cut of what they were."""
    for text in ("a" * 300_000 + " b", ". " * 150_000, "\\" * 150_000, "\n" * 100_000, '"' * 100_000):
        made = cut([{"text": text}], "b")
        assert made is None or is_cut_of(json.loads(made[0])["text"], text)
