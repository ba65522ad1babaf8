"""Where sentences end, in any script, from the marks that end them.

A sentence that is not parted where it could be only makes a larger unit; one that is parted where it must not be would be
torn. So whatever is in doubt does not end a sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

__all__ = ["Marks", "marks_in", "sentence_ends"]

_LATIN = tuple(
    (mark, re.compile(re.escape(mark) + r"(?<![.!?…][.!?…])[.!?…]*+[\"'”’»›)\]}*_`]{0,4}+\s++(?![a-z])")) for mark in ".!?…"
)
"""The stops of scripts with spaces: each, and it with what closes behind it and the blank that must follow.

Possessive, and never from inside a run of stops, so that it is linear. One pattern for each, as one that begins with a sign is
found several times faster than one that begins with any of four; none is found inside what another one found.
"""
_ANY = re.compile(
    r"[.!?…。！？｡।॥؟۔։።၊။។៕](?<![.!?…][.!?…])[.!?…。！？｡।॥]*+[\"'”’»›)\]}」』）】*_`]{0,4}+"
    r"(?:(?=\s)|(?<=[。！？｡।॥」』）】]))\s*+"
)
"""The same with the stops of other scripts, some of which no blank follows."""
_ASCII = bytes(range(128))
_WIDE_STOPS = "。！？｡।॥؟۔։።၊။។៕"
_ABBREVIATIONS = frozenset(
    """mr mrs ms dr prof st sr jr hon rev gen col capt lt sgt no nos nr art arts sec secs sect ch chap fig figs eq eqs ref
    refs vol vols pp pg ed eds cf vs viz approx ca cca resp incl excl esp e.g i.e eg ie al etc inc corp ltd co llc plc dept
    univ assn bros a.m p.m u.s u.k u.n e.u d.c n.y ph.d m.d b.a m.a jan feb mar apr jun jul aug sep sept oct nov dec mon tue
    wed thu fri sat sun ave blvd rd ft tel ext para paras cl par ex exh app supp min max std var op cit ibid et seq
    s.a l.p n.a p.c z.b d.h u.a bzw usw ggf abs str hr hrsg vgl evtl inkl zzgl mio mrd bd s.o s.u p.ex c.-à-d mme mlle m mm
    av env éd sra srta ud uds p.ej núm pág págs dott sig sigg т.е т.д т.п др г гг стр рис табл им руб млн млрд тыс напр
    см""".split()
)
"""Chosen: what ends in a point without ending a sentence, in the languages that use points so most."""
_OPENERS = frozenset(
    """the a an this that these those it its in on at if when while as for from by but and however therefore thus he she they we
    you there each no all any such some to after before during since although because unless except both he his her their our
    der die das ein eine es er sie wir ich in im le la les un une il elle el los las en""".split()
)
"""Words that begin a sentence more often than they follow an abbreviation with a capital."""
_NEVER_LAST = frozenset(("mr", "mrs", "ms", "dr", "prof", "e.g", "i.e"))
"""Abbreviations that something always follows."""
_COUNTED = frozenset(
    """section article no art sec § chapter item figure table clause exhibit part rule number version am den vom zum der bis und
    ab seit im""".split()
)
"""Words behind which a number with a point counts what follows, or is a day."""
_LEAST = 16
"""Chosen: characters below which a sentence is joined to the next: it would not be worth a note, and may be a number."""
_LEAST_WIDE = 5
"""The same in scripts of which a character is a word."""
_QUOTED = 800
"""Chosen: characters up to which a quotation or a remark in brackets is kept whole."""
_PAIRS = (("(", ")"), ('"', '"'), ("“", "”"), ("«", "»"), ("「", "」"), ("（", "）"), ("『", "』"), ("„", "“"))
_LONG_WORD = 7
"""Letters from which a word is no abbreviation."""
_UNSURE = frozenset((*_ABBREVIATIONS, *"abcdefghijklmnopqrstuvwxyz"))
"""What may stand before a point that ends nothing, of what is all of letters: abbreviations and initials, lower-cased."""
_PLAIN = 2
"""Characters of a stop and one blank, with nothing that closes between them."""
_WORD_BEFORE = 24
"""Characters before a point in which its word is looked for."""


class Marks(NamedTuple):
    """The marks that a text has."""

    stops: list[int]
    """Where what may end a sentence begins, in order."""
    afters: list[int]
    """Where each of them ends, the blanks behind it included."""
    pairs: list[tuple[str, str]]
    """What keeps what stands between it together: quotes and brackets."""


def marks_in(text: str) -> Marks:
    """The marks that a text has.

    Cost: one pass of a pattern for each kind of stop in it.
    """
    beyond: set[str] = set()
    if not text.isascii():
        beyond.update(text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass"))
    found = [pair for pair in _PAIRS if (pair[0] in text if pair[0].isascii() else pair[0] in beyond)]
    if "„" in beyond:
        # The mark that opens a quotation in one language closes it in another.
        found = [pair for pair in found if pair[0] != "“"]
    if beyond.isdisjoint(_WIDE_STOPS):
        spans = [match.span() for sign, pattern in _LATIN if sign in text for match in pattern.finditer(text)]
        spans.sort()
    else:
        spans = [match.span() for match in _ANY.finditer(text)]
    return Marks([stop for stop, _ in spans], [after for _, after in spans], found)


def sentence_ends(text: str, start: int, end: int, marks: Marks) -> list[int]:
    """Where the sentences of text[start:end] end, the blanks behind them included; the last is `end`.

    `marks` are those of the whole text; the part begins and ends where lines do.
    Cost: a look at each stop; what is looked at round it is bounded.
    """
    stops, afters, pairs = marks
    first = bisect_left(stops, start)
    last = bisect_left(afters, end, first)
    ends: list[int] = []
    begin = start
    for stop, after in zip(stops[first:last], afters[first:last], strict=True):
        if after - begin < _LEAST and (text[stop] < "\u2e80" or after - begin < _LEAST_WIDE):
            continue
        # Mostly, a word of letters, a stop, a blank and a capital: enough is known of these to ask no further.
        word = text[stop - _LONG_WORD : stop].rpartition(" ")[2]
        is_plain = word.isalpha() and after - stop == _PLAIN and text[after].isupper() and word.lower() not in _UNSURE
        if not is_plain and text[stop] in ".!?…" and not _is_end(text, begin, stop, after, end):
            continue
        if pairs and after - begin <= _QUOTED and _is_open(text, begin, after, pairs):
            continue
        ends.append(after)
        begin = after
    ends.append(end)
    return ends


def _is_open(text: str, begin: int, after: int, pairs: list[tuple[str, str]]) -> bool:
    """Whether a quotation or a bracket that opened in this sentence has not closed."""
    for opens, closes in pairs:
        opened = text.rfind(opens, begin, after)
        if opened < 0:
            continue
        if opens == closes:
            if text.count(opens, begin, after) % 2:
                return True
        elif text.find(closes, opened + 1, after) < 0:
            return True
    return False


def _is_end(text: str, begin: int, stop: int, after: int, end: int) -> bool:
    """Whether a sentence ends at a stop that may stand in one, by what stands round it."""
    following = text[after]
    if following.islower() or _goes_on(following, text[after - 1]):
        return False
    if text[stop] != "." or text[stop + 1] == "." or text[stop - _LONG_WORD : stop].isalpha():
        return True
    words = text[max(begin, stop - _WORD_BEFORE) : stop].rsplit(None, 1)
    if not words:
        return False
    last = words[-1].lstrip("(\"'“‘[«„")
    if last.isdigit():
        return not following.isdigit() and not _counts(text, begin, stop - len(last))
    if len(last) == 1 and last.isupper() and last.isascii():
        return _first_word(text, after, end) in _OPENERS
    low = last.lower()
    if low in _ABBREVIATIONS:
        return low not in _NEVER_LAST and _first_word(text, after, end) in _OPENERS
    return True


def _goes_on(following: str, blank: str) -> bool:
    """Whether a sentence goes on with a mark; at the beginning of a line it may be a bullet."""
    return following in ",;:)]}–—-" and blank != "\n"


def _counts(text: str, begin: int, at: int) -> bool:
    """Whether a number at a place counts what follows it: `Section 5. Rent`, `12. März`."""
    before = text[max(begin, at - 12) : at].split()
    return not before or before[-1].strip(".:").lower() in _COUNTED


def _first_word(text: str, at: int, end: int) -> str:
    """The word that begins at a place, lower-cased."""
    words = text[at : min(end, at + _WORD_BEFORE)].split(None, 1)
    return words[0].strip("\"'“‘(,").lower() if words else ""
