"""Tests of choosing units within a budget."""

from __future__ import annotations

from headroom.compressors.prose.selection import NOTE_TOKENS, choose
from headroom.tokens import count
from tests.compressors.prose.samples import article, lease, units

RATE = 0.22
ORDER = range(1_000)


def test_the_best_stay_within_the_budget() -> None:
    """What is worth most is taken first, and what is kept costs no more than allowed."""
    made = units(article())
    values = [float(unit) for unit in range(len(made))]
    kept, spent = choose(made, values, {}, [], 200, RATE, ORDER[: len(made)])
    assert max(kept) == len(made) - 1
    assert spent <= 200
    assert 0 not in kept


def test_what_a_unit_needs_comes_with_it() -> None:
    """Its heading, and what it is tied to, or it does not come at all."""
    made = units(lease())
    values = [0.0] * len(made)
    target = next(unit for unit in range(len(made)) if made.words(unit).startswith("Visitors"))
    values[target] = 1.0
    kept, _ = choose(made, values, {target: (target - 3,)}, [], 120, RATE, ORDER[: len(made)])
    assert {target, target - 3, made.headings[target]} <= kept
    kept, _ = choose(made, values, {target: (target - 3,)}, [], 1, RATE, ORDER[: len(made)])
    assert kept == set()


def test_what_must_stay_stays() -> None:
    """Whatever it costs."""
    made = units(article())
    assert choose(made, [0.0] * len(made), {}, [3], 0, RATE, ORDER[: len(made)])[0] == {3}


def test_small_gaps_are_closed() -> None:
    """What takes less than its note stays."""
    made = units(f"{article(3)}\nShort one here.\n\n{article(3)}")
    gap = next(unit for unit in range(len(made)) if made.words(unit) == "Short one here.")
    values = [1.0] * len(made)
    values[gap] = -1.0
    assert gap in choose(made, values, {}, [], 10_000, RATE, ORDER[: len(made)])[0]


def test_worthless_units_go() -> None:
    """Even where there would be room."""
    made = units(article())
    values = [1.0] * len(made)
    values[4] = -1.0
    assert 4 not in choose(made, values, {}, [], 10_000, RATE, ORDER[: len(made)])[0]


def test_a_note_costs_what_is_reckoned() -> None:
    """Its tokens, its line end included."""
    assert abs(count("[headroom: 12 sentences omitted]\n") - NOTE_TOKENS) <= 1


def test_only_units_stay() -> None:
    """Nothing stands before the first one or behind the last."""
    made = units(article())
    everything, _ = choose(made, [1.0] * len(made), {}, [], 10_000, RATE, ORDER[: len(made)])
    assert everything == set(range(len(made)))
    assert choose(made, [1.0] * len(made), {}, [], 0, RATE, ORDER[: len(made)])[0] == set()
