from __future__ import annotations

import msgspec
import pytest

from benchmarks.baselines import METHODS, NO_HINDSIGHT, asked_before, best_matches, head_and_tail, rivals, shortened, units_of
from benchmarks.cases import IN_TREE, Case, load
from benchmarks.subject import tokens

ROWS = "\n".join(f"host-{number} is well" for number in range(300))
LATE = Case(
    id="late",
    kind="log",
    format="openai",
    model="gpt-4o",
    messages=[
        {"role": "user", "content": "Get the hosts."},
        {"role": "assistant", "content": None, "tool_calls": []},
        {"role": "tool", "tool_call_id": "1", "content": f"{ROWS}\nzebra is ill"},
        {"role": "user", "content": "Is zebra well?"},
    ],
    query="Is zebra well?",
    must_keep=("zebra is ill", "Get the hosts."),
)
"""A question that comes after the result that it is about."""


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


def test_best_matches_stay_within_the_budget() -> None:
    """Ends of lines are counted with the lines."""
    assert 30 < tokens((best_matches(ROWS, "host-7", 50),)) <= 50


@pytest.mark.parametrize("method", [*METHODS, NO_HINDSIGHT])
def test_results_without_a_budget_stay(method: str) -> None:
    """What ours did not touch, the rivals do not touch."""
    rest, result = shortened(LATE, method, [None])
    assert result == LATE.messages[2]["content"]
    assert "Get the hosts." in rest
    assert "zebra is ill" not in rest


def test_question_before_a_result_is_known() -> None:
    """Of both formats, the last thing that a person said counts, and a tool result is not said by a person."""
    assert asked_before(LATE) == ("Get the hosts.",)
    for case in load(IN_TREE, kinds=["log", "json"]):
        assert all(asked_before(case)), case.id


def test_hindsight_helps_the_rival() -> None:
    """Told the question that came later, BM25 keeps its answer; told what was known, it does not."""
    short = [{**message, "content": "x" * 200} if message["role"] == "tool" else message for message in LATE.messages]
    shares = rivals(LATE, short, without_hindsight=True)
    assert shares == {"head and tail": 1.0, "BM25": 1.0, NO_HINDSIGHT: 0.5}
    middle = msgspec.structs.replace(LATE, must_keep=("host-150 is well",))
    assert rivals(middle, short) == {"head and tail": 0.0, "BM25": 0.0}
