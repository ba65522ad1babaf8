"""Whether a place in a row that names an error reports one: `failed=3` does, `0 failed` does not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from headroom.compressors.log_lines.places import Places

__all__ = ["ERROR_STEMS", "ERROR_WORDS", "error_places", "is_counted", "reports"]

ERROR_STEMS = ("error", "exception", "fail", "panic", "crash", "abort", "corrupt", "denied", "timed out", "time out")
"""Searched as they are, within other words, too: `KeyError`, `IllegalStateException`."""
ERROR_WORDS = frozenset(
    """traceback fatal critical timeout timeouts deny refuse refused refusing reject rejected rejecting rejection forbid
    forbidden unauthorized unauthorised invalid illegal cannot unable unreachable unhealthy unavailable unexpected
    unexpectedly unrecognized unknown killed oom oomkilled segfault sigkill sigsegv sigterm sigabrt degraded broken
    conflict conflicts conflicting mismatch mismatched deadlock deadlocked violation violates violated exceeded
    exceeds exhausted overflow overflowed lost dropped dropping missing malformed stuck stalled stalling throttled
    throttling throttle backoff evicted evicting eviction terminated undefined warning warnings alert alerts emergency
    emerg disconnected deprecated deprecation breakin insufficient incompatible unsupported unresolved unresponsive
    expired bad leak leaked leaking unsatisfied wrong errno evict unschedulable flapping preempted hung rollback
    retrying retries tampered spoofed blocked blacklisted banned attack vulnerability vulnerabilities interrupted""".split()
)
_PHRASES = {
    "found": ("not found",),
    "such": ("no such",),
    "permitted": ("not permitted",),
    "allowed": ("not allowed",),
    "exist": ("not exist", "n't exist"),
    "responding": ("not responding",),
    "supported": ("not supported",),
    "ready": ("not ready",),
    "valid": ("not valid",),
    "matched": ("not matched",),
    "match": ("not match",),
    "ok": ("not ok",),
    "t": ("can't", "couldn't", "won't", "didn't"),
    "could": ("could not",),
    "can": ("can not",),
    "did": ("did not",),
    "space": ("no space",),
    "route": ("no route",),
    "key": ("no key", "no eap key"),
    "memory": ("out of memory", "cannot allocate"),
    "core": ("core dump",),
    "peer": ("reset by peer", "closed by peer"),
    "break": ("break-in", "possible break"),
    "many": ("too many",),
    "slow": ("slow query", "too slow"),
    "large": ("too large",),
    "long": ("too long",),
    "caused": ("caused by",),
    "exit": ("exit code", "exit status", "exit="),
    "exited": ("exited with", "exited (", "exited "),
    "returned": ("returned non-zero", "returned -"),
    "down": (" is down", "went down", "link down", "going down"),
    "closed": ("closed unexpectedly",),
}
"""Phrases by a word of theirs that is rarer than the others."""
_BEFORE = frozenset("no without zero any 0 on if for ignore ignored ignoring handle handled throws catch".split())
"""Words before an error word after which it reports none."""
_ZERO = re.compile(
    r"\w{0,12}[\"']?\s?[=:]\s?[\"']?(?:0(?![\dx.]*[1-9])|none\b|null\b|false\b|nil\b|no\b|\[\]|\"\"|'')|\w{0,8}\s?(?:code|status|with|\()?\s?[=:]?\s?0\b(?!x)"
)
"""What follows an error word that reports none: `errors=0`, `error: null`, `exit status 0`."""
_NUMBER = re.compile(r"\w{0,12}[\"']?\s?(?:[=:]|code|status|with)?\s?[=:(]?\s?[\"']?0")
_NAME = re.compile(r"[_-]?(?:log|over|fast|handler|page|document|reporting|bound|2ban|safe)")
"""What follows an error word that is part of a name: `error_log`, `failover`."""
_LIMIT = re.compile(r"(?:\w{0,12}[\"']?\s?[=:]\s?[\"']?|s? (?:of|is|set to) |\s?\()\d")
"""What follows a word about time that names a limit: `timeout=30`."""
_LIMITS = frozenset(("timeout", "timeouts"))
_EXITS = frozenset(("exit code", "exit status", "exit=", "exited with", "exited (", "exited "))
_LOOKS = 8
"""Places of a word in one row that are looked at."""


def error_places(places: Places) -> Iterator[tuple[int, str]]:
    """Each shape with an error word or phrase, and the word; a shape comes once for each."""
    vocabulary = " ".join(places.low_words)
    for stem in (stem for stem in ERROR_STEMS if stem.partition(" ")[0] in vocabulary):
        for shape in places.shapes_with_low(stem):
            yield shape, stem
    for word in sorted(places.low_words & ERROR_WORDS):
        for shape, at in places.low_places(word):
            if not places.low[at - 1].isalpha() or places.text[at].isupper():
                yield shape, word
    for word in sorted(places.low_words & _PHRASES.keys()):
        for phrase in _PHRASES[word]:
            for shape in places.shapes_with_low(phrase):
                yield shape, phrase


def reports(low: str, word: str) -> bool:
    """Whether any place of a word in a lower-cased row reports an error."""
    at = low.find(word)
    looks = 0
    while at >= 0 and looks < _LOOKS:
        looks += 1
        end = at + len(word)
        words = low[max(0, at - 12) : at].replace("_", " ").replace("-", " ").split(" ")
        before = words[-2] if len(words) > 1 and not words[-1] else words[-1].lstrip("([{\"'")
        is_quiet = (
            before in _BEFORE or _ZERO.match(low, end) or _NAME.match(low, end) or (word in _LIMITS and _LIMIT.match(low, end))
        )
        if not is_quiet:
            return True
        at = low.find(word, end)
    return False


def is_counted(low: str, word: str) -> bool:
    """Whether the numbers next to a word, masked in a shape, decide what it reports."""
    if word in _EXITS:
        return True
    at = low.find(word)
    looks = 0
    while at >= 0 and looks < _LOOKS:
        looks += 1
        end = at + len(word)
        if low[max(0, at - 2) : at] in ("0 ", "0_", "0-") or _NUMBER.match(low, end) is not None:
            return True
        at = low.find(word, end)
    return False
