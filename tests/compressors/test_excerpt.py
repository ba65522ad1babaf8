"""Tests of writing some lines of a text."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from returns.result import Failure, Success

from headroom.compressors.contract import Compressed, Skip
from headroom.compressors.excerpt import Excerpt, ended_lines, outweighs, split_lines, write_excerpt
from headroom.messages import original_of
from headroom.retrieval.marker import find_markers
from headroom.tokens import count
from property_tests.oracles.excerpts import kept_lines

LINES = tuple(f"2026-05-01 10:{minute:02}:00 INFO job {minute * 7919} finished well\n" for minute in range(60))
TEXT = "".join(LINES)


def written(text: str, kept: Sequence[int], **words: object) -> Compressed:
    """The excerpt of these lines; the test fails if there is none."""
    excerpt = Excerpt(lines=split_lines(text), kept=kept, **words)  # type: ignore[arg-type]
    outcome = write_excerpt(text, excerpt)
    assert isinstance(outcome, Success), outcome
    made: Compressed = outcome.unwrap()
    return made


@pytest.mark.parametrize("text", ["", "a", "a\n", "a\nb", "\n\n", "a\r\nb\rc\n", "a\u2028b\x0bc\n"])
def test_split_lines_are_the_text(text: str) -> None:
    """Only a line feed ends a line, and nothing is lost."""
    lines = split_lines(text)
    assert "".join(lines) == text
    assert all(line.count("\n") <= 1 and line for line in lines)
    assert ended_lines(text.split("\n")) == lines


def test_kept_lines_stand_as_they_were() -> None:
    """With a note in every gap and one marker at the end."""
    made = written(TEXT, [59, 0, 1, 30])
    assert kept_lines(made.text, TEXT) == [0, 1, 30, 59]
    assert made.text.count("[headroom: 28 lines omitted]") == 2
    assert made.original == original_of(TEXT).hash
    assert [marker.hash for marker in find_markers(made.text)] == [made.original]
    assert count(made.text) < count(TEXT)


def test_gaps_and_marker_say_what_is_missing() -> None:
    """In the words they are given; without any, they only count."""
    made = written(
        TEXT,
        [0, 30],
        reasons={"first": 1, "asked for": 1},
        details=lambda start, end: f"jobs {start} to {end - 1}" if start < 30 else "",
        kinds=lambda dropped: (("INFO", len(dropped)),),
    )
    assert "[headroom: 29 lines omitted (jobs 1 to 29)]\n" in made.text
    assert "[headroom: 29 lines omitted]\n" in made.text
    assert made.summary == "58 of 60 lines omitted (INFO 58); kept: first 1, asked for 1"
    assert made.text.endswith(f"[headroom: 58 of 60 lines omitted (INFO 58); original {made.original}]")


def test_a_gap_shorter_than_its_note_stays() -> None:
    """A note of twelve tokens for a line of four gains nothing."""
    text = TEXT + "ok\n" + TEXT.replace("job", "task")
    everything_else = [index for index in range(121) if index not in (60, *range(5, 40))]
    assert 60 in kept_lines(written(text, everything_else).text, text)


@pytest.mark.parametrize(
    ("kept", "reason"),
    [(range(60), "every line matters"), ([n for n in range(60) if n not in (7, 8)], "would not become shorter")],
)
def test_what_gains_nothing_is_skipped(kept: Sequence[int], reason: str) -> None:
    """A marker alone is forty tokens."""
    assert write_excerpt(TEXT, Excerpt(lines=LINES, kept=kept)) == Failure(Skip(reason))


@pytest.mark.parametrize("text", [TEXT.replace("\n", "\r\n"), TEXT[:-1], TEXT.replace("\n", "\r\n")[:-2]])
def test_line_ends_are_those_of_the_text(text: str) -> None:
    """Windows ends and a last line without one."""
    made = written(text, [0, 1, 59])
    assert kept_lines(made.text, text) == [0, 1, 59]
    assert ("\r\n[headroom" in made.text) is ("\r\n" in text)
    assert find_markers(made.text)


def test_lines_of_next_to_no_tokens_do_not_outweigh_notes() -> None:
    """However many characters they have."""
    assert not outweighs(
        [" " * 80 + "\n"] * 3, ["[headroom: 3 lines omitted]\n", "[headroom: 3 of 9 lines omitted; original x]"]
    )
    assert outweighs(LINES, ["[headroom: 60 lines omitted]\n"])


def test_the_marker_names_the_tool_where_it_is_offered() -> None:
    """And only there."""
    outcome = write_excerpt(TEXT, Excerpt(lines=LINES, kept=[0]), retrieval="tool")
    assert outcome.unwrap().text.endswith(" via headroom_retrieve]")


@pytest.mark.parametrize(
    "line",
    [
        "a1b22c333 4444 don't I'll it's",
        "straße-naïve-œuvre 失败abc错误 e\u0301e f\U0001f600g",
        "/usr/lib\n/etc\n//x)\n/y",
        "CamelCaseWORDS_and-kebab http://h/p?q=1&r=22222",
        "\t \r \x1b[31m12\x1b[0m '''' \ud800",
    ],
)
@pytest.mark.parametrize("times", [1, 40])
def test_notes_are_outweighed_only_by_more_tokens(line: str, times: int) -> None:
    """Whatever characters stand in what is dropped; here against notes of about as many tokens."""
    dropped = [f"{line}\n"] * times
    note = "word " * (count("".join(dropped)) - 5)
    assert not outweighs(dropped, [note, "x"])


def test_what_a_tool_says_of_its_own_cut_stays() -> None:
    """Whatever was chosen: else what stands would look like all there was."""
    lines = [f"line {number} of a long output that goes on\n" for number in range(200)]
    lines[90] = "... [1200 lines truncated] ...\n"
    written = write_excerpt("".join(lines), Excerpt(lines=lines, kept=[0, 199])).unwrap()
    assert written.text.count("[1200 lines truncated]") == 1
