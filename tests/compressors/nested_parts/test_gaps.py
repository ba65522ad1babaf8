"""Notes stand where something went, if they are worth it."""

from __future__ import annotations

from returns.result import Failure, Success

from headroom.compressors.nested_parts.choice import Gap
from headroom.compressors.nested_parts.gaps import named, noted_gaps, text_without

_TEXT = "head\n" + "some words of a line that goes\n" * 40 + "tail\n"
_GAP = Gap(5, len(_TEXT) - 5, 1, 2)


def test_small_gaps_stay() -> None:
    """A gap that is hardly longer than its note is none."""
    small = Gap(0, 30, 1, 2)
    assert noted_gaps([small, _GAP], lambda _: "# a note of some length\n") == [(_GAP, "# a note of some length\n")]


def test_notes_and_marker_are_written() -> None:
    """What is not in a gap stays as it is."""
    assert text_without(_TEXT, [(_GAP, "# note\n")], "# marker\n") == Success("head\n# note\ntail\n# marker\n")


def test_a_text_that_would_be_longer_stays() -> None:
    """Notes may cost more than they save."""
    assert isinstance(text_without(_TEXT, [(_GAP, "# note " * 500)], "# marker\n"), Failure)


def test_names_are_few_and_told_once() -> None:
    """More than there is room for are left out, and one sees that."""
    assert named(["a", "b", "a", ""]) == "a, b"
    assert named([f"name{number}" for number in range(30)]).endswith("name7, …")
    assert named([]) == ""
