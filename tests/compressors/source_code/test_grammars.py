"""Tests of the parser's edge."""

from __future__ import annotations

import builtins
import sys
from collections.abc import Iterator

import pytest
from returns.result import Failure, Success

from headroom.compressors.source_code import SourceCode, grammars
from headroom.compressors.source_code.grammars import LANGUAGES, faults, is_at_hand, parse
from headroom.relevance import query_text
from tests.compressors.source_code.samples import PYTHON, call


@pytest.fixture
def forgotten() -> Iterator[None]:
    """Grammars that were loaded are loaded again."""
    grammars._grammar.cache_clear()  # noqa: SLF001  what was loaded before is no part of a test
    yield
    grammars._grammar.cache_clear()  # noqa: SLF001


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_parses(language: str) -> None:
    """A text of nothing at least."""
    assert is_at_hand(language)
    assert faults(parse(language, b"\n").unwrap()) == 0


def test_faults_are_counted() -> None:
    """What is wrong, and what is missing."""
    assert faults(parse("python", b"def f(:\n    return 1\n").unwrap()) > 0
    assert faults(parse("javascript", b"function f() { return 1\n").unwrap()) == 1


def test_an_unknown_language_is_no_fault() -> None:
    """It is told."""
    assert "cobol" in parse("cobol", b"").failure().reason
    assert not is_at_hand("cobol")


@pytest.mark.usefixtures("forgotten")
def test_a_missing_grammar_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """With what to install."""
    monkeypatch.setitem(sys.modules, "tree_sitter_python", None)
    assert parse("python", b"x = 1\n").failure().reason == 'no grammar for python; pip install "headroom[code]"'


@pytest.mark.usefixtures("forgotten")
def test_a_missing_library_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the compressor as well."""
    found = builtins.__import__

    def without(name: str, *rest: object, **more: object) -> object:
        if name.startswith("tree_sitter"):
            raise ImportError(name)
        return found(name, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    assert "headroom[code]" in SourceCode()(PYTHON, query_text("", call("py"))).failure().reason


@pytest.mark.parametrize(("language", "text"), [("rust", '"'), ("javascript", '"'), ("rust", "if(x)\n")])
def test_what_is_no_code_is_given_up(language: str, text: str) -> None:
    """Before it costs much, and the next text is none the worse for it."""
    assert isinstance(parse(language, text.encode() * 100_000), Failure)
    assert faults(parse(language, b"\n").unwrap()) == 0


def test_long_rows_of_comments_are_not_read_over_and_over() -> None:
    """The parser of Python looks on to the end of a row of comments from each of them; rows of people are short enough."""
    row = b"# a comment of some forty characters each\n"
    assert isinstance(parse("python", b"import os\n" + row * 300), Success)
    refused = parse("python", b"import os\n" + row * 4_000)
    assert isinstance(refused, Failure)
    assert refused.failure().reason == "holds too long a row of comments"


@pytest.mark.parametrize("row", [b"  // said\n", b"  /* said */\n", b"  /*\n   * said\n   */\n", b"/* */" * 30 + b"\n"])
def test_a_statement_may_go_on_behind_comments(row: bytes) -> None:
    """So JavaScript looks behind them, too."""
    assert isinstance(parse("javascript", b"f()\n" + row * 20 + b"  .g();\n"), Success)
    assert isinstance(parse("javascript", b"/*\n" + b" * said\n" * 4_000 + b"*/\n"), Success)
    assert isinstance(parse("javascript", b"f()\n" + row * 8_000 + b"  .g();\n"), Failure)
