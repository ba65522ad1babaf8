"""Pipelines as transforms, and the addresses in what they report."""

from __future__ import annotations

from typing import cast

import msgspec
import pytest

from headroom.errors import ConfigurationError
from headroom.messages import Conversation, Text
from headroom.pipeline.composition import Pipeline, compose
from headroom.pipeline.guard import guarded
from headroom.transforms.contract import Transform
from tests.fakes.conversations import agent_conversation
from tests.fakes.transforms import DropsOldest, FoldsSpace, Raises, Summarises


def test_steps_run_in_order_and_reports_add_up() -> None:
    """Each step sees what the one before it left; every decision is in the report."""
    conversation = agent_conversation("a   b")
    after, report = compose(FoldsSpace(name="first"), FoldsSpace(name="second"))(conversation)
    assert after.messages[2].parts[0] == FoldsSpace()(conversation)[0].messages[2].parts[0]
    assert [(decision.step, decision.action) for decision in report.decisions if decision.message == 2] == [
        ("first", "compressed"),
        ("second", "kept"),
    ]


def test_a_failing_step_does_not_stop_the_others() -> None:
    """What stands round a step that raises is done all the same."""
    conversation = agent_conversation("a   b")
    after, report = compose(Raises(error=ValueError("no")), FoldsSpace())(conversation)
    assert after == FoldsSpace()(conversation)[0]
    assert len(report.warnings) == 1


def test_compose_unpacks_pipelines() -> None:
    """Nested pipelines become one row of steps."""
    first, second, third = FoldsSpace(name="1"), FoldsSpace(name="2"), FoldsSpace(name="3")
    assert compose(compose(first, compose(second)), compose(), third).steps == (first, second, third)


def test_a_nested_pipeline_runs_like_its_steps() -> None:
    """A pipeline put into another by hand gives the same conversation and report."""
    conversation = agent_conversation("a   b", "c")
    nested = Pipeline(steps=(Pipeline(steps=(FoldsSpace(),)), Raises(error=ValueError("no"))))
    assert nested(conversation) == compose(FoldsSpace(), Raises(error=ValueError("no")))(conversation)


def test_a_pipeline_is_a_transform() -> None:
    """The guard takes a pipeline for a step and finds nothing to complain of."""
    conversation = agent_conversation("a   b")
    pipeline = compose(FoldsSpace())
    assert guarded(pipeline, conversation) == pipeline(conversation)


def test_composing_is_associative() -> None:
    """How pipelines are grouped changes neither conversation nor report."""
    conversation = agent_conversation("a   b", "c  d")
    one, two, three = FoldsSpace(name="1"), DropsOldest(count=1), FoldsSpace(name="3")
    assert compose(compose(one, two), three)(conversation) == compose(one, compose(two, three))(conversation)


def test_it_rewrites_history_when_a_step_does() -> None:
    """The flag of a pipeline is that of any of its steps."""
    assert not compose(FoldsSpace()).rewrites_history
    assert compose(FoldsSpace(), DropsOldest(count=1)).rewrites_history


def test_an_empty_pipeline_keeps_every_part_on_record() -> None:
    """No steps change nothing, and the report says so part by part."""
    conversation = msgspec.structs.replace(agent_conversation("a"), system=(Text(text="Be brief."),))
    after, report = compose()(conversation)
    assert after is conversation
    assert set(report.final) == {(-1, 0), (0, 0), (1, 0), (2, 0)}


def test_decisions_after_dropped_messages_keep_the_given_addresses() -> None:
    """A step behind one that drops messages reports in positions of the conversation given to the pipeline."""
    conversation = agent_conversation("a long text " * 20, "a   b", last_question="And now?")
    after, report = compose(DropsOldest(count=3), FoldsSpace())(conversation)
    assert len(after.messages) == 3
    assert report.final[5, 0].step == "folds_space"
    assert report.final[5, 0].action == "compressed"
    assert set(report.final) == {(index, 0) for index in range(6)}


def test_decisions_on_a_message_of_our_own_have_no_address() -> None:
    """What a later step says about an inserted message does not pose as said about a given one."""
    conversation = agent_conversation("a   b")
    _, report = compose(Summarises(text="Earlier: nothing."), FoldsSpace())(conversation)
    assert set(report.final) == {(0, 0), (1, 0), (2, 0)}
    assert report.final[2, 0].action == "compressed"


@pytest.mark.parametrize("odd", [FoldsSpace, "folds_space", None, len], ids=["class", "name", "nothing", "function"])
def test_what_is_no_transform_is_refused(odd: object) -> None:
    """A class instead of its instance, or anything without a name, is a mistake told at once."""
    with pytest.raises(ConfigurationError):
        compose(cast("Transform", odd))


def test_a_pipeline_of_an_empty_conversation_is_empty() -> None:
    """Nothing in, nothing out, nothing to say."""
    after, report = compose(FoldsSpace())(Conversation(messages=()))
    assert after.messages == ()
    assert report.decisions == ()
