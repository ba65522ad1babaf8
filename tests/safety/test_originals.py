"""Tests of law 7: whatever was dropped is named, and comes back."""

from __future__ import annotations

import msgspec

from headroom.messages import Conversation, Decision, Original, Report, original_of
from headroom.safety.changes import changes_between
from headroom.safety.originals import originals_named
from tests.safety.builders import LONG, chat, dropped, message, openai, reencoded, result, with_parts

MARKED = f"[headroom: 2 of 3 omitted; original {original_of(LONG).hash}]"


def rules(before: Conversation, after: Conversation, report: Report) -> list[str]:
    """The rules of law 7 that were broken, at message 3 or 0."""
    verdicts = list(originals_named(changes_between(before, after), report))
    assert all(verdict.law == 7 and verdict.message in (0, 3) for verdict in verdicts)
    return [verdict.rule for verdict in verdicts]


def test_named_original_is_enough() -> None:
    """A hash in the new text and its original in the report satisfy the law."""
    before = chat()
    assert rules(before, with_parts(before, 3, result("c1", MARKED)), dropped(3, LONG)) == []


def test_change_without_a_decision_is_told() -> None:
    """A text may not change behind the report's back."""
    before = chat()
    report = msgspec.structs.replace(dropped(3, LONG), decisions=())
    assert rules(before, with_parts(before, 3, result("c1", MARKED)), report) == ["decided"]


def test_decision_for_another_part_does_not_count() -> None:
    """Decisions are addressed by message and part."""
    before = chat()
    assert rules(before, with_parts(before, 3, result("c1", MARKED)), dropped(3, LONG, part=1)) == ["decided"]


def test_lossless_change_claims_no_original() -> None:
    """Where nothing was left out no original is asked for."""
    before = chat()
    assert rules(before, with_parts(before, 3, result("c1", "id,state")), reencoded(3)) == []


def test_hash_missing_in_the_text_is_told() -> None:
    """The model must be able to see what it could ask for."""
    before = chat()
    assert rules(before, with_parts(before, 3, result("c1", "[]")), dropped(3, LONG)) == ["original-named"]


def test_original_missing_in_the_report_is_told() -> None:
    """A hash that nobody can resolve is a loss, and no other decision covers the text."""
    before = chat()
    report = msgspec.structs.replace(dropped(3, LONG), originals=())
    assert rules(before, with_parts(before, 3, result("c1", MARKED)), report) == ["original-kept", "original-kept"]


def test_an_original_that_the_text_named_may_be_handed_on() -> None:
    """What stood there was an excerpt of it; another step carries it."""
    excerpt = f"{LONG}\n{MARKED}"
    before = with_parts(chat(), 3, result("c1", excerpt))
    handed = msgspec.structs.replace(dropped(3, LONG), originals=())
    assert (
        rules(before, with_parts(before, 3, result("c1", f"[headroom: see above; original {original_of(LONG).hash}]")), handed)
        == []
    )
    assert rules(before, with_parts(before, 3, result("c1", "[]")), handed) != []


def test_original_that_is_another_text_is_told() -> None:
    """What comes back must be what stood there."""
    before = chat()
    false = Report(decisions=dropped(3, LONG).decisions, originals=(Original(original_of(LONG).hash, "something else"),))
    assert rules(before, with_parts(before, 3, result("c1", MARKED)), false)[0] == "original-true"


def test_each_dropped_block_needs_its_original() -> None:
    """Two blocks that lost something need two originals, one alone covers one."""
    other = LONG.replace("ok", "up")
    before = openai(message("tool", result("c1", LONG, other)))
    after = with_parts(before, 0, result("c1", MARKED, f"[original {original_of(other).hash}]"))
    assert rules(before, after, dropped(0, LONG) + dropped(0, other)) == []
    assert rules(before, after, dropped(0, LONG)) == ["original-kept"]


def test_reencoded_block_stands_beside_a_dropped_one() -> None:
    """A decision without an original speaks for the blocks that no original covers."""
    before = openai(message("tool", result("c1", LONG, "[1, 2]")))
    after = with_parts(before, 0, result("c1", MARKED, "[1,2]"))
    assert rules(before, after, dropped(0, LONG) + reencoded(0)) == []


def test_one_original_may_hold_all_blocks() -> None:
    """The whole text of the part covers every block of it."""
    before = openai(message("tool", result("c1", "first", "second")))
    whole = original_of("first\nsecond")
    after = with_parts(before, 0, result("c1", "f", f"[original {whole.hash}]"))
    assert rules(before, after, dropped(0, whole.text)) == []


def test_part_rebuilt_without_a_change_needs_no_decision() -> None:
    """Where no text differs nothing was lost, whatever else was decided."""
    before = openai(message("tool", result("c1", LONG)))
    kept = Decision(message=0, part=0, step="step", action="kept", reason="too small")
    assert rules(before, with_parts(before, 0, result("c1", LONG)), Report(decisions=(kept,))) == []


def test_kept_is_no_decision_for_a_changed_text() -> None:
    """A report that says that a text was kept does not excuse its change."""
    before = openai(message("tool", result("c1", LONG)))
    kept = Decision(message=0, part=0, step="step", action="kept", reason="too small")
    assert rules(before, with_parts(before, 0, result("c1", "short")), Report(decisions=(kept,))) == ["decided"]
