"""Law 7 for source code: what is left parses as well as what there was, and every line is accounted for."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from returns.result import Success

from benchmarks.cases import default_corpus, load
from headroom.compressors.source_code import SourceCode, outline
from headroom.compressors.source_code.grammars import faults, is_at_hand, parse
from headroom.compressors.source_code.language import candidates
from headroom.config import CodeSettings
from headroom.messages import calls_by_result, original_of, part_text
from headroom.relevance import query_text
from headroom.retrieval.marker import OPENING, find_markers
from headroom.tokens import count
from headroom.wire import decode
from property_tests.strategies.choices import below, pick
from property_tests.strategies.code_texts import code_texts, numbered, torn

_QUESTIONS = (
    "",
    "What does load0 do, and when does it fail?",
    "Show me parse_header().",
    "how are headers parsed?",
    "value 7",
    "what about größe, braces?",
)
_LOOSE = CodeSettings(min_tokens_for_compression=1)
_NUMBERS = ("{:6}\t", "{}: ", "{:5}→", "{:4} | ")
_NUMBER = re.compile(r"^ *\d+(?:\t|: |→| \| )")
_HERE = Path(__file__).parents[2] / "src" / "headroom"


@st.composite
def _settings(draw: st.DrawFn) -> CodeSettings:
    return CodeSettings(
        docstring_mode=pick(draw, ("first_line", "full", "remove")),
        target_compression_rate=pick(draw, (0.2, 0.0, 1.0)),
        max_body_lines=pick(draw, (5, 0)),
        compress_comments=draw(below(2)) == 0,
        min_tokens_for_compression=1,
    )


def _call(suffix: str) -> str:
    return f'{{"path": "a/file.{suffix}"}}'


def _faults(suffix: str, text: str) -> int:
    """How many places of a text do not parse, by the grammar that has the fewest."""
    names, _ = candidates(text, suffix)
    trees = [parse(name, text.encode("utf-8", "surrogatepass")) for name in names]
    return min(faults(tree.unwrap()) for tree in trees if isinstance(tree, Success))


def _is_read(suffix: str, text: str) -> bool:
    """Whether Python reads its own; its grammar takes more than that."""
    try:
        ast.parse(text.removeprefix("\ufeff") if suffix == "py" else "")
    except SyntaxError:
        return False
    return True


def _parses_as_well(suffix: str, after: str, before: str) -> bool:
    """Whether what is left has no more faults than there were."""
    return _faults(suffix, after) <= _faults(suffix, before) and _is_read(suffix, after) >= _is_read(suffix, before)


def _without_numbers(text: str) -> str:
    """The text without the numbers before its lines, which notes do not have."""
    return "\n".join(line if OPENING in line else _NUMBER.sub("", line) for line in text.split("\n"))


def _needs_grammar(suffix: str) -> None:
    assume(all(is_at_hand(name) for name in candidates("", suffix)[0]))


def _is_cut_of(compressed: str, text: str) -> None:
    """What stands is the text's own lines, in order; the notes account for the others, and the marker for all of them."""
    lines = text.split("\n")
    missing = at = 0
    *body, last = compressed.split("\n")
    for line in body:
        if OPENING in line:
            gap = int(line.partition(OPENING)[2].split()[0])
            missing += gap
            at += gap
        else:
            assert line == lines[at] or (at == len(lines) - 1 and line.rstrip("\r") == lines[at])
            at += 1
    total = len(lines) - (lines[-1] == "")
    assert at == total
    assert f"[headroom: {missing} of {total} lines omitted; original {original_of(text).hash}]" in last


@given(code_texts(), _settings(), st.sampled_from(_QUESTIONS))
def test_what_is_left_parses(program: tuple[str, str], settings: CodeSettings, question: str) -> None:
    """With no more faults than there were; fewer tokens; each line kept as it was or counted; never cut twice."""
    suffix, text = program
    _needs_grammar(suffix)
    compressor = SourceCode(settings)
    query = query_text(question, _call(suffix))
    match compressor(text, query):
        case Success(compressed):
            assert _parses_as_well(suffix, compressed.text, text)
            assert count(compressed.text) <= count(text)
            assert len(compressed.text.encode()) < len(text.encode())
            assert compressed.original == original_of(text).hash
            _is_cut_of(compressed.text, text)
            assert not isinstance(compressor(compressed.text, query), Success)


@given(code_texts(), st.sampled_from(_NUMBERS), st.sampled_from(_QUESTIONS))
def test_numbered_code_parses_without_its_numbers(program: tuple[str, str], form: str, question: str) -> None:
    """Lines keep their numbers; without them and with notes as comments, what is left parses."""
    suffix, text = program
    _needs_grammar(suffix)
    text = text.removeprefix("\ufeff")
    shown = numbered(text, form)
    match SourceCode(_LOOSE)(shown, query_text(question, _call(suffix))):
        case Success(compressed):
            _is_cut_of(compressed.text, shown)
            assert _parses_as_well(suffix, _without_numbers(compressed.text), text)


@given(code_texts(), below(40), below(60), st.sampled_from(_QUESTIONS))
def test_parts_of_files_are_cut_as_well(program: tuple[str, str], first: int, rows: int, question: str) -> None:
    """Nothing raises, each line is kept as it was or counted, whatever the part starts and ends within."""
    suffix, text = program
    _needs_grammar(suffix)
    part = torn(text, first, rows)
    match SourceCode(_LOOSE)(part, query_text(question, _call(suffix))):
        case Success(compressed):
            _is_cut_of(compressed.text, part)
            assert count(compressed.text) <= count(part)


@given(code_texts())
def test_outlines_say_where_bodies_are(program: tuple[str, str]) -> None:
    """The rows that a note names are those that are missing, and what is left parses."""
    suffix, text = program
    _needs_grammar(suffix)
    match outline(text, _call(suffix), _LOOSE):
        case Success(compressed):
            assert _parses_as_well(suffix, compressed.text, text)
            row = 1
            for line in compressed.text.split("\n")[:-1]:
                if OPENING not in line:
                    row += 1
                    continue
                count_, _, places = line.partition(OPENING)[2].rstrip("\r]").partition(" ")
                first, last = places.partition("(")[2].rstrip(")").split("-")
                assert (int(first), int(last)) == (row, row + int(count_) - 1)
                row = int(last) + 1


@pytest.mark.parametrize("question", ["", "What does write_excerpt do?", "how are gaps noted?"])
def test_files_of_people_still_parse(question: str) -> None:
    """Those of this package."""
    if not is_at_hand("python"):
        pytest.skip("no grammar")
    cut = 0
    for path in sorted(_HERE.glob("compressors/**/*.py")):
        text = path.read_text()
        match SourceCode()(text, query_text(question, f'{{"path": "{path.name}"}}')):
            case Success(compressed):
                cut += 1
                assert _faults("py", compressed.text) == 0, path
                _is_cut_of(compressed.text, text)
                assert "def write_excerpt(" not in text or "def write_excerpt(" in compressed.text
                assert len(find_markers(compressed.text)) <= 1
    assert cut > 10


def test_code_of_the_corpus_still_parses() -> None:
    """Real files of several projects, whole and in parts, with numbers and without, each with the question that was asked."""
    cut = 0
    for case in load(default_corpus(), kinds=["code"], ids=[]):
        conversation = decode(case.messages, system=case.system, model=case.model).unwrap()
        for place, call in calls_by_result(conversation.messages).items():
            text = part_text(conversation.messages[place[0]].parts[place[1]])
            suffix = call.arguments.rpartition(".")[2].rstrip('"} ')
            assert all(is_at_hand(name) for name in candidates("", suffix)[0])
            for question in ("", case.query or ""):
                match SourceCode()(text, query_text(question, call.arguments)):
                    case Success(compressed):
                        cut += 1
                        assert _faults(suffix, _without_numbers(compressed.text)) <= _faults(suffix, _without_numbers(text)), (
                            case.id
                        )
    assert cut
