"""Tests of the kind of answer that is asked for."""

from __future__ import annotations

import pytest

from headroom.compressors.prose.wanting import favoured
from headroom.relevance import query_text, read_query
from tests.compressors.prose.samples import units

MADE = units(
    "The rent is what people pay for rooms in a house. The rent comes to 1,200 crowns a month here. "
    "The rent is collected by old Alfred Smith of the town. The rent may not be paid with eggs or with milk.\n"
)


@pytest.mark.parametrize(
    ("question", "unit"),
    [
        ("How much is the rent?", 1),
        ("Wie viel kostet es und wann?", 1),
        ("租金是多少？", 1),
        ("Who collects it?", 2),
        ("What does it prohibit?", 3),
        ("May I pay with eggs?", 3),
    ],
)
def test_the_kind_asked_for_is_favoured(question: str, unit: int) -> None:
    """Of sentences that answer alike, the one with a number, a name or a denial."""
    raised = favoured(MADE, dict.fromkeys(range(4), 0.5), read_query(question))
    assert max(raised, key=lambda at: raised[at]) == unit
    assert sorted(raised.values())[-2] <= 0.5


def test_who_asks_what_is_forbidden_is_told() -> None:
    """A sentence that forbids outranks one that answers better otherwise."""
    for question in ("What must they not do?", "What is prohibited?", "Was ist verboten?"):
        raised = favoured(MADE, {0: 1.0, 1: 0.9, 3: 0.5}, read_query(question))
        assert max(raised, key=lambda at: raised[at]) == 3


def test_nothing_is_favoured_without_a_word_for_it() -> None:
    """The arguments of a call do not ask, and what does not answer at all is not raised."""
    scores = dict.fromkeys(range(4), 0.5)
    assert favoured(MADE, scores, read_query(query_text("Explain it", "how much, who, never"))) == scores
    assert favoured(MADE, {1: 0.1}, read_query("How much?")) == {1: 0.1}
    assert max(favoured(MADE, {0: 1.0, 1: 1.0}, read_query("How much?")).values()) == 1
