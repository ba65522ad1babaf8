"""Tests of scoring rows by nearness of meaning, with embedders made for the purpose."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import pytest

from headroom.errors import ConfigurationError
from headroom.relevance.embedding import EmbeddingScorer, question_of, shipped_embedder
from headroom.relevance.query import query_text

AXES = ("failed error", "fast slow", "red blue", "timestamp")
"""Words that mean something to the test's embedder; those of one axis mean the same."""


def embed(texts: list[str]) -> list[list[float]]:
    """One number an axis: how many of its words the text has."""
    return [[float(sum(text.split().count(word) for word in axis.split())) for axis in AXES] for text in texts]


WORDS = ("red", "blue", "fast", "red", "slow")
ROWS = [*(f"timestamp timestamp {word} {number}" for number in (1, 2, 1, 2) for word in WORDS), "timestamp timestamp error"]


def test_the_same_meaning_in_other_words_scores_best() -> None:
    """The row shares no word with the question."""
    scores = EmbeddingScorer(embed)(ROWS, "failed")
    assert max(range(len(ROWS)), key=scores.__getitem__) == 20
    assert scores[20] > 2 * max(scores[:20])
    assert all(0 <= score <= 1 for score in scores)


def test_what_all_rows_share_says_nothing() -> None:
    """A row that holds most of what stands in every row is not nearest for that, though its cosine is the highest."""
    rows = [*ROWS, "timestamp timestamp timestamp timestamp timestamp red"]
    question = "timestamp timestamp failed"
    scores = EmbeddingScorer(embed)(rows, question)
    assert scores[20] == max(scores) == 1.0
    assert scores[21] < 0.5
    # Of few rows the plain cosine is taken, and it is high for both.
    assert min(EmbeddingScorer(embed)(rows[20:], question)) > 0.8


def test_equal_rows_score_equally() -> None:
    """However often a row is there, and it is embedded once."""
    asked: list[int] = []

    def counting(texts: list[str]) -> list[list[float]]:
        asked.append(len(texts))
        return embed(texts)

    scores = EmbeddingScorer(counting)(ROWS, "failed")
    assert scores[0] == scores[3] == scores[10]
    assert asked == [1 + len(set(ROWS))]


def test_rows_that_are_all_alike_score_nothing() -> None:
    """Where nothing tells rows apart, rounding must not."""

    def nearly_constant(texts: list[str]) -> list[list[float]]:
        return [[1.0, 1e-9 * index, 0.0] for index, _ in enumerate(texts)]

    assert set(EmbeddingScorer(nearly_constant)([f"row {index}" for index in range(20)], "row")) == {0.0}


def test_few_rows_are_compared_as_they_are() -> None:
    """Two rows have no middle to speak of."""
    assert EmbeddingScorer(embed)(["red", "error"], "failed") == (0.0, 1.0)


def test_nothing_asked_embeds_nothing() -> None:
    """Without a question, or without rows, the embedder is not called."""

    def refuse(texts: list[str]) -> list[list[float]]:
        pytest.fail(f"called for {texts}")

    scorer = EmbeddingScorer(refuse)
    assert scorer(["a", "b"], "") == (0.0, 0.0)
    assert scorer(["a", "b"], query_text("", '{"q": "red"}')) == (0.0, 0.0)
    assert scorer([], "red") == ()
    assert scorer(["", "  "], "red") == (0.0, 0.0)


def test_the_arguments_of_the_call_are_not_the_question() -> None:
    """Only what was asked is embedded."""
    assert question_of(query_text("what failed?", '{"q": "red"}')) == "what failed?"
    scorer = EmbeddingScorer(embed)
    assert scorer(ROWS, query_text("failed", "red red")) == scorer(ROWS, "failed")


def test_what_is_embedded_is_bounded() -> None:
    """Two thousand rows of four hundred characters, evenly spread, and the start of a long question."""
    seen: list[list[str]] = []

    def remember(texts: list[str]) -> list[list[float]]:
        seen.append(texts)
        return embed(texts)

    scores = EmbeddingScorer(remember)([f"{index} fast {'x' * 500}" for index in range(5_000)], "red " * 5_000)
    (texts,) = seen
    assert len(scores) == 5_000
    assert len(texts) == 2_001
    assert max(map(len, texts[1:])) == 400
    assert len(texts[0]) <= 2_000
    firsts = [int(text.split()[0]) for text in texts[1:]]
    assert firsts[0] == 0
    assert firsts[-1] > 4_990
    assert {after - before for before, after in pairwise(firsts)} == {2, 3}


def test_odd_text_reaches_no_embedder() -> None:
    """Lone surrogates, which tokenizers refuse, are replaced."""

    def strict(texts: list[str]) -> list[list[float]]:
        assert all(text.encode() for text in texts)
        return embed(texts)

    assert EmbeddingScorer(strict)(["\ud800 red", "\x00", "error\r\n", "\ufeff"], "failed \udfff")[2] == 1.0


@pytest.mark.parametrize(
    "vectors",
    [[], [[1.0]], [[1.0], [1.0], [1.0], [1.0]], [[1.0], [1.0, 2.0], [1.0]]],
    ids=["none", "too few", "too many", "uneven"],
)
def test_a_wrong_number_of_vectors_is_refused(vectors: list[list[float]]) -> None:
    """An embedder that does not fit is a mistake of whoever gave it."""
    with pytest.raises(ConfigurationError, match="one vector a text"):
        EmbeddingScorer(lambda _: vectors)(["a", "b"], "c")


def test_a_vector_of_nothing_is_near_nothing() -> None:
    """Among others that say something."""
    odd = [[1.0, 0.0], [0.0, 0.0], [2.0, 0.0]]
    assert EmbeddingScorer(lambda _: odd)(["a", "b"], "q") == (0.0, 1.0)


NAN, INFINITE = float("nan"), float("inf")


@pytest.mark.parametrize(
    ("vectors", "why"),
    [
        ([[1.0, 0.0], [NAN, 1.0], [0.0, 1.0]], "the embedder gave numbers that are not finite"),
        ([[INFINITE, 0.0], [1.0, 1.0], [0.0, 1.0]], "the embedder gave numbers that are not finite"),
        ([[0.0, 0.0], [1.0, 1.0], [0.0, 1.0]], "the embedder gave zeros for the question"),
        ([[0.0, 0.0], [0.0, 0.0], [0.0, 0.0]], "the embedder gave nothing but zeros"),
        ([[1.0, 0.0], [0.0, 0.0], [0.0, 0.0]], "the embedder gave nothing but zeros"),
        ([[1.0], [1.0, 2.0], [1.0]], "the embedder did not give one vector a text, all of one length"),
        ([[1.0]], "the embedder did not give one vector a text, all of one length"),
        (None, "the embedder gave no vectors (TypeError)"),
        (["one", "two", "three"], "the embedder gave no vectors (ValueError)"),
    ],
)
def test_vectors_that_tell_nothing_are_told(vectors: Any, why: str) -> None:
    """In words, and whether they come as lists or as an array."""
    scorer = EmbeddingScorer(lambda _: vectors)
    assert scorer.scores(["a", "b"], "q").failure() == why
    with pytest.raises(ConfigurationError, match=re.escape(why)):
        scorer(["a", "b"], "q")
    numpy = pytest.importorskip("numpy")
    if vectors is not None and len({len(vector) for vector in vectors}) == 1 and not isinstance(vectors[0], str):
        assert EmbeddingScorer(lambda _: numpy.array(vectors)).scores(["a", "b"], "q").failure() == why


@pytest.mark.parametrize("error", [RuntimeError, ConnectionError, KeyError, TypeError, ZeroDivisionError, TimeoutError])
def test_an_embedder_that_raises_is_told(error: type[Exception]) -> None:
    """By the name of the error alone: its words may be long, or secret."""

    def raises(_: list[str]) -> list[list[float]]:
        raise error("key 7f3a")

    assert EmbeddingScorer(raises).scores(["a"], "q").failure() == f"the embedder raised {error.__name__}"


@pytest.mark.parametrize("count", [3, 21])
def test_arrays_score_as_lists_do(count: int) -> None:
    """An array library changes the cost and nothing else."""
    numpy = pytest.importorskip("numpy")

    def as_array(texts: list[str]) -> Iterable[Iterable[float]]:
        array: Iterable[Iterable[float]] = numpy.array(embed(texts), dtype=numpy.float32)
        return array

    rows = ROWS[-count:]
    assert EmbeddingScorer(as_array)(rows, "failed fast") == pytest.approx(
        EmbeddingScorer(embed)(rows, "failed fast"), abs=2e-4
    )


@pytest.mark.parametrize("shape", [(3,), (2, 4), (3, 4, 1)])
def test_arrays_of_another_shape_are_refused(shape: tuple[int, ...]) -> None:
    """One row a text, in two dimensions."""
    numpy = pytest.importorskip("numpy")
    with pytest.raises(ConfigurationError, match="one vector a text"):
        EmbeddingScorer(lambda _: numpy.ones(shape))(["a", "b"], "c")


def test_scorers_can_be_keys() -> None:
    """Settings that hold a scorer are looked up by it."""
    assert {EmbeddingScorer(embed): 1}[EmbeddingScorer(embed)] == 1
    assert EmbeddingScorer(embed).tier == "embedding"


def test_a_missing_extra_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names the command that helps."""
    monkeypatch.delitem(sys.modules, "headroom.relevance.static_vectors", raising=False)
    monkeypatch.setitem(sys.modules, "numpy", None)
    with pytest.raises(ConfigurationError, match=r"pip install 'headroom\[relevance\]'"):
        shipped_embedder()


def test_importing_the_room_loads_no_array_library() -> None:
    """Only who asks for vectors pays for them."""
    program = (
        "import sys, headroom.relevance; sys.exit(any(name in sys.modules for name in ('numpy', 'tokenizers', 'wordllama')))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
