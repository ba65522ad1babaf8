"""Tests of which hits stay."""

from __future__ import annotations

from itertools import pairwise

import pytest

from headroom.compressors.search_results.choice import Gap
from headroom.compressors.search_results.hits import read_hits
from headroom.compressors.search_results.selection import choose_hits
from headroom.compressors.search_results.terms import read_terms
from headroom.config import SearchSettings
from tests.compressors.search_results.samples import grep, headed


def selected(lines: list[str], query: str, settings: SearchSettings | None = None) -> dict[str, str]:
    """The kept lines with their reasons."""
    hits = read_hits(lines)
    assert hits is not None
    kept = choose_hits(hits, read_terms(query), settings or SearchSettings()).lines
    return {lines[line]: why for line, why in kept.items()}


def test_a_rare_text_that_is_asked_for_stays() -> None:
    """Wherever it stands."""
    lines = grep(200)
    lines[500] = "src/room1/odd.py:9:    from _posixsubprocess import fork_exec"
    assert selected(lines, "Which file imports _posixsubprocess?")[lines[500]] == "asked for"


def test_ends_stay() -> None:
    """The first two and the last hit."""
    lines = grep(200)
    kept = selected(lines, "")
    assert {lines[0], lines[1], lines[-1]} <= kept.keys()


def test_all_hits_of_a_named_file_stay() -> None:
    """More than are wished for a file."""
    lines = grep(50, 12)
    kept = selected(lines, "What does module31.py compute?")
    assert {line for line in lines if "/module31.py:" in line} <= kept.keys()


def test_fields_of_the_file_that_answers_stay_together() -> None:
    """The title is asked for, the author stands beside it."""
    lines: list[str] = []
    for number in range(300):
        path = f"docs/note-{number:04}.txt"
        lines += [f"{path}:1:Title: About subject {number}x", f"{path}:2:Author: Person {number}", f"{path}:3:Status: Final"]
    lines[600] = "docs/note-0200.txt:1:Title: Pattern matching explained"
    kept = selected(lines, 'Who wrote "Pattern matching explained" and what is its status?')
    assert set(lines[600:603]) <= kept.keys()


def test_numbers_of_a_question_find_padded_names() -> None:
    """`note 7` is `note-0007`."""
    lines = [f"docs/note-{number:04}.txt:{line}:Text {line * number}" for number in range(300) for line in range(1, 4)]
    kept = selected(lines, "What does note 7 say?")
    assert set(lines[21:24]) <= kept.keys()


def test_a_definition_comes_before_uses() -> None:
    """Where it is asked where something is defined."""
    lines = [f"src/m{n}.py:{n}:    result = frobnicate(value_{n})" for n in range(100)]
    lines += [f"lib/m{n}.py:{n}:    other = {n}" for n in range(300)]
    lines[77] = "src/m77.py:77:def frobnicate(value: int) -> int:"
    kept = selected(lines, "Where is frobnicate defined?", SearchSettings(max_total_matches=5))
    assert lines[77] in kept


def test_neighbouring_words_find_names() -> None:
    """`max line` is `_MAXLINE`."""
    lines = grep(200)
    lines[333] = "src/room0/client.py:8:_MAXLINE = 65536"
    assert lines[333] in selected(lines, "How long is the max line?")


def test_copies_of_a_text_do_not_fill_up() -> None:
    """One of them is an example of all."""
    lines = [f"src/a{n}.py:{n + 1}:    def __init__(self):" for n in range(300)]
    lines += [f"src/b{n}.py:{n + 1}:    def __init__(self, argument_{n}):" for n in range(300)]
    kept = selected(lines, "")
    assert sum(line.endswith("(self):") for line in kept) <= 3


def test_a_kept_hit_keeps_its_heading_and_no_other() -> None:
    """A number never stands without its path."""
    lines = headed(100)
    kept = selected(lines, "Where is compute_31_2 called?")
    assert "src/module31.py" in kept
    assert kept["src/module31.py"] == "heading"
    headings = [line for line in kept if line.startswith("src/")]
    assert len(headings) < 20


def test_context_stays_round_a_kept_hit() -> None:
    """The whole group where it is small; the group's hit for a line of context that answers."""
    lines: list[str] = []
    for n in range(200):
        lines += [f"a{n}.py-1-    before_{n}()", f"a{n}.py:2:    call()", f"a{n}.py-3-    after_{n}()", "--"]
    kept = selected(lines, "What calls before_120?")
    assert set(lines[480:483]) <= kept.keys()


def test_messages_stay() -> None:
    """Few as they are."""
    lines = grep(200)
    lines.insert(300, "Binary file data.bin matches")
    assert selected(lines, "")["Binary file data.bin matches"] == "other"


def sizes(lines: list[str], query: str, settings: SearchSettings) -> tuple[int, int, int]:
    """Of how many files hits stay, at most how many of one, and how many in all."""
    paths = [line.partition(":")[0] for line in selected(lines, query, settings)]
    return len(set(paths)), max(map(paths.count, paths)), len(paths)


QUESTIONS = ("", "Where is compute_17_2 called, or compute_30_1?", "What does module31.py compute?", "Show each value.")
VALUES = (1, 2, 5, 12, 30)


@pytest.mark.parametrize("query", QUESTIONS)
def test_no_more_files_are_shown_than_may_be(query: str) -> None:
    """Whatever is asked; and more where more may be."""
    found = [sizes(grep(60), query, SearchSettings(max_files=most))[0] for most in VALUES]
    assert all(files <= most for files, most in zip(found, VALUES, strict=True))
    assert found == sorted(set(found))


@pytest.mark.parametrize("lines", [grep(60), grep(60, 40), grep(1, 300), grep(40, 1), grep(25, 1)])
@pytest.mark.parametrize("value", VALUES)
def test_every_limit_holds_where_nothing_is_asked(lines: list[str], value: int) -> None:
    """Each of them alone."""
    assert sizes(lines, "", SearchSettings(max_files=value))[0] <= value
    assert sizes(lines, "", SearchSettings(max_matches_per_file=value))[1] <= value
    assert sizes(lines, "", SearchSettings(max_total_matches=value))[2] <= value


def test_more_is_shown_where_more_may_be() -> None:
    """Of one file and in all."""
    lines = grep(20, 60)
    of_one = [sizes(lines, "", SearchSettings(max_matches_per_file=most, max_total_matches=600))[1] for most in VALUES]
    assert of_one == [*VALUES]
    in_all = [sizes(lines, "", SearchSettings(max_total_matches=most))[2] for most in VALUES]
    assert in_all == [*VALUES]


@pytest.mark.parametrize("value", VALUES)
def test_answers_exceed_the_wish_by_a_known_amount(value: int) -> None:
    """Three times in all, four times of a file, eight times of one that is named."""
    lines = grep(60, 300)
    for line in range(0, len(lines), 2):
        lines[line] = f"src/m{line // 900}.py:{line}:    flush(buffer_{line})"
    for query, times in (("Where is flush called?", 4), ("What does m3.py flush?", 8)):
        assert sizes(lines, query, SearchSettings(max_total_matches=value))[2] <= 3 * value
        assert sizes(lines, query, SearchSettings(max_matches_per_file=value))[1] <= times * value
    assert sizes(lines, "Where is flush called?", SearchSettings())[2] > 30


def test_the_best_files_are_the_ones_shown() -> None:
    """Where only few may be; a file that the question names comes first."""
    lines = grep(200)
    lines[500] = "src/room1/odd.py:9:    from _posixsubprocess import fork_exec"
    one = SearchSettings(max_files=1)
    assert {line.partition(":")[0] for line in selected(lines, "Which file imports _posixsubprocess?", one)} == {
        "src/room1/odd.py"
    }
    named = selected(lines, "Does module31.py import _posixsubprocess?", one)
    assert {line.partition(":")[0] for line in named} == {"src/room1/module31.py"}


def test_copies_fill_up_where_there_is_nothing_else() -> None:
    """So that limits mean the same for them."""
    lines = [f"src/a{n}.py:{n + 1}:        # TODO: document this" for n in range(300)]
    assert sizes(lines, "", SearchSettings(max_files=8)) == (8, 1, 8)


def test_examples_stand_in_runs_where_files_have_one_hit_each() -> None:
    """Notes between single hits would take as much room as the hits."""
    lines = grep(40, 1)
    at = sorted(lines.index(line) for line in selected(lines, ""))
    assert len(at) == 15
    assert sum(after - before > 1 for before, after in pairwise(at)) <= 5


def test_a_whole_result_stays_only_within_all_limits() -> None:
    """Of lines, of files, and of lines of as many files."""
    assert len(selected(grep(5, 5), "")) == 25
    assert len(selected(grep(25, 1), "")) == 15
    assert len(selected(grep(5, 5), "", SearchSettings(max_matches_per_file=1))) == 5
    assert len(selected(grep(1, 25), "")) == 25


def described(lines: list[str], gap: Gap) -> str:
    """What a gap held."""
    hits = read_hits(lines)
    assert hits is not None
    choice = choose_hits(hits, read_terms(""), SearchSettings())
    assert choice.describe is not None
    return choice.describe(gap, 400)


def test_files_of_a_gap_are_told() -> None:
    """With their hits."""
    assert described(grep(100, directories=1), Gap(4, 12)) == "module1.py 4, module2.py 4"


def test_a_gap_inside_one_file_needs_no_words() -> None:
    """The lines round it name the file."""
    assert described(grep(100), Gap(1, 3)) == ""
    assert described(headed(100), Gap(1, 3)) == ""


def test_headings_and_blanks_are_no_hits() -> None:
    """Only hits are counted."""
    assert described(headed(100), Gap(6, 18)) == "module1.py 4, module2.py 4"


def test_kinds_are_told_where_there_are_several() -> None:
    """Hits and context."""
    lines = [line for n in range(99) for line in (f"a{n}.py-1-x", f"a{n}.py:2:y", "--")]
    hits = read_hits(lines)
    assert hits is not None
    choice = choose_hits(hits, read_terms(""), SearchSettings())
    assert choice.kinds is not None
    assert list(choice.kinds(range(30, 36))) == [("hits", 2), ("context", 2)]


def test_few_hits_all_stay() -> None:
    """Unless they are long."""
    short, long = grep(7), [line + "x" * 400 for line in grep(7)]
    for lines, whole in ((short, True), (long, False)):
        hits = read_hits(lines)
        assert hits is not None
        assert (len(choose_hits(hits, read_terms("compute_3_1"), SearchSettings()).lines) == len(lines)) is whole
