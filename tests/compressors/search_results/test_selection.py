"""Tests of which hits stay."""

from __future__ import annotations

from headroom.compressors.search_results.hits import read_hits
from headroom.compressors.search_results.selection import select_hits
from headroom.compressors.search_results.terms import read_terms
from headroom.config import SearchSettings
from tests.compressors.search_results.samples import grep, headed


def selected(lines: list[str], query: str, settings: SearchSettings | None = None) -> dict[str, str]:
    """The kept lines with their reasons."""
    hits = read_hits(lines)
    assert hits is not None
    kept = select_hits(hits, read_terms(query), settings or SearchSettings())
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


def test_the_wish_is_kept_where_nothing_is_asked() -> None:
    """A larger sample, but no more than twice the wish."""
    kept = selected(grep(400), "", SearchSettings(max_total_matches=10))
    assert 10 <= len(kept) <= 23
