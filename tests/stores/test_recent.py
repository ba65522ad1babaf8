"""What a process knows to be kept."""

from __future__ import annotations

from headroom.stores.recent import Recent

FILE = (1, 2)


def test_what_was_noted_is_found() -> None:
    """By tenant and key, and only what was noted."""
    recent: Recent[str] = Recent(max_entries=10)
    recent.note("t", {"a": "1", "b": "2"}, file=FILE)
    assert recent.found("t", ["a", "c"], file=FILE, not_older_s=60) == {"a": "1"}
    assert recent.found("other", ["a"], file=FILE, not_older_s=60) == {}


def test_what_is_older_is_not_found() -> None:
    """A note counts for as long as the caller says."""
    recent: Recent[None] = Recent(max_entries=10)
    recent.note("t", {"a": None}, file=FILE)
    assert recent.found("t", ["a"], file=FILE, not_older_s=-1) == {}


def test_another_file_is_unknown() -> None:
    """What was noted of one file says nothing of the one that takes its place, nor of none."""
    recent: Recent[None] = Recent(max_entries=10)
    recent.note("t", {"a": None}, file=FILE)
    assert recent.found("t", ["a"], file=(1, 3), not_older_s=60) == {}
    assert recent.found("t", ["a"], file=None, not_older_s=60) == {}
    recent.note("t", {"b": None}, file=(1, 3))
    assert recent.found("t", ["a", "b"], file=(1, 3), not_older_s=60) == {"b": None}


def test_it_is_bounded() -> None:
    """The oldest notes go first; a note that is renewed is young."""
    recent: Recent[int] = Recent(max_entries=2)
    recent.note("t", {"a": 1, "b": 2}, file=FILE)
    recent.note("t", {"a": 1, "c": 3}, file=FILE)
    assert recent.found("t", "abc", file=FILE, not_older_s=60) == {"a": 1, "c": 3}
