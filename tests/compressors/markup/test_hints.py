"""Tests of what elements say that they are."""

from __future__ import annotations

import pytest

from headroom.compressors.markup.hints import attribute, conceals, hint_of, is_hidden


@pytest.mark.parametrize(
    ("attributes", "value"),
    [
        (' class="a b"', "a b"),
        (" class='a'", "a"),
        (" class=a id=b", "a"),
        (' CLASS = "a"', "a"),
        (' data-class="x" class="y"', "y"),
        (' id="class"', ""),
        (" disabled", ""),
    ],
)
def test_values_are_read_however_they_are_quoted(attributes: str, value: str) -> None:
    """Double, single or no quotes, any case; a name inside another one does not count."""
    assert attribute(attributes, "class") == value


@pytest.mark.parametrize(
    ("name", "attributes", "hint"),
    [
        ("nav", "", "navigation"),
        ("footer", ' class="x"', "footer"),
        ("div", ' role="contentinfo"', "footer"),
        ("div", ' class="site-sidebar"', "sidebar"),
        ("div", ' class="socialShare"', "sharing"),
        ("div", ' id="cookie-banner"', "dialog"),
        ("section", ' class="related-articles"', "related"),
        ("div", ' class="search-results"', ""),
        ("div", ' class="has-sidebar"', ""),
        ("div", ' class="overflow-hidden"', ""),
        ("div", ' class="hidden md:block"', ""),
        ("div", ' class="gradient header-of-a-very-long-name"', ""),
        ("div", ' class="hatnote navigation-not-searchable"', ""),
        ("main", ' class="sidebar"', "main"),
        ("div", "", ""),
    ],
)
def test_names_roles_and_words_of_classes(name: str, attributes: str, hint: str) -> None:
    """A role wins over an element, that over a class; words that mean something else do not count."""
    assert hint_of(name, attributes).name == hint


@pytest.mark.parametrize(
    ("attributes", "hidden"),
    [
        (" hidden", True),
        (' style="color:red; display: none"', True),
        (' aria-hidden="true"', True),
        (' class="sr-only"', True),
        (' role="tabpanel" hidden', False),
        (' class="accordion" style="display:none"', False),
        (' style="display:block"', False),
        (' type="hidden-field" data-x="1"', False),
        ("", False),
    ],
)
def test_what_unfolds_is_not_hidden(attributes: str, hidden: bool) -> None:
    """Panels that a reader opens are content; what no reader ever sees is not."""
    assert is_hidden(attributes) is hidden


@pytest.mark.parametrize(
    ("attributes", "is_concealed"),
    [
        (" hidden", True),
        (' style="display: none"', True),
        (' style="visibility:hidden"', True),
        (' class="hidden"', True),
        (' class="sr-only"', True),
        (' aria-hidden="true"', True),
        (' class="overflow-hidden"', False),
        (' class="display-4"', False),
        (' style="display:block"', False),
        (' class="accordion" hidden', False),
        (' class="x"', False),
    ],
)
def test_blocks_are_hidden_as_boxes_are(attributes: str, *, is_concealed: bool) -> None:
    """By an attribute, a style or a class; not by a class that only has the word in it."""
    assert conceals("p", attributes) is is_concealed
