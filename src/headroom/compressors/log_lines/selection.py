"""Which rows stay: what must, within a hard bound, then what says most, within the wish."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from headroom.compressors.log_lines.asked import asked_rows
from headroom.compressors.log_lines.asked_values import asked_values
from headroom.compressors.log_lines.errors import errors_in
from headroom.compressors.log_lines.masking import Shapes
from headroom.compressors.log_lines.measures import extreme_rows, wants_extremes
from headroom.compressors.log_lines.places import Places
from headroom.compressors.log_lines.summaries import outcome_of
from headroom.compressors.log_lines.templates import Templates
from headroom.compressors.log_lines.traces import traces_in
from headroom.compressors.log_lines.values import rare_value_rows
from headroom.config import LogSettings
from headroom.relevance import Query

__all__ = ["Offer", "choose", "offers"]

_NOTE = 36
"""Characters that a note before a kept row costs, in characters of a log."""
_HARD = 0.17
"""Share of a text that what must stay may take. Chosen: logs come down by five sixths at least."""
_HARD_LEAST = 4_000
_HARD_SMALL = 0.3
"""The same for texts of which this is less than the least."""
_WISH = 0.1
"""Share of a text that signals may fill up to."""
_WISH_LEAST = 2_500
_WISH_SMALL = 0.18
_WISH_MORE = 0.05
"""Share that signals may take on top where what must stay took the rest."""
_BODY = 7
"""Rows below an error that may belong to it. Chosen: what a compiler prints."""
_PEAKS = 4
"""Extreme rows whose context is offered, too: records of several lines name what they measured in another."""
_HEAD_ROWS = 2
_TAIL_ROWS = 3
_MORE_ENDS = 100
"""Rows from which a text keeps one more first row and two more last ones."""


class Offer(msgspec.Struct, frozen=True):
    """Rows to keep for one reason, the most wanted first."""

    reason: str
    rows: list[int]
    share: float
    """Of the bound; what others leave over may be used, too."""
    must: bool = False


def offers(
    shapes: Shapes, templates: Templates, places: Places, levels: list[str], query: Query, settings: LogSettings
) -> Iterator[Offer]:
    """What each kind of signal would keep, the most important first, and what must stay before all others."""
    rows = shapes.rows
    total = len(rows)
    traces = traces_in(shapes, templates, places, settings.stack_trace_max_lines)
    inside = traces.inside
    errors = errors_in(shapes, templates, places, levels, inside)
    outcome = outcome_of(rows, templates, places)
    asked = asked_rows(shapes, templates, query)
    extremes = extreme_rows(shapes, templates, places, query)
    centres = [*errors.firsts[: settings.max_total_lines], *extremes[:_PEAKS]]
    few = settings.max_stack_traces
    last = total - 1 if rows and not rows[-1] else total
    yield Offer("first and last", _ends(last), 0.3, must=True)
    yield Offer("asked for", asked.named, 0.35, must=True)
    yield Offer("totals", outcome.totals[::-1], 0.15, must=True)
    yield Offer("failed", outcome.failed, 0.35, must=True)
    yield Offer("errors", errors.firsts, 0.4, must=True)
    yield Offer("errors", list(_bodies(rows, errors.firsts[: settings.max_total_lines], inside)), 0.2, must=True)
    yield Offer("traces", [*traces.heads, *(row for frames in traces.frames[:few] for row in frames)], 0.3, must=True)
    yield Offer("errors", errors.others, 0.25, must=True)
    if wants_extremes(query):
        yield Offer("extremes", extremes, 0.2, must=True)
    yield Offer("values asked for", asked_values(shapes, templates, places, query), 0.5)
    yield Offer("causes", outcome.reasons, 0.3)
    yield Offer("next to asked for", asked.near, 0.15)
    yield Offer("extremes", extremes, 0.2)
    yield Offer("rare values", rare_value_rows(shapes, templates), 0.2)
    yield Offer("asked for", asked.weak, 0.2)
    yield Offer("rare kinds", [row for row in _rare_kinds(templates) if row not in inside], 0.6)
    yield Offer("errors", errors.repeats, 0.2)
    yield Offer("context", list(_round(centres, settings.error_context_lines, total)), 0.4)
    yield Offer("phases", outcome.phases, 0.2)
    yield Offer("traces", [row for frames in traces.frames[few:] for row in frames[:2]], 0.2)
    yield Offer("examples", list(_examples(templates)), 1.0)


def _ends(total: int) -> list[int]:
    more = total >= _MORE_ENDS
    head, tail = _HEAD_ROWS + more, _TAIL_ROWS + 2 * more
    return [*range(min(head, total)), *range(total - 1, max(-1, total - 1 - tail), -1)]


def _rare_kinds(templates: Templates) -> Iterator[int]:
    """An example of each family, the smallest families first."""
    firsts: dict[int, int] = {}
    for template, family in enumerate(templates.family):
        row = templates.rows[template][0]
        if row < firsts.get(family, row + 1):
            firsts[family] = row
    yield from sorted(firsts.values(), key=dict(zip(firsts.values(), _sizes(templates, firsts), strict=True)).__getitem__)


def _sizes(templates: Templates, families: Iterable[int]) -> Iterator[int]:
    return (templates.sizes[family] for family in families)


def _examples(templates: Templates) -> Iterator[int]:
    """An example of each template, those of small families first, and not more of one family than its size warrants."""
    taken: dict[int, int] = {}
    order = sorted(
        range(len(templates.rows)), key=lambda number: (templates.sizes[templates.family[number]], len(templates.rows[number]))
    )
    for template in order:
        family = templates.family[template]
        taken[family] = taken.get(family, 0) + 1
        if taken[family] <= templates.sizes[family].bit_length() + 1:
            yield templates.rows[template][0]


def _bodies(rows: list[str], errors: list[int], inside: frozenset[int]) -> Iterator[int]:
    """The rows below errors that go on with them: indented deeper, or in the frame that compilers draw."""
    for row in errors:
        margin = _indent(rows[row])
        for below in range(row + 1, min(len(rows), row + 1 + _BODY)):
            if below in inside or not (_indent(rows[below]) > margin or rows[below].startswith(("|", "│"))):
                break
            yield below


def _indent(row: str) -> int:
    return len(row) - len(row.lstrip()) if row and row[0] in " \t" else 0


def _round(rows: list[int], width: int, total: int) -> Iterator[int]:
    """The rows next to others, the nearest first."""
    for distance in range(1, width + 1):
        for row in rows:
            for near in (row + distance, row - distance):
                if 0 <= near < total:
                    yield near


def choose(lines: list[str], made: Iterable[Offer], most_lines: int) -> dict[int, str]:
    """The rows that stay, each with its reason."""
    everything = sum(map(len, lines))
    hard = max(_HARD * everything, min(_HARD_LEAST, _HARD_SMALL * everything))
    ledger = _Ledger(lines)
    waiting: list[Offer] = []
    wanted = iter(made)
    signal = None
    for offer in wanted:
        if not offer.must:
            signal = offer
            break
        ledger.take(offer, min(hard, ledger.spent + offer.share * hard), 3 * most_lines)
        waiting.append(offer)
    for offer in waiting:
        ledger.take(offer, hard, 3 * most_lines)
    room = max(max(_WISH * everything, min(_WISH_LEAST, _WISH_SMALL * everything)) - ledger.spent, _WISH_MORE * everything)
    wish = ledger.spent + room
    rows = len(ledger.kept) + most_lines
    while signal is not None and ledger.spent + _NOTE < wish and len(ledger.kept) < rows:
        # What would be offered next is only worked out while there is room for it.
        ledger.take(signal, min(wish, ledger.spent + signal.share * room), rows)
        signal = next(wanted, None)
    return ledger.kept


class _Ledger:
    """What is kept, and what it costs."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.kept: dict[int, str] = {}
        self.spent = 0

    def take(self, offer: Offer, most: float, most_rows: int) -> None:
        """Keep rows of an offer as long as they fit."""
        misses = 0
        for row in offer.rows:
            if row in self.kept or row >= len(self.lines):
                continue
            cost = len(self.lines[row]) + _NOTE * (2 - (row - 1 in self.kept) - (row + 1 in self.kept)) // 2
            if self.spent + cost > most or len(self.kept) >= most_rows:
                misses += 1
                if misses > 50:
                    return
                continue
            self.kept[row] = offer.reason
            self.spent += cost
