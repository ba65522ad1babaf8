"""Tests of steps that run only over a limit."""

from __future__ import annotations

import msgspec
import pytest

from headroom.errors import ConfigurationError
from headroom.messages import Conversation, Report
from headroom.tokens import count_conversation
from headroom.transforms.gated import Gated
from headroom.transforms.rolling_window import RollingWindow
from headroom.transforms.stale_reads import StaleReads
from tests.fakes.conversations import agent_conversation
from tests.fakes.transforms import Raises
from tests.transforms.histories import listing, openai, untouched

STALE = openai(
    ("", "{}", "Fix a.py"),
    ("Read", '{"path":"a.py"}', listing(1)),
    ("Edit", '{"path":"a.py"}', "ok"),
    ("", "{}", "And b.py"),
    ("", "{}", "Thanks"),
)


def test_within_the_limit_nothing_runs() -> None:
    """Not even a step that would raise."""
    before = agent_conversation("a   b")
    after, report = Gated(Raises(error=ValueError("x")), 10_000)(before)
    assert after is before
    assert {decision.step for decision in report.decisions} == {"raises"}
    assert report.decisions[-1].reason == "history is left alone up to 10000 tokens"


def test_over_the_limit_the_step_runs() -> None:
    """Its report is the step's own."""
    limit = count_conversation(STALE) - 1
    gated = Gated(StaleReads(), limit)
    after, report = gated(STALE)
    assert (after, report) == StaleReads()(STALE)
    assert after is not STALE
    untouched(STALE, after, report)
    assert (gated.name, gated.rewrites_history) == ("stale_reads", True)


class Lengthens(msgspec.Struct, frozen=True):
    """Rewrites every result to something longer."""

    name: str = "lengthens"
    rewrites_history: bool = True

    def __call__(self, conversation: Conversation) -> tuple[Conversation, Report]:
        """The step."""
        del conversation
        return agent_conversation("a much longer text than the one before"), Report()


def test_a_rewrite_that_saves_nothing_is_not_sent() -> None:
    """The conversation stays, and the report says why."""
    before = agent_conversation("a b")
    after, report = Gated(Lengthens(), 1)(before)
    assert after is before
    assert report.decisions[-1].reason == "rewriting it would save nothing"


def test_misuse_is_refused() -> None:
    """A window has a limit of its own; a limit is at least one token."""
    with pytest.raises(ConfigurationError):
        Gated(RollingWindow(limit_tokens=10), 10)
    with pytest.raises(ConfigurationError):
        Gated(StaleReads(), 0)
