"""Tests of pages read into blocks."""

from __future__ import annotations

import pytest

from headroom.compressors.markup.inline import LINK_END, LINK_START
from tests.compressors.markup.pages import blocks_of, page_of


@pytest.mark.parametrize(
    ("markup", "blocks"),
    [
        ("<p>one<p>two</p>three", [("paragraph", "one"), ("paragraph", "two"), ("paragraph", "three")]),
        ("<P CLASS=x>one</P >", [("paragraph", "one")]),
        ("<h2>Title</h2>text", [("heading", "Title"), ("paragraph", "text")]),
        ("<h2><div>Title</div></h2>text", [("heading", "Title"), ("paragraph", "text")]),
        ("<ul><li>a<li>b<ul><li>c</ul></ul>d", [("item", "a"), ("item", "b"), ("item", "c"), ("paragraph", "d")]),
        ("<dl><dt>t<dd>d</dl>", [("term", "t"), ("definition", "d")]),
        (
            "<figure><img alt='A bridge'><figcaption><p>Seen</p></figcaption></figure>",
            [("paragraph", "![A bridge]"), ("caption", "Seen")],
        ),
        ("wo<b>rd</b>s <i>here</i>", [("paragraph", "words here")]),
        ("<p title=\"a > b\" data-x='</p>'>text</p>", [("paragraph", "text")]),
        ("<p>it's <a name=x>said", [("paragraph", "it's said")]),
        ("a < b and c > d", [("paragraph", "a < b and c > d")]),
        ("mail <me@example.org> now", [("paragraph", "mail <me@example.org> now")]),
        ("<p>a</p><title>T</title>", [("paragraph", "a")]),
        ("<p>text <button>Copy</button></p>", [("paragraph", "text")]),
        ("<select><option>S<option>M</select>", [("options", "S | M")]),
        ("<p>use <code>x = 1</code></p>", [("paragraph", "use `x = 1`")]),
        ("<custom-box><p>inside</p></custom-box>", [("paragraph", "inside")]),
        ("<p>cut of<a href=", [("paragraph", "cut of")]),
        ("<a href='#main'>Skip to content</a><p>a</p>", [("paragraph", "a")]),
        ("<pre>1\n2\n3</pre>", [("code", "1\n2\n3")]),
    ],
)
def test_blocks_are_what_a_browser_starts_on_a_new_line(markup: str, blocks: list[tuple[str, str]]) -> None:
    """Left-out ends, any case, quotes with tags inside, elements in mid-word."""
    assert blocks_of(markup) == blocks


def test_code_keeps_its_lines_and_its_language() -> None:
    """Line by line, indented as written; elements inside are colours, or a line each."""
    page = page_of('<pre class="highlight"><code class="language-py">\ndef f():\n    <b>return</b> 1 &lt; 2\n</code></pre>')
    (code,) = page.blocks
    assert (code.kind, code.mark, code.text) == ("code", "py", "def f():\n    return 1 < 2")
    assert page_of("<pre><div>  a</div><div>b</div></pre>").blocks[0].text == "  a\nb"
    assert page_of("<pre>a<br>b</pre>").blocks[0].text == "a\nb"


def test_long_lists_of_options_go() -> None:
    """All the countries are no text of the page; they are counted."""
    page = page_of("<p>To:</p><select>" + "".join(f"<option>Country {at}" for at in range(90)) + "</select>")
    assert [block.text for block in page.blocks] == ["To:"]
    assert page.controls == 1


def test_links_are_known_by_block() -> None:
    """With their targets in order, and how much of the text they are."""
    (first, second) = page_of('<p>see <a href="/a&amp;b">one</a> and <a href=c>two</a></p><p>end</p>').blocks
    assert first.text == f"see {LINK_START}one{LINK_END} and {LINK_START}two{LINK_END}"
    assert first.targets == ("/a&amp;b", "c")
    assert (first.link_chars, second.link_chars) == (6, 0)


def test_boxes_say_what_they_are() -> None:
    """Each block knows its box, and that its parent."""
    page = page_of("<body><nav><ul><li>x</ul></nav><div class='main'><p>y</div>")
    assert [page.boxes[block.box].name for block in page.blocks] == ["ul", "div"]
    assert page.boxes[page.boxes[page.blocks[0].box].parent].hint == "navigation"


def test_words_that_are_hidden_in_a_line_go() -> None:
    """Hidden elements of a line, and what never ends is hidden no further than its box."""
    assert blocks_of('<p>a<span style="display:none">b<span>c</span></span>d</p>') == [("paragraph", "ad")]
    assert blocks_of("<div>a<span hidden>b</div><p>c</p>") == [("paragraph", "a"), ("paragraph", "c")]


@pytest.mark.parametrize(
    ("markup", "shown", "hidden"),
    [
        ("<p hidden>a</p>b", ["b"], ["a"]),
        ("<p hidden>a<p>b", ["b"], ["a"]),
        ("<p style='display:none'>a<div>b</div>", ["b"], ["a"]),
        ('<p class="hidden">a</p><p class="visually-hidden">b</p><p class="unhidden">c</p>', ["c"], ["a", "b"]),
        ("<h2 hidden>a</h2><p>b", ["b"], ["a"]),
        ("<ul><li style='display: none'>a<li>b</ul>c", ["b", "c"], ["a"]),
        ("<ul><li hidden>a<ul><li>b</li></ul>c</li><li>d</ul>", ["d"], ["a", "b", "c"]),
        ("<ul><li hidden>a<p>b</p>c</li></ul>d", ["d"], ["a", "b", "c"]),
        ("<ol><li hidden>a</ol><ol><li>b</ol>", ["b"], ["a"]),
        ("<dl><dt hidden>a<dd>b<dd hidden>c<dt>d</dl>", ["b", "d"], ["a", "c"]),
        ("<p hidden='until-found'>a", ["a"], []),
        ("<table><tr><td>a<td hidden>b<td>c<tr><td>d<td>e</table>", ["| a | c |", "| d | e |"], ["b"]),
        ("<table><tr><td>a<td>b<p hidden>c</p><tr><td>d<td>e</table>", ["| a | b |", "| d | e |"], ["c"]),
        ("<table><tr><td>a<td>b<tr hidden><td>c<td>d<tr><td>e<td>f</table>", ["| a | b |", "| e | f |"], ["| c | d |"]),
        ("<p hidden>a<table><tr><td>b<td>c</table>", ["b", "c"], ["a"]),
        ("<p hidden>a<pre>b</pre>", ["b"], ["a"]),
        ("<pre><p hidden>a</p></pre>b", ["a", "b"], []),
    ],
)
def test_blocks_that_are_hidden_are_boxes_that_are(markup: str, shown: list[str], hidden: list[str]) -> None:
    """For as long as their element goes, its end left out or not; cells that are hidden take no column."""
    page = page_of(markup)
    concealed = {0: False}
    for at, box in enumerate(page.boxes[1:], 1):
        concealed[at] = box.hint == "hidden" or concealed[box.parent]
    assert [block.text for block in page.blocks if not concealed[block.box]] == shown
    assert [block.text for block in page.blocks if concealed[block.box]] == hidden


def test_marks_of_ours_in_a_page_are_no_marks() -> None:
    """Control characters by which we mark links are left out of what is read."""
    assert blocks_of("<p>a\x02b\x03\x00c</p>") == [("paragraph", "abc")]
