"""The different values in rows of a kind that a question names: which users, which commands, which hosts."""

from __future__ import annotations

import re
from collections import Counter

from headroom.compressors.log_lines.masking import Shapes
from headroom.compressors.log_lines.places import Places
from headroom.compressors.log_lines.templates import Templates
from headroom.relevance import Query

__all__ = ["asked_values"]

_HOST = re.compile(r"\d(?<![\w.]\d)\d{0,2}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?![\w.])")
_ABOUT_HOSTS = frozenset(
    "ip ips host hosts hostname address addresses client clients server servers node nodes peer peers attackers".split()
)
"""Words of a question that asks for addresses, which shapes do not tell apart."""
_LEAST_WORD = 4
"""Characters of a word that may name a kind of row."""
_TEMPLATES = 4
"""Templates whose values are told, those with most words of the question first."""
_MOST_SIBLINGS = 40
"""Templates that begin like named ones beyond which what they begin with says little."""
_COMMON = 0.6
"""Share of rows above which a word names no kind of row."""
_EACH = 25
"""Different values of a template that are told. Chosen: what one can still read as a list."""
_READ = 400
"""Rows of a template in which addresses are looked for, evenly spread."""


def asked_values(shapes: Shapes, templates: Templates, places: Places, query: Query) -> list[int]:
    """One row for each different value of the kinds of rows that a question names, all of one kind after another."""
    best = _named(templates, places, query)[:_TEMPLATES]
    if not best:
        return []
    best += _siblings(templates, best)
    hosts = not _ABOUT_HOSTS.isdisjoint(query.words)
    told: list[int] = []
    for template in best:
        rows = templates.rows[template]
        values = [shapes.firsts[shape] for shape in templates.shapes[template]]
        if hosts and "0.0" in templates.texts[template]:
            values = _hosts(shapes.rows, rows[:: len(rows) // _READ + 1]) or values
        told.extend(values if len(values) <= _EACH else values[:: len(values) // _EACH + 1])
    return told


def _siblings(templates: Templates, best: list[int]) -> list[int]:
    """Templates that begin as named ones do, the most frequent first: they say the same of other values."""
    families = {templates.family[template] for template in best}
    found = [template for template, family in enumerate(templates.family) if family in families and template not in best]
    if len(found) > _MOST_SIBLINGS:
        return []
    return sorted(found, key=lambda template: -len(templates.rows[template]))[:_TEMPLATES]


def _named(templates: Templates, places: Places, query: Query) -> list[int]:
    """The templates with words of a question that do not stand everywhere, those with most of them first."""
    named: Counter[int] = Counter()
    most = _COMMON * len(templates.of_row)
    words = [word for word in query.words if len(word) >= _LEAST_WORD and word.isalpha()]
    for stem in dict.fromkeys([word.removesuffix("s") for word in words]):
        found = places.shapes_with_low(stem) if stem in places.low else []
        if sum([len(templates.rows[template]) for template in found]) <= most:
            named.update(found)
    return sorted(named, key=lambda template: (-named[template], -len(templates.rows[template])))


def _hosts(rows: list[str], read: list[int]) -> list[int]:
    """The first row of each different address."""
    seen: dict[str, int] = {}
    for row in read:
        found = _HOST.search(rows[row])
        if found is not None:
            seen.setdefault(found.group(), row)
    return list(seen.values())
