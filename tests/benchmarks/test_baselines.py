from __future__ import annotations

from benchmarks.baselines import best_matches, head_and_tail, units_of
from benchmarks.subject import tokens


def test_head_and_tail_keeps_both_ends() -> None:
    """What stands in the middle goes first."""
    text = "first " + "filler " * 500 + "last"
    short = head_and_tail(text, 20)
    assert short.startswith("first")
    assert short.endswith("last")
    assert tokens((short,)) <= 25


def test_short_text_is_left_whole() -> None:
    """Nothing is cut within the budget."""
    assert head_and_tail("as it is", 20) == "as it is"


def test_rows_of_the_largest_array_are_the_units() -> None:
    """An array inside an object is found."""
    assert units_of('{"meta": [1], "rows": [{"a": 1}, {"a": 2}]}') == ['{"a":1}', '{"a":2}']


def test_lines_are_the_units_of_other_text() -> None:
    """A log is chosen from by line."""
    assert units_of("one\ntwo") == ["one", "two"]


def test_best_matches_answer_the_question_in_order() -> None:
    """The matching row is kept although it stands last."""
    rows = ",".join(f'{{"name":"host-{number}","state":"ok"}}' for number in range(200))
    text = f'[{rows},{{"name":"zebra","state":"ok"}}]'
    assert "zebra" in best_matches(text, "what about zebra?", 20)
