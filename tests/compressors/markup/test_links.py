"""Tests of links in text."""

from __future__ import annotations

import pytest

from headroom.compressors.markup.links import linking_for, without_links
from headroom.compressors.markup.page import Block
from tests.compressors.markup.pages import PROSE, page_of


def written(markup: str, *, include_links: bool = True) -> str:
    """The text of a page of one block, with prose behind it, so that links are no large part."""
    blocks = [*page_of(markup).blocks, *page_of(f"<p>{PROSE * 5}</p>").blocks]
    return linking_for(blocks, include_links=include_links)(blocks[0])


@pytest.mark.parametrize(
    ("link", "text"),
    [
        ('<a href="/docs/install?x=1&amp;y=2">the guide</a>', "[the guide](/docs/install?x=1&y=2)"),
        ('<a href="#part">the guide</a>', "the guide"),
        ('<a href="javascript:void(0)">the guide</a>', "the guide"),
        ('<a href="/wiki/The_Guide">the guide</a>', "the guide"),
        ('<a href="https://a.org/x?utm_source=mail&amp;utm_id=3">the guide</a>', "[the guide](https://a.org/x)"),
        ('<a href="https://a.org/x?v=a1&amp;utm_id=3&amp;t=5#at">the guide</a>', "[the guide](https://a.org/x?v=a1&t=5#at)"),
        ('<a href="https://a.org/x?fbclid=3#at">the guide</a>', "[the guide](https://a.org/x#at)"),
        ('<a href="https://twitter.com/intent/tweet?url=x">the guide</a>', "the guide"),
        ('<a href="https://a.org/login">Log in</a>', "Log in"),
        ('<a href="mailto:me@a.org">me@a.org</a>', "me@a.org"),
        ('<a href="https://a.org/x">https://a.org/x</a>', "https://a.org/x"),
        (f'<a href="https://a.org/{"x" * 130}">the guide</a>', "the guide"),
        ('<a href="/a.png"><img alt="A bridge"></a>', "![A bridge]"),
        ('<a href="/a"> the guide </a>', "[the guide](/a)"),
    ],
)
def test_targets_stay_where_they_say_something(link: str, text: str) -> None:
    """No anchors, programs, logins, tracking, nor what only repeats the words."""
    assert written(f"<p>see {link} now</p>").split() == f"see {text} now".split()


def test_links_can_be_left_out() -> None:
    """The words stay."""
    assert written('<p>see <a href="/docs">the guide</a></p>', include_links=False) == "see the guide"


def test_the_same_target_is_written_once() -> None:
    """The words stay the second time."""
    assert written('<p><a href="/docs">the guide</a> or <a href="/docs">this</a></p>') == "[the guide](/docs) or this"


def test_a_title_keeps_its_address() -> None:
    """Even where that says the same: it is where a reader goes on."""
    assert written('<h2><a href="/the-old-bridge">The old bridge</a></h2>') == "[The old bridge](/the-old-bridge)"
    assert written('<p>see <a href="/the-old-bridge">the old bridge</a> there</p>') == "see the old bridge there"


def test_of_many_links_those_that_are_what_a_block_is_for_stay() -> None:
    """In running text they go where they would be a large part of it, and the rest ends with its budget."""
    running = "".join(f'<p>{PROSE} <a href="/a/long/path/to/page/{at}/{"y" * 60}">word</a></p>' for at in range(10))
    titles = "".join(f'<li><a href="/title/{at}">{PROSE[: 60 + at]}</a>' for at in range(10))
    blocks = page_of(f"{running}<ul>{titles}</ul>").blocks
    write = linking_for(blocks, include_links=True)
    texts = [write(block) for block in blocks]
    assert not any("/a/long" in text for text in texts)
    assert all("(/title/" in text for text in texts[10:])


def test_a_list_of_stories_keeps_the_link_of_each() -> None:
    """The title's, and not those of who wrote it and when."""
    rows = "".join(
        f'<tr><td>{at}.<td><a href="https://a{at}.org/">A story with title {at}</a> by <a href="/user?id={at}">bob</a>'
        for at in range(40)
    )
    blocks = page_of(f"<table>{rows}</table>").blocks
    write = linking_for(blocks, include_links=True)
    texts = [write(block) for block in blocks]
    assert all(f"(https://a{at}.org/)" in text for at, text in enumerate(texts[:15]))
    assert not any("/user" in text for text in texts)


def test_line_breaks_are_lines() -> None:
    """Where the page has them."""
    (block,) = page_of("<p>a<br>b <a href=/x>c<br>d</a></p>").blocks
    assert without_links(block) == "a\nb c\nd"
    assert without_links(Block(kind="paragraph", text="plain", box=0)) == "plain"
