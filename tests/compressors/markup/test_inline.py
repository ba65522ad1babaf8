"""Tests of the text of one block."""

from __future__ import annotations

import pytest

from headroom.compressors.markup.inline import LINK_END, LINK_START, Line, plain_text
from headroom.compressors.markup.links import without_links
from tests.compressors.markup.pages import page_of


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
    assert (line.controls, line.hidden) == (0, 1)


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
    line.end_raised()
    assert line.end() == f"10^6 words{LINK_START}[1]{LINK_END}"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("10<sup>6</sup>", "10^6"),
        ("10<sup>6</sup>5", "10^6 5"),
        ("10<sup>-3</sup> a<sub>i</sub>", "10^-3 ai"),
        ("H<sub>2</sub>O and SO<sub>4</sub><sup>2-</sup>", "H2O and SO4^2-"),
        ("1010<sub>2</sub>", "1010_2"),
        ("log<sub>2</sub>8", "log2 8"),
        ("costs 100<sup>[3]</sup>", "costs 100[3]"),
        ("costs 100<sup><a href='#n3'>3</a></sup>5", "costs 100[3]5"),
        ("costs 1.<sup><a href='/n'>3</a></sup>", "costs 1.[3]"),
        ("costs <b>1</b>,<sup>3</sup>", "costs 1,^3"),
        ("the 21<sup>st</sup> century", "the 21st century"),
        ("<b>10</b><sup> </sup>6", "10 6"),
        ("2<sup>1</sup>/<sub>3</sub> cups", "2 1/3 cups"),
        ("2<sup>1</sup>&frasl;<sub>3</sub>", "2 1⁄3"),
        ("x<sup>2</sup>/y<sub>1</sub>", "x^2/y1"),
        ("a <sup>note</sup>", "a note"),
        ("a&#5;b", "ab"),
    ],
)
def test_what_is_raised_or_lowered_changes_no_number(markup: str, text: str) -> None:
    """Powers and indices have signs, marks of notes brackets; what is plain without them stays plain."""
    assert [without_links(block) for block in page_of(f"<p>{markup}</p>").blocks] == [text]


@pytest.mark.parametrize(
    ("markup", "texts"),
    [
        ("<p><del>$100</del> $80 <s>Free returns.</s>", ["~~$100~~ $80 ~~Free returns.~~"]),
        ("<p><DEL datetime=2>a <s>b</s> c</DEL> d", ["~~a b c~~ d"]),
        ("<p>a<del> </del>b<strike></strike>c", ["a bc"]),
        ("<p><a href=/x><s>old</s></a> <s><a href=/y>older</a></s>", ["~~old~~ ~~older~~"]),
        ("<del><p>a<p>b</del><p>c", ["~~a~~", "~~b~~", "c"]),
        ("<del><ul><li>a</ul><p>b</p></del>c", ["~~a~~", "~~b~~", "c"]),
        ("<div><s>a</div><p>b", ["~~a~~", "b"]),
        ("<table><tr><td><s>a<td>b<tr><td>c<td>d</table>", ["| ~~a~~ | b |", "| c | d |"]),
        ("<del><table><tr><td>a<td>b<tr><td>c<td>d</table></del>e", ["| ~~a~~ | ~~b~~ |", "| ~~c~~ | ~~d~~ |", "e"]),
        ("<p><del>a <span hidden>b</span>c</del> d", ["~~a c~~ d"]),
        ("<p>a <span hidden>b <del>c</span> d</del> e", ["a ~~ d~~ e"]),
        ("<p>a<del hidden>b</del>c<del>d</del>", ["ac~~d~~"]),
        ("<p></del>a<s>b", ["a~~b~~"]),
        ("<pre><del>a</del>\nb</pre>", ["a\nb"]),
    ],
)
def test_what_is_struck_out_is_marked(markup: str, texts: list[str]) -> None:
    """In every block of it, and no further than its element or the box that holds it."""
    assert [without_links(block) for block in page_of(markup).blocks] == texts
