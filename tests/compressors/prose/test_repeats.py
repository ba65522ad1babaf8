"""Tests of sentences that are said again."""

from __future__ import annotations

from headroom.compressors.prose.repeats import repeats_of
from tests.compressors.prose.samples import article, units

ONCE = "The tenant shall pay the rent of 1,200 crowns in advance on the first day of every month."


def repeats(second: str) -> set[int]:
    """Which units repeat others where a sentence follows `ONCE`."""
    return repeats_of(units(f"{ONCE}\n\nThe landlord heats the house in winter.\n\n{second}\n"))


def test_the_same_again_is_a_repeat() -> None:
    """Also wrapped otherwise, and with another word at an end."""
    assert repeats(ONCE) == {2}
    assert repeats(ONCE.replace("in advance on", "in advance\non")) == {2}
    assert repeats(ONCE.replace("of every month.", "of each month.")) == {2}


def test_other_numbers_are_no_repeat() -> None:
    """What differs in a number says something else."""
    assert repeats(ONCE.replace("1,200", "1,300")) == set()


def test_other_words_are_no_repeat() -> None:
    """One denial, one name is enough; so is what only begins or ends the same."""
    assert repeats(ONCE.replace("shall pay", "shall not pay")) == set()
    assert repeats(ONCE.replace("tenant", "landlord")) == set()
    assert repeats(ONCE.replace("in advance on the first day of every", "to nobody but the baker of this very")) == set()
    assert repeats_of(units(article())) == set()


def test_one_sentence_many_times_is_quick_and_kept_once() -> None:
    """Each is compared with the first alone."""
    made = units(f"{ONCE} " * 5_000)
    assert repeats_of(made) == set(range(1, len(made)))


def test_a_long_unit_is_not_read_again_for_each_short_one() -> None:
    """What begins the same and is far shorter is no repeat."""
    made = units(f"{ONCE[:-1]} {'and so on ' * 100_000}.\n\n" + f"{ONCE[:60]} here today.\n\n" * 2_000)
    assert repeats_of(made) == set(range(2, len(made)))
