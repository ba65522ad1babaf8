"""Tests of giving each part of a text its share."""

from __future__ import annotations

from itertools import pairwise

from headroom.compressors.prose.spreading import scattered, shared
from tests.compressors.prose.samples import article, lease, units


def test_the_first_few_are_spread_over_the_text() -> None:
    """So are the first half: nowhere is much more left out than elsewhere."""
    made = units(article(20))
    order = scattered(made)
    for some in (8, 16, len(made) // 2):
        first = sorted(sorted(range(len(made)), key=order.__getitem__)[:some])
        gaps = [after - before for before, after in pairwise([*first, len(made)])]
        assert max(gaps) <= 3.5 * len(made) / some


def test_short_sentences_stay_in_runs() -> None:
    """A note takes as much as two of them."""
    made = units("The tenant shall pay the rent of it. " * 60)
    order = scattered(made)
    runs = sum(order[unit] == order[unit - 1] for unit in range(1, len(made)))
    assert runs > len(made) / 2


def test_each_part_has_its_share() -> None:
    """Where one part is worth more than all others, the best of the others still outranks its third."""
    made = units(lease(6))
    rich = {unit for unit in range(len(made)) if made.headings[unit] == made.headings[8]}
    weights = [0.8 if unit in rich else 0.3 for unit in range(len(made))]
    values = shared(made, weights, scattered(made))
    best = sorted(range(len(made)), key=values.__getitem__, reverse=True)[:8]
    assert len({made.headings[unit] for unit in best}) >= 6


def test_what_is_worth_more_comes_first_in_its_part() -> None:
    """Whatever the order of equals says; headings are not first, as they come with what is under them."""
    made = units(lease(2))
    weights = [0.1] * len(made)
    weights[6] = 0.5
    values = shared(made, weights, scattered(made))
    part = [unit for unit in range(len(made)) if made.headings[unit] == made.headings[6]]
    assert max(part, key=values.__getitem__) == 6
    assert values[made.headings[6]] < 0.1
