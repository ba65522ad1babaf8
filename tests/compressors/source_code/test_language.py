"""Tests of telling languages."""

from __future__ import annotations

import pytest

from headroom.compressors.source_code.language import candidates, suffix_of
from headroom.relevance import query_text
from tests.compressors.source_code.samples import FILES


@pytest.mark.parametrize(
    ("question", "arguments", "suffix"),
    [
        ("", '{"path": "Lib/shutil.py"}', "py"),
        ("", '{"file_path":"/a/b.test.tsx","offset":3}', "tsx"),
        ("Explain pvariance() in Lib/statistics.py: what are its edge cases?", "{}", "py"),
        ("in a.py", '{"command": "cat src/main.rs"}', "rs"),
        ("what is e.g. this?", '{"path": "README"}', ""),
        ("", '{"path": "app/models/user.rb"}', "rb"),
    ],
)
def test_the_suffix_is_that_of_the_call(question: str, arguments: str, suffix: str) -> None:
    """And, failing that, of the question."""
    assert suffix_of(query_text(question, arguments)) == suffix


@pytest.mark.parametrize("suffix", FILES)
def test_a_suffix_tells_the_grammar(suffix: str) -> None:
    """The one that fits comes first."""
    names, _ = candidates(FILES[suffix][0], suffix)
    told = {"py": "python", "js": "javascript", "ts": "typescript", "rs": "rust"}.get(suffix, suffix)
    assert names[0] == told


@pytest.mark.parametrize("suffix", FILES)
def test_code_tells_the_grammar(suffix: str) -> None:
    """Where nothing else does."""
    names, _ = candidates(FILES[suffix][0], "")
    told = {"py": "python", "js": "javascript", "ts": "typescript", "rs": "rust"}.get(suffix, suffix)
    assert names[0] == told


def test_a_fence_tells_the_grammar() -> None:
    """Its word or suffix."""
    assert candidates("x", "", "golang") == (("go",), "")
    assert candidates("x", "", "py") == (("python",), "")


def test_other_languages_are_named() -> None:
    """By their suffix, or not at all."""
    assert candidates("", "kt") == ((), "kotlin")
    assert candidates("just words", "") == ((), "")
