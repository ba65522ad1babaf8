"""The log compressor: the lines that say something, notes for the others."""

from __future__ import annotations

from collections import Counter

import msgspec
from returns.result import Failure, Result

from headroom.compressors.admission import refusal
from headroom.compressors.contract import Compressed, Skip
from headroom.compressors.excerpt import Excerpt, ended_lines, split_lines, write_excerpt
from headroom.compressors.log_lines.choosing import choose
from headroom.compressors.log_lines.levels import levels_of
from headroom.compressors.log_lines.masking import shapes_of, visible
from headroom.compressors.log_lines.notes import gap_details, kinds_of
from headroom.compressors.log_lines.places import places_of
from headroom.compressors.log_lines.selection import offers
from headroom.compressors.log_lines.templates import templates_of
from headroom.config import LogSettings, Settings
from headroom.relevance import read_query

__all__ = ["LogLines"]

_LEAST_LINES = 12
"""Lines below which a text is read whole, unless they are long."""
_LEAST_LONG = 4
"""The same for long lines."""
_LONG = 400
"""Characters from which lines are long on average. Chosen: then each is worth a note."""
_LEAST_LENGTH = 2
"""Characters that lines must have on average: nothing can be said of shorter ones, and each would take memory."""


class LogLines(msgspec.Struct, frozen=True):
    """Logs of any format, build and test output, tracebacks: lines are chosen, none is changed.

    Keeps: the first and last lines, every different error, failed tests, totals, traces, what is asked for, and an example of
    what is rare. No-op: short text, JSON, text that holds one of our markers, text over the work budget, text that would not
    become shorter, and where nothing may be dropped.
    """

    settings: LogSettings = LogSettings()

    @classmethod
    def from_settings(cls, settings: Settings) -> LogLines:
        """The compressor as a pipeline has it."""
        return cls(settings.logs)

    @property
    def kind(self) -> str:
        """`log`."""
        return "log"

    def __call__(self, text: str, query: str) -> Result[Compressed, Skip]:
        """The lines worth reading with notes for the rest, or why the text stays as it is."""
        reason = self._refusal(text)
        if reason:
            return Failure(Skip(reason))
        shown = visible(text)
        shapes = shapes_of(shown)
        templates = templates_of(shapes)
        places = places_of(templates.texts)
        levels = levels_of(places, [shapes.rows[same[0]] for same in templates.rows])
        lines = ended_lines(shapes.rows) if shown is text else split_lines(text)
        made = offers(shapes, templates, places, levels, read_query(query), self.settings)
        kept = choose(lines, made, self.settings.max_total_lines)
        excerpt = Excerpt(
            lines=lines,
            kept=kept,
            reasons=Counter(kept.values()),
            details=gap_details(templates, levels),
            kinds=kinds_of(templates, levels),
        )
        return write_excerpt(text, excerpt, retrieval=self.settings.retrieval)

    def _refusal(self, text: str) -> str:
        reason = refusal(text, self.settings)
        if reason:
            return reason
        lines = text.count("\n")
        if lines < _LEAST_LINES and (lines < _LEAST_LONG or len(text) < lines * _LONG):
            return f"fewer than {_LEAST_LINES} lines"
        if lines * _LEAST_LENGTH > len(text):
            return "its lines are too short"
        if _is_json(text):
            return "is JSON"
        return ""


def _is_json(text: str) -> bool:
    """Whether a text is a JSON document, or its first and last lines are."""
    begin = text.lstrip("\ufeff \t\r\n")
    if begin[:1] not in ("{", "["):
        return False
    if begin.rstrip()[-1:] not in ("}", "]"):
        return False
    first, last = begin.partition("\n")[0], begin.rstrip().rpartition("\n")[2]
    return (_parses(first) and _parses(last)) or _parses(begin)


def _parses(text: str) -> bool:
    try:
        msgspec.json.decode(text.encode("utf-8", "surrogatepass"), type=msgspec.Raw)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return False
    return True
