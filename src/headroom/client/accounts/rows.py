"""The row of a call: counted, priced and told, in the writer's thread."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cache

import msgspec

from headroom.client.accounts.diffs import diff_of
from headroom.client.accounts.figures import Figures, figures_of
from headroom.client.core import Core
from headroom.client.reply.outcomes import Outcome
from headroom.client.request.events import emit, hooks_failed
from headroom.client.request.prepared import Prepared
from headroom.config.client import HeadroomMode
from headroom.economics.bill import Bill, cost_usd, net_saving_usd
from headroom.measures.requests import RequestMetrics
from headroom.messages import WireFormat
from headroom.pipeline.hooks import CompressEvent, context_of, has_post_compress, told_afterwards
from headroom.pipeline.stages import PipelineStage
from headroom.retrieval.tool import tool_definition
from headroom.telemetry import logging as log
from headroom.transforms.cache_breakpoints import plan_summary
from headroom.wire.cache_marks import marks_of

__all__ = ["row_of", "tool_tokens"]


def row_of(core: Core, prepared: Prepared, outcome: Outcome, now: datetime) -> RequestMetrics:
    """The row of a call; hooks, extensions and logs are told of it.

    Cost: a count of all that was not counted before.
    """
    model = prepared.asked.model
    counter = core.counter(model)
    figures = figures_of(prepared, counter)
    saved = figures.tokens_before - figures.tokens_after
    core.session.add(tokens_saved_total=saved)
    if prepared.mode == HeadroomMode.OPTIMIZE:
        _tell_hooks(core, prepared, figures)
        log.decisions_applied(prepared.report)
        log.pipeline_complete(figures.tokens_before, figures.tokens_after)
    plan = plan_summary(prepared.before, prepared.after)
    money = _money(core, prepared, outcome, figures, is_marked=plan.breakpoints_inserted > 0)
    request_id = prepared.asked.request_id
    if core.settings.generate_diff_artifact:
        core.diffs[:] = [diff_of(request_id, prepared, figures, counter)]
    row = RequestMetrics(
        request_id=request_id,
        timestamp=now,
        model=model,
        stream=prepared.asked.stream,
        mode=str(prepared.mode),
        tokens_input_before=figures.tokens_before,
        tokens_input_after=figures.tokens_after,
        tokens_output=money.bill.output_tokens if outcome.bills or outcome.text is not None else None,
        block_breakdown=figures.block_breakdown,
        waste_signals=figures.waste_signals,
        stable_prefix_hash=plan.stable_prefix_hash,
        cache_alignment_score=plan.alignment_score,
        cached_tokens=money.bill.cache_read_tokens if outcome.bills else None,
        cache_optimizer_used=prepared.optimizer,
        cache_optimizer_strategy=None if prepared.optimizer is None else plan.strategy,
        cacheable_tokens=plan.cacheable_tokens,
        breakpoints_inserted=plan.breakpoints_inserted,
        estimated_cache_hit=prepared.seen_before,
        estimated_savings_percent=100.0 * saved / figures.tokens_before if figures.tokens_before else 0.0,
        semantic_cache_hit=outcome.cached,
        transforms_applied=figures.transforms,
        tool_units_dropped=figures.tool_units_dropped,
        turns_dropped=figures.turns_dropped,
        messages_hash=figures.messages_hash,
        error=outcome.error,
        exact=figures.exact,
        bill=money.bill,
        cost_usd=money.cost_usd,
        saved_usd=money.saved_usd,
        retrieval_rounds=outcome.rounds,
        fallback=prepared.fallback,
        tenant=prepared.tenant,
    )
    log.request_logged(row)
    emit(core, prepared.asked, PipelineStage.OUTCOME_OBSERVED, metrics=row)
    return row


class _Money(msgspec.Struct, frozen=True):
    """What a call cost, over all its rounds, and what it saved; None where prices are unknown."""

    bill: Bill
    cost_usd: float | None
    saved_usd: float | None


def _money(core: Core, prepared: Prepared, outcome: Outcome, figures: Figures, *, is_marked: bool) -> _Money:
    model = prepared.asked.model
    counter, prices = core.counter(model), core.facts(model).prices
    bills = _bills(outcome, figures.tokens_after, counter.count)
    bill = sum(bills[1:], bills[0])
    costs = [cost_usd(one, prices) for one in bills]
    # What our tool takes in every request is a price of what was left out.
    saved = figures.tokens_before - figures.tokens_after - tool_tokens(core, prepared)
    # Where the caller marked something itself, what is cached is not to our credit.
    is_ours = is_marked and not marks_of(prepared.before)
    savings: list[float | None] = [0.0]
    if outcome.cached:
        savings = [cost_usd(Bill(input_tokens=figures.tokens_before), prices)]
    elif bill.prompt_tokens:
        savings = [net_saving_usd(one, prices, saved, own_marks=is_ours) for one in bills]
    return _Money(bill, _total(costs), _total(savings))


def tool_tokens(core: Core, prepared: Prepared) -> int:
    """What the definition of our tool takes in a request; 0 where it is not offered."""
    return core.counter(prepared.asked.model).count(_definition(prepared.asked.endpoint.format)) if prepared.offers_tool else 0


def _total(amounts: list[float | None]) -> float | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if len(known) == len(amounts) else None


def _tell_hooks(core: Core, prepared: Prepared, figures: Figures) -> None:
    """Say to hooks what was done."""
    if core.hooks is None or not has_post_compress(core.hooks):
        return
    context = context_of(prepared.before, prepared.asked.model, core.provider.name)
    saved = figures.tokens_before - figures.tokens_after
    event = CompressEvent(
        tokens_before=figures.tokens_before,
        tokens_after=figures.tokens_after,
        tokens_saved=saved,
        compression_ratio=saved / figures.tokens_before if figures.tokens_before else 0.0,
        transforms_applied=tuple(figures.transforms),
        ccr_hashes=tuple(original.hash for original in prepared.report.originals),
        model=context.model,
        user_query=context.user_query,
        provider=context.provider,
    )
    hooks_failed(core, told_afterwards(core.hooks, event))


def _bills(outcome: Outcome, tokens_after: int, count: Callable[[str], int]) -> tuple[Bill, ...]:
    """What the provider says, else our own count; nothing for a call that failed or was not made."""
    if outcome.bills:
        return outcome.bills
    if outcome.error is not None or outcome.cached:
        return (Bill(),)
    # Each round sends the history again.
    written = count(outcome.text) if outcome.text else 0
    return (Bill(input_tokens=tokens_after * (outcome.rounds + 1), output_tokens=written),)


@cache
def _definition(wire: WireFormat) -> str:
    """Our tool as it is written in a request."""
    return msgspec.json.encode(tool_definition(wire)).decode()
