"""Google's cache: nothing a request could be marked with, so what an explicit one would need is told."""

from __future__ import annotations

import msgspec

from headroom.messages import Conversation, Report
from headroom.transforms.cache_breakpoints.settings import CacheSettings, kept_report
from headroom.transforms.cache_breakpoints.sizes import bytes_until, is_at_least, leading_prompts

__all__ = ["GoogleCacheOptimizer"]

_BYTES_A_TOKEN = 4
"""Of English text; for a figure that is told as an estimate."""


class GoogleCacheOptimizer(msgspec.Struct, frozen=True, kw_only=True):
    """No change: Gemini caches prefixes by itself, and an explicit cache is made by a call of its own.

    The report says whether tools and prompt are long enough for one (`cachedContents`), which costs storage by the hour.
    """

    settings: CacheSettings = CacheSettings()

    @property
    def name(self) -> str:
        """The step's name in reports."""
        return "google_cache_optimizer"

    @property
    def provider(self) -> str:
        """Whose cache it knows."""
        return "google"

    @property
    def strategy(self) -> str:
        """How it goes about it."""
        return "cached_content"

    @property
    def rewrites_history(self) -> bool:
        """Never: no text changes."""
        return False

    def __call__(self, conversation: Conversation) -> tuple[Conversation, Report]:
        """The very conversation, and a decision for every part."""
        least = self.settings.min_tokens
        last = leading_prompts(conversation) - 1
        size = bytes_until(conversation, last) // _BYTES_A_TOKEN
        if is_at_least(conversation, last, least):
            told = f"an explicit cache (cachedContents) could hold tools and prompt, about {size} tokens of at least {least}"
        else:
            told = f"an explicit cache (cachedContents) needs {least} tokens of tools and prompt; there are about {size}"
        return conversation, kept_report(conversation, self.name, {}, f"cached by the provider itself; {told}")
