"""What would be sent for a request, found out without sending or keeping anything."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from headroom.client.accounts.figures import figures_of
from headroom.client.accounts.rows import tool_tokens
from headroom.client.core import Core
from headroom.client.request.endpoints import Asked, body_and_extras, endpoint_at
from headroom.client.request.prepare import prepare
from headroom.client.request.prepared import Prepared
from headroom.client.sdk import given, raw_kind
from headroom.config.client import HeadroomMode
from headroom.config.overrides import take_overrides
from headroom.economics.bill import Bill, cost_usd
from headroom.errors import CompressionError, ConfigurationError
from headroom.measures.requests import SimulationResult
from headroom.transforms.cache_breakpoints import plan_summary

__all__ = ["simulated", "simulation_of"]

_CENT = 0.01


async def simulated(core: Core, place: str, arguments: Mapping[str, object], tenant: str) -> SimulationResult:
    """The simulation of a call with these arguments.

    Raises: ConfigurationError for an override that cannot be honoured; CompressionError where the messages are no conversation.
    """
    overrides, rest = take_overrides(arguments)
    endpoint = endpoint_at(place, "create", "")
    if endpoint is None:
        raise ConfigurationError(f"there is nothing to simulate at {place}", {"field": "place"})
    if overrides.mode in (None, HeadroomMode.SIMULATE):
        overrides = msgspec.structs.replace(overrides, mode=HeadroomMode.OPTIMIZE)
    body, extras = body_and_extras(given(rest))
    asked = Asked(
        endpoint=endpoint,
        body=body,
        overrides=overrides,
        stream=bool(body.get("stream")),
        raw=raw_kind({"options": extras}),
        extras=extras,
    )
    prepared = await prepare(core, asked, overrides.tenant or tenant, keeps=False)
    return simulation_of(core, prepared)


def simulation_of(core: Core, prepared: Prepared) -> SimulationResult:
    """What a prepared request is, as figures.

    Raises: CompressionError where its messages are no conversation.
    """
    if prepared.fallback:
        raise CompressionError(f"cannot be simulated: {prepared.fallback}", {"model": prepared.asked.model})
    model = prepared.asked.model
    figures = figures_of(prepared, core.counter(model))
    saved = figures.tokens_before - figures.tokens_after
    plan = plan_summary(prepared.before, prepared.after)
    messages = prepared.messages
    prices = core.facts(model).prices
    # What our tool takes in the request is a price of what is left out.
    net = saved - tool_tokens(core, prepared)
    return SimulationResult(
        tokens_before=figures.tokens_before,
        tokens_after=figures.tokens_after,
        tokens_saved=saved,
        transforms=figures.transforms,
        estimated_savings=_in_words(None if prices is None else cost_usd(Bill(input_tokens=net), prices)),
        messages_optimized=list(messages) if isinstance(messages, (list, tuple)) else [messages],
        block_breakdown=figures.block_breakdown,
        waste_signals=figures.waste_signals,
        stable_prefix_hash=plan.stable_prefix_hash,
        cache_alignment_score=plan.alignment_score,
        exact=figures.exact,
        decisions=list(prepared.report.decisions),
        warnings=list(prepared.report.warnings),
    )


def _in_words(saved_usd: float | None) -> str:
    if saved_usd is None:
        return "N/A per request"
    sign, amount = "-" if saved_usd < 0 else "", abs(saved_usd)
    return f"{sign}${amount:.4f} per request" if amount < _CENT else f"{sign}${amount:.2f} per request"
