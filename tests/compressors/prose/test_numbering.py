"""Tests of the numbers a question asks for."""

from __future__ import annotations

import pytest

from headroom.compressors.prose.numbering import number_hits, numbers_in
from tests.compressors.prose.samples import units


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("What does section 37 say?", {"37": True}),
        ("What is in Art. 45 and clause 2.1?", {"45": True, "2.1": True}),
        ("Какова сумма по пункту 17?", {"17": True}),
        ("第37号货物的价格是多少？", {"37": True}),
        ("What are the 12 rules?", {"12": False}),
        ("Who paid 250000 in all?", {}),
        ("What is E42 or x86_64?", {}),
        ("", {}),
    ],
)
def test_the_numbers_of_a_question(question: str, numbers: dict[str, bool]) -> None:
    """Those that say which place is meant are told from those that say how much."""
    assert numbers_in(question) == numbers


TEXT = """# Section 7

It comes to 17 crowns in all. The sum is due at once.

# Section 17

It comes to 1.7 crowns in all. The sum is due next year.

# Section 170

As said in section 17, it comes to 7,170 crowns in all. Nothing else is due at all.
"""


def test_the_whole_number_is_looked_for() -> None:
    """Not a part of another; what has it as its own number is worth most, and what stands under it nearly as much."""
    made = units(TEXT)
    hits = {made.words(unit)[:14]: worth for unit, worth in number_hits(made, "17", 99, is_label=True).items()}
    assert hits["# Section 17"] == 1
    assert hits["It comes to 1."] == hits["The sum is due"] > hits["As said in sec"] > hits["It comes to 17"]
    assert "# Section 170" not in hits
    plain = number_hits(made, "17", 99, is_label=False)
    assert sorted(made.words(unit)[:14] for unit in plain) == ["# Section 17", "As said in sec", "It comes to 17"]


def test_a_clause_of_several_sentences() -> None:
    """Its number counts for all of its paragraph."""
    made = units("Clause 11. The rent is due. It is paid in coins.\n\nClause 12. The house is locked. Keys are with Ann.\n")
    hits = number_hits(made, "12", 99, is_label=True)
    assert {made.words(unit)[:10] for unit, worth in hits.items() if worth > 0.5} == {"Clause 12.", "Keys are w"}
