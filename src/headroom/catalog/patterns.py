"""What is assumed of models that are not in the list, by the shape of their names.

Windows are what the product's configuration page promises; where it is silent, the smallest of the family's current models.
Prices and cache rules are those of a model of the list that the name resembles.
"""

from __future__ import annotations

import re

import msgspec

__all__ = ["DEFAULT_LIMITS", "DEFAULT_LIMIT_TOKENS", "PATTERNS", "Pattern", "pattern_for"]


class Pattern(msgspec.Struct, frozen=True, kw_only=True):
    """Names of one shape."""

    name: re.Pattern[str]
    limit_tokens: int
    like: tuple[str, str] | None = None
    """Provider and name of the model of which prices and rules are taken; None for none known."""


def _names(expression: str, limit_tokens: int, like: tuple[str, str] | None = None) -> Pattern:
    return Pattern(name=re.compile(expression), limit_tokens=limit_tokens, like=like)


PATTERNS = (
    _names(r".*opus", 200_000, ("anthropic", "claude-opus-5-5")),
    _names(r".*sonnet", 200_000, ("anthropic", "claude-sonnet-5-5")),
    _names(r".*haiku", 200_000, ("anthropic", "claude-haiku-4-5")),
    _names(r"claude-(?:instant|v?[12]\b)", 100_000),
    _names(r"gpt-4o-mini", 128_000, ("openai", "gpt-4o-mini")),
    _names(r"gpt-4o", 128_000, ("openai", "gpt-4o")),
    _names(r"gpt-4\.1", 1_047_576, ("openai", "gpt-4.1")),
    _names(r"gpt-4-(?:turbo|.*preview)", 128_000, ("openai", "gpt-4-turbo")),
    _names(r"gpt-4-32k", 32_768, ("openai", "gpt-4-32k")),
    _names(r"gpt-4(?:-|$)", 8_192, ("openai", "gpt-4")),
    _names(r"gpt-3\.?5", 16_385, ("openai", "gpt-3.5-turbo")),
    _names(r"gpt-5", 272_000, ("openai", "gpt-5")),
    _names(r"gpt-[6-9]", 272_000, ("openai", "gpt-6-sol")),
    _names(r"gpt-oss", 131_072),
    _names(r"o1-(?:mini|preview)", 128_000, ("openai", "o1-mini")),
    _names(r"o[134]-mini", 200_000, ("openai", "o4-mini")),
    _names(r"o1(?:-|$)", 200_000, ("openai", "o1")),
    _names(r"o3(?:-|$)", 200_000, ("openai", "o3")),
    _names(r"o4(?:-|$)", 200_000),
    _names(r"gemini-1\.5-pro", 2_000_000, ("google", "gemini-1.5-pro")),
    _names(r"gemini-(?:1\.0|pro\b)", 32_768, ("google", "gemini-pro")),
    _names(r"gemini-2\.5.*pro", 1_048_576, ("google", "gemini-2.5-pro")),
    _names(r"gemini.*flash-lite", 1_048_576, ("google", "gemini-3.5-flash-lite")),
    _names(r"gemini.*flash", 1_048_576, ("google", "gemini-3.5-flash")),
    _names(r"gemini.*pro", 1_048_576, ("google", "gemini-3.1-pro-preview")),
    _names(r"gemini", 1_048_576),
    _names(r"command-a", 256_000, ("cohere", "command-a")),
    _names(r"command-r-plus", 128_000, ("cohere", "command-r-plus")),
    _names(r"command-r", 128_000, ("cohere", "command-r")),
    _names(r"command", 4_096, ("cohere", "command")),
    _names(r"mistral-large", 128_000, ("mistral", "mistral-large-2512")),
    _names(r"mistral-medium", 128_000, ("mistral", "mistral-medium-3-5")),
    _names(r"mistral-small", 32_000, ("mistral", "mistral-small-2603")),
    _names(r"codestral", 256_000, ("mistral", "codestral")),
    _names(r"(?:open-)?mixtral-8x22b", 65_536),
    _names(r"(?:open-)?mixtral|(?:open-)?mistral-(?:7b|tiny)", 32_768),
    _names(r"(?:open-)?(?:mistral|ministral)|magistral|devstral|pixtral", 128_000),
    _names(r"deepseek", 128_000),
)
"""The first that a name begins with decides. A tier of Claude counts wherever it stands.

Source of windows: the product's page on configuration (Claude, GPT-4o, o1 and o3), the makers' pages of models for others; of
prices: the newest of the same tier, as a name that the list does not have is likelier new than old, except that haiku is priced
as 4.5, far above its successor, so that a cost is not understated."""

DEFAULT_LIMITS = {"openai": 128_000, "anthropic": 200_000, "google": 1_048_576, "cohere": 128_000, "mistral": 128_000}
DEFAULT_LIMIT_TOKENS = 128_000
"""By provider, and for any other: what most of their models take at least. Source: the product's pages; others chosen."""


def pattern_for(names: tuple[str, ...]) -> Pattern | None:
    """The pattern of the first that one of these names has."""
    for pattern in PATTERNS:
        if any(pattern.name.match(name) for name in names):
            return pattern
    return None
