"""Law 7 for pages: what stands is the page's own text, in its order, and what is not there is named."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from returns.result import Success

from headroom.compressors.markup import Markup
from headroom.config import MarkupSettings
from headroom.messages import original_of
from headroom.retrieval.marker import OPENING, find_markers
from headroom.tokens import count
from property_tests.strategies.page_texts import PageText, page_texts, torn_pages

_QUERIES = st.sampled_from(("", "which number does word140 have?", "total120 and Straße130", "日本語115"))
_SETTINGS = st.sampled_from(
    (
        MarkupSettings(),
        MarkupSettings(include_links=False),
        MarkupSettings(include_tables=False),
        MarkupSettings(target_ratio=0.3),
        MarkupSettings(target_ratio=1.0, retrieval="tool"),
    )
)
_OUR_WORD = re.compile(r"(?:word|été|日本語|Straße|naïve|Ωmega|число|total|unseen)\d+")
_GAP = re.compile(r"^\[headroom: (\d+) blocks? omitted", re.MULTILINE)
_HIDDEN = re.compile(r"[( ]hidden (\d+)")
_WHOLE = re.compile(r"^\[headroom: (\d+) of (\d+) blocks omitted", re.MULTILINE)


@given(page_texts(), _SETTINGS, _QUERIES)
def test_words_are_the_pages_own_in_order(page: PageText, settings: MarkupSettings, query: str) -> None:
    """Every word of the result is one that the page shows, in its order; nothing of scripts, styles and comments is."""
    match Markup(settings)(page.text, query):
        case Success(compressed):
            places = iter(page.words)
            found = _OUR_WORD.findall(compressed.text)
            assert all(word in places for word in found), found
            assert not set(found) & set(page.unseen)


@given(page_texts(), _SETTINGS, _QUERIES)
def test_what_is_missing_is_named(page: PageText, settings: MarkupSettings, query: str) -> None:
    """Where no block is said to be missing, every word and every block of code is there; counts in gaps add up.

    What the page hides is in the count at the end alone.
    """
    match Markup(settings)(page.text, query):
        case Success(compressed):
            stated = _WHOLE.search(compressed.text)
            gaps = sum(map(int, _GAP.findall(compressed.text)))
            if stated is None:
                assert not gaps
                assert set(_OUR_WORD.findall(compressed.text)) == set(page.words)
                assert all(code in compressed.text for code in page.codes)
            else:
                hidden = _HIDDEN.search(compressed.text, stated.start())
                assert gaps == int(stated[1]) - int(hidden[1] if hidden is not None else 0)
                assert int(stated[1]) <= int(stated[2])
            assert [marker.hash for marker in find_markers(compressed.text)] == [original_of(page.text).hash]


@given(page_texts(), _SETTINGS)
def test_code_stays_whole_or_goes_whole(page: PageText, settings: MarkupSettings) -> None:
    """A block of code of which a word is left is there as the page shows it."""
    match Markup(settings)(page.text, ""):
        case Success(compressed):
            left = set(_OUR_WORD.findall(compressed.text))
            for code in page.codes:
                if left & set(_OUR_WORD.findall(code)):
                    assert code.strip() in compressed.text


@given(torn_pages() | page_texts().map(lambda page: page.text), _SETTINGS, _QUERIES)
def test_pages_only_shrink(text: str, settings: MarkupSettings, query: str) -> None:
    """Torn or whole: fewer tokens and bytes, the same again, and the result is left alone."""
    first = Markup(settings)(text, query)
    assert first == Markup(settings)(text, query)
    match first:
        case Success(compressed):
            assert count(compressed.text) < count(text)
            assert len(compressed.text.encode("utf-8", "surrogatepass")) < len(text.encode("utf-8", "surrogatepass"))
            assert compressed.text.rpartition("\n")[2].startswith(OPENING)
            assert not isinstance(Markup(settings)(compressed.text, query), Success)
