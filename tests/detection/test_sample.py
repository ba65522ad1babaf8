"""A sample is bounded, takes lines from everywhere, and cleans them."""

from __future__ import annotations

from itertools import pairwise

import pytest

from headroom.detection.sample import WIDTH, sample_of

MOST = 48


def test_a_short_text_is_its_own_sample() -> None:
    """All lines, but for the blank ones."""
    sample = sample_of("one\n\n  two\nthree  \n")
    assert sample.lines == ("one", "  two", "three")
    assert sample.top == 3
    assert sample.blank == 2
    assert sample.body == "one\n  two\nthree"
    assert (sample.head, sample.tail) == ("one\n\n  two\nthree  \n", "one\n\n  two\nthree")


def test_a_long_text_gives_lines_from_everywhere() -> None:
    """The first ones, the last ones, and some from between, each whole, in order and once."""
    total = 10_000
    sample = sample_of("".join(f"line {number:06}\n" for number in range(total)))
    numbers = [int(line.removeprefix("line ")) for line in sample.lines]
    assert len(numbers) <= MOST
    assert numbers == sorted(set(numbers))
    assert numbers[: sample.top] == [*range(sample.top)]
    assert numbers[-3:] == [total - 3, total - 2, total - 1]
    between = [number for number in numbers if 1_000 < number < 9_000]
    assert len(between) > 10
    assert max(after - before for before, after in pairwise(between)) < 1_000


@pytest.mark.parametrize("size", [10_000, 100_000, 1_000_000])
def test_a_sample_is_bounded(size: int) -> None:
    """Whatever the size of the text and of its lines."""
    for text in ("x" * size, "x\n" * size, f"{'x' * 1_000}\n" * (size // 1_000), "\n" * size, " " * size, "\x1b[0m" * size):
        sample = sample_of(text)
        assert len(sample.lines) <= MOST
        assert all(len(line) <= WIDTH for line in sample.lines)
        assert len(sample.head) <= 400
        assert len(sample.tail) <= 400
        assert sample.size == len(text)


def test_the_number_of_lines_can_be_set() -> None:
    """For parts of a text, fewer are enough."""
    assert len(sample_of("x\n" * 1_000, 12).lines) <= 12


def test_lines_are_cleaned() -> None:
    """Colours, a byte order mark, carriage returns and what they paint over are gone."""
    sample = sample_of("\ufeff\x1b[31mred\x1b[0m\r\n10%\r50%\r100%\r\n\x1b[0m\r\nend")
    assert sample.lines == ("red", "100%", "end")


def test_numbers_before_lines_are_taken_off() -> None:
    """Those that a viewer has put there."""
    sample = sample_of("  1→one\n  2→  two\n  3→three\n")
    assert sample.numbering == "arrow"
    assert sample.lines == ("one", "  two", "three")


def test_lines_can_be_counted() -> None:
    """How many match, and their share."""
    sample = sample_of("a\nb\na\na\n")
    assert sample.count(lambda line: line == "a") == 3
    assert sample.share(lambda line: line == "a") == 0.75
    assert sample_of("").share(lambda line: line == "a") == 0.0
