"""Counts with the vocabularies that the package `mistral-common` ships.

The extra `mistral` brings it. Nothing is downloaded: of its tokenizers only those are used that come in its wheel.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import Protocol, cast

import msgspec

from headroom.catalog.names import model_name
from headroom.tokens import Memo, TokenCounter, counter_for

__all__ = ["SENTENCE_PIECE", "TEKKEN", "MistralCounter", "forget_vocabularies", "mistral_counter"]

_MODULE = "mistral_common.tokens.tokenizers.mistral"

TEKKEN = frozenset(("open-mistral-nemo-2407", "mistral-small-2409", "pixtral-12b-2409", "ministral-8b-2410"))
"""Models whose vocabulary is in the wheel. Source: `MODEL_NAME_TO_TOKENIZER_CLS` of mistral-common 1.13.1."""
SENTENCE_PIECE = frozenset(
    (
        "codestral-2405",
        "mistral-large-2402",
        "mistral-large-2407",
        "mistral-large-2411",
        "mistral-medium-2312",
        "mistral-small-2312",
        "mistral-small-2402",
        "mistral-tiny-2312",
        "mistral-tiny-2407",
        "open-mixtral-8x22b-2404",
        "pixtral-large-2411",
    )
)
"""Likewise, where the package `sentencepiece` is there, too."""
_ALIASES = {
    "open-mistral-nemo": "open-mistral-nemo-2407",
    "mistral-nemo": "open-mistral-nemo-2407",
    "pixtral-12b": "pixtral-12b-2409",
    "open-mixtral-8x22b": "open-mixtral-8x22b-2404",
}
"""Names without a version of models that had one."""
_NEWER = "ministral-8b-2410"
"""Whose vocabulary stands in for newer models, which use later editions of it."""
_NEWER_ERROR = 0.1
"""Chosen: editions of the vocabulary differ in special tokens, and their makers say no more."""

_COUNTS: Memo[tuple[str, str], int] = Memo(max_entries=16_384, max_weight=8_000_000)
"""Counts by (model whose vocabulary it is, text); chosen as in `tokens.counter`."""


class _Vocabulary(Protocol):
    """What of a tokenizer of mistral-common is used."""

    def encode(self, text: str, bos: bool, eos: bool) -> list[int]:  # noqa: FBT001
        """The text's tokens."""
        ...


class MistralCounter(msgspec.Struct, frozen=True, kw_only=True):
    """Counts with a vocabulary of mistral-common."""

    vocabulary: str
    """The model whose vocabulary it is."""
    exact: bool
    error: float = 0.0

    @property
    def name(self) -> str:
        """The vocabulary, by the model it was made for."""
        return f"mistral_common:{self.vocabulary}"

    def count(self, text: str) -> int:
        """How many tokens the text has; a lone surrogate counts as U+FFFD.

        Cost: about two seconds and 160 MB for the first text of a vocabulary, then linear.
        """
        known = _COUNTS.get((self.vocabulary, text))
        if known is None:
            whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            known = len(_vocabulary(self.vocabulary).encode(whole, bos=False, eos=False))
            _COUNTS.put((self.vocabulary, text), known, len(text))
        return known


def mistral_counter(model: str) -> TokenCounter:
    """The counter for a model of Mistral's: with its vocabulary if that is here, else an estimate that says so.

    Nothing is loaded before the first count.
    """
    if not _is_there("mistral_common"):
        return counter_for(model)
    for spelling in model_name(model).spellings:
        vocabulary = _ALIASES.get(spelling, spelling)
        if vocabulary in TEKKEN or (vocabulary in SENTENCE_PIECE and _is_there("sentencepiece")):
            return MistralCounter(vocabulary=vocabulary, exact=True)
        if vocabulary in SENTENCE_PIECE:
            return counter_for(model)
    if model_name(model).maker != "mistral":
        return counter_for(model)
    return MistralCounter(vocabulary=_NEWER, exact=False, error=_NEWER_ERROR)


def forget_vocabularies() -> None:
    """Empty what was loaded, counted and found to be installed, to measure and to test without it."""
    _is_there.cache_clear()
    _vocabulary.cache_clear()
    _COUNTS.clear()


@lru_cache(maxsize=8)
def _is_there(package: str) -> bool:
    return find_spec(package) is not None


@lru_cache(maxsize=4)
def _vocabulary(model: str) -> _Vocabulary:
    # An optional extra, and slow to import: by name, so that neither the rest nor its types depend on it.
    module = import_module(_MODULE)
    tokenizer = module.MODEL_NAME_TO_TOKENIZER_CLS[model]()
    return cast("_Vocabulary", tokenizer.instruct_tokenizer.tokenizer)
