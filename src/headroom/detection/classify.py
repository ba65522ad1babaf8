"""The kind of a text: every family of kinds judges one sample, and the first that is sure enough wins."""

from __future__ import annotations

from collections.abc import Callable

from headroom.detection.blocks import guess_blocks
from headroom.detection.builds import guess_build, guess_tests
from headroom.detection.code import guess_code
from headroom.detection.config import guess_config
from headroom.detection.diagnostics import guess_diagnostics
from headroom.detection.diffs import guess_diff
from headroom.detection.documents import holds_documents
from headroom.detection.json_like import guess_json
from headroom.detection.kinds import Detection, Guess, Kind
from headroom.detection.listings import guess_listing
from headroom.detection.logs import guess_log
from headroom.detection.markup import guess_markup
from headroom.detection.prose import guess_prose
from headroom.detection.sample import Sample, sample_of
from headroom.detection.searches import guess_search
from headroom.detection.tables import guess_table
from headroom.detection.traces import guess_traceback

__all__ = ["DOCUMENTS", "UNKNOWN", "classify", "detect"]

UNKNOWN = Detection(kind="unknown", confidence=0.0)
_PRECEDENCE: tuple[tuple[Kind, float, Callable[[Sample], Guess]], ...] = (
    # What its ends or its grammar give away comes first, whatever the lines inside speak of: a diff of a log is a diff.
    ("json", 0.75, guess_json),
    ("diff", 0.7, guess_diff),
    ("markup", 0.8, guess_markup),
    # Verdicts on tests open like paths, fields or names.
    ("build", 0.75, guess_tests),
    # What is said of a place opens like a hit there.
    ("build", 0.75, guess_diagnostics),
    # Hits hold lines of anything behind their path; a list of files has sizes and times.
    ("search", 0.75, guess_search),
    ("traceback", 0.8, guess_traceback),
    ("listing", 0.85, guess_listing),
    # A table of log records is a table; builds print times, levels and tracebacks.
    ("table", 0.85, guess_table),
    # Addresses of networks and machines read like times.
    ("config", 0.75, guess_blocks),
    ("build", 0.7, guess_build),
    ("log", 0.75, guess_log),
    ("config", 0.75, guess_config),
    # Less is enough where only prose is left to ask: comments and documentation read like it.
    ("code", 0.62, guess_code),
    ("prose", 0.7, guess_prose),
)
"""The kinds in the order of their precedence, each with the score from which nothing behind it is asked.
Where none is so sure, the highest score decides, and of equals the first."""
DOCUMENTS = Detection(kind="search", confidence=0.95, format="results")
"""A list of retrieved documents, which is told from how it begins, whatever the documents are made of."""
_LEAST = 0.4
"""Chosen: below this a text is of no known kind."""


def detect(text: str) -> Detection:
    """The kind of a text.

    Keeps: sees through colours, line ends, a byte order mark and line numbers.
    Cost: bounded; a sample of lines is looked at, whatever the size of the text.
    """
    return DOCUMENTS if holds_documents(text) else classify(sample_of(text))


def classify(sample: Sample) -> Detection:
    """The kind of the text that a sample was taken from."""
    if not sample.lines:
        return UNKNOWN
    best = UNKNOWN
    for kind, enough, guess in _PRECEDENCE:
        found = guess(sample)
        if found.score > best.confidence:
            best = Detection(kind=kind, confidence=found.score, format=found.format)
            if found.score >= enough:
                return best
    return best if best.confidence >= _LEAST else UNKNOWN
