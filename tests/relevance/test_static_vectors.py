"""Tests of the shipped word vectors; without the `relevance` extra there is nothing to test."""

from __future__ import annotations

import subprocess
import sys
from math import hypot, isclose
from pathlib import Path

import pytest

from headroom.errors import ConfigurationError
from headroom.relevance.embedding import EmbeddingScorer, shipped_embedder

vectors = pytest.importorskip("headroom.relevance.static_vectors", reason="needs the relevance extra")

OFFLINE = """
import logging, socket, sys

def refuse(*arguments, **settings):
    raise AssertionError("the network was asked for")

socket.socket = socket.create_connection = socket.getaddrinfo = refuse
from headroom.relevance import shipped_embedder
assert len(shipped_embedder()(["one text"])) == 1
assert not {"wordllama", "requests", "pydantic"} & set(sys.modules), "more was imported than is read"
assert not logging.getLogger().handlers, "logging was set up"
"""

ROWS = [
    "GET /health took 3 ms",
    "The database connection was refused by the server",
    "User signed in from a new device",
    "Cache warmed with entries",
    "Invoice sent to the customer by mail",
    "Scheduled backup finished without problems",
    "The page was rendered in the browser",
    "A new version of the application was deployed",
    "Temperature of the sensor rose quickly",
    "Password changed by its owner",
]


def test_loading_asks_no_network() -> None:
    """A process that may not open a socket loads and embeds, and runs nothing of the package it reads from."""
    outcome = subprocess.run([sys.executable, "-c", OFFLINE], capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, outcome.stderr


def test_meaning_is_found_in_other_words() -> None:
    """No word of the question stands in the row that answers it."""
    scores = EmbeddingScorer(shipped_embedder())(ROWS, "credentials and authentication")
    assert max(range(len(ROWS)), key=scores.__getitem__) in {2, 9}
    assert scores[4] == 0.0


def test_vectors_are_of_length_one() -> None:
    """Those of texts without words are nothing instead."""
    lengths = [hypot(*vector) for vector in shipped_embedder()(["one", "two words", "", "12 345", "\ud800", "x" * 100_000])]
    assert all(isclose(length, 1.0, abs_tol=1e-5) for length in lengths[:2])
    assert lengths[2:] == [0.0] * 4


def test_a_text_has_the_same_vector_in_any_company() -> None:
    """What stands beside it changes nothing, however many."""
    embed = shipped_embedder()
    (alone,) = embed([ROWS[1]])
    beside = list(embed([*ROWS, *(f"{ROWS[2]} {'again ' * count}" for count in range(200))]))[1]
    assert list(alone) == pytest.approx(list(beside), abs=1e-6)


def test_numbers_and_identifiers_are_no_words() -> None:
    """They say nothing that their spelling does not."""
    first, second = shipped_embedder()(["refused by 10.0.0.7 at 12:31 a81bc81b", "refused by at"])
    assert list(first) == list(second)


def test_no_texts_are_no_vectors() -> None:
    """An empty call is answered."""
    assert list(shipped_embedder()([])) == []


def test_they_are_loaded_once() -> None:
    """Every caller gets the same ones."""
    assert shipped_embedder() is shipped_embedder()


@pytest.mark.parametrize("package", ["no_such_package_anywhere", "headroom"], ids=["not installed", "without the files"])
def test_missing_files_are_told(monkeypatch: pytest.MonkeyPatch, package: str) -> None:
    """What is missing is named, and nothing is fetched."""
    monkeypatch.setattr(vectors, "_PACKAGE", package)
    with pytest.raises(ConfigurationError, match=package):
        shipped_embedder()


def test_damaged_files_are_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A file that is not what it should be is named."""
    weights = tmp_path / "hollow" / "weights"
    weights.mkdir(parents=True)
    (tmp_path / "hollow" / "__init__.py").touch()
    (weights / "l2_supercat_256.safetensors").write_bytes(b"not vectors")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(vectors, "_PACKAGE", "hollow")
    with pytest.raises(ConfigurationError, match="damaged"):
        shipped_embedder()
