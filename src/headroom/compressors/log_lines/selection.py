"""What each kind of signal would keep of a log, the most important first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from headroom.compressors.log_lines.asked import asked_rows
from headroom.compressors.log_lines.asked_values import asked_values
from headroom.compressors.log_lines.choosing import Offer
from headroom.compressors.log_lines.columns import Columns
from headroom.compressors.log_lines.errors import errors_in
from headroom.compressors.log_lines.masking import Shapes
from headroom.compressors.log_lines.measures import extreme_rows, wants_extremes
from headroom.compressors.log_lines.outliers import odd_rows
from headroom.compressors.log_lines.places import Places
from headroom.compressors.log_lines.states import state_rows
from headroom.compressors.log_lines.summaries import outcome_of, phases_of, reasons_of
from headroom.compressors.log_lines.templates import Templates
from headroom.compressors.log_lines.traces import Traces, traces_in
from headroom.compressors.log_lines.values import rare_value_rows
from headroom.config import LogSettings
from headroom.relevance import Query

__all__ = ["offers"]

_BODY = 16
"""Rows below an error that may belong to it. Chosen: what build tools print, paragraphs included."""
_PEAKS = 4
"""Extreme rows whose context is offered, too: records of several lines name what they measured in another."""
_PLACE = 2
"""First rows of the frames of a trace, which say where it happened."""
_TOLD = 2
"""Errors, the gravest, whose context is told whatever it costs where there are many lines."""
_LINES_TOLD = 10
"""Lines wanted for each of them."""
_FAILED_MORE = 3
"""One of so many failed tests is told on top of the bounds: in a long list of names each is news."""
_FAILED_ROWS = 12
"""The same for rows of the text, which bounds it. Chosen: logs still come down by three quarters."""
_USUAL = LogSettings()
"""What settings are compared with: above these, lines are added that no share bounds."""
_HEAD_ROWS = 2
_TAIL_ROWS = 3
_MORE_ENDS = 100
"""Rows from which a text keeps one more first row and two more last ones."""


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
    few = settings.max_stack_traces
    columns = Columns(templates)
    last = total - 1 if rows and not rows[-1] else total
    yield Offer("first and last", _ends(last), 0.3, must=True)
    yield Offer("asked for", asked.named, 0.35, must=True)
    yield Offer("totals", outcome.totals[::-1], 0.15, must=True)
    yield Offer("failed", outcome.failed, 0.35, must=True)
    yield Offer("errors", errors.firsts, 0.4, must=True)
    yield Offer("errors", list(_bodies(rows, errors.firsts[: settings.max_total_lines], inside)), 0.2, must=True)
    yield Offer("traces", [*traces.heads, *_frames(traces, few, settings.stack_trace_max_lines)], 0.3, must=True)
    yield Offer("errors", errors.others, 0.25, must=True)
    extremes = extreme_rows(shapes, templates, places, query) if wants_extremes(query) else None
    if extremes is not None:
        yield Offer("extremes", extremes, 0.2, must=True)
    more = min(len(outcome.failed) // _FAILED_MORE, total // _FAILED_ROWS, 3 * settings.max_total_lines)
    if more:
        yield Offer("failed", outcome.failed, 1.0, surplus=more)
    yield from _surplus(total, errors.firsts, traces, settings)
    yield Offer("values asked for", asked_values(shapes, templates, places, query), 0.5)
    yield Offer("causes", reasons_of(outcome, templates, places), 0.3)
    yield Offer("next to asked for", asked.near, 0.15)
    if extremes is None:
        extremes = extreme_rows(shapes, templates, places, query)
    yield Offer("extremes", extremes, 0.2)
    yield Offer("odd values", odd_rows(shapes, templates, columns), 0.2)
    yield Offer("changes", [row for row in state_rows(templates, places) if row not in inside], 0.2)
    yield Offer("rare values", rare_value_rows(shapes, templates, columns), 0.2)
    yield Offer("asked for", asked.weak, 0.2)
    yield Offer("rare kinds", [row for row in _rare_kinds(templates) if row not in inside], 0.6)
    yield Offer("errors", errors.repeats, 0.2)
    centres = [*errors.firsts[: settings.max_total_lines], *extremes[:_PEAKS]]
    near = _round(centres, settings.error_context_lines, total)
    yield Offer("context", [row for row in near if row not in inside], 0.4)
    yield Offer("phases", phases_of(templates, places), 0.2)
    yield Offer("traces", [row for frames in traces.frames[few:] for row in frames[:_PLACE] if few], 0.2)
    yield Offer("examples", [row for row in _examples(templates) if row not in inside], 1.0)


def _surplus(total: int, errors: list[int], traces: Traces, settings: LogSettings) -> Iterator[Offer]:
    """What is kept beside all bounds: where traces happened, and what settings above their defaults ask for."""
    context, few, longest = settings.error_context_lines, settings.max_stack_traces, settings.stack_trace_max_lines
    if few > _USUAL.max_stack_traces or longest > _USUAL.stack_trace_max_lines:
        frames = list(_frames(traces, few, longest))
    else:
        frames = list(_frames(traces, few, min(longest, _PLACE)))
    if frames:
        yield Offer("traces", frames, 1.0, surplus=len(frames))
    told = min(_TOLD, settings.max_total_lines // _LINES_TOLD) if total >= _MORE_ENDS else 0
    if context > _USUAL.error_context_lines:
        told = settings.max_total_lines
    near = [row for row in dict.fromkeys(_round(errors[:told], context, total)) if row not in traces.inside]
    if near:
        yield Offer("context", near, 1.0, surplus=min(len(near), settings.max_total_lines))
    more = settings.max_total_lines - _USUAL.max_total_lines
    if more > 0:
        # Rows that are kept already are passed over, so that there are some to spare.
        yield Offer("examples", list(range(0, total, max(1, total // (2 * more)))), 1.0, surplus=more)


def _frames(traces: Traces, few: int, longest: int) -> Iterator[int]:
    """The frames of the first traces, at most `longest` of each."""
    return chain.from_iterable(frames[:longest] for frames in traces.frames[:few])


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
    """The rows below errors that go on with them: indented deeper, or in the frame that compilers draw; blank ones between."""
    for row in errors:
        margin = _indent(rows[row])
        blank: list[int] = []
        for below in range(row + 1, min(len(rows), row + 1 + _BODY)):
            if below in inside or len(blank) > 1:
                break
            if not rows[below].strip():
                blank.append(below)
            elif _indent(rows[below]) > margin or rows[below].startswith(("|", "│")):
                yield from (*blank, below)
                blank.clear()
            else:
                break


def _indent(row: str) -> int:
    return len(row) - len(row.lstrip()) if row and row[0] in " \t" else 0


def _round(rows: list[int], width: int, total: int) -> Iterator[int]:
    """The rows next to others, the nearest first."""
    for distance in range(1, width + 1):
        for row in rows:
            for near in (row + distance, row - distance):
                if 0 <= near < total:
                    yield near
