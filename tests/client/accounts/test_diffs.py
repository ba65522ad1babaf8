"""What each step did to one request."""

from __future__ import annotations

import itertools

import msgspec

from headroom.client.accounts.diffs import diff_of
from headroom.client.accounts.figures import figures_of
from headroom.client.request.prepare import prepare
from headroom.client.request.prepared import Prepared, unchanged
from headroom.config import HeadroomMode
from headroom.runtime.drive import run_sync
from headroom.tokens import counter_for
from tests.fakes.conversations import agent_conversation
from tests.fakes.ports import LOG, Script, asking, core_with
from tests.fakes.requests import openai_messages

COUNTER = counter_for("gpt-4o")


def prepared() -> Prepared:
    """A request with something to leave out."""
    asked = asking("openai_chat", {"model": "gpt-4o", "messages": openai_messages(LOG)})
    return run_sync(prepare(core_with(Script()), asked, "t"))


def test_steps_add_up_to_the_whole() -> None:
    """Each goes on from the one before it."""
    request = prepared()
    figures = figures_of(request, COUNTER)
    diff = diff_of("r", request, figures, COUNTER)
    assert (diff.request_id, diff.original_tokens, diff.optimized_tokens) == (
        "r",
        figures.tokens_before,
        figures.tokens_after,
    )
    assert diff.total_tokens_saved == sum(step.tokens_saved for step in diff.transforms) > 5_000
    assert diff.transforms[0].tokens_before == figures.tokens_before
    for one, other in itertools.pairwise(diff.transforms):
        assert one.tokens_after == other.tokens_before
    changed = [step for step in diff.transforms if step.items_removed]
    assert changed
    assert all(step.details for step in changed)
    assert all(step.duration_ms > 0 for step in diff.transforms)


def test_a_request_that_went_out_unchanged_has_no_steps() -> None:
    """Nothing was run."""
    asked = asking("openai_chat", {"model": "gpt-4o"})
    request = unchanged(asked, tenant="t", mode=HeadroomMode.AUDIT, before=agent_conversation("x"))
    diff = diff_of("r", request, figures_of(request, COUNTER), COUNTER)
    assert (diff.transforms, diff.total_tokens_saved) == ([], 0)
    assert msgspec.json.encode(diff)
