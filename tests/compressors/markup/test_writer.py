"""Tests of blocks written as text."""

from __future__ import annotations

from collections.abc import Sequence

from headroom.compressors.markup.links import Linking, without_links
from headroom.compressors.markup.page import Block
from headroom.compressors.markup.writer import Written, write_blocks
from tests.compressors.markup.pages import PROSE, block


def plain(_stay: Sequence[Block]) -> Linking:
    """No links."""
    return without_links


def write(blocks: list[Block], verdicts: list[str] | None = None) -> Written:
    """The blocks as text without links."""
    return write_blocks(blocks, verdicts or [""] * len(blocks), plain)


def test_blocks_are_written_as_markdown() -> None:
    """Headings, lists, quotes, rows and code each in their own manner."""
    blocks = [
        block("Title", "heading", level=2),
        block("text"),
        block("one", "item", level=1, mark="-"),
        block("more of one", "item", level=1),
        block("two", "item", level=2, mark="3."),
        block("said", mark=">"),
        block("| a | b |", "row"),
        block("| c | d |", "row"),
        block("x = 1\n```\n", "code", mark="py"),
        block("term", "term"),
        block("means", "definition"),
    ]
    assert write(blocks).text == (
        "## Title\ntext\n\n- one\n  more of one\n  3. two\n\n> said\n\n| a | b |\n| c | d |\n\n"
        "````py\nx = 1\n```\n\n````\n\nterm\n: means"
    )


def test_gaps_are_noted_where_they_are() -> None:
    """How many blocks, and what they were; all of them are counted."""
    written = write(
        [block("a"), block(PROSE), block(PROSE), block("b"), block(PROSE)], ["", "navigation", "footer", "", "aside"]
    )
    assert written.text == ("a\n[headroom: 2 blocks omitted (navigation 1, footer 1)]\nb\n[headroom: 1 block omitted (aside)]")
    assert (written.omitted, dict(written.kinds)) == (3, {"navigation": 1, "footer": 1, "aside": 1})


def test_what_is_shorter_than_its_note_stays() -> None:
    """A hole in the content is dearer than one beside it."""
    assert write([block("a"), block("Log in"), block("b")], ["", "navigation", ""]).text == "a\n\nLog in\n\nb"
    assert write([block("a"), block(PROSE), block("b")], ["", "paragraph", ""]).omitted == 0
    assert write([block("a"), block(PROSE * 2), block("b")], ["", "paragraph", ""]).omitted == 1


def test_what_is_hidden_goes_without_a_note() -> None:
    """It was never shown; the count at the end has it."""
    written = write([block("a"), block("menu"), block("b")], ["", "hidden", ""])
    assert (written.text, written.omitted) == ("a\n\nb", 1)


def test_short_gaps_are_told_of_together() -> None:
    """Where the text must become shorter, and nothing but headings stands between them; the count is that of all."""
    part = [block("Part", "heading", level=2), block(PROSE)]
    verdicts = ["", "paragraph"] * 3
    assert write(part * 3, verdicts).omitted == 0
    joined = write_blocks(part * 3, verdicts, plain, must=True)
    assert joined.text == "## Part\n## Part\n## Part\n[headroom: 3 blocks omitted (paragraph)]"
    assert (joined.omitted, joined.kinds) == (3, (("paragraph", 3),))
    apart = write_blocks([*part, block("a"), *part, block("b")], ["", "paragraph", "", "", "paragraph", ""], plain, must=True)
    assert apart.text.count("[headroom: 1 block omitted (paragraph)]") == 2
    long = write_blocks([*part, part[0], block(PROSE * 2)], ["", "paragraph"] * 2, plain, must=True)
    assert long.text.count("[headroom: 1 block omitted (paragraph)]") == 2
    few = write_blocks([part[0], block("a b"), part[0], block("c d")], ["", "paragraph"] * 2, plain, must=True)
    assert few.omitted == 0


def test_what_is_firm_goes_however_short() -> None:
    """With a note, as it was shown."""
    rows = [block("a"), block("| b |", "row"), block("c")]
    assert write(rows, ["", "table row", ""]).omitted == 0
    gone = write_blocks(rows, ["", "table row", ""], plain, firm=frozenset(("table row",)))
    assert gone.text == "a\n[headroom: 1 block omitted (table row)]\nc"


def test_notes_count_what_was_shown() -> None:
    """What is hidden among what goes is in the count at the end."""
    written = write([block("a"), block(PROSE), block(PROSE), block("b")], ["", "footer", "hidden", ""])
    assert written.text == "a\n[headroom: 1 block omitted (footer)]\nb"
    assert written.omitted == 2
