"""What to look for in the results of a search, widened by the ways in which code and paths spell the words of a question."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

import msgspec

from headroom.relevance import question_and_call, read_query

__all__ = ["Terms", "Word", "ask_for_all", "folded", "read_terms"]

_LONGEST = 4_000
"""Characters of a question that are widened; chosen: a longer one is a document."""
_META = frozenset(
    """file files line lines hit hits match matches result results search grep find code repo repository project path paths name
    named names data question list called library module tell show give page document documents
    documentation docs according""".split()
)
"""Chosen: words with which questions speak of the result itself; they stand in texts by chance."""
_DEFINES = frozenset(
    ("class", "function", "method", "struct", "constant", "default", "defaults", "set", "sets", "come", "comes")
)
_DEFINING = tuple("defin declar implement construct signature alias assign initialis initializ creat instantiat import".split())
"""Words, and beginnings of words, with which one asks where something is defined, made or set."""
_FILES = frozenset("files modules paths filenames scripts directories folders packages places".split())
_ASKS = frozenset("which what list all every each many where name show enumerate".split())
"""Words of a question for many files."""
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|_+")
_IDENTIFIER = re.compile(r"[A-Za-z_]\w{3,80}")
_DIGIT = re.compile(r"\d")
_NUMBERED = re.compile(r"(?:([a-z]{2,20})[ #_-]{0,2})?(?<![\d.])(\d{1,6})(?![\d.]*\d)")
_VERSION = re.compile(r"(?<![\d.])(\d{1,3})\.(\d{1,3})(?![\d]|\.\d)")
_SUFFIXES = tuple("ations ation ments ment ings ing ions ion ies ers ed es er al ly or e s y".split())
"""Endings of English words, longer ones first; what is left is looked for as a part of words."""
_SHORTEST_STEM = 4
_MOST_WORDS = 16
"""Words of a question that are looked for, the longest; chosen: each costs a search of the text, and short ones are common."""
_MOST_ASIDE = 8
_MOST_PIECES = 8
_MOST_PAIRS = 8
_MOST_NUMBERS = 4
_WORD = re.compile(r"[^\W_]+")
_PROTOCOLS = ("http", "https", "www")
"""Words of addresses, which are no words of a question elsewhere, but names of modules here."""
_JOINTS = (" ", "", "  ")
"""Between the word and the number of a name, folded."""
_WIDTHS = (2, 3, 4, 5)
"""Widths to which names pad numbers: `pep-0008`, `chapter-08`."""
_FOLD = bytes(byte if byte >= 0x80 or chr(byte).isalnum() else 10 if byte == 10 else 32 for byte in range(256)).lower()
"""ASCII letters in lower case, digits, line feeds and parts of other characters as they are, all else as spaces."""
_IDEOGRAPHS = "\u2fff"
"""Above it are scripts without spaces, of which pairs of characters are looked for anywhere."""
_PIECE_WEIGHT = 0.3
"""Chosen: pieces of a name say where to look more than what is wanted."""


class Word(msgspec.Struct, frozen=True):
    """A word that is looked for in folded text."""

    text: str
    near: str
    """What a line must hold: the stem, or the word itself."""
    alone: str
    """The word in singular with a space on each side."""
    many: str
    """The same in plural."""
    stem: str
    """What may be a part of another word, as `retr` in `maxRetries`; empty where nothing may."""
    weight: float
    """What it is worth where it stands alone."""


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """What is looked for, folded."""

    phrases: tuple[str, ...]
    """Texts in quotes."""
    words: tuple[Word, ...]
    """Words of the question, and the pieces of its names."""
    context: tuple[Word, ...]
    """Words of the call that was made, and those with which the question speaks of the result."""
    spelled: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    """What a text must hold at all, and how it may then spell a number of the question: `pep 0008` for `pep 8`."""
    pairs: tuple[tuple[str, str], ...]
    """Words that may be one name: `max line` as `maxline` and `max_line`."""
    names: frozenset[str]
    """Words of the question as they were typed, lower-cased: symbols, paths, numbers."""
    question: str
    """The question alone, lower-cased."""
    is_ascii: bool
    """Whether nothing that is looked for has other characters."""
    wants_definition: bool
    """Whether it asks where something is defined, made or set."""
    wants_files: bool
    """Whether it asks for all files, modules or paths of some kind."""
    wants_extremes: bool
    """Whether it asks for the most, the largest, the unusual."""


_PROBE = 32
"""Texts of all that are looked at for what most of them hold."""


def ask_for_all(terms: Terms, texts: Sequence[str]) -> bool:
    """Whether a question asks for all files there are: what it names stands in most of the texts, so that it picks none out."""
    if not terms.wants_files:
        return False
    probe = texts[:: max(1, len(texts) // _PROBE)]
    needle = max((word.near for word in terms.words), key=len, default="")
    return 2 * sum(needle in folded(text, ascii_only=terms.is_ascii) for text in probe) >= len(probe)


@lru_cache(maxsize=512)
def read_terms(text: str) -> Terms:
    """The terms of a query's text."""
    question = question_and_call(text)[0][:_LONGEST]
    low = question.lower()
    read = read_query(text)
    words = [word for word in read.words if word not in _META]
    words.extend(word for word in _PROTOCOLS if f" {word} " in low)
    pieces = _pieces(question)
    meta = [word for word in read.words if word in _META]
    aside = [word for word in dict.fromkeys((*read.context, *meta)) if word not in words and word not in pieces]
    asked = sorted(words, key=len, reverse=True)[:_MOST_WORDS] if len(words) > _MOST_WORDS else words
    said = _WORD.findall(low)
    return Terms(
        phrases=tuple(phrase for phrase in map(_folded_term, read.phrases) if phrase),
        words=(*_words(asked, 1.0), *_words([word for word in pieces if word not in words], _PIECE_WEIGHT)),
        context=_words(aside[:_MOST_ASIDE], 1.0, stems=False),
        spelled=_spellings(low) if _DIGIT.search(low) is not None else (),
        pairs=_pairs(said, read.words),
        names=frozenset(words),
        question=low,
        is_ascii=text.isascii(),
        wants_definition=not _DEFINES.isdisjoint(said) or any(word.startswith(_DEFINING) for word in said),
        wants_files=not _FILES.isdisjoint(said) and not _ASKS.isdisjoint(said),
        wants_extremes=read.wants_extremes,
    )


def folded(text: str, *, ascii_only: bool) -> str:
    """The text in lower case with a space for each ASCII character that is neither a letter nor a digit.

    Of `ascii_only`, other characters are spaces as well, because wide texts are several times slower to search.
    """
    if ascii_only:
        return text.encode("ascii", "replace").translate(_FOLD).decode("ascii")
    return text.lower().encode("utf-8", "surrogatepass").translate(_FOLD).decode("utf-8", "surrogatepass")


def _folded_term(term: str) -> str:
    return folded(term, ascii_only=term.isascii()).strip()


def _words(words: Iterable[str], weight: float, *, stems: bool = True) -> tuple[Word, ...]:
    """The words, each folded once."""
    found: dict[str, Word] = {}
    for word in words:
        if word.isalnum():
            single = word[:-1] if word[-1] == "s" and len(word) > 3 and word[-2] != "s" and word.isalpha() else word
        else:
            single = _folded_term(word)
        if not single or single in found:
            continue
        if len(single) == 2 and single[0] > _IDEOGRAPHS:
            found[single] = Word(word, single, single, single, "", weight)
            continue
        stem = _stem(word) if stems else ""
        found[single] = Word(word, stem or single, f" {single} ", f" {single}s ", stem, weight)
    return tuple(found.values())


def _spellings(low: str) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """How names may spell the numbers and versions of a question: `pep 8` as `pep-0008`, `3.12` as `3, 12`."""
    found: list[tuple[tuple[str, ...], tuple[str, ...]]] = []
    for word, number in _NUMBERED.findall(low)[:_MOST_NUMBERS]:
        digits = number.lstrip("0") or "0"
        padded = [form for form in dict.fromkeys(digits.zfill(width) for width in _WIDTHS) if form != digits]
        for guard, forms in ((digits, [digits]), (f"0{digits}", padded)):
            alone = [f" {form} " for form in forms if form != number] if len(digits) > 2 else []
            if alone:
                found.append(((guard,), tuple(alone)))
            if word:
                found.append(((guard, word), tuple(f" {word}{joint}{form} " for form in forms for joint in _JOINTS)))
    for major, minor in _VERSION.findall(low)[:_MOST_NUMBERS]:
        found.append(((minor,), (f" {major}  {minor} ",)))
    return tuple(found)


def _pairs(said: Iterable[str], words: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Words that are neighbours, and words with a hyphen."""
    known = {*words}
    found: dict[tuple[str, str], None] = {}
    for one, other in pairwise(said):
        if one in known and other in known and not one.isdigit():
            found[one, other] = None
    for word in words:
        if ("-" in word or "_" in word) and "/" not in word and "." not in word:
            one, _, other = word.replace("-", "_").partition("_")
            if one and other:
                found[one, other.replace("_", "")] = None
    return tuple(found)[:_MOST_PAIRS]


def _pieces(question: str) -> list[str]:
    """The words inside identifiers: `RotatingFileHandler` has `rotating`, `file` and `handler`."""
    pieces: dict[str, None] = {}
    for name in _IDENTIFIER.findall(question):
        if "_" not in name and name[1:].islower():
            continue
        parts = [part for part in _CAMEL.split(name) if part]
        if len(parts) > 1:
            pieces.update(dict.fromkeys(part.lower() for part in parts if len(part) > 2))
    return [*pieces][:_MOST_PIECES]


def _stem(word: str) -> str:
    """The word without its ending, where enough of it is left; nothing where it is no word or says nothing."""
    if not word.isalpha() or word in _META:
        return ""
    if word.endswith(_SUFFIXES):
        for suffix in _SUFFIXES:
            if word.endswith(suffix) and len(word) - len(suffix) >= _SHORTEST_STEM:
                return word[: -len(suffix)]
    return word if len(word) >= _SHORTEST_STEM else ""
