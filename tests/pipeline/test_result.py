"""The figures of an outcome."""

from __future__ import annotations

import msgspec
import pytest

from headroom.messages import Conversation, Opaque, Original, Report, Text
from headroom.pipeline.result import CompressResult, Outcome
from headroom.tokens import count
from tests.fakes.conversations import agent_conversation
from tests.fakes.transforms import DropsOldest, FoldsSpace


def outcome(before: Conversation, after: Conversation, *, model: str = "gpt-4o", report: Report | None = None) -> Outcome:
    """An outcome with these conversations."""
    return Outcome(before=before, conversation=after, report=report or Report(), model=model)


BEFORE = agent_conversation("a   b\n\n\n c   d", "same")
AFTER = FoldsSpace()(BEFORE)[0]


def test_every_text_is_counted() -> None:
    """System prompt, messages, arguments and results; opaque content is not."""
    system = (Text(text="Be brief."), Opaque(kind="image", value="x" * 1000))
    before = msgspec.structs.replace(agent_conversation("a result"), system=system)
    texts = ("Be brief.", "What  went   wrong?", "{}", "a result")
    assert outcome(before, before).tokens_before == sum(count(text, "gpt-4o") for text in texts)


def test_what_was_saved_is_the_difference() -> None:
    """Before minus after, each counted in full."""
    told = outcome(BEFORE, AFTER)
    assert told.tokens_after == outcome(AFTER, AFTER).tokens_before
    assert told.tokens_saved == told.tokens_before - told.tokens_after > 0


def test_dropped_messages_are_saved() -> None:
    """Messages that are gone count as saved, whatever their number."""
    after, report = DropsOldest(count=3)(BEFORE)
    told = outcome(BEFORE, after, report=report)
    assert told.tokens_after == outcome(after, after).tokens_before
    assert set(told.originals) == {decision.original for decision in report.decisions}


def test_a_longer_conversation_saves_less_than_nothing() -> None:
    """The figure is negative when it is negative."""
    assert outcome(AFTER, BEFORE).tokens_saved == -outcome(BEFORE, AFTER).tokens_saved


def test_nothing_changed_saves_nothing() -> None:
    """The same conversation costs the same."""
    told = outcome(BEFORE, BEFORE)
    assert (told.tokens_saved, told.tokens_after) == (0, told.tokens_before)


@pytest.mark.parametrize(("model", "exact"), [("gpt-4o", True), ("gpt-4", True), ("claude-sonnet-4-5", False)])
def test_it_says_whether_figures_are_exact(model: str, *, exact: bool) -> None:
    """Only where the model's own vocabulary is there."""
    assert outcome(BEFORE, AFTER, model=model).exact is exact


def test_figures_are_counted_once() -> None:
    """Asked again, the same object comes back."""
    told = outcome(BEFORE, AFTER, report=Report(originals=(Original("a", "A"),)))
    assert told.originals is told.originals
    assert told.originals == {"a": "A"}


def test_a_result_in_a_shell_is_short() -> None:
    """The representation holds figures, not the conversation."""
    after, report = FoldsSpace()(BEFORE)
    result = CompressResult(
        before=BEFORE, conversation=after, report=report, model="gpt-4o", messages=["x" * 1000], system=None, tools=None
    )
    assert repr(result) == "CompressResult(messages=5, parts_compressed=1, originals=0)"
