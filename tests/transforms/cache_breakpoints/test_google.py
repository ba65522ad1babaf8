"""What is told of Google's cache."""

from __future__ import annotations

from headroom.transforms.cache_breakpoints import CacheSettings, GoogleCacheOptimizer
from tests.transforms.cache_breakpoints.conversations import LONG, openai

USER = {"role": "user", "content": "Which?"}


def test_nothing_changes_and_the_report_says_what_would_be_needed() -> None:
    """The very conversation, and a reason at every part."""
    conversation = openai({"role": "system", "content": LONG}, USER, model="gemini-2.5-pro")
    after, report = GoogleCacheOptimizer(settings=CacheSettings(min_tokens=2_048))(conversation)
    assert after is conversation
    (reason,) = {decision.reason for decision in report.decisions}
    assert reason.startswith("cached by the provider itself; ")
    assert reason.endswith("could hold tools and prompt, about 3100 tokens of at least 2048")


def test_a_short_prompt_is_told_apart() -> None:
    """How many tokens there are, and how many there must be."""
    _, report = GoogleCacheOptimizer(settings=CacheSettings(min_tokens=2_048))(
        openai({"role": "system", "content": "Be brief."}, USER)
    )
    assert report.decisions[0].reason.endswith("needs 2048 tokens of tools and prompt; there are about 2")


def test_what_it_is() -> None:
    """A transform that never rewrites."""
    optimizer = GoogleCacheOptimizer()
    assert (optimizer.name, optimizer.provider, optimizer.strategy, optimizer.rewrites_history) == (
        "google_cache_optimizer",
        "google",
        "cached_content",
        False,
    )
