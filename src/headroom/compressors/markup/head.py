"""What the head of a page says of it: title, author, date, address."""

from __future__ import annotations

import re

from headroom.compressors.markup.hints import attribute
from headroom.compressors.markup.inline import plain_text

__all__ = ["description_of", "head_of"]

_REACH = 200_000
"""Characters in which the head ends. Chosen: without its scripts and styles it is far shorter."""
_BODY = re.compile(r"<body\b|</head\b|<h1\b|<main\b", re.IGNORECASE)
_TITLE = re.compile(r"<title\b[^<>]*+>([^<]*+)", re.IGNORECASE)
_META = re.compile(r"<(?:meta|link)\b((?:[^>=]++|=\s*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z))?+)*+)(?:>|\Z)", re.IGNORECASE)
_AUTHORS = ("author", "article:author", "dc.creator", "citation_author", "parsely-author", "byl")
_DATES = (
    "article:published_time",
    "date",
    "dc.date",
    "pubdate",
    "publish-date",
    "datepublished",
    "citation_publication_date",
    "parsely-pub-date",
    "og:updated_time",
    "article:modified_time",
)
_MOST_TOLD = 300
"""Characters of a field. Chosen: longer ones are made for search engines."""
_MOST_DESCRIBED = 600


def head_of(markup: str) -> tuple[str, ...]:
    """Title, author, date and address, those that are given.

    Cost: one search of the head.
    """
    head = _head(markup)
    title = _TITLE.search(head)
    told, canonical = _fields(head)
    found = [
        _clean(title[1]) if title is not None else _clean(told.get("og:title", "")),
        next((_clean(told[name]) for name in _AUTHORS if told.get(name) and "://" not in told[name]), ""),
        next((_clean(told[name]) for name in _DATES if told.get(name)), ""),
        canonical or _clean(told.get("og:url", "")),
    ]
    return tuple(field for field in found if field)


def description_of(markup: str) -> str:
    """What the head says that the page is about; empty where it says nothing."""
    told, _ = _fields(_head(markup))
    return _clean(told.get("description") or told.get("og:description") or "", _MOST_DESCRIBED)


def _head(markup: str) -> str:
    end = _BODY.search(markup, 0, _REACH)
    return markup[: end.start()] if end is not None else markup[: min(len(markup), _REACH // 20)]


def _fields(head: str) -> tuple[dict[str, str], str]:
    """The first value of every field, and the page's own address."""
    told: dict[str, str] = {}
    canonical = ""
    for found in _META.finditer(head):
        attributes = found[1]
        name = (attribute(attributes, "name") or attribute(attributes, "property") or attribute(attributes, "itemprop")).lower()
        if name:
            told.setdefault(name, attribute(attributes, "content"))
        elif not canonical and attribute(attributes, "rel").lower() == "canonical":
            canonical = _clean(attribute(attributes, "href"))
    return told, canonical


def _clean(text: str, most: int = _MOST_TOLD) -> str:
    clean = " ".join(plain_text(text).split())
    return clean if len(clean) <= most else ""
