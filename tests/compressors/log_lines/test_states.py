"""Tests of finding changes of state."""

from __future__ import annotations

from headroom.compressors.log_lines.states import state_rows
from tests.compressors.log_lines.rows import CALM, read_templates


def states(*rows: str) -> list[int]:
    """The rows that tell a change among calm rows, counted from the first of `rows`."""
    _, places, templates = read_templates([*CALM, *rows])
    return [row - len(CALM) for row in state_rows(templates, places)]


def test_each_of_few_changes_is_told() -> None:
    """The same change at another time is another change."""
    assert states("raft became leader term 4", "raft: stepping down", "raft became leader term 6") == [1, 0, 2]


def test_of_more_the_first_and_the_last_are_told() -> None:
    """When it began, and how it stands now."""
    assert states(*(f"peer {at} reconnected" for at in range(9))) == [0, 8]


def test_what_starts_and_stops_all_the_time_is_work() -> None:
    """A service that starts a session for each user changes nothing."""
    assert states(*(f"Started Session {at} of user root" for at in range(40))) == []


def test_words_within_other_words_tell_nothing() -> None:
    """`update` is not `up`."""
    assert states("group update already in the center of attention") == []


def test_of_very_many_kinds_some_are_told() -> None:
    """Evenly spread."""
    found = states(
        *(f"The {chr(97 + at % 26) * 3}{chr(97 + at // 26) * 3} service entered the running state." for at in range(200))
    )
    assert 12 <= len(found) <= 24
    assert found[-1] > 150


def test_calm_rows_tell_none() -> None:
    """Nor does a text without such words."""
    assert states() == []
