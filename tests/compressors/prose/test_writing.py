"""Tests of what is written of kept units."""

from __future__ import annotations

from returns.result import Failure, Success

from headroom.compressors.contract import Compressed, Skip
from headroom.compressors.prose.units import Units
from headroom.compressors.prose.writing import write_units
from headroom.messages import original_of
from tests.compressors.prose.samples import article, lease, units

MADE = units(article())


def written(made: Units, kept: set[int]) -> Compressed:
    """What was written; the test fails where nothing was."""
    outcome = write_units(made, kept, "words", retrieval="none")
    assert isinstance(outcome, Success), outcome
    compressed: Compressed = outcome.unwrap()
    return compressed


def test_gaps_are_noted_where_they_are() -> None:
    """A note on a line of its own, and one marker at the end that names the whole."""
    made = written(MADE, {0, 1, 3})
    lines = made.text.split("\n")
    first = MADE.text[: MADE.starts[2]].rstrip()
    assert lines[0] == first
    assert lines[1:4] == ["[headroom: 1 sentence omitted]", "", MADE.words(3)]
    assert lines[4] == "[headroom: 26 sentences omitted]"
    digest = original_of(MADE.text).hash
    assert lines[5:] == [f"[headroom: 27 of 30 sentences omitted; original {digest}]"]
    assert made.original == digest
    assert made.summary == "27 of 30 sentences omitted"
    assert made.relevance == "words"


def test_other_things_than_sentences_are_named() -> None:
    """Where they are missing alone, by their name; the marker lists how many of each."""
    block = "code and more code\n" * 30
    text = f"{article()}\n```\n{block}```\n\n# Heading\n\n{article(2)}"
    made = units(text)
    code = made.kinds.index("code")
    shorter = written(made, set(range(len(made))) - {0, 1, 2, code})
    assert "[headroom: 1 code block omitted]\n" in shorter.text
    assert f"[headroom: 4 of {len(made)} passages omitted (sentence 3, code block 1); original " in shorter.text
    mixed = written(made, {0, 1, 2, len(made) - 1})
    assert " passages omitted]\n" in mixed.text


def test_windows_line_ends_stay() -> None:
    """Notes end as lines do."""
    made = written(units(lease().replace("\n", "\r\n")), {0, 1, 2})
    assert "\n" not in made.text.replace("\r\n", "")


def test_what_would_not_be_shorter_stays() -> None:
    """A marker for one short sentence costs more than it saves."""
    outcome = write_units(units("The rent is due on the first day. The tenant pays it.\n"), {0}, "words", retrieval="none")
    assert outcome == Failure(Skip("would not become shorter"))
    assert write_units(MADE, set(range(len(MADE))), "words", retrieval="none") == Failure(Skip("every sentence matters"))


def test_a_tool_is_named_where_there_is_one() -> None:
    """And only there."""
    outcome = write_units(MADE, {0}, "words", retrieval="tool").unwrap()
    assert outcome.text.endswith(" via headroom_retrieve]")


def test_a_blank_line_stays_behind_a_note() -> None:
    """Where one stood before what follows, however lines end."""
    for end in ("\n", "\r\n"):
        made = units(article().replace("\n", end))
        above = next(unit for unit in range(5, len(made)) if made.blocks[unit] != made.blocks[unit - 1])
        assert f"omitted]{end}{end}{made.words(above)}" in written(made, {0, above, above + 1}).text
        assert f"omitted]{end}{made.words(above + 1)}" in written(made, {0, above + 1}).text
