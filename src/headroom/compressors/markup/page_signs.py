"""Whether a text is a page, XML, or neither: a program or a template with tags in it, or text that quotes some."""

from __future__ import annotations

import re
from typing import Literal

from headroom.compressors.markup.cutting import visible_markup
from headroom.detection.markup import HTML_NAMES

__all__ = ["Form", "form_of", "is_template"]

Form = Literal["page", "xml", ""]
_SPACE = " \t\r\n\ufeff"
_REACH = 20_000
"""Characters that are looked at, at each end. Chosen: what a text is shows in them."""
_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_XML = re.compile(r"<(?:\?xml|!DOCTYPE (?!html)|(?:svg|rss|feed|urlset|project|configuration|manifest|beans|testsuites?)\b)")
_TAG = re.compile(r"</?([A-Za-z][\w:.-]{0,40})(?=[\s/>])")
_NUMBERED = re.compile(r"\s{0,8}\d{1,7}(?:\t|→|: |\| )")
_CODE = re.compile(r"<(?:pre|code)\b[^<]*+(?:<(?!/(?:pre|code))[^<]*+)*+", re.IGNORECASE)
_ORDERS = (
    *(
        "{%",
        "<%",
        "<?php",
        "{{",
        "className=",
        "onClick={",
        "v-if=",
        "v-for=",
        "@click=",
        "*ngIf",
        "*ngFor",
        "{#if",
        "th:text=",
    ),
)
_MARKDOWN = ("\n# ", "\n## ", "\n### ", "\n- ", "\n* ", "\n1. ", "\n```", "](http")
"""Signs of a text with marks of its own, in which tags are guests."""
_LEAST_MARKS = 3
_CODE_ENDS = (";\n", "{\n", "*/\n")
"""How lines of programs end."""
_COMPONENT = re.compile(r"<(?:script|template|style)\b(?![^>]*+>\s*+</)", re.IGNORECASE)
_LEAST_TAGS = 8
"""Tags below which a text without a head is no page. Chosen: less than that is not worth a marker."""
_DENSE = 400
"""Characters a tag, on average, above which a text is prose that holds some. Chosen: pages have 20 to 100."""
_PREFACE = 2_000
"""Characters that a tool may print before a page: headers, a status line. Chosen."""


def form_of(text: str) -> Form:
    """What a text is; empty for neither.

    Cost: bounded; both ends are looked at.
    """
    head = text[:_REACH].lstrip(_SPACE)
    if "<" not in head:
        return ""
    opening = _PAGE.search(head[:_PREFACE])
    if opening is not None and not head[: opening.start()].strip():
        return "page"
    if _XML.match(head):
        return "page" if _PAGE.search(head) and "<svg" not in head[:10] else "xml"
    if opening is None and (_COMPONENT.match(head) or _NUMBERED.match(head)):
        return ""
    return _form_by_tags(text, head, is_opened=opening is not None)


def _form_by_tags(text: str, head: str, *, is_opened: bool) -> Form:
    """What a text is that does not begin by saying so."""
    sample = head if len(text) <= 2 * _REACH else head + text[len(text) // 2 :][:_REACH] + text[-_REACH:]
    names = [name.lower() for name in _TAG.findall(sample)]
    if len(names) < _LEAST_TAGS or len(sample) > _DENSE * len(names):
        return ""
    is_ended = text.rstrip(_SPACE)[-7:].lower() == "</html>"
    if not is_ended and sum(map(sample.count, _MARKDOWN)) >= _LEAST_MARKS:
        return ""
    if 2 * sum(map(HTML_NAMES.__contains__, names)) >= len(names):
        return "page" if head[0] == "<" or is_opened or is_ended or _is_torn(sample, names) else ""
    return "xml" if head[0] == "<" else ""


def _is_torn(sample: str, names: list[str]) -> bool:
    """Whether a text that begins with something else is a later part of a page."""
    # A page in parts has more ends than beginnings, or as many; Markdown and programs quote a few tags in much else.
    is_dense = sample.count("</") >= 0.3 * len(names) and len(sample) <= 120 * len(names)
    return is_dense and 4 * sum(map(visible_markup(sample).markup.count, _CODE_ENDS)) < len(names)


def is_template(markup: str) -> bool:
    """Whether a page is still to be made: outside its scripts and its code it holds orders for whoever makes it."""
    markup = markup[: 10 * _REACH]
    if not any(map(markup.__contains__, _ORDERS)):
        return False
    shown = _CODE.sub("", markup)
    return sum(map(shown.count, _ORDERS)) >= max(3, shown.count("</") // 12)
