"""Tests of what a text is."""

from __future__ import annotations

import pytest

from headroom.compressors.markup.page_signs import form_of, is_template
from tests.compressors.markup.pages import ARTICLE, PROSE

FRAGMENT = "<div><ul>" + "<li><a href='/x'>item</a></li>\n" * 9 + "</ul></div>"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (ARTICLE, "page"),
        ("\ufeff\n" + ARTICLE.upper(), "page"),
        ('<?xml version="1.0" encoding="latin-1"?>\n<!DOCTYPE html>\n' + ARTICLE, "page"),
        ("HTTP/1.1 200 OK\nContent-Type: text/html\n\n" + FRAGMENT + "</html>", "page"),
        (FRAGMENT, "page"),
        ("m</b> text</p>" + FRAGMENT, "page"),
        ("m</b> text</p>" + FRAGMENT + "<script>\n" + "a();\n" * 30 + "</script>", "page"),
        ('<?xml version="1.0"?><feed><entry><id>1</id></entry></feed>', "xml"),
        ("<project>" + "<dependency><groupId>a</groupId></dependency>" * 5 + "</project>", "xml"),
        (f"{PROSE} Write <b>bold</b> for bold text. {PROSE}", ""),
        ("     1\t<div>\n" + "     2\t<p>a</p>\n" * 9, ""),
        ("<template>\n  <div><p>a</p></div>\n" + FRAGMENT + "</template><script>export default {}</script>", ""),
        ("import React from 'react'\nexport const a = () => <div><b>x</b></div>\n" * 3 + "const more = 1;\n" * 200, ""),
        ("<p align=center><img src=a></p>\n\n# Title\n\n- <b>one</b>\n- <b>two</b>\n\n```\ncode\n```\n" + FRAGMENT, ""),
        (f"# Title\n\nWrites `<html>` pages.\n\n- one\n- two\n\n```\n{FRAGMENT}\n```\n", ""),
        ("// Writes a list.\n" + "  write('<li><b>a</b></li>');\n" * 20, ""),
        ("no tags at all", ""),
    ],
)
def test_pages_xml_and_what_only_holds_tags(text: str, form: str) -> None:
    """Whole pages, parts of one, what a tool prints before one; not programs, nor files shown to be edited."""
    assert form_of(text) == form


def test_templates_give_orders() -> None:
    """A page that shows some in its code is none."""
    assert is_template("{% for x in y %}<p>{{ x }}</p>{% endfor %}" * 3)
    assert is_template('<div className="a"><p>x</p></div>' * 9)
    assert not is_template(ARTICLE)
    assert not is_template("<p>Write:</p><pre>{% for x in y %}{{ x }}{% endfor %}{{ a }}</pre>" + "<p>text</p>" * 40)
