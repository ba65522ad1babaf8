"""Tests of what stays of commit messages."""

from __future__ import annotations

from headroom.compressors.unified_diff.parse import Diff, Prose, parse_diff
from headroom.compressors.unified_diff.prose import kept_prose, prose_room
from headroom.relevance import read_query


def message(*lines: str) -> tuple[Diff, Prose]:
    """A diff that is all words."""
    diff = parse_diff("".join(f"{line}\n" for line in lines))
    (part,) = diff.parts
    assert isinstance(part, Prose)
    return diff, part


LONG = [f"    sentence {at} of a message that goes on and on about it" for at in range(40)]


def test_short_messages_stay() -> None:
    """Whole."""
    diff, prose = message("commit 1", "", "    why")
    assert kept_prose(diff, prose, 100, read_query("")) == [(0, 3)]


def test_long_messages_keep_their_beginning_and_further_commits() -> None:
    """And lines with words of the question, as long as there is room."""
    diff, prose = message("commit 1", "", *LONG, "commit 2", *LONG, "    because of the timeouts")
    runs = kept_prose(diff, prose, 200, read_query("What about timeouts?"))
    assert runs[0][0] == 0
    assert runs[0][1] < 10
    assert [diff.lines[start] for start, _ in runs[1:]] == ["commit 2\n", "    because of the timeouts\n"]
    assert runs[-1][1] == prose.end


def test_gaps_that_are_shorter_than_their_note_stay() -> None:
    """A note would be longer."""
    diff, prose = message("commit 1", "", *LONG, "x", "commit 2")
    runs = kept_prose(diff, prose, 10_000 // 5, read_query(""))
    assert runs[-1][1] == prose.end
    assert diff.chars(runs[0][1], runs[1][0]) > 60


def test_room_is_shared() -> None:
    """Many messages get less each, but never less than a commit's header."""
    assert prose_room(1, 1_000_000) > prose_room(100, 1_000_000) > prose_room(10_000, 1_000_000) == prose_room(10_000, 10)
