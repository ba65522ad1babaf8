"""A request marked for the provider's cache."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from headroom.client.lineages import Sent
from headroom.client.request.endpoints import Asked
from headroom.client.request.wanted import Wanted
from headroom.messages import Conversation
from headroom.transforms.cache_breakpoints import (
    AnthropicCacheOptimizer,
    BaseCacheOptimizer,
    CacheSettings,
    GoogleCacheOptimizer,
    OpenAICacheOptimizer,
    bound,
)
from headroom.wire.cache_marks import Mark, marks_in, with_marks

__all__ = ["FIRST_PARTY_HOSTS", "marked"]

FIRST_PARTY_HOSTS = ("api.openai.com", ".openai.azure.com", ".cognitiveservices.azure.com")
"""Ends of the hosts that take `prompt_cache_key`; compatible servers may refuse fields that they do not know. Source: OpenAI's
and Azure's addresses, November 2026."""
_LOOKBACK_BLOCKS = 20
"""Where nothing is known of a model. Source: Anthropic's page, November 2026."""
_MARKS = 4
_PLANNING = (AnthropicCacheOptimizer, OpenAICacheOptimizer)
"""Those that need not say a word on every part."""


def marked(
    optimizer: BaseCacheOptimizer,
    asked: Asked,
    after: Conversation,
    body: dict[str, object],
    *,
    wanted: Wanted,
    is_first_party: bool,
    sent: Sent | None,
) -> tuple[Conversation, dict[str, object], tuple[Mark, ...]]:
    """The conversation with its marks, the body that carries them, and the caller's own marks on messages.

    `sent` is the request that this one goes on from: its messages are not searched again.
    """
    rules, settings = wanted.facts.cache, wanted.client.cache_optimizer
    sets_key = is_first_party and rules.routing_key
    # Of subclasses nothing is known: they may say otherwise what a call says.
    is_idle = type(optimizer) is OpenAICacheOptimizer and not rules.explicit and not sets_key
    if is_idle or type(optimizer) is GoogleCacheOptimizer:
        # Nothing of the request could be marked.
        return after, body, ()
    known, length = ((), 0) if sent is None or sent.marks is None else (sent.marks, len(sent.items))
    caller = marks_in(_given(asked, body), asked.endpoint.format, known, length)
    told = CacheSettings(
        min_tokens=max(settings.min_cacheable_tokens, rules.minimum_tokens),
        max_marks=rules.max_breakpoints or _MARKS,
        lookback_blocks=rules.lookback_blocks or _LOOKBACK_BLOCKS,
        has_breakpoints=rules.explicit,
        prefix_tokens=wanted.request.cache_prefix_tokens or None,
        sets_key=sets_key,
        caller=caller,
    )
    told_optimizer = bound(optimizer, told)
    if type(told_optimizer) in _PLANNING:
        conversation = cast("AnthropicCacheOptimizer | OpenAICacheOptimizer", told_optimizer).planned(after)
    else:
        conversation, _ = told_optimizer(after)
    theirs = tuple(mark for mark in caller.marks if mark.place == "messages")
    return conversation, with_marks(body, conversation, caller), theirs


def _given(asked: Asked, body: Mapping[str, object]) -> Mapping[str, object]:
    """The body with the messages as the caller gave them: ours may have moved, and their marks are the caller's."""
    given = {**body, asked.endpoint.messages: asked.body.get(asked.endpoint.messages)}
    further = asked.further
    return {**given, "extra_body": further} if further else given
