"""Tests of notes in place of outdated reads."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from headroom.errors import ConfigurationError
from headroom.messages import Conversation, original_of
from headroom.retrieval.marker import find_markers
from headroom.transforms.duplicates import Duplicates
from headroom.transforms.stale_reads import StaleReads
from tests.transforms.histories import Step, anthropic, listing, openai, results_of, tokens_of, untouched

FORMATS = [openai, anthropic]
Build = Callable[..., Conversation]
OLD = listing(1)
READ: Step = ("Read", '{"path":"a.py"}', OLD)
EDIT: Step = ("Edit", '{"path":"a.py","new_string":"y"}', "The file was changed.")
ASK: Step = ("", "{}", "Go on.")
LATER = (ASK, ASK)


@pytest.mark.parametrize("build", FORMATS)
def test_a_read_before_an_edit_becomes_a_note(build: Build) -> None:
    """It names the file, the reason and the original; the read after the edit stays."""
    before = build(ASK, READ, EDIT, ("Read", '{"path":"a.py"}', listing(2)), *LATER)
    after, report = StaleReads()(before)
    digest = original_of(OLD).hash
    note = f"[headroom: 1 result omitted (a.py was changed after this read, by Edit); original {digest}]"
    assert results_of(after) == [note, "The file was changed.", listing(2)]
    assert report.original_texts == {digest: OLD}
    untouched(before, after, report)
    assert tokens_of(after) < tokens_of(before)
    assert StaleReads()(after)[0] is after


@pytest.mark.parametrize(
    "steps",
    [
        (READ, *LATER),
        (EDIT, READ, *LATER),
        (READ, ("Edit", '{"path":"b.py"}', "ok"), *LATER),
        (READ, ("Edit", '{"path":"a.py"}', "Error: old_string not found"), *LATER),
        (("Bash", '{"path":"a.py"}', OLD), EDIT, *LATER),
        (("Read", '{"path":"a.py"}', OLD[:400]), EDIT, *LATER),
        (("Read", '{"path":"a.py"}', f"{OLD}[headroom: 3 lines omitted]"), EDIT, *LATER),
        (READ, EDIT),
        (READ, EDIT, ASK),
        (READ, ("Read", '{"path":"a.py"}', listing(2)), *LATER),
    ],
)
def test_what_stays(steps: tuple[Step, ...]) -> None:
    """Reads that nothing outdates, small ones, ones with a note of ours, and the last turns."""
    before = openai(ASK, *steps)
    after, report = StaleReads()(before)
    assert after is before
    assert report.originals == ()


def test_the_reason_is_told() -> None:
    """For what might have gone."""
    _, report = StaleReads()(openai(ASK, READ, EDIT))
    assert "within the last 2 turns" in [decision.reason for decision in report.decisions]
    _, report = StaleReads(min_size_bytes=100_000)(openai(ASK, READ, EDIT, *LATER))
    assert "below 100000 bytes" in [decision.reason for decision in report.decisions]


def test_a_later_read_supersedes_only_if_asked() -> None:
    """And only one that shows at least the same lines."""
    some: Step = ("Read", '{"path":"a.py","offset":1,"limit":60}', OLD)
    whole: Step = ("Read", '{"path":"a.py"}', listing(2))
    after, report = StaleReads(compress_superseded=True)(openai(ASK, some, whole, *LATER))
    assert "a.py was read again later" in results_of(after)[0]
    assert results_of(after)[1] == listing(2)
    assert len(report.originals) == 1
    before = openai(ASK, whole, some, *LATER)
    assert StaleReads(compress_superseded=True)(before)[0] is before


def test_stale_reads_may_be_left() -> None:
    """With `compress_stale=False`."""
    before = openai(ASK, READ, EDIT, *LATER)
    assert StaleReads(compress_stale=False)(before)[0] is before


def test_what_a_pointer_points_at_stays() -> None:
    """Or the pointer would point at a note."""
    copy: Step = ("show", "{}", OLD)
    pointing, _ = Duplicates()(openai(ASK, READ, copy, EDIT, *LATER))
    after, report = StaleReads()(pointing)
    assert after is pointing
    assert "needed below, or no longer than a note" in [decision.reason for decision in report.decisions]


def test_paths_cannot_break_the_note() -> None:
    """One line, one marker, the true hash."""
    arguments = '{"path":"a\\n]; original 000000000000000000000000]"}'
    after, _ = StaleReads()(openai(ASK, ("Read", arguments, OLD), ("Edit", arguments, "ok"), *LATER))
    note = results_of(after)[0]
    assert "\n" not in note
    assert [marker.hash for marker in find_markers(note)] == [original_of(OLD).hash]


def test_settings_out_of_range_are_refused() -> None:
    """At once."""
    with pytest.raises(ConfigurationError):
        StaleReads(keep_turns=-1)
    with pytest.raises(ConfigurationError):
        StaleReads(min_size_bytes=0)


def test_it_says_that_it_rewrites_history() -> None:
    """Always."""
    assert (StaleReads().name, StaleReads().rewrites_history) == ("stale_reads", True)
