"""Tests of what stands beside the content of a page."""

from __future__ import annotations

from headroom.compressors.markup.boilerplate import verdicts
from tests.compressors.markup.pages import ARTICLE, PROSE, article, page_of

LINKS = "".join(f'<li><a href="/{at}">Somewhere {at}</a></li>' for at in range(8))


def gone(markup: str) -> dict[str, str]:
    """Text -> why it goes."""
    page = page_of(markup)
    found = zip(page.blocks, verdicts(page), strict=True)
    return {block.text.strip("\x02\x03"): name for block, name in found if name}


def test_navigation_and_footers_go_and_the_text_stays() -> None:
    """What is called so and holds links."""
    found = gone(ARTICLE)
    assert set(found.values()) == {"header", "footer"}
    assert not any("bridge" in text for text in found)


def test_classes_may_lie() -> None:
    """What holds most of the text, or the main content, is content whatever it is called."""
    assert not gone(f"<div class=sidebar><h1>T</h1>{f'<p>{PROSE}</p>' * 6}</div>")
    assert not gone(f"<div class=modal><main>{f'<p>{PROSE}</p>' * 2}</main></div>" + f"<p>{PROSE}</p>" * 5)


def test_an_aside_in_the_content_is_a_note() -> None:
    """One with links outside is not."""
    body = f"<main>{f'<p>{PROSE}</p>' * 4}<aside><p>Note: mind the gap between the two banks.</p></aside></main>"
    assert not gone(body)
    assert set(gone(f"{body}<aside><ul>{LINKS}</ul></aside>").values()) == {"aside"}
    without = body.replace("main>", "div>")
    assert not gone(without)
    assert set(gone(f"{without}<aside><ul>{LINKS}</ul></aside>").values()) == {"aside"}


def test_lists_of_links_outside_the_content_go_whatever_they_are_called() -> None:
    """Where a box holds the content, lists of links beside it go; those inside it stay."""
    content = f"<div class=x>{f'<p>{PROSE}</p>' * 5}<ul><li><a href=/see>See this</a></ul></div>"
    found = gone(f"<div><div><ul>{LINKS}</ul></div>{content}</div>")
    assert set(found.values()) == {"links"}
    assert len(found) == 8


def test_fronts_of_sites_stay_whole() -> None:
    """Where there is nothing but links and teasers, all of them stay."""
    assert not gone(f"<nav><ul>{LINKS}</ul></nav><div class=related><ul>{LINKS}</ul></div>")


def test_a_short_page_is_its_text_all_the_same() -> None:
    """What goes is links, and what stays is a title and a few lines: a product, a notice."""
    text = f"<h1>Kettle</h1><p>{PROSE}</p><p>One more. {PROSE}</p><p>In stock, ready to be sent tomorrow morning</p>"
    body = f"<nav><ul>{LINKS * 6}</ul></nav>{text}"
    assert set(gone(f"{body}<footer><ul>{LINKS.replace('Some', 'Else')}</ul></footer>").values()) == {"navigation", "footer"}


def test_titles_stay_and_hidden_boxes_go() -> None:
    """A heading of the first level is never left out with the bar it stands in."""
    bars = f"<header><h1>The paper</h1><ul>{LINKS}</ul></header><div hidden><p>secret</p></div>"
    found = gone(bars + f"<p>{PROSE}</p>" * 4)
    assert "The paper" not in found
    assert found["secret"] == "hidden"


def test_words_between_lists_of_links_go_with_them() -> None:
    """A label outside the content is not worth two notes; inside it is text."""
    lists = f"<ul class=menu>{LINKS}</ul><div>More:</div><ul class=menu>{LINKS.replace('/', '/x')}</ul>"
    body = f"<main>{f'<p>{PROSE}</p>' * 5}</main>"
    assert "More:" in gone(article(body).replace("<header>", f"<header></header><div>{lists}</div><header>"))
    assert "More:" not in gone(f"<main>{f'<p>{PROSE}</p>' * 5}{lists}</main>")
