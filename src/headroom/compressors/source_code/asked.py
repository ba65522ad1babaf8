"""Which definitions a question names, and whether it asks anything of a text at all."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from headroom.compressors.source_code.structure import Definition
from headroom.relevance import question_and_call

__all__ = ["Asked", "asked_of", "last_name", "stems_of"]

_LONGEST = 4_000
"""Characters of a question that are read."""
_CHAIN = re.compile(r"([\"'`]?)((?:[A-Za-z_$][\w$]{0,100})(?:(?:\.|::|#|->)~?[A-Za-z_$][\w$]{0,100}){0,8})(\(?)")
"""An identifier, or several with what joins them, and whether it stands in quotes or before a bracket."""
_JOINT = re.compile(r"\.|::|#|->")
_PARTS = re.compile(r"[A-Z]{2,40}(?![a-z])|[A-Z]?[a-z]{1,40}|[A-Z]{1,40}|[^\W\d_a-zA-Z]{1,40}")
_ORDER = re.compile(
    r"(?:^|[.!:;,\n]\s{0,4}|\bto |\bplease |\bcan you |\band )(?:explain|show|change|fix|describe|debug|refactor|rename"
    r"|implement|document|extend|add|remove|find out|trace|review|test|summari[sz]e|modify|edit|update|replace|optimi[sz]e"
    r"|port|rewrite)\b",
    re.IGNORECASE,
)
"""Orders that are about the code itself."""
_OPENS = re.compile(
    r"(?:^|[.!:;\n]\s{0,4})(?:how|what|which|where|why|whose|does|do|is|are|can|could|should)\b|^\s{0,4}when\b", re.IGNORECASE
)
"""Words that open a question, with or without its mark."""
_HOW = re.compile(r"\bhow\b|\barrive|\bderive|\bcompute|\bcalculat|\bwhy\b|\bflow\b|\bstep", re.IGNORECASE)
_EVERYDAY = frozenset(
    """a an and are as at be by do does for how i if in is it me my no not now of on or so that the then this to up us was we
    what when where which who why will with you your can its""".split()
)
"""Words of every question, which no name of one is meant by."""


class Asked(msgspec.Struct, frozen=True):
    """What a question says of the definitions of a text."""

    named: tuple[int, ...]
    """Indexes of the definitions it names."""
    is_question: bool
    """Whether it asks or orders anything that could be about the text."""
    wants_path: bool
    """Whether it asks how something comes about, so that what is called matters, too."""
    words: frozenset[str]
    """Stems of its words, lower-cased."""


def asked_of(query: str, definitions: Sequence[Definition]) -> Asked:
    """What a query asks of these definitions."""
    question = question_and_call(query)[0][:_LONGEST]
    is_question = "?" in question or any(pattern.search(question) for pattern in (_ORDER, _OPENS))
    by_name = _by_name(definitions)
    named: dict[int, None] = {}
    words: set[str] = set()
    for quote, chain, bracket in _CHAIN.findall(question):
        words.update(stems_of(chain))
        parts = _JOINT.split(chain)
        is_sure = bool(quote or bracket or len(parts) > 1 or "_" in parts[-1] or _is_mixed(parts[-1]))
        if is_sure or (is_question and parts[-1].lower() not in _EVERYDAY):
            # The first part of `Class.attribute`, or of a path.
            other = [] if bracket else by_name.get(parts[0].lower(), [])
            found = by_name.get(parts[-1].lower().lstrip("~"), other)
            named.update(dict.fromkeys(_meant(found, parts, definitions, is_sure=is_sure)))
    return Asked(tuple(named), is_question or bool(named), _HOW.search(question) is not None, frozenset(words))


def _by_name(definitions: Sequence[Definition]) -> dict[str, list[int]]:
    """The definitions of each name, lower-cased."""
    by_name: dict[str, list[int]] = {}
    for index, definition in enumerate(definitions):
        if definition.name:
            by_name.setdefault(last_name(definition.name).lower(), []).append(index)
    return by_name


def _meant(found: Sequence[int], parts: Sequence[str], definitions: Sequence[Definition], *, is_sure: bool) -> list[int]:
    """Those of some definitions of a name that its spelling, and what stands before it, mean."""
    exact = [index for index in found if last_name(definitions[index].name) == parts[-1]]
    if not is_sure:
        # A word may well be that of a class without meaning it.
        found = [index for index in found if definitions[index].kind != "container"]
    return _of_class(exact or found, parts[:-1], definitions)


def last_name(name: str) -> str:
    """The name itself, without what it belongs to."""
    return name if name.isidentifier() else _JOINT.split(name)[-1].strip("[]\"'~$") or name


def stems_of(text: str) -> list[str]:
    """The words that a text or a name is made of, lower-cased, without common endings."""
    return [_stem(part.lower()) for part in _PARTS.findall(text)]


def _stem(word: str) -> str:
    for ending in ("ering", "ered", "ations", "ation", "ings", "ing", "ied", "ies", "ers", "ed", "er", "es", "s", "e", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def _is_mixed(name: str) -> bool:
    """Whether a name has capitals inside."""
    return name[1:] != name[1:].lower()


def _of_class(found: Sequence[int], classes: Sequence[str], definitions: Sequence[Definition]) -> list[int]:
    """Those that stand in what they are said to belong to, if any do; else all."""
    if not classes:
        return list(found)
    low = classes[-1].lower()
    return [index for index in found if low in _holders(index, definitions)] or list(found)


def _holders(index: int, definitions: Sequence[Definition]) -> list[str]:
    """The names of what a definition stands in, lower-cased, and those before its own."""
    names = [part.lower() for part in _JOINT.split(definitions[index].name)[:-1]]
    at = definitions[index].owner
    while at >= 0:
        names.append(last_name(definitions[at].name).lower())
        at = definitions[at].owner
    return names
