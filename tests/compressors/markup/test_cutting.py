"""Tests of what no reader sees."""

from __future__ import annotations

import pytest

from headroom.compressors.markup.cutting import visible_markup


@pytest.mark.parametrize(
    ("markup", "left"),
    [
        ("a<script>if (x<y) '</p>'</script>b", "ab"),
        ("a<SCRIPT SRC=x></SCRIPT>b", "ab"),
        ("a<style>p > a {}</style >b", "ab"),
        ("wo<!-- a > b -- > -->rd", "word"),
        ("a<!-->b", "ab"),
        ("a<svg><svg><text>x</text></svg></svg>b", "ab"),
        ("a<template><p>x</p></template>b", "ab"),
        ('a<template shadowrootmode="open"><p>x</p></template>b', "a<p>x</p></template>b"),
        ("a<![CDATA[1 < 2 & 3]]>b", "a1 &lt; 2 &amp; 3b"),
        ("a<script>never closed", "a"),
        ("a<!-- never closed", "a"),
        ("a<svg><p>never closed", "a<p>never closed"),
        ("a<scripted>b", "a<scripted>b"),
    ],
)
def test_scripts_drawings_and_comments_go(markup: str, left: str) -> None:
    """With all they hold; what is no element of that name stays, and a missing end costs no more than it must."""
    assert visible_markup(markup).markup == left


def test_formulas_become_what_was_written() -> None:
    """In one line, wherever they stand."""
    assert visible_markup("a <math><mfrac><mn>1</mn><mn>2</mn></mfrac></math> b").markup == "a 1/2 b"
    assert visible_markup("3<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>5").markup == "3 1/2 5"
    assert visible_markup("x<math><mn>1</mn></math>").cuts == 0
    assert visible_markup('<script type="math/tex">a<b</script>').markup == "a&lt;b"


def test_data_and_what_stands_for_scripts_are_remembered() -> None:
    """JSON in scripts is handed on, programs are not."""
    found = visible_markup('<script>let a = 1</script><script type="application/ld+json">{"name": "a long name"}</script>')
    assert found.data == ('{"name": "a long name"}',)
    assert found.cuts == 2
    assert visible_markup("<noscript>Turn it on</noscript>").unscripted == ("<noscript>Turn it on</noscript>",)


def test_a_part_of_a_page_may_begin_inside_a_script() -> None:
    """The rest of a program at the start of a text is no text; a stray end after markup cuts nothing."""
    assert visible_markup("  var a = {b: 1}; f(a);\n</script><p>text</p>").markup == "<p>text</p>"
    assert visible_markup("<div><p>text</p></div></script><p>more</p>").markup == "<div><p>text</p></div></script><p>more</p>"
