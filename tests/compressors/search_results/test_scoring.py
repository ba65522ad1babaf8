"""Tests of the scores of lines."""

from __future__ import annotations

from headroom.compressors.search_results.scoring import best_first, score_lines
from headroom.compressors.search_results.terms import read_terms

CALM = [f"line {number} with nothing much in it" for number in range(200)]


def scores(lines: list[str], query: str) -> dict[int, float]:
    """The scores of lines."""
    return score_lines(lines, read_terms(query)).values


def test_rare_words_count() -> None:
    """Words that all lines have do not."""
    lines = [*CALM]
    lines[120] = "line 120 with a needle in it"
    assert scores(lines, "a needle with nothing much").keys() == {120}


def test_a_word_counts_more_than_a_part_of_one() -> None:
    """Both count."""
    lines = [*CALM]
    lines[30] = "the needlework basket stands there now"
    lines[60] = "a needle of steel lies in the basket"
    found = scores(lines, "needle")
    assert found[60] > found[30] > 0


def test_a_word_in_every_line_of_the_first_file_still_counts() -> None:
    """Neighbours are of one file, which may be the one that is asked about."""
    lines = [f"usermodel field {number}" for number in range(15)] + CALM
    assert set(scores(lines, "Where is UserModel?")) >= set(range(15))


def test_nothing_asked_is_nothing_scored() -> None:
    """Neither are no lines."""
    assert scores(CALM, "") == {}
    assert scores([], "needle") == {}


def test_only_the_search_itself_does_not_inform() -> None:
    """What was searched for is scored all the same."""
    lines = [*CALM, "a needle"]
    found = score_lines(lines, read_terms("Do it.\x1fneedle"))
    assert found.values
    assert not found.informed


def test_best_come_first_and_equals_in_order() -> None:
    """Whatever order they were found in."""
    assert best_first({7: 1.0, 3: 2.0, 5: 1.0}) == [3, 5, 7]


def test_a_common_word_counts_where_it_is_all_there_is() -> None:
    """Else nothing could be told apart."""
    lines = [f"needle number {number}" if number % 4 == 0 else f"line {number}" for number in range(400)]
    found = score_lines(lines, read_terms("needle"))
    assert found.values.keys() == set(range(0, 400, 4))
    assert found.informed


def test_the_search_counts_only_where_the_question_finds_nothing() -> None:
    """What was searched for stands in most lines."""
    lines = [*CALM, "a needle", "a haystack"]
    assert scores(lines, "haystack?\x1fneedle").keys() == {201}
    assert scores(lines, "pitchfork?\x1fneedle").keys() == {200}


def test_two_words_in_one_name_count_more_than_apart() -> None:
    """As code joins them."""
    lines = [*CALM, "the max is that of a line here", "the max_line is that here too"]
    found = scores(lines, "What is the max line?")
    assert found[201] > found[200]


def test_other_scripts_are_found() -> None:
    """With and without spaces between words, and beside letters that grow in lower case."""
    lines = [*CALM, "İİİ this is größe", "这是一个测试的文字"]
    assert scores(lines, "größe").keys() == {200}
    assert scores(lines, "测试").keys() == {201}
