"""The compressor of prose: whole sentences of it, with notes for the rest."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from returns.result import Failure, Result

from headroom.compressors.admission import refusal
from headroom.compressors.contract import Compressed, Skip
from headroom.compressors.prose.asking import Asked, asked_of
from headroom.compressors.prose.likeness import is_prose
from headroom.compressors.prose.links import links_of
from headroom.compressors.prose.repeats import repeats_of
from headroom.compressors.prose.saying import weights_of
from headroom.compressors.prose.scoring import judged
from headroom.compressors.prose.selection import choose
from headroom.compressors.prose.spreading import scattered, shared
from headroom.compressors.prose.units import Units, units_of
from headroom.compressors.prose.writing import write_units
from headroom.config import ProseSettings, Settings
from headroom.detection import notice_of
from headroom.relevance import read_query
from headroom.tokens import estimate_tokens

__all__ = ["Prose"]

_LEAST_CHARS = 60
"""Characters that take no more than a note and a marker, in any script."""
_FOCUSED = 0.3
"""Share of the tokens that stay where the question is found in the text."""
_UNFOCUSED = 0.55
"""The same where nothing is asked, or nothing of it is found. What will be asked is unknown then, so more stays."""
_LEAST_SAVED = 0.25
"""Share of the tokens that must go. Chosen: a text with holes is worth less than a whole one of nearly the same size."""
_LEAST_EVER = 0.05
"""The same where the share to keep was given. Chosen."""
_MARKER_TOKENS = 46
"""Measured."""
_OWN = 0.5
"""What a unit says by itself, beside what it says of the question, where nothing of that is found."""
_OWN_LOSS = 0.8
"""Share of it that no longer counts where the question is surely found."""
_REPEATED = -1.0
"""What a unit is worth that says again what another says: it goes first."""


_SHOWN = 0.25
"""Share of the text that tables, lists and programs may take that answer. Chosen."""
_ANSWERS = 0.55
"""Chosen: score from which one of them does."""
_MOST_SHOWN = 12
"""Chosen: how many of them stay whatever else does."""


class Prose(msgspec.Struct, frozen=True):
    """Prose in any script: whole sentences, those that answer the question and those that say most.

    Keeps: sentences, lists, tables, code and quotations whole, byte for byte and in order; headings over what stays; an
    exception right behind what it is an exception from; what a back-reference refers to.
    No-op: what is no prose, short text, text that holds one of our markers, text over the work budget, text of which hardly
    anything could go, and where nothing may be dropped.
    """

    settings: ProseSettings = ProseSettings()

    @classmethod
    def from_settings(cls, settings: Settings) -> Prose:
        """The compressor as a pipeline has it."""
        return cls(settings.prose)

    @property
    def kind(self) -> str:
        """`prose`."""
        return "prose"

    def __call__(self, text: str, query: str) -> Result[Compressed, Skip]:
        """The sentences worth reading with notes for the rest, or why the text stays as it is.

        Raises: what an injected scorer raises.
        """
        reason = refusal(text, self.settings)
        if reason:
            return Failure(Skip(reason))
        if len(text) < _LEAST_CHARS:
            return Failure(Skip("would not become shorter"))
        if (self.settings.target_ratio or 0) >= 1:
            return Failure(Skip("all of it is wanted"))
        tokens = estimate_tokens(text)
        if not is_prose(text):
            return Failure(Skip("not prose"))
        settings = self.settings
        units = units_of(text)
        asked = asked_of(units, read_query(query))
        relevance, scores = judged(units, query, settings.scorer)
        ratio, extra = settings.target_ratio, _MARKER_TOKENS
        if ratio is None:
            # The marker is not taken from what short texts may say.
            ratio, extra = _UNFOCUSED - (_UNFOCUSED - _FOCUSED) * asked.sureness, 0
        order = scattered(units)
        values = _values(units, asked, scores, order)
        rate = tokens / len(text)
        shown = _shown(units, asked, _SHOWN * len(text)) if scores is None else []
        budget = ratio * tokens - extra
        if settings.target_ratio is None:
            budget += rate * sum(units.starts[unit + 1] - units.starts[unit] for unit in shown)
        kept, spent = choose(units, values, links_of(units), [*_must(units), *shown], budget, rate, order)
        if not kept:
            return Failure(Skip("nothing of it is small enough to stay alone"))
        least = min(_LEAST_SAVED, max(_LEAST_EVER, (1 - ratio) / 2))
        if tokens - spent - _MARKER_TOKENS < least * tokens:
            return Failure(Skip(f"less than {least:.0%} could be left out"))
        return write_units(units, kept, relevance, retrieval=settings.retrieval)


def _values(units: Units, asked: Asked, scores: dict[int, float] | None, order: Sequence[float]) -> list[float]:
    """What each unit is worth: how well it answers, and what it says by itself."""
    answers, sureness = (asked.scores, asked.sureness) if scores is None else (scores, 1.0)
    own = _OWN * (1 - _OWN_LOSS * sureness)
    values = [own * weight for weight in shared(units, weights_of(units), order)]
    for unit, score in answers.items():
        values[unit] += sureness * score
    for unit in repeats_of(units):
        values[unit] = _REPEATED
    return values


def _shown(units: Units, asked: Asked, most: float) -> list[int]:
    """The tables, lists and programs that answer best, of so many characters at most."""
    kinds, starts, scores = units.kinds, units.starts, asked.scores
    found = [unit for unit, score in scores.items() if score >= _ANSWERS and kinds[unit] not in ("paragraph", "heading")]
    shown: list[int] = []
    for unit in sorted(found, key=lambda unit: (-scores[unit], unit))[:_MOST_SHOWN]:
        size = starts[unit + 1] - starts[unit]
        if size <= most:
            shown.append(unit)
            most -= size
    return shown


def _must(units: Units) -> list[int]:
    """The head of the text, and the line in which a tool says that it cut its output."""
    notice = notice_of(units.text)
    must = [0] if units.starts[1] <= len(units.text) // 8 else []
    if notice:
        must.append(units.unit_at(units.text.rfind(notice)))
    return must
