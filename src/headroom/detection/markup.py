"""Whether a text is HTML, XML or another language of tags."""

from __future__ import annotations

import re

from headroom.detection.blocks import holds_directives
from headroom.detection.kinds import Guess
from headroom.detection.sample import Sample

__all__ = ["HTML_NAMES", "guess_markup", "holds_page"]

HTML_NAMES = frozenset(
    """a abbr address area article aside audio b base bdi bdo blockquote body br button canvas caption center cite code col
    colgroup data datalist dd del details dfn dialog div dl dt em embed fieldset figcaption figure font footer form frame
    frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li link main map mark menu
    meta meter nav noscript object ol optgroup option output p param path picture pre progress q rp rt ruby s samp script search
    section select slot small source span strike strong style sub summary sup svg table tbody td template textarea tfoot th
    thead time title tr track tt u ul var video wbr""".split()
)
"""Source: the element index of the HTML standard, with the old presentational names and the root of SVG."""
_HTML_OPENING = re.compile(r"<(?:!doctype html|html|head|body)\b", re.IGNORECASE)
_XML_OPENING = re.compile(
    r"<\?xml\b|<!DOCTYPE (?!html)|<(?:svg|rss|feed|urlset|project|configuration|manifest|beans|testsuites?)\b"
)
_OPENING = re.compile(r"<(?:!--|!\[CDATA\[|[A-Za-z_][\w:.-]{0,80}(?:[\s/>]|$))")
_TAGGED = re.compile(r"\s*<(?:/?[A-Za-z_][\w:.-]*|!--|!\[CDATA|\?\w)")
_TAG = re.compile(r"</?([A-Za-z_][\w:.-]{0,80})")
_CLOSING = re.compile(r"</([A-Za-z][A-Za-z0-9]{0,15})>")
_BLOCKS = frozenset("blockquote dd div dl dt h1 h2 h3 h4 h5 h6 li ol p pre section table tbody td th tr ul".split())
"""Names of elements that hold paragraphs, which no words use in passing."""
_SPARSE = 300
"""Chosen: characters for each closing tag above which a text is words with some tags."""
_COMPONENT = re.compile(r"<(?:script|template|style)\b")


def guess_markup(sample: Sample) -> Guess:
    """How much a text looks like markup; the format is `html` or `xml`."""
    head = sample.head
    if head[:1] != "<" and sample.tail[-1:] != ">" and sample.body.count("</") < max(2, 0.1 * len(sample.lines)):
        return Guess()
    if _HTML_OPENING.match(head):
        return Guess(0.98, "html")
    if _XML_OPENING.match(head):
        return Guess(0.97, "html" if "<html" in sample.body else "xml")
    if sample.tail[-7:].lower() == "</html>":
        return Guess(0.9, "html")
    found = _by_tags(sample, [name.lower() for name in _TAG.findall(sample.body)])
    # Hits in pages, and programs that hold pages, are told from them later.
    return Guess(0.74, "html") if found.score < 0.74 and holds_page(sample) else found


def holds_page(sample: Sample) -> bool:
    """Whether a text is cut out of a page: closing tags of paragraphs, rows and items all over it."""
    body = sample.body
    if body.count("</") < 4 or "```" in body or body.startswith("# ") or "\n# " in body or "\n## " in body:
        return False
    names = [name.lower() for name in _CLOSING.findall(body)]
    if body.count(">'") + body.count('>"') > 0.2 * len(names):
        # A program that writes a page.
        return False
    known = sum(map(HTML_NAMES.__contains__, names))
    return known >= 0.8 * len(names) and known * _SPARSE >= len(body) and sum(map(_BLOCKS.__contains__, names)) >= 2


def _by_tags(sample: Sample, names: list[str]) -> Guess:
    """How much a text without a first line that says so looks like markup, by the names of its tags."""
    if not names or holds_directives(sample):
        return Guess()
    tagged = sample.share(_TAGGED.match)
    name = "html" if sum(map(HTML_NAMES.__contains__, names)) >= 0.5 * len(names) else "xml"
    dense = len(names) / len(sample.lines)
    if not _OPENING.match(sample.head):
        score = max(tagged * 0.85, 0.7 if name == "html" and dense >= 2 else 0.0)
        return Guess(score if tagged >= 0.3 else min(score, 0.4), name)
    if _COMPONENT.match(sample.head) and name == "html":
        # A component: a program in a page.
        return Guess(0.3, name)
    if sample.tail.endswith(">"):
        # A block round other text has two tags; markup has them all over.
        return Guess(0.9 if tagged >= 0.4 or len(sample.lines) <= 3 or dense >= 1 else tagged, name)
    return Guess(tagged * 0.95, name)
