"""What the model is told of an original is the original, to the byte, under the numbers that are told."""

from __future__ import annotations

import json
import re

from hypothesis import given
from hypothesis import strategies as st

from headroom.messages import original_of
from headroom.retrieval.lookup import MOST_CHARS, Wanted, answer, read_request
from headroom.retrieval.marker import find_markers, holds_marker
from headroom.retrieval.units import LONGEST_UNIT, units_of
from property_tests.strategies.json_texts import json_texts
from property_tests.strategies.line_texts import line_texts
from property_tests.strategies.log_texts import log_texts
from property_tests.strategies.tool_texts import tool_texts

_TEXTS = st.one_of(line_texts(), log_texts(), tool_texts(), json_texts(), st.text())
_NOTE = re.compile(r"\[headroom: (line|item|piece)s? (\d+)(?: to (\d+))?[^\n]*\]\Z")


@given(_TEXTS)
def test_units_tile_the_text(text: str) -> None:
    """Joined, they are the text, and none is empty or too long."""
    units = units_of(text)
    assert "".join(units) == text
    assert all(0 < len(unit) <= LONGEST_UNIT for unit in units) or not text


@given(_TEXTS, st.integers(-3, 400), st.integers(-3, 400))
def test_a_range_is_that_of_the_original(text: str, start: int, end: int) -> None:
    """The lines asked for, as they stand there, up to what fits; and the note says which."""
    found = read_request({"hash": original_of(text).hash, "start": start, "end": end}).unwrap()
    head, _, shown = answer(text, found).partition("\n")
    units = list(units_of(text))
    note = _NOTE.match(head)
    if note is None:
        assert min(start, end) > len(units)
        return
    first, last = int(note[2]), int(note[3] or note[2])
    assert shown == "".join(units[first - 1 : last])
    assert first == max(min(start, end), 1)
    assert last == min(max(start, end, 1), len(units)) or len(shown) + len(units[last]) > MOST_CHARS
    assert note[1] != "line" or [line.rstrip("\n") for line in units] == text.removesuffix("\n").split("\n")


@given(_TEXTS)
def test_the_whole_is_the_whole(text: str) -> None:
    """What fits is there to the byte; what does not is cut at a line that is named."""
    head, _, shown = answer(text, Wanted(hash=original_of(text).hash)).partition("\n")
    assert text.startswith(shown)
    assert (shown == text) == (len(text) <= MOST_CHARS)
    assert "the whole" in head or "start=" in head


@given(_TEXTS, st.sampled_from(("error", "timeout id 1007", "the", "zzz qqq", "é", "status: failed")))
def test_what_matches_stands_under_its_number(text: str, words: str) -> None:
    """Each run of lines is that of the original at the numbers its note gives."""
    if holds_marker(text):
        return
    told = answer(text, Wanted(hash=original_of(text).hash, query=words))
    head, *runs = re.split(r"\n(?=\[headroom: (?:line|item|piece))", told)
    units = list(units_of(text))
    assert runs or "none of the words" in head
    for run in runs:
        note, _, shown = run.partition("\n")
        match = _NOTE.match(note)
        assert match is not None
        assert shown == "".join(units[int(match[2]) - 1 : int(match[3] or match[2])]).removesuffix("\n")
    if words in text and len(words) > 2:
        assert any(words in run for run in runs)


@given(
    _TEXTS, st.sampled_from((Wanted(hash="0" * 24), Wanted(hash="0" * 24, start=2, end=3), Wanted(hash="0" * 24, query="id")))
)
def test_answers_are_known_for_ours_and_point_nowhere(text: str, wanted: Wanted) -> None:
    """Every answer opens with a line of ours; no note in it names an original but those that the text itself holds."""
    for told in (answer(text, wanted), answer(None, wanted)):
        assert holds_marker(told)
        assert len(find_markers(told)) <= len(find_markers(text))


@given(st.text(), st.sampled_from(("{}", '"{}"', "original {}", "[headroom: 3 lines omitted; original {}]")), st.booleans())
def test_arguments_are_read_however_they_are_written(noise: str, form: str, upper: bool) -> None:
    """A hash is found in what models make of it, and nothing raises for anything else."""
    digest = original_of(noise).hash
    written = form.format(digest.upper() if upper else digest)
    arguments: dict[str, object] = {"hash": written, "start": "3", "query": noise}
    for given_as in (arguments, json.dumps(arguments), json.dumps(json.dumps(arguments))):
        wanted = read_request(given_as).unwrap()
        assert (wanted.hash, wanted.start, wanted.end) == (digest, 3, None)
    assert read_request(written).unwrap().hash == digest
    assert read_request(noise).value_or(None) is None or len(noise) >= 24
