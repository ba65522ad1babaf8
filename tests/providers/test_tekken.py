"""Tests of counts with the vocabularies of mistral-common."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import ModuleType, SimpleNamespace

import pytest

from headroom.providers import tekken
from headroom.providers.tekken import SENTENCE_PIECE, TEKKEN, MistralCounter, forget_vocabularies, mistral_counter
from headroom.tokens import counter_for


class Words:
    """A vocabulary in which every word is a token."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def encode(self, text: str, bos: bool, eos: bool) -> list[int]:
        """A number for each word, and for each end that is asked for."""
        self.texts.append(text)
        return [0] * (len(text.split()) + bos + eos)


@pytest.fixture
def forgetful() -> Iterator[None]:
    """Nothing known from other tests, and nothing left for them."""
    forget_vocabularies()
    yield
    forget_vocabularies()


def install(monkeypatch: pytest.MonkeyPatch, *packages: str) -> Words:
    """These packages seem to be there; the vocabulary they bring."""
    words = Words()
    tokenizer = SimpleNamespace(instruct_tokenizer=SimpleNamespace(tokenizer=words))
    module = ModuleType("mistral_common.tokens.tokenizers.mistral")
    names = (*TEKKEN, *SENTENCE_PIECE)
    vars(module)["MODEL_NAME_TO_TOKENIZER_CLS"] = {name: lambda: tokenizer for name in names}
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr(tekken, "find_spec", lambda package: object() if package in packages else None)
    return words


@pytest.mark.usefixtures("forgetful")
def test_without_the_package_counts_are_estimates(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that every model has that nobody knows."""
    install(monkeypatch)
    assert mistral_counter("open-mistral-nemo") == counter_for("open-mistral-nemo")
    assert not mistral_counter("open-mistral-nemo").exact


@pytest.mark.usefixtures("forgetful")
@pytest.mark.parametrize("model", ["open-mistral-nemo", "mistral/ministral-8b-2410", "pixtral-12b-2409", "mistral-small-2409"])
def test_vocabularies_that_are_there_count_exactly(model: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Under every spelling; nothing is put before or behind the text."""
    install(monkeypatch, "mistral_common")
    counter = mistral_counter(model)
    assert (counter.exact, counter.error, counter.count("one two three")) == (True, 0.0, 3)


@pytest.mark.usefixtures("forgetful")
def test_newer_models_are_estimated_with_an_older_edition(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which says that it is no more than that."""
    install(monkeypatch, "mistral_common")
    counter = mistral_counter("mistral-large-latest")
    assert (counter.exact, counter.error, counter.count("one two three")) == (False, 0.1, 3)


@pytest.mark.usefixtures("forgetful")
def test_older_vocabularies_need_one_more_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it their models are estimated like any other."""
    install(monkeypatch, "mistral_common")
    assert mistral_counter("mistral-large-2407") == counter_for("mistral-large-2407")
    forget_vocabularies()
    install(monkeypatch, "mistral_common", "sentencepiece")
    assert mistral_counter("mistral-large-2407").exact


@pytest.mark.usefixtures("forgetful")
def test_models_of_others_are_not_counted_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is installed."""
    install(monkeypatch, "mistral_common")
    assert mistral_counter("gpt-4o") == counter_for("gpt-4o")


@pytest.mark.usefixtures("forgetful")
def test_a_text_is_counted_once_and_lone_surrogates_do_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second count is a look-up."""
    words = install(monkeypatch, "mistral_common")
    counter = mistral_counter("open-mistral-nemo")
    assert counter.count("one two") == counter.count("one two") == 2
    assert counter.count("one \ud800") == 2
    assert words.texts == ["one two", "one \ufffd"]


@pytest.mark.usefixtures("forgetful")
def test_the_real_package() -> None:
    """Counts as its own tokenizer does, from what is in its wheel."""
    real = pytest.importorskip("mistral_common.tokens.tokenizers.mistral", reason="needs the extra `mistral`")
    counter = mistral_counter("open-mistral-nemo")
    assert isinstance(counter, MistralCounter)
    text = "The quick brown fox <s> [INST] 12345 — Füchse 狐 \N{FOX FACE}"
    tokenizer = real.MistralTokenizer.v3(is_tekken=True).instruct_tokenizer.tokenizer
    assert counter.count(text) == len(tokenizer.encode(text, bos=False, eos=False)) > 10
    assert set(real.MODEL_NAME_TO_TOKENIZER_CLS) >= TEKKEN | SENTENCE_PIECE
