"""Scores by nearness of meaning, from whatever turns texts into vectors.

Rows of one text have much in common (their keys, their timestamps), and any two of them lie close together. Scores therefore
compare directions as seen from the middle of the rows: what all of them share says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from math import hypot, isfinite
from operator import mul
from typing import Protocol, runtime_checkable

import msgspec
from returns.result import Failure, Result, Success

from headroom.errors import ConfigurationError
from headroom.relevance.query import question_and_call
from headroom.relevance.scorer import Tier

__all__ = ["Embedder", "EmbeddingScorer", "Scores", "question_of", "shipped_embedder"]

Embedder = Callable[[list[str]], Iterable[Iterable[float]]]
"""Texts -> a vector each, all of one length, as lists or as an array: `SentenceTransformer(...).encode`, for one.

It has to be a function of the text alone: what is compressed must come out the same every time.
"""

Scores = Result[tuple[float, ...], str]
"""A score a row, or why there are none."""

_IRREGULAR = "the embedder did not give one vector a text, all of one length"
_MOST_ROWS = 2_000
"""Different rows that are embedded. Chosen: about what a model could still read; an embedder may be a paid service."""
_ROW_CHARS = 400
"""Characters of a row that are embedded. Chosen: what a row is about stands at its start."""
_QUESTION_CHARS = 2_000
"""Characters of a question that are embedded. Chosen: a longer one is a document."""
_CENTRED_FROM = 8
"""Different rows from which on their middle is taken for what they share. Chosen: of fewer, it is the rows themselves."""
_SAME = 1e-3
"""How far a row of length 1 lies from the middle at least, to be told from it: below it is rounding."""
_NOTHING = 1e-12
"""Added to a length, so that a vector of zeros can be divided by it."""
_DIGITS = 4
"""Decimals of a score: beyond them, machines differ in how they add."""


@runtime_checkable
class _Array(Protocol):
    """As much of an array as cosines need; NumPy's, torch's and others' are such."""

    @property
    def shape(self) -> tuple[int, ...]: ...
    def __getitem__(self, key: object) -> _Array: ...
    def __add__(self, other: object) -> _Array: ...
    def __sub__(self, other: object) -> _Array: ...
    def __mul__(self, other: object) -> _Array: ...
    def __truediv__(self, other: object) -> _Array: ...
    def __pow__(self, other: object) -> _Array: ...
    def __matmul__(self, other: object) -> _Array: ...
    def sum(self, axis: int) -> _Array:
        """The sums along an axis."""

    def mean(self, axis: int) -> _Array:
        """The means along an axis."""

    def tolist(self) -> list[float]:
        """The numbers of one row."""


class EmbeddingScorer(msgspec.Struct, frozen=True):
    """Scores by the cosine between question and row, as seen from the middle of all rows.

    Cost: one call of the embedder for at most 2,000 different rows, evenly spread, of 400 characters each; rows beyond score 0.
    Raises: ConfigurationError where `scores` fails.
    """

    embedder: Embedder

    @property
    def tier(self) -> Tier:
        """`embedding`."""
        return "embedding"

    def __call__(self, rows: Sequence[str], query: str) -> tuple[float, ...]:
        """One score a row; what points away from the question scores 0, as does a row without words."""
        found = self.scores(rows, query)
        if isinstance(found, Failure):
            raise ConfigurationError(f"Nothing can be scored by meaning: {found.failure()}", {"rows": len(rows)})
        return found.unwrap()

    def scores(self, rows: Sequence[str], query: str) -> Scores:
        """One score a row, or why the embedder gave no vectors that tell rows apart."""
        question = _encodable(question_of(query))
        cut = [_encodable(row[:_ROW_CHARS]) for row in rows]
        distinct = _spread([text for text in dict.fromkeys(cut) if text]) if question else []
        if not distinct:
            return Success((0.0,) * len(rows))
        try:
            vectors = self.embedder([question, *distinct])
        except Exception as error:  # noqa: BLE001 - an embedder is anybody's code, and words can decide without it
            return Failure(f"the embedder raised {type(error).__name__}")
        try:
            cosines = _cosines(vectors, len(distinct) + 1)
        except Exception as error:  # noqa: BLE001 - what it gave may be made only now, one by one
            return Failure(f"the embedder gave no vectors ({type(error).__name__})")
        if isinstance(cosines, str):
            return Failure(cosines)
        scores = dict(zip(distinct, cosines, strict=True))
        return Success(tuple(scores.get(text, 0.0) for text in cut))


def question_of(query: str) -> str:
    """The question of a query, without the arguments of the tool call: they say where was looked."""
    return question_and_call(query)[0][:_QUESTION_CHARS].strip()


def shipped_embedder() -> Embedder:
    """The embedder whose vectors come with the `relevance` extra; nothing is ever downloaded.

    Cost: about 0.3 s and 35 MB the first time.
    Raises: ConfigurationError where the extra is not installed or its files are not there.
    """
    try:
        from headroom.relevance.static_vectors import static_vectors  # noqa: PLC0415  the [relevance] extra
    except ModuleNotFoundError as error:
        raise ConfigurationError(
            "Scoring by meaning needs word vectors; install them with: pip install 'headroom[relevance]', or give an embedder",
            {"missing": error.name},
        ) from error
    return static_vectors()


def _encodable(text: str) -> str:
    """The text without lone surrogates, which tokenizers refuse, and without blanks at its ends."""
    return (text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")).strip()


def _spread(texts: list[str]) -> list[str]:
    """As many of the texts as are embedded, evenly spaced."""
    if len(texts) <= _MOST_ROWS:
        return texts
    return [texts[index * len(texts) // _MOST_ROWS] for index in range(_MOST_ROWS)]


def _cosines(vectors: Iterable[Iterable[float]] | _Array, expected: int) -> list[float] | str:
    """The nearness of each vector but the first to the first, from 0 to 1; or what is wrong with them, in words."""
    if isinstance(vectors, _Array):
        if len(vectors.shape) != 2 or vectors.shape[0] != expected:
            return _IRREGULAR
        numbers = vectors * 1.0
        sizes = (numbers * numbers).sum(1) ** 0.5
        wrong = _fault(sizes.tolist())
        products = ([], [0.0]) if wrong else _array_products(numbers, sizes)
    else:
        rows = [[float(number) for number in vector] for vector in vectors]
        if len(rows) != expected or len({len(row) for row in rows}) != 1:
            return _IRREGULAR
        lengths = [hypot(*row) for row in rows]
        wrong = _fault(lengths)
        products = ([], [0.0]) if wrong else _list_products(rows, lengths)
    dots, (first, *others) = products
    return wrong or [_score(dot, length * first) for dot, length in zip(dots, others, strict=True)]


def _fault(sizes: list[float]) -> str:
    """Why vectors of these lengths say nothing, the question's first; empty where they do."""
    if not all(map(isfinite, sizes)):
        return "the embedder gave numbers that are not finite"
    if not sizes[0] or not any(sizes[1:]):
        return "the embedder gave zeros for the question" if any(sizes[1:]) else "the embedder gave nothing but zeros"
    return ""


def _score(dot: float, lengths: float) -> float:
    cosine = dot / lengths if lengths > _SAME * _SAME else 0.0
    return round(min(cosine, 1.0), _DIGITS) if cosine > 0 else 0.0


def _array_products(numbers: _Array, sizes: _Array) -> tuple[list[float], list[float]]:
    """The product of each with the first, and the length of every one, all of them seen from the middle."""
    units = numbers / (sizes + _NOTHING)[:, None]
    if units.shape[0] > _CENTRED_FROM:
        units = units - units[1:].mean(0)
    return (units[1:] @ units[0]).tolist(), ((units * units).sum(1) ** 0.5).tolist()


def _list_products(vectors: list[list[float]], sizes: list[float]) -> tuple[list[float], list[float]]:
    """As `_array_products`, without an array library."""
    units = [[number / (size or 1.0) for number in vector] for vector, size in zip(vectors, sizes, strict=True)]
    if len(units) > _CENTRED_FROM:
        middle = [sum(column) / (len(units) - 1) for column in zip(*units[1:], strict=True)]
        units = [[number - mean for number, mean in zip(unit, middle, strict=True)] for unit in units]
    return [sum(map(mul, unit, units[0])) for unit in units[1:]], [hypot(*unit) for unit in units]
