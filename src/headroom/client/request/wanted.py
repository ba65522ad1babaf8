"""What a request asks for, all settings and overrides taken together."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from headroom.catalog import ModelFacts
from headroom.client.core import Core
from headroom.client.request.endpoints import Asked
from headroom.client.request.events import emit
from headroom.config.client import HeadroomMode
from headroom.config.client_settings import ClientSettings
from headroom.config.request_settings import RequestSettings, settings_for_request
from headroom.pipeline.composition import Pipeline
from headroom.pipeline.hooks import Wishes, with_wishes
from headroom.pipeline.plan import pipeline_for
from headroom.pipeline.stages import PipelineStage

__all__ = ["Wanted", "wanted_for"]

_GUESSED = ("pattern", "default")
"""The sources of facts whose limits nobody states."""
_LONG_BETA = "context-1m"
_LONG_TOKENS = 1_000_000
"""How the header that asks for it begins, and how long it is. Source: Anthropic's page on context windows, November 2026."""


class Wanted(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """What is to be done with one request."""

    client: ClientSettings
    request: RequestSettings
    asked: Asked
    facts: ModelFacts

    @property
    def mode(self) -> HeadroomMode:
        """What becomes of the request."""
        return self.request.mode

    @property
    def offers_tool(self) -> bool:
        """Whether our tool is offered where it can be."""
        return self.client.ccr.offers_tool

    @property
    def caller_offers(self) -> bool:
        """Whether the caller says that it offers and answers such a tool itself, so that notes may name it."""
        return self.client.compression.settings.crush.retrieval == "tool"

    @property
    def freezes(self) -> bool:
        """Whether what was sent before goes out as it was: not where the request itself says how to treat it."""
        overrides = self.asked.overrides
        says_how = overrides.keep_turns is not None or bool(overrides.tool_profiles)
        return self.client.prefix_freeze.enabled and not says_how

    def pipeline(self, *, offers: bool, wishes: Wishes | None = None) -> Pipeline:
        """The steps to run: `offers` says whether our tool is offered in the end, `wishes` what hooks said."""
        request = _request(self.client, self.asked, self.facts, offers=offers)
        settings = request.settings if wishes is None else with_wishes(request.settings, wishes)
        return pipeline_for(request.preset, settings)


def wanted_for(core: Core, asked: Asked) -> Wanted:
    """What is to be done with a request.

    Raises: ConfigurationError for an override that cannot be honoured.
    """
    emit(core, asked, PipelineStage.PRE_START)
    facts = core.facts(asked.model)
    request = _request(core.settings, asked, facts, offers=True)
    emit(core, asked, PipelineStage.POST_START, mode=str(request.mode))
    return Wanted(client=core.settings, request=request, asked=asked, facts=facts)


def _request(client: ClientSettings, asked: Asked, facts: ModelFacts, *, offers: bool) -> RequestSettings:
    limit = client.context_limit(asked.model)
    is_known = limit is not None or facts.source not in _GUESSED
    if limit is None:
        limit = max(facts.context_limit_tokens, _LONG_TOKENS) if _asks_for_long(asked) else facts.context_limit_tokens
    overrides = asked.overrides
    wanted = asked.body.get("max_tokens") if asked.endpoint.format == "anthropic" else None
    usual = client.compression.output_buffer_tokens
    if overrides.output_buffer_tokens is None and isinstance(wanted, int) and usual < wanted < limit:
        # Of these models' windows, all that the reply may take has to be free.
        overrides = msgspec.structs.replace(overrides, output_buffer_tokens=wanted)
    return settings_for_request(client, overrides, limit if is_known else None, can_offer=offers)


def _asks_for_long(asked: Asked) -> bool:
    """Whether the caller asks for the long window that some models have on demand."""
    headers = asked.extras.get("headers")
    said = headers.values() if isinstance(headers, Mapping) else ()
    return any(isinstance(value, str) and _LONG_BETA in value for value in said)
