"""Tests of what sentences say by themselves."""

from __future__ import annotations

import pytest

from headroom.compressors.prose.saying import holders, weights_of
from tests.compressors.prose.samples import units

PLAIN = "People walked along the river and talked about the weather."


@pytest.mark.parametrize(
    "telling",
    [
        "The rent of the house amounts to 1,200 crowns a month today.",
        "The tenant shall not keep animals in the house or in the yard.",
        "The house was sold by Alfred Smith to Mary Jones of New Bedford.",
        "A weekday means every day on which the shops of the town open.",
        "They may stay for long unless somebody else has asked for it.",
    ],
)
def test_facts_outrank_talk(telling: str) -> None:
    """Numbers, denials, names, definitions and conditions."""
    weights = weights_of(units(f"{PLAIN} {PLAIN} {telling} {PLAIN}\n"))
    assert weights[2] > max(weights[1], weights[3])


def test_what_opens_a_paragraph_outranks_the_rest() -> None:
    """The first sentence of a section more than that of a paragraph."""
    weights = weights_of(units(f"# Walks\n\n{PLAIN} {PLAIN}\n\n{PLAIN} {PLAIN}\n"))
    assert weights[1] > weights[3] > weights[2]


@pytest.mark.parametrize(
    "strong",
    [
        "The supplier shall not subcontract any part of it.",
        "The liability of it shall not exceed a sum of crowns.",
        "The price of it rises by no more than 3.5% in a year.",
        "The price of it comes to EUR 250,000 for all of this.",
        "All of it comes back within 30 days of the last day.",
        "The supplier must not keep copies of any such thing.",
    ],
)
@pytest.mark.parametrize("label", ["", "2.1 ", "Clause 3. ", "§ 4 "])
def test_limits_outrank_what_opens_a_section(strong: str, label: str) -> None:
    """The number of a clause is no number: it does not raise the sentence that bears it."""
    opening = f"{label}People walk along the river and talk about the weather."
    weights = weights_of(units(f"# Walks\n\n{opening} {PLAIN} {strong} {PLAIN}\n"))
    assert weights[3] > weights[1]
    assert weights[1] == pytest.approx(weights_of(units(f"# Walks\n\n{opening[len(label) :]} {PLAIN}\n"))[1], abs=0.2)


def test_numbers_of_clauses_say_nothing() -> None:
    """In front of a sentence or in a heading."""
    assert weights_of(units("第3条规定双方应当互相帮助并且互相信任。第三条规定双方应当互相帮助并且互相信任。\n"))[0] < 0.31
    assert weights_of(units(f"## 4. walks\n\n{PLAIN}\n"))[0] == weights_of(units(f"## walks\n\n{PLAIN}\n"))[0]


def test_cues_are_found_once_a_unit() -> None:
    """Each unit that holds one, however often."""
    assert holders(units(f"{PLAIN} It is not, not, not so at all here. {PLAIN}\n"), (b" not", b"so ")) == {1}


def test_numbers_count_in_each_unit_that_has_them() -> None:
    """However many a unit has, and none in headings."""
    number = "People walked along all 12 rivers, 14 lakes and 9 creeks."
    weights = weights_of(units(f"# part 12\n\n{PLAIN} {number} {PLAIN} {number} {PLAIN}\n"))
    assert weights[2] == weights[4] > weights[3] == weights[5]
    assert weights[0] == 0
