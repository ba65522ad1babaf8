"""The row of a call."""

from __future__ import annotations

from typing import NoReturn

from headroom.client.reply.outcomes import Outcome
from headroom.config import HeadroomConfig
from headroom.providers import OpenAIProvider
from headroom.tokens import counter_for
from tests.fakes.ports import LOG, Script, Step, answered, asking, core_with, row_of
from tests.fakes.requests import openai_messages

Wire = dict[str, object]
REQUEST: Wire = {"model": "gpt-4o", "messages": openai_messages(LOG)}
USAGE = {"prompt_tokens": 500, "completion_tokens": 2, "total_tokens": 502, "prompt_tokens_details": {"cached_tokens": 400}}


def reply(usage: object = None, text: str = "Done.") -> Wire:
    """A plain reply."""
    choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
    return {"id": "r", "object": "chat.completion", "model": "gpt-4o", "choices": [choice], "usage": usage}


def test_the_row_tells_what_was_billed_and_saved() -> None:
    """In the provider's own figures, at the catalog's prices."""
    core = core_with(Script())
    answered(core, asking("openai_chat", REQUEST), Step(reply=reply(USAGE)))
    row = row_of(core)
    assert (row.bill.input_tokens, row.cached_tokens, row.tokens_output, row.bill.exact) == (100, 400, 2, True)
    assert row.cost_usd is not None
    assert row.saved_usd is not None
    assert row.saved_usd > 0
    assert (row.exact, row.tenant, row.semantic_cache_hit, row.fallback) == (True, "somebody", False, "")
    assert row.transforms_applied
    assert row.block_breakdown
    assert len(row.messages_hash) == len(row.stable_prefix_hash) == 16
    assert row.timestamp.tzinfo is None


def test_without_usage_the_row_is_our_own_count() -> None:
    """Of what was sent and of what the model wrote, and not exact."""
    core = core_with(Script())
    text = "many words " * 50
    answered(core, asking("openai_chat", REQUEST), Step(reply=reply(text=text)))
    row = row_of(core)
    assert row.bill.exact is False
    assert row.bill.input_tokens == row.tokens_input_after
    assert row.bill.output_tokens == counter_for("gpt-4o").count(text)


def test_a_model_without_a_price_costs_nobody_knows_what() -> None:
    """None, and not nothing."""
    core = core_with(Script())
    answered(core, asking("openai_chat", {**REQUEST, "model": "somebody-s-model"}), Step(reply=reply(USAGE)))
    row = row_of(core)
    assert (row.cost_usd, row.saved_usd) == (None, None)
    assert row.tokens_saved > 0


def test_a_provider_that_cannot_count_loses_no_row() -> None:
    """The model's name says how to count."""

    class Uncounting(OpenAIProvider):
        def get_token_counter(self, model: str) -> NoReturn:
            raise ZeroDivisionError(model)

    core = core_with(Script(), provider=Uncounting())
    got, _ = answered(core, asking("openai_chat", REQUEST), Step(reply=reply(USAGE)))
    core.stores.writer.settle()
    assert isinstance(got, dict)
    (row,) = core.stores.metrics.read()
    assert row.tokens_input_before > row.tokens_input_after > 0
    assert core.stores.status().jobs_failed == 0


def test_the_latest_diff_is_kept_where_it_was_asked_for() -> None:
    """One at a time, for the row of the same id."""
    config = HeadroomConfig(store_url="memory://", discover_pipeline_extensions=False, generate_diff_artifact=True)
    core = core_with(Script(), config=config)
    for _ in range(2):
        answered(core, asking("openai_chat", REQUEST), Step(reply=reply(USAGE)))
    row = row_of(core)
    (diff,) = core.diffs
    assert diff.request_id == row.request_id
    assert diff.total_tokens_saved == row.tokens_saved
    assert any(step.tokens_saved > 0 for step in diff.transforms)


def test_a_reply_given_again_is_a_hit_that_costs_nothing() -> None:
    """An outcome without a bill."""
    assert Outcome(cached=True).bills == ()
