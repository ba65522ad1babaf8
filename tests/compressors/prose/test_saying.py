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


def test_cues_are_found_once_a_unit() -> None:
    """Each unit that holds one, however often."""
    assert holders(units(f"{PLAIN} It is not, not, not so at all here. {PLAIN}\n"), (b" not", b"so ")) == {1}
