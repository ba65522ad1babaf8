"""A request marked for the provider's cache."""

from __future__ import annotations

from collections.abc import Mapping

from headroom.client.endpoints import Asked
from headroom.client.wanted import Wanted
from headroom.messages import Conversation
from headroom.transforms.cache_breakpoints import (
    BaseCacheOptimizer,
    CacheSettings,
    GoogleCacheOptimizer,
    OpenAICacheOptimizer,
    bound,
)
from headroom.wire.cache_marks import marks_in, with_marks

__all__ = ["FIRST_PARTY_HOSTS", "marked"]

FIRST_PARTY_HOSTS = ("api.openai.com", ".openai.azure.com", ".cognitiveservices.azure.com")
"""Ends of the hosts that take `prompt_cache_key`; compatible servers may refuse fields that they do not know. Source: OpenAI's
and Azure's addresses, November 2026."""
_LOOKBACK_BLOCKS = 20
"""Where nothing is known of a model. Source: Anthropic's page, November 2026."""
_MARKS = 4


def marked(
    optimizer: BaseCacheOptimizer,
    asked: Asked,
    after: Conversation,
    body: dict[str, object],
    *,
    wanted: Wanted,
    is_first_party: bool,
) -> tuple[Conversation, dict[str, object]]:
    """The conversation with its marks, and the body that carries them."""
    rules, settings = wanted.facts.cache, wanted.client.cache_optimizer
    sets_key = is_first_party and rules.routing_key
    is_idle = isinstance(optimizer, OpenAICacheOptimizer) and not rules.explicit and not sets_key
    if is_idle or isinstance(optimizer, GoogleCacheOptimizer):
        # Nothing of the request could be marked.
        return after, body
    caller = marks_in(_given(asked, body), asked.endpoint.format)
    told = CacheSettings(
        min_tokens=max(settings.min_cacheable_tokens, rules.minimum_tokens),
        max_marks=rules.max_breakpoints or _MARKS,
        lookback_blocks=rules.lookback_blocks or _LOOKBACK_BLOCKS,
        has_breakpoints=rules.explicit,
        prefix_tokens=wanted.cache_prefix_tokens or None,
        sets_key=sets_key,
        caller=caller,
    )
    conversation, _ = bound(optimizer, told)(after)
    return conversation, with_marks(body, conversation, caller)


def _given(asked: Asked, body: Mapping[str, object]) -> Mapping[str, object]:
    """The body with the messages as the caller gave them: ours may have moved, and their marks are the caller's."""
    given = {**body, asked.endpoint.messages: asked.body.get(asked.endpoint.messages)}
    further = asked.extras.get("extra_json")
    return {**given, "extra_body": further} if further else given
