"""What in a prompt differs from one request to the next: dates, times, ids and random strings.

Patterns are run over the whole text once each. None of them can backtrack over more than one token, and none starts again
inside a token that it has given up on.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from math import log2

import msgspec

__all__ = ["DATE_KINDS", "Detector", "Finding", "find_dates", "find_dynamic"]


class Finding(msgspec.Struct, frozen=True):
    """Something that will be different the next time."""

    kind: str
    """`UUID`, `date`, `time` and so on, as a person would say it."""
    start: int
    end: int


Detector = Callable[[str], Iterable[tuple[int, int]]]
"""Where a model of language finds what is dynamic, as (start, end)."""

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_ISO_DATE = r"(?<![\w-])(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
_CLOCK = r"(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:[.,]\d{1,9})?)?"
_ZONE = r"(?:Z|[+-]\d\d:?\d\d)"

_WORDED = re.compile(
    rf"\b{_MONTH} {_DAY}(?:st|nd|rd|th)?,? (?:19|20)\d\d\b|\b{_DAY}(?:st|nd|rd|th)?(?: of)? {_MONTH},? (?:19|20)\d\d\b"
)
_KEY = re.compile(
    r"(?<![\w-])(?:(?:AKIA|ASIA)[0-9A-Z]{16}(?![\w-])|(?:sk|pk|rk)[-_](?=[\w-]*\d)[\w-]{16,}+|gh[oprsu]_\w{20,}+"
    r"|github_pat_\w{20,}+|xox[abeoprs]-[\w-]{10,}+|glpat-[\w-]{16,}+|AIza[\w-]{30,}+)"
)
"""Keys by the letters that their makers put in front: of AWS, OpenAI and its kin, Stripe, GitHub, Slack, GitLab, Google."""
_DIGITAL: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("UUID", re.compile(r"(?<![\w-])[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}(?![\w-])")),
    ("date and time", re.compile(rf"{_ISO_DATE}[T ]{_CLOCK}{_ZONE}?(?!\w)")),
    ("date", _WORDED),
    ("date", re.compile(rf"{_ISO_DATE}(?![\w-])")),
    ("date", re.compile(r"(?<![\w/])\d{1,2}/\d{1,2}/(?:19|20)\d\d(?![\w/])")),
    ("time", re.compile(rf"(?<![\w:.]){_CLOCK}(?: ?[AaPp]\.?[Mm]\b\.?)?{_ZONE}?(?![\w:])")),
    ("hash", re.compile(r"(?<![\w-])(?:[0-9a-fA-F]{64}|[0-9a-fA-F]{40}|[0-9a-fA-F]{32})(?![\w-])")),
    ("API key", _KEY),
)
"""Patterns of what holds digits, the longer before the shorter ones that it contains."""
_TOKEN = re.compile(r"(?<![\w-])eyJ[\w-]{8,}+\.[\w-]{4,}+\.[\w-]{4,}+")
_TOKEN_VALUE = re.compile(
    r"(?<![a-z0-9])(?:token|api[ _-]?key)[\"']?[ \t]?[:=][ \t]?[\"']?(?P<value>[\w.+/=-]{8,512})", re.IGNORECASE
)
_LABELS = (
    "request",
    "session",
    "trace",
    "correlation",
    "conversation",
    "run",
    "span",
    "transaction",
    "message",
    "thread",
    "user",
)
_LABELLED = re.compile(
    rf"\b(?:{'|'.join(_LABELS)})[ _-]?id\b[\"']?[ \t]?[:=][ \t]?[\"']?(?P<value>[\w.:/-]{{4,200}})", re.IGNORECASE
)
_RANDOM = re.compile(r"(?<![\w+/=.-])[\w+-]{16,}+(?![\w+/=.-])")
"""A run of characters that may be random; whether it is, entropy says."""
_LONGEST_RANDOM = 512
_SWITCHES = 4
"""Changes between letters and digits in a random string, at least; chosen: names of models with their date have three."""

DATE_KINDS = frozenset({"date", "date and time", "time"})
"""Kinds that say when it is."""


def find_dynamic(text: str, *, labels: tuple[str, ...] = (), entropy_threshold: float = 0.7) -> tuple[Finding, ...]:
    """What is dynamic in the text, in order, no two overlapping; of two that do, the more telling kind stays.

    `labels` are names whose value is dynamic as well, whatever it looks like (`build: main`). Of random strings, those count
    whose Shannon entropy is at least the threshold, as a share of what a string of that length can have.

    Cost: some ten passes over the text; a text without digits costs three.
    """
    found: list[Finding] = []
    if "eyJ" in text:
        found.extend(Finding("JWT", match.start(), match.end()) for match in _TOKEN.finditer(text))
    has_digits = any(digit in text for digit in "0123456789")
    if has_digits:
        for kind, pattern in _DIGITAL:
            found.extend(Finding(kind, match.start(), match.end()) for match in pattern.finditer(text))
        found.extend(_values("token", _TOKEN_VALUE.finditer(text)))
        found.extend(_values("id", _LABELLED.finditer(text)))
    if labels:
        matches = _label_pattern(labels).finditer(text)
        found.extend(Finding("labelled value", match.start("value"), match.end("value")) for match in matches)
    if has_digits:
        found.extend(_random(text, entropy_threshold))
    return _apart(found)


def find_dates(text: str, patterns: Iterable[re.Pattern[str]]) -> tuple[Finding, ...]:
    """What the patterns find, as dates, in order."""
    return _apart([Finding("date", match.start(), match.end()) for pattern in patterns for match in pattern.finditer(text)])


def _values(kind: str, matches: Iterable[re.Match[str]]) -> Iterator[Finding]:
    """The values behind labels that no person would have written as an instruction: those with a digit."""
    for match in matches:
        if any(map(str.isdigit, match["value"])):
            yield Finding(kind, match.start("value"), match.end("value"))


def _label_pattern(labels: tuple[str, ...]) -> re.Pattern[str]:
    names = "|".join(re.escape(label) for label in labels)
    return re.compile(rf"(?<!\w)(?:{names})[\"']?[ \t]?[:=][ \t]?[\"']?(?P<value>[^\s\"'<>,;]{{1,200}})", re.IGNORECASE)


def _random(text: str, threshold: float) -> Iterator[Finding]:
    for match in _RANDOM.finditer(text):
        token = match.group()[:_LONGEST_RANDOM]
        kinds = [character.isdigit() for character in token if character.isalnum()]
        switches = sum(one is not other for one, other in pairwise(kinds))
        if switches >= _SWITCHES and _entropy(token) >= threshold:
            yield Finding("random string", match.start(), match.end())


def _entropy(token: str) -> float:
    """Shannon's entropy of the characters, as a share of the most that so many characters can have."""
    length = len(token)
    bits = -sum(count / length * log2(count / length) for count in Counter(token).values())
    return bits / log2(min(length, 64))


def _apart(found: list[Finding]) -> tuple[Finding, ...]:
    """The findings without those that overlap an earlier listed one, in order of place."""
    ranked = sorted(enumerate(found), key=lambda entry: (entry[1].start, entry[0]))
    kept: list[tuple[int, Finding]] = []
    for rank, finding in ranked:
        if kept and kept[-1][1].end > finding.start:
            if kept[-1][0] <= rank:
                continue
            kept.pop()
        kept.append((rank, finding))
    return tuple(finding for _, finding in kept)
