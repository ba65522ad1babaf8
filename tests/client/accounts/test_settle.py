"""A call that is over, handed on to be counted."""

from __future__ import annotations

from headroom.client.accounts.settle import settle
from headroom.client.reply.outcomes import Outcome
from headroom.client.request.prepared import unchanged
from headroom.config.client import HeadroomMode
from tests.fakes.ports import LOG, Script, asking, core_with, row_of
from tests.fakes.requests import openai_messages

ASKED = asking("openai_chat", {"model": "gpt-4o", "messages": openai_messages(LOG)})


def test_a_call_counts_at_once_and_is_a_row_later() -> None:
    """The counters are there before anything is counted."""
    core = core_with(Script())
    settle(core, unchanged(ASKED, tenant="somebody", mode=HeadroomMode.AUDIT), Outcome(rounds=2))
    counts = core.session.counts()
    assert (counts["requests_total"], counts["requests_audit"], counts["retrieval_rounds"]) == (1, 1, 2)
    assert row_of(core).retrieval_rounds == 2


def test_a_fallback_is_counted_with_its_reason() -> None:
    """So that a client that does nothing is seen to do nothing."""
    core = core_with(Script())
    settle(core, unchanged(ASKED, tenant="somebody", mode=HeadroomMode.OPTIMIZE, fallback="it rained"), Outcome())
    assert core.session.reasons() == {"it rained": 1}
    assert row_of(core).fallback == "it rained"
