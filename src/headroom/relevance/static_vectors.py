"""Texts as the mean of the vectors of their words, from files that ship in the `wordllama` wheel.

Only that package's data is read, none of its code: importing it would set up logging for the whole process and load an HTTP
client, and its loader asks a server for the tokenizer that lies beside it. Importing this module needs the `relevance` extra,
so `embedding.shipped_embedder` does so when it is asked.
"""

from __future__ import annotations

import re
from importlib.machinery import SourceFileLoader
from importlib.util import find_spec
from itertools import chain

import msgspec
import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load
from tokenizers import Tokenizer

from headroom.errors import ConfigurationError

__all__ = ["StaticVectors", "static_vectors"]

_PACKAGE = "wordllama"
_WEIGHTS = "weights/l2_supercat_256.safetensors"
_TENSOR = "embedding.weight"
_TOKENIZER = "tokenizers/l2_supercat_tokenizer_config.json"
_WORD = re.compile(r"(?<![^\W_])[^\W\d_]{2,64}+(?![^\W_])")
"""Words and numbers; longer runs are no words, and cost their tokenizer more than their length."""
_WORD_START = "\u2581"
"""How this vocabulary spells the blank before a word."""

_AT_ONCE = 4_096
"""Vectors that are gathered at a time; 4 MB, which stay near the processor."""

_LOADED: dict[str, StaticVectors] = {}


class StaticVectors(msgspec.Struct, frozen=True, eq=False):
    """Texts -> the mean vectors of their words, of length 1 (0 for a text without words).

    Cost: about twice an exact count of the texts; a word that occurs again costs a look-up.
    """

    tokenizer: Tokenizer
    table: NDArray[np.float32]
    """One vector a token."""

    def __call__(self, texts: list[str]) -> NDArray[np.float32]:
        """One vector a text. Lone surrogates are no words."""
        spelled = [_WORD.findall(text) for text in texts]
        numbers = {word: number for number, word in enumerate(dict.fromkeys(chain.from_iterable(spelled)))}
        words = _means(self.table, [self._tokens(word) for word in numbers])
        found = _means(words, [[numbers[word] for word in each] for each in spelled])
        sizes = np.sqrt((found * found).sum(axis=1, keepdims=True))
        sizes[sizes == 0] = 1
        found /= sizes
        return found

    def _tokens(self, word: str) -> list[int]:
        # One call a word: calls for many start threads, and a process that has done so may not fork in peace.
        known = self.tokenizer.token_to_id(_WORD_START + word)
        return self.tokenizer.encode(word, add_special_tokens=False).ids if known is None else [known]


def _means(table: NDArray[np.float32], lists: list[list[int]]) -> NDArray[np.float32]:
    """For each list, the mean of the rows of the table that it names; 0 for an empty one.

    Lists of one length go together: a call for each would cost more than the adding.
    """
    found = np.zeros((len(lists), table.shape[1]), np.float32)
    by_length: dict[int, list[int]] = {}
    for index, each in enumerate(lists):
        by_length.setdefault(len(each), []).append(index)
    by_length.pop(0, None)
    for length, indexes in by_length.items():
        step = max(1, _AT_ONCE // length)
        for start in range(0, len(indexes), step):
            some = indexes[start : start + step]
            found[some] = table.take([lists[index] for index in some], axis=0).mean(axis=1)
    return found


def static_vectors() -> StaticVectors:
    """The shipped vectors, loaded once.

    Raises: ConfigurationError where the wheel's files are missing or damaged.
    """
    loaded = _LOADED.get(_PACKAGE)
    if loaded is None:
        try:
            table = load(_data(_WEIGHTS))[_TENSOR].astype(np.float32)
        except (SafetensorError, KeyError) as error:
            raise ConfigurationError("The shipped word vectors are damaged", {"file": _WEIGHTS}) from error
        loaded = _LOADED.setdefault(_PACKAGE, StaticVectors(Tokenizer.from_buffer(_data(_TOKENIZER)), table))
    return loaded


def _data(file: str) -> bytes:
    """A file of the installed package, which is not imported."""
    spec = find_spec(_PACKAGE)
    if spec is None or spec.origin is None or not isinstance(spec.loader, SourceFileLoader):
        raise ConfigurationError(
            "Scoring by meaning needs word vectors; install them with: pip install 'headroom[relevance]'", {"missing": _PACKAGE}
        )
    try:
        return spec.loader.get_data(spec.origin.removesuffix("__init__.py") + file)
    except OSError as error:
        raise ConfigurationError("The shipped word vectors are missing", {"package": _PACKAGE, "file": file}) from error
