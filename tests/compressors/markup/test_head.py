"""Tests of what the head of a page says."""

from __future__ import annotations

from headroom.compressors.markup.head import description_of, head_of

HEAD = """<html><head><meta property="og:title" content="Other"><title>
 A &amp; B </title><meta name=Author content='Ann Example'><meta content="2026-05-01" property="article:published_time">
<link href="https://a.org/b" rel="canonical"><meta name="description" content="What it is about."></head><body>
<title>No title</title>"""


def test_title_author_date_and_address() -> None:
    """In this order, whatever order they stand in and however they are written."""
    assert head_of(HEAD) == ("A & B", "Ann Example", "2026-05-01", "https://a.org/b")
    assert description_of(HEAD) == "What it is about."


def test_what_is_missing_is_left_out() -> None:
    """Another field may stand in for the title; addresses are no authors; endless fields are for machines."""
    assert head_of('<meta property="og:title" content="T"><meta name=author content="https://a.org/me"><body>') == ("T",)
    assert head_of("<p>text</p>") == ()
    assert description_of(f'<meta name="description" content="{"x" * 5000}"><body>') == ""
