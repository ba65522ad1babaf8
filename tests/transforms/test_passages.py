"""Tests of finding runs of lines that an earlier text holds."""

from __future__ import annotations

import random

import pytest

from headroom.compressors.excerpt import split_lines
from headroom.transforms.passages import Run, Said


def lines(seed: int, number: int) -> list[str]:
    """Lines of some sixty characters that no other seed has."""
    chance = random.Random(seed)
    return [
        f"{index:3d} value {chance.random():.12f} of series {seed}, measured {chance.random():.12f}\n"
        for index in range(number)
    ]


def said(*texts: str) -> Said:
    """What these texts have said, numbered from 0."""
    have = Said()
    for number, text in enumerate(texts):
        have.add(text, number)
    return have


OLD = lines(1, 40)
NEW = lines(2, 40)


def test_the_same_text_is_one_run() -> None:
    """All of it, from the first line to the last."""
    assert said("".join(OLD)).runs("".join(OLD)) == (Run(0, 40, 0, 0),)


def test_a_run_is_as_long_as_both_agree() -> None:
    """Backwards and forwards from where it was noticed, whatever stands round it."""
    text = "".join(NEW[:7] + OLD[11:31] + NEW[20:])
    assert said("".join(OLD)).runs(text) == (Run(7, 27, 0, 11),)


def test_several_runs_are_in_order_and_apart() -> None:
    """Each with the text that it stands in."""
    other = lines(3, 40)
    text = "".join(other[5:25] + NEW[:3] + OLD[0:20] + OLD[25:40])
    assert said("".join(OLD), "".join(other)).runs(text) == (Run(0, 20, 1, 5), Run(23, 43, 0, 0), Run(43, 58, 0, 25))


def test_what_was_said_first_is_pointed_at() -> None:
    """Not what repeated it."""
    assert said("".join(OLD), "".join(OLD)).runs("".join(OLD[:30])) == (Run(0, 30, 0, 0),)


def test_nothing_of_it_was_said() -> None:
    """Nor by nobody."""
    assert said("".join(OLD)).runs("".join(NEW)) == ()
    assert said().runs("".join(NEW)) == ()
    assert said("").runs("") == ()
    assert said("one line").runs("one line") == ()


def test_the_order_counts() -> None:
    """The same lines shuffled say something else."""
    shuffled = random.Random(5).sample(OLD, len(OLD))
    assert said("".join(OLD)).runs("".join(shuffled)) == ()


@pytest.mark.parametrize(("many", "expected"), [(4, False), (5, False), (6, False), (7, True), (20, True)])
def test_a_run_must_be_worth_its_note(many: int, expected: bool) -> None:
    """Five lines, and 400 characters: seven of these."""
    assert 6 * len(OLD[0]) < 400 < 7 * len(OLD[0])
    # The pairs that are remembered are a quarter: of so many places some are found.
    texts = ["".join(NEW[:5] + OLD[start : start + many] + NEW[20:]) for start in range(20)]
    found = [run for text in texts for run in said("".join(OLD)).runs(text)]
    assert bool(found) is expected
    assert all((run.start, run.end) == (5, 5 + many) for run in found)


def test_four_long_lines_are_no_run() -> None:
    """However much they say."""
    long = [line.strip() * 20 + "\n" for line in OLD]
    assert said("".join(long)).runs("".join(NEW[:5] + long[3:7] + NEW[10:])) == ()
    assert said("".join(long)).runs("".join(NEW[:5] + long[3:23] + NEW[10:])) == (Run(5, 25, 0, 3),)


def test_lines_that_say_nothing_do_not_begin_a_run() -> None:
    """Brackets and blank lines are everywhere."""
    closing = ["    }\n", "  }\n", "}\n", "\n"] * 150
    assert said("".join(closing)).runs("".join(closing)) == ()
    # Beside lines that say something they are part of one.
    mixed = [line for pair in zip(OLD, OLD, closing[:40], strict=True) for line in pair]
    assert said("".join(mixed)).runs("".join(mixed)) == (Run(0, 120, 0, 0),)


def test_notes_of_ours_do_not_begin_a_run() -> None:
    """They speak of another text's gaps."""
    notes = [f"[headroom: {number} lines omitted (like the line above, and of some length)]\n" for number in range(40)]
    assert said("".join(notes)).runs("".join(notes)) == ()


def test_a_long_run_is_nearly_always_noticed() -> None:
    """Runs of twenty lines: not one of two hundred is missed."""
    missed = 0
    for seed in range(100, 300):
        earlier = lines(seed, 30)
        missed += not said("".join(earlier)).runs("".join(NEW[:5] + earlier[4:24] + NEW[5:]))
    assert missed <= 2


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_are_part_of_lines(end: str) -> None:
    """A carriage return alone is none."""
    text = "".join(OLD).replace("\n", end)
    number = len(split_lines(text))
    assert said(text).runs(text) == (() if end == "\r" else (Run(0, number, 0, 0),))
    assert said("".join(OLD)).runs(text) == ((Run(0, 40, 0, 0),) if end == "\n" else ())


def test_odd_characters_pass() -> None:
    """Half surrogates and NULs are characters."""
    odd = [line.replace("value", "\ud800\x00") for line in OLD]
    assert said("".join(odd)).runs("".join(odd)) == (Run(0, 40, 0, 0),)


def test_one_line_again_and_again_is_compared_once() -> None:
    """A run ends where the earlier text ends, and the next begins there."""
    line = OLD[0]
    for number in (100, 5_000):
        runs = said(line * number).runs(line * 2 * number)
        covered = [index for run in runs for index in range(run.start, run.end)]
        assert len(covered) == len(set(covered)) <= 2 * number
