"""Tests of pages as text."""

from __future__ import annotations

import pytest
from returns.result import Success

from headroom.compressors.contract import Compressed
from headroom.compressors.markup import Markup
from headroom.config import MarkupSettings, Settings, WorkBudget
from headroom.messages import original_of
from headroom.retrieval.marker import find_markers
from headroom.tokens import count
from tests.compressors.markup.pages import ARTICLE, PROSE, article


def compressed(text: str, query: str = "", settings: MarkupSettings | None = None) -> Compressed:
    """What comes of a text that becomes shorter."""
    found: Compressed = Markup(settings or MarkupSettings())(text, query).unwrap()
    return found


def reason(text: str, settings: MarkupSettings | None = None) -> str:
    """Why a text stays as it is."""
    return Markup(settings or MarkupSettings())(text, "").failure().reason


def test_a_page_is_its_text() -> None:
    """Title first, the content as Markdown, a note for navigation and footer, a marker at the end."""
    found = compressed(ARTICLE)
    lines = found.text.split("\n")
    assert lines[:3] == ["Bridge News - The Paper", "[headroom: 12 blocks omitted (header)]", "# The bridge"]
    assert lines.count("") == 4
    assert lines[-2] == "[headroom: 13 blocks omitted (footer)]"
    assert lines[-1].startswith("[headroom: 25 of 31 blocks omitted (footer 13, header 12); ")
    assert "secret" not in found.text
    assert [marker.hash for marker in find_markers(found.text)] == [original_of(ARTICLE).hash] == [found.original]
    assert count(found.text) < 0.5 * count(ARTICLE)


def test_what_is_asked_for_comes_back() -> None:
    """From wherever it stands on the page."""
    assert "Copyright 2026" in compressed(ARTICLE, "Who holds the copyright?").text
    assert "Copyright 2026" not in compressed(ARTICLE, "What did the committee decide?").text


def test_tables_and_links_can_be_left_out() -> None:
    """Each by its setting; what is left out is named."""
    table = "<table>" + "".join(f"<tr><td>row {at}<td>{at * 7}" for at in range(20)) + "</table>"
    text = article(f'<h1>T</h1><p>{PROSE} <a href="/more">Read on</a></p><p>{PROSE}</p>{table}')
    assert "| row 3 | 21 |" in compressed(text).text
    assert "[Read on](/more)" in compressed(text).text
    without = compressed(text, settings=MarkupSettings(include_links=False, include_tables=False)).text
    assert "row 3" not in without
    assert "[headroom: 33 blocks omitted (table row 20, footer 13)]" in without
    assert "Read on" in without
    assert "/more" not in without


def test_a_ratio_is_about_the_share_of_the_text_that_stays() -> None:
    """Whole blocks, and all headings; 1 keeps the whole content."""
    body = "".join(f"<h2>Part {at}</h2>" + "".join(f"<p>{at}.{line} {PROSE}</p>" for line in range(10)) for at in range(6))
    whole = compressed(article(body)).text
    half = compressed(article(body), settings=MarkupSettings(target_ratio=0.4)).text
    assert 0.35 < count(half) / count(whole) < 0.6
    assert all(f"## Part {at}" in half for at in range(6))
    assert "(paragraph)]" in half
    assert compressed(article(body), settings=MarkupSettings(target_ratio=1.0)).text == whole


def test_a_ratio_binds_where_every_section_is_short() -> None:
    """Gaps too short for a note each have one together, and what is missing is counted in it."""
    body = "".join(
        f"<h2>Rule {at}</h2><p>Players of rule {at} wait {at} turns before they may move again.</p>" for at in range(60)
    )
    whole = count(compressed(article(f"<main>{body}</main>")).text)
    sizes = []
    for ratio in (0.2, 0.4, 0.6, 0.8):
        found = compressed(article(f"<main>{body}</main>"), settings=MarkupSettings(target_ratio=ratio)).text
        sizes.append(count(found))
        assert sizes[-1] < (ratio + 0.15) * whole
    assert sizes == sorted(set(sizes))
    assert (
        "Players of rule 44 wait"
        in compressed(
            article(f"<main>{body}</main>"), "How long do players of rule 44 wait?", MarkupSettings(target_ratio=0.2)
        ).text
    )


def test_what_goes_is_called_what_it_is() -> None:
    """Code, items, rows and paragraphs each by their own name; what is hidden is no control."""
    table = "<table><tr><th>a<th>b" + "".join(f"<tr><td>{at} {PROSE}<td>{at}" for at in range(3)) + "</table>"
    items = "<ul>" + f"<li>{PROSE}" * 4 + "</ul>"
    code = "<pre>" + "x = 1\n" * 40 + "</pre>"
    hidden = "<p>a <span hidden>b</span> c <i style='display:none'>d</i></p>"
    text = article(f"<main><h1>T</h1><p>{PROSE * 4}</p>{hidden}<p>{PROSE}</p>{code}{items}{table}</main>")
    found = compressed(text, settings=MarkupSettings(target_ratio=0.1)).text
    assert "code 1" in found
    assert "list item 4" in found
    assert "table row 4" in found
    assert ", 2 hidden elements; original" in found
    assert "controls" not in found


def test_without_tables_no_row_is_too_short_to_go() -> None:
    """However few characters it has."""
    text = article(f"<main><h1>T</h1><p>{PROSE * 4}</p><table><tr><td>a<td>b<tr><td>c<td>d</table><p>{PROSE}</p></main>")
    found = compressed(text, settings=MarkupSettings(include_tables=False)).text
    assert "| a | b |" not in found
    assert "[headroom: 2 blocks omitted (table row)]" in found


def test_long_content_is_chosen_from_by_a_question_only() -> None:
    """Whole for nobody's question, and for one about the page as a whole."""
    body = "".join(f"<h2>Part {at}</h2>" + "".join(f"<p>{at}.{line} {PROSE}</p>" for line in range(40)) for at in range(8))
    text = article(body.replace("3.17 ", "3.17 The turbine has a capacity of 42 megawatts. "))
    whole = compressed(text).text
    assert "paragraph " not in whole.rpartition("\n")[2]
    assert compressed(text, "Summarize this page").text == whole
    asked = compressed(text, "What is the capacity of the turbine?").text
    assert "42 megawatts" in asked
    assert count(asked) < 0.8 * count(whole)


def test_a_page_made_by_scripts_is_its_data() -> None:
    """Where there is no text, JSON in scripts and what is said for readers without scripts."""
    data = '{"name": "Bridge", "price": 42}'
    shell = f'<html><head><title>Shop</title></head><body><div id="root"></div>{"<script src=/a.js></script>" * 20}'
    text = f'{shell}<script type="application/json">{data}</script></body></html>'
    assert data in compressed(text).text
    text = f"{shell}<noscript><p>Please turn scripts on to see the {PROSE}</p></noscript></body></html>"
    assert "Please turn scripts on" in compressed(text).text
    assert data not in compressed(text.replace("<div id", f"<p>{PROSE}{PROSE}</p><div id")).text


@pytest.mark.parametrize(
    ("text", "settings", "words"),
    [
        ("<p>short</p>", MarkupSettings(), "too short"),
        (ARTICLE, MarkupSettings(lossless_only=True), "lossless"),
        (ARTICLE, MarkupSettings(budget=WorkBudget(text_bytes=100)), "work budget"),
        ("[headroom: 3 lines omitted]\n" + ARTICLE, MarkupSettings(), "marker"),
        (PROSE * 9, MarkupSettings(), "no page"),
        ("<html>" + "{% if x %}<p>{{ x }}</p>{% endif %}" * 20, MarkupSettings(), "template"),
        ("<html><body>" + "<script>x</script>" * 50, MarkupSettings(), "no text"),
        ("<html><p>" + PROSE * 9, MarkupSettings(), "shorter"),
    ],
)
def test_what_stays_as_it_is(text: str, settings: MarkupSettings, words: str) -> None:
    """Each with its reason."""
    assert words in reason(text, settings)


def test_the_result_is_left_alone() -> None:
    """It holds a marker; and it is the same every time."""
    found = compressed(ARTICLE, "bridge")
    assert found == compressed(ARTICLE, "bridge")
    assert "marker" in reason(found.text)


def test_xml_is_handed_on() -> None:
    """What is XML and no page is not read as one."""
    feed = (
        "<?xml version='1.0'?><log>"
        + "".join(f"<entry><id>{at}</id><level>info</level></entry>" for at in range(200))
        + "</log>"
    )
    found = Markup()(feed, "")
    assert not isinstance(found, Success) or "tags" not in found.unwrap().summary


@pytest.mark.parametrize(
    "text",
    [
        "<html>" + "<" * 5_000,
        "<html>" + "<div>" * 3_000 + PROSE,
        "<html><p>" + PROSE + "<a href='" + "x" * 5_000,
        "<html>" + "<p>\ud800 a\0b</p>" * 200,
        "<html>\r\n<p>" + PROSE + "</p>\r\r\n" * 50,
        "<html>" + "<table><tr><td>" * 500 + PROSE,
        "<html>" + "<!--" * 500 + PROSE,
        "<html>" + "</div></table></ul>" * 500 + PROSE,
    ],
)
def test_odd_pages_never_raise(text: str) -> None:
    """Nor do they grow."""
    match Markup()(text, "bridge"):
        case Success(found):
            assert count(found.text) < count(text)


def test_it_is_made_from_settings() -> None:
    """As a pipeline does."""
    assert Markup.from_settings(Settings()) == Markup()
    assert Markup().kind == "markup"


def test_tall_cells_without_a_row_come_to_an_end() -> None:
    """A table may go without rows, as authors forget them."""
    page = article("<table><td rowspan=2>EU</td><td>Oslo 12</td><td rowspan=3>Bonn 14</td><td>Rome 9</td></table>")
    text = compressed(page).text
    assert all(cell in text for cell in ("EU", "Oslo 12", "Bonn 14", "Rome 9"))
