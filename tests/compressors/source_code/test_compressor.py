"""Tests of the source code compressor."""

from __future__ import annotations

import pytest
from returns.result import Failure, Success

from headroom.compressors.contract import Compressed
from headroom.compressors.source_code import SourceCode
from headroom.compressors.source_code.grammars import faults, parse
from headroom.config import CodeSettings, Settings
from headroom.config.reduction import WorkBudget
from headroom.messages import original_of
from headroom.relevance import query_text
from headroom.retrieval.marker import OPENING, find_markers
from headroom.tokens import count
from tests.compressors.source_code.samples import FILES, PYTHON, call

_GRAMMARS = {
    "py": "python",
    "js": "javascript",
    "ts": "typescript",
    "go": "go",
    "rs": "rust",
    "java": "java",
    "c": "c",
    "cpp": "cpp",
}


def cut(text: str, question: str = "", suffix: str = "py", settings: CodeSettings | None = None) -> Compressed:
    """What is left of a text."""
    return SourceCode(settings or CodeSettings())(text, query_text(question, call(suffix))).unwrap()


def reason(text: str, suffix: str = "py", settings: CodeSettings | None = None) -> str:
    """Why a text is left alone."""
    return SourceCode(settings or CodeSettings())(text, query_text("", call(suffix))).failure().reason


def body_of(text: str, start: str) -> str:
    """From a declaration on to the next blank line."""
    return (start + text.partition(start)[2]).partition("\n\n")[0]


@pytest.mark.parametrize("suffix", FILES)
def test_what_is_asked_for_stays_whole(suffix: str) -> None:
    """In every language; the rest becomes shorter, and what is left parses."""
    text, name, start = FILES[suffix]
    compressed = cut(text, f"What does {name} do, and when does it fail?", suffix)
    assert body_of(text, start) in compressed.text
    assert count(compressed.text) < count(text)
    assert faults(parse(_GRAMMARS[suffix], compressed.text.encode()).unwrap()) == 0
    assert "asked for 1" in compressed.summary


@pytest.mark.parametrize("suffix", FILES)
def test_what_is_declared_stays(suffix: str) -> None:
    """Every line that opens a declaration, imports, fields."""
    text, name, _ = FILES[suffix]
    compressed = cut(text, f"Show me {name}()", suffix)
    openings = (
        "import",
        "from",
        "use ",
        "#include",
        "class",
        "pub ",
        "func",
        "type",
        "struct",
        "export",
        "@",
        "#define",
        "namespace",
    )
    for line in text.split("\n"):
        if line.strip().startswith(openings) or line.strip().startswith(("def ", "async def ", "public ", "private ")):
            assert line in compressed.text


def test_without_a_question_exits_stay() -> None:
    """What functions return and raise, with the conditions under which they do."""
    compressed = cut(PYTHON)
    for line in (
        '            raise ValueError("that book is not here at the moment")',
        "        if book.is_lent:",
        '            raise TypeError("extras are pairs")',
        "    return labels",
    ):
        assert line in compressed.text
    assert "nothing asked" in compressed.summary


def test_a_question_in_words_finds_what_it_means() -> None:
    """By the parts of names."""
    compressed = cut(FILES["py"][0], "how are shelf formats registered?")
    assert body_of(PYTHON, "def register_shelf_format(") in compressed.text
    assert compressed.relevance == "bm25"


def test_what_is_asked_comes_with_what_it_calls() -> None:
    """Where the question is how something comes about."""
    compressed = cut(PYTHON, "How does parse_labels arrive at what it returns?")
    assert body_of(PYTHON, "def normal(") in compressed.text
    assert body_of(PYTHON, "def normal(") not in cut(PYTHON, "Show me parse_labels.").text


def test_notes_are_comments_where_the_gaps_are() -> None:
    """Indented like what is missing; the marker stands at the end and names the whole text."""
    compressed = cut(PYTHON, "Show me normal()")
    lines = compressed.text.split("\n")
    notes = [line for line in lines if OPENING in line]
    assert any(note.startswith("        # [headroom: ") for note in notes)
    assert lines[-1].startswith("# [headroom: ")
    assert [marker.hash for marker in find_markers(compressed.text)] == [original_of(PYTHON).hash]


def test_the_first_line_of_documentation_stays() -> None:
    """Of docstrings and of licences, with a note for the rest."""
    compressed = cut(PYTHON, "Show me normal()")
    assert '    """A shelf.' in compressed.text
    assert "many a word could be said" not in compressed.text
    assert "# Copyright of somebody." in compressed.text
    assert "a long story of a licence" not in compressed.text


def test_settings_act() -> None:
    """Each of them."""
    assert "many a word could be said" in cut(PYTHON, "", settings=CodeSettings(docstring_mode="full")).text
    removed = cut(PYTHON, "Show me normal()", settings=CodeSettings(docstring_mode="remove")).text
    assert "The books." not in removed
    assert "a long story of a licence" in cut(PYTHON, "", settings=CodeSettings(compress_comments=False)).text
    assert "via headroom_retrieve" in cut(PYTHON, "", settings=CodeSettings(retrieval="tool")).text
    few, many = (
        count(cut(PYTHON, "Show me normal()", settings=CodeSettings(target_compression_rate=rate, max_body_lines=30)).text)
        for rate in (0.0, 0.9)
    )
    assert few < many
    none, some = (
        count(cut(PYTHON, "Show me normal()", settings=CodeSettings(target_compression_rate=0.9, max_body_lines=rows)).text)
        for rows in (0, 30)
    )
    assert none < some


@pytest.mark.parametrize(
    ("text", "suffix", "settings", "said"),
    [
        (PYTHON, "py", CodeSettings(lossless_only=True), "only lossless forms"),
        (PYTHON, "py", CodeSettings(budget=WorkBudget(text_bytes=100)), "over the work budget of 100 bytes"),
        (PYTHON, "py", CodeSettings(min_tokens_for_compression=100_000), "below 100000 tokens"),
        (PYTHON + "# [headroom: 3 lines omitted]\n", "py", CodeSettings(), "holds a headroom marker"),
        ("var a=1;function b(){return a}" * 200, "js", CodeSettings(), "minified"),
        (PYTHON, "rb", CodeSettings(), "no grammar for ruby"),
        ("x = 1\n" * 400, "py", CodeSettings(), "no body is worth leaving out"),
        ("It was a dark night. (The rain fell.\n" * 60, "java", CodeSettings(), "does not parse as java"),
    ],
)
def test_what_is_left_alone_is_told(text: str, suffix: str, settings: CodeSettings, said: str) -> None:
    """Each reason."""
    assert said in reason(text, suffix, settings)


def test_an_unknown_language_is_told() -> None:
    """Where no path names one, and the text does not show one."""
    assert "unknown language" in SourceCode()("some words\nthat mean nothing\n" * 100, "").failure().reason


def test_output_is_left_alone() -> None:
    """A second time."""
    once = cut(PYTHON)
    assert isinstance(SourceCode()(once.text, query_text("", call("py"))), Failure)


def test_numbers_of_lines_stay() -> None:
    """Kept lines have theirs, notes have none."""
    lines = PYTHON.split("\n")
    shown = "\n".join(f"{row:6}\t{line}" for row, line in enumerate(lines, 1))
    compressed = cut(shown, "Show me Shelf.lend")
    kept = [line for line in compressed.text.split("\n") if OPENING not in line]
    assert set(kept) <= set(shown.split("\n"))
    assert "    34\t    def lend(self, number, reader):" in compressed.text or "\t    def lend(" in compressed.text


def test_ends_of_lines_stay() -> None:
    """And notes have those of the text."""
    text = PYTHON.replace("\n", "\r\n")
    compressed = cut(text, "Show me normal()").text
    assert compressed.count("\n") == compressed.count("\r\n")


@pytest.mark.parametrize(
    "text", ["\x00" * 900, "\ud800 = 1\n" * 90, "def f():\r  return 1\r" * 40, "", "\ufeff", "\u2028\n" * 300]
)
def test_odd_texts_do_not_raise(text: str) -> None:
    """Whatever they are taken for."""
    for suffix in FILES:
        assert isinstance(SourceCode()(text, query_text("", call(suffix))), Success | Failure)


def test_long_tables_are_cut() -> None:
    """As whole elements, with a note; the first and the last stay."""
    table = "TABLE = {\n" + "".join(f'    "key-{row}": "a value of {row}",\n' for row in range(80)) + "}\n"
    compressed = cut(table + PYTHON, "Show me normal()").text
    assert '    "key-0": "a value of 0",' in compressed
    assert '    "key-79": "a value of 79",' in compressed
    assert '"key-40"' not in compressed


def test_the_compressor_comes_from_settings() -> None:
    """With those for code, which are off where nobody said anything."""
    made = SourceCode.from_settings(Settings())
    assert made.kind == "code"
    assert not made.settings.enabled
    assert SourceCode().settings.enabled
