"""Tests of what a question brings back and what it lets go."""

from __future__ import annotations

from headroom.compressors.markup.asked import asked_blocks, shortened
from headroom.relevance import query_text, read_query
from tests.compressors.markup.pages import block

BLOCKS = [block("The bridge over the river"), block("Opening hours: 9 to 17"), block("Follow us"), block("Phone 555-1234")]
GONE = ["", "footer", "footer", "footer"]


def test_what_is_asked_for_comes_back() -> None:
    """A word of the question that the content does not have, and few blocks beside it do."""
    assert asked_blocks(BLOCKS, GONE, read_query("What are the opening hours of the bridge?")) == {1}
    assert asked_blocks(BLOCKS, GONE, read_query("Is 555-1234 the phone?")) == {3}


def test_what_the_content_has_or_nobody_asks_for_stays_out() -> None:
    """Words that stand in the content need nothing from beside it, nor does the address of the page."""
    assert not asked_blocks(BLOCKS, GONE, read_query("Tell me about the river"))
    assert not asked_blocks(BLOCKS, GONE, read_query(""))
    assert not asked_blocks(BLOCKS, GONE, read_query(query_text("river", "https://example.org/phone")))


def test_long_content_loses_what_says_least() -> None:
    """Headings stay, and what stands beside an answer."""
    blocks = [
        block(f"Part {at}", "heading") if at % 10 == 0 else block(f"text number {at} " + "word " * 20) for at in range(60)
    ]
    blocks[35] = block("The capacity of the turbine is 42 megawatts. " + "word " * 20)
    kept = list(range(60))
    gone = shortened(blocks, kept, read_query("What capacity does the turbine have?"), 3_000, must=False)
    assert gone
    assert not gone & set(range(0, 60, 10))
    assert not gone & {34, 35, 36, 37}
    assert sum(len(blocks[at].text) for at in kept if at not in gone) < 3_200


def test_without_a_question_content_stays_unless_it_must_become_shorter() -> None:
    """A question about the page as a whole asks for all of it."""
    blocks = [block(f"main points of part {at} " + "word " * 20) for at in range(60)]
    kept = list(range(60))
    for question in ("", "Give me the main points of this page.", "Summarize the article"):
        assert not shortened(blocks, kept, read_query(question), 1_000, must=False)
    assert len(shortened(blocks, kept, read_query(""), 1_000, must=True)) > 45


def test_where_little_room_is_headings_stay_with_what_answers() -> None:
    """An outline of nothing would take the place of the answer; each part below its own heading."""
    blocks = [
        block(f"The heading of part {at}", "heading") if at % 2 == 0 else block(f"text {at} " + "word " * 9) for at in range(80)
    ]
    blocks[41] = block("The capacity of the turbine is 42 megawatts.")
    kept = list(range(80))
    gone = shortened(blocks, kept, read_query("What capacity does the turbine have?"), 300, must=True)
    stays = [at for at in kept if at not in gone]
    assert {40, 41} <= set(stays)
    assert all(at + 1 in stays for at in stays if blocks[at].kind == "heading")
    assert sum(len(blocks[at].text) for at in stays) < 500
