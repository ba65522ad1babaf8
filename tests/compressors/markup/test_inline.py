"""Tests of the text of one block."""

from __future__ import annotations

from headroom.compressors.markup.inline import LINK_END, LINK_START, Line, plain_text


def line_of(*pieces: str) -> Line:
    """A line that holds pieces."""
    line = Line()
    line.pieces.extend(pieces)
    return line


def test_white_space_is_single_and_references_are_characters() -> None:
    """Any white space between words is one space, as on the page."""
    assert line_of("  a\n", "\t b&nbsp;&amp;&#x41;c ").end() == "a b &Ac"
    assert line_of(" \n ").end() == ""
    assert plain_text("a &lt;b&gt; &unknown; &eacute;") == "a <b> &unknown; é"


def test_references_make_no_marks_of_ours() -> None:
    """Characters by which links are marked cannot be written into a page."""
    assert LINK_START not in plain_text("a&#2;b&#3;")


def test_links_are_marked_and_measured() -> None:
    """What a link holds is counted; a sign that only works on the page goes, and an anchor is no link."""
    line = line_of("see ")
    line.open_link(' href="/x"')
    line.pieces.append("this page")
    line.close_link()
    line.open_link(' href="#me"')
    line.pieces.append(" ¶ ")
    line.close_link()
    line.open_link(' name="old"')
    line.pieces.append(" now")
    assert line.end() == f"see {LINK_START}this page{LINK_END} now"
    assert line.targets == ["/x"]
    assert line.link_chars == len("this page")
    assert line.controls == 1


def test_a_link_goes_on_in_the_next_block_but_not_for_ever() -> None:
    """A card is one link; one that was never closed does not make links of all that follows."""
    line = Line()
    line.open_link(' href="/card"')
    line.pieces.append("Title")
    assert line.end() == f"{LINK_START}Title{LINK_END}"
    assert line.targets == ["/card"]
    line.reset()
    line.pieces.append("Teaser")
    assert line.end() == f"{LINK_START}Teaser{LINK_END}"
    assert line.targets == [""]
    texts = []
    for _ in range(20):
        line.reset()
        line.pieces.append("text")
        texts.append(line.end())
    assert texts[-1] == "text"


def test_hidden_words_go_with_their_element_alone() -> None:
    """Elements of the same name inside are counted; what follows is shown."""
    line = line_of("shown ")
    assert line.hide("span", ' style="display:none"')
    line.pieces.append("hidden")
    line.hide("span", "")
    assert line.show("span")
    line.pieces.append("hidden")
    assert not line.show("span")
    line.pieces.append("again")
    assert line.end() == "shown again"
    assert line.controls == 1


def test_links_among_hidden_words_go_with_them() -> None:
    """So that those that stay keep their own targets."""
    line = Line()
    line.hide("span", " hidden")
    line.open_link(' href="/gone"')
    line.pieces.append("gone")
    line.close_link()
    line.show("span")
    line.open_link(' href="/here"')
    line.pieces.append("here")
    line.close_link()
    assert line.end() == f"{LINK_START}here{LINK_END}"
    assert (line.targets, line.link_chars) == (["/here"], 4)


def test_short_buttons_go_and_long_ones_stay() -> None:
    """`Copy` is to press; a question that unfolds its answer is to read."""
    for text, left in (("Copy", ""), ("How long does the delivery to other countries take?",) * 2):
        line = Line()
        line.open_control()
        line.pieces.append(text)
        line.close_control()
        assert line.end() == left


def test_images_say_what_they_show() -> None:
    """Words for an image stay, names of files do not; a formula is one."""
    line = Line()
    line.add_image(' src="a.png" alt="A red bridge"')
    line.add_image(' src="a.png" alt="a.png"')
    line.add_image(" src=a.png")
    line.add_image(' class="math" alt="{\\displaystyle x+1}"')
    assert line.end() == "![A red bridge] $x+1$"


def test_powers_are_no_digits_of_their_base() -> None:
    """`10` with a raised `6` is not `106`; a note is a link and not raised."""
    line = line_of("10")
    line.raise_next()
    line.pieces.append("6 words")
    line.raise_next()
    line.open_link(' href="#note"')
    line.pieces.append("[1]")
    line.close_link()
    assert line.end() == f"10^6 words{LINK_START}[1]{LINK_END}"
