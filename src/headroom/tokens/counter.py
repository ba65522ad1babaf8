"""How many tokens a model makes of a text: exact for OpenAI models, estimated and marked so for others."""

from __future__ import annotations

from functools import lru_cache
from typing import Protocol

import msgspec

from headroom.tokens.calibration import error_bar, factor_for
from headroom.tokens.memo import Memo
from headroom.tokens.models import Tokenizer, tokenizer_of

__all__ = ["EstimatedCounter", "ExactCounter", "TokenCounter", "count", "counter_for", "forget_counts"]

_COUNTS: Memo[tuple[str, str], int] = Memo(max_entries=16_384, max_weight=8_000_000)
"""Counts by (counter's name, text). Weights are characters, so it holds at most 8 to 32 MB; chosen: some long conversations."""


class TokenCounter(Protocol):
    """Counts the tokens of texts as one tokenizer would."""

    @property
    def name(self) -> str:
        """The tokenizer: a vocabulary's name, or the name of a row of factors."""
        ...

    @property
    def exact(self) -> bool:
        """Whether counts are the model's own."""
        ...

    @property
    def error(self) -> float:
        """How far off a count of prose, code or JSON may be, relative; 0 when exact. Other scripts may be off by more."""
        ...

    def count(self, text: str) -> int:
        """How many tokens the text has."""
        ...


class ExactCounter(msgspec.Struct, frozen=True):
    """Counts with a vocabulary that ships with the package."""

    name: str

    @property
    def exact(self) -> bool:
        """True."""
        return True

    @property
    def error(self) -> float:
        """Zero."""
        return 0.0

    def count(self, text: str) -> int:
        """How many tokens the text has, as `tiktoken.count_tokens` counts.

        Raises: TokenizationError where the shipped vocabulary is missing or damaged.
        """
        known = _COUNTS.get((self.name, text))
        if known is None:
            known = _count_afresh(text, self.name)
            _COUNTS.put((self.name, text), known, len(text))
        return known


class EstimatedCounter(msgspec.Struct, frozen=True):
    """Counts with o200k, corrected by a factor for the tokenizer and for what the text consists of."""

    name: Tokenizer

    @property
    def exact(self) -> bool:
        """False."""
        return False

    @property
    def error(self) -> float:
        """The error bar of `calibration.FACTORS`."""
        return error_bar(self.name)

    def count(self, text: str) -> int:
        """About how many tokens the text has.

        Raises: TokenizationError where the shipped vocabulary is missing or damaged.
        """
        known = _COUNTS.get((self.name, text))
        if known is None:
            known = round(_count_afresh(text, "o200k_base") * factor_for(self.name, text))
            _COUNTS.put((self.name, text), known, len(text))
        return known


@lru_cache(maxsize=256)
def counter_for(model: str) -> TokenCounter:
    """The counter for a model, by its name alone."""
    tokenizer = tokenizer_of(model)
    if tokenizer in ("o200k_base", "cl100k_base"):
        return ExactCounter(tokenizer)
    return EstimatedCounter(tokenizer)


def count(text: str, model: str = "gpt-4o") -> int:
    """How many tokens the model makes of the text.

    Exact for OpenAI models, else an estimate; `counter_for(model)` says which.

    Cost: a look-up for a text counted before, else about 0.1 s for a million characters; 0.3 s more the first time.
    Raises: TokenizationError where the shipped vocabulary is missing or damaged.
    """
    return counter_for(model).count(text)


def forget_counts() -> None:
    """Empty the memo of counts, to measure without it."""
    _COUNTS.clear()


def _count_afresh(text: str, vocabulary: str) -> int:
    # tiktoken is heavy to import and not every run counts.
    from headroom.tokens.tiktoken import count_tokens  # noqa: PLC0415

    return count_tokens(text, vocabulary)
