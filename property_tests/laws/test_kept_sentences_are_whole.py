"""Law 7 for prose: sentences stay whole and in order, and notes count the others where they stood."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hypothesis import example, given
from hypothesis import strategies as st
from returns.result import Success

from headroom.compressors.prose import Prose
from headroom.config import ProseSettings
from headroom.messages import original_of
from headroom.retrieval.marker import OPENING, find_markers
from headroom.tokens import count
from property_tests.strategies.prose_texts import ProseText, prose_texts
from property_tests.strategies.tool_texts import line_tool_texts

_QUERIES = st.sampled_from(
    ("", "Who shall pay the rent?", "第一天支付租金", "clause 100021", "what may not be kept", "арендатор")
)
_SETTINGS = st.sampled_from(
    (
        ProseSettings(),
        ProseSettings(target_ratio=0.1),
        ProseSettings(target_ratio=0.8),
        ProseSettings(retrieval="tool"),
        ProseSettings(scorer=lambda units, _: [len(unit) % 7 / 7 for unit in units]),
    )
)
_NOTE = re.compile(
    r"\[headroom: (\d+) (?:sentence|passage|heading|list item|table(?: row)?|code block|quote|field list|option)s? omitted\]\r?"
)
_MARKER = re.compile(
    r"\[headroom: (\d+) of (\d+) (?:sentence|passage)s omitted(?: \([^()]*\))?; original [0-9a-f]{24}"
    r"(?: via headroom_retrieve)?\]"
)


def _runs(written: str) -> tuple[list[str], list[int], tuple[int, int]]:
    """What stands between notes, what the notes count, and what the marker counts of how many."""
    *lines, last = written.split("\n")
    stated = _MARKER.fullmatch(last)
    assert stated, last
    runs = [""]
    counts: list[int] = []
    for line in lines:
        if line.startswith(OPENING):
            found = _NOTE.fullmatch(line)
            assert found, line
            counts.append(int(found[1]))
            runs.append("")
        else:
            runs[-1] += line + "\n"
    return runs, counts, (int(stated[1]), int(stated[2]))


def _stands(run: str, text: str, at: int) -> int:
    """Where a run of kept text ends in the original, from a place on; fails where it does not stand there."""
    bare = run.strip()
    place = text.find(bare, at)
    assert place >= 0, run
    return place + len(bare)


def _missing(sentences: Sequence[str], written: str) -> int:
    """How many sentences are missing; fails where a part of one stands without the rest."""
    missing = 0
    flat = " ".join(written.split())
    for sentence in sentences:
        parts = re.findall(r"k?\d{6}", sentence)
        assert len({part in written for part in parts}) == 1, sentence
        assert (sentence in flat) == (parts[0] in written), sentence
        missing += parts[0] not in written
    return missing


@given(prose_texts(), _SETTINGS, _QUERIES)
@example(("", ()), ProseSettings(), "")
def test_sentences_stay_whole(prose: ProseText, settings: ProseSettings, query: str) -> None:
    """No sentence is cut, whatever stands in it; runs between notes are the original's own; notes and marker agree."""
    text, sentences = prose
    match Prose(settings)(text, query):
        case Success(compressed):
            runs, counts, (omitted, total) = _runs(compressed.text)
            at = 0
            for run in runs:
                at = _stands(run, text, at)
            assert sum(counts) == omitted < total
            missing = _missing(sentences, compressed.text)
            if "passage" not in compressed.text and "odd." not in text:
                assert (missing, len(sentences)) == (omitted, total)
            assert missing <= omitted
            assert [marker.hash for marker in find_markers(compressed.text)] == [original_of(text).hash]


@given(prose_texts(), _SETTINGS, _QUERIES)
def test_prose_only_shrinks_once(prose: ProseText, settings: ProseSettings, query: str) -> None:
    """Fewer tokens and bytes, the same each time, and nothing more the second time."""
    text, _ = prose
    compress = Prose(settings)
    match compress(text, query):
        case Success(compressed):
            assert count(compressed.text) < count(text)
            assert len(compressed.text.encode("utf-8", "surrogatepass")) < len(text.encode("utf-8", "surrogatepass"))
            assert str(compress("".join(list(text)), query)) == str(Success(compressed))
            assert not isinstance(compress(compressed.text, query), Success)


@given(line_tool_texts(), _QUERIES)
def test_what_tools_print_is_left_alone(text: str, query: str) -> None:
    """Logs, tables, JSON, diffs and hits are no prose."""
    assert not isinstance(Prose()(text, query), Success)
