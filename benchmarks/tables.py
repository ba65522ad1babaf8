"""Tables for a terminal and for the documentation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from benchmarks.scoring import Score, Total

__all__ = ["aligned", "case_lines", "markdown", "total_rows"]

_HEAD = ("slice", "cases", "before", "after", "saved", "touchable", "inline", "recoverable", "broken", "exceptions", "reverts")


def total_rows(totals: Sequence[Total], beside: Mapping[str, Sequence[Total]] | None = None) -> list[tuple[str, ...]]:
    """Heading and cells of the result table; `beside` are the totals of other presets, by name, of which two columns stand."""
    others = {name: {each.slice: each for each in theirs} for name, theirs in (beside or {}).items()}
    rivals = list(dict.fromkeys(name for each in totals for name in each.rivals))
    timed = any(each.ratio for each in totals)
    rows: list[tuple[str, ...]] = [
        (
            *_HEAD,
            *(("time/count", "p90") if timed else ()),
            *(f"{name} inline" for name in rivals),
            *(f"{name} {what}" for name in others for what in ("saved", "inline")),
        ),
    ]
    for each in totals:
        rows.append(  # noqa: PERF401  # a comprehension of this size reads worse
            (
                each.slice,
                str(each.cases),
                f"{each.before:,}",
                f"{each.after:,}",
                f"{each.saved:.1%}",
                f"{each.touchable:.1%}",
                f"{each.inline:.1%}",
                f"{each.recoverable:.1%}",
                str(each.broken),
                str(each.exceptions),
                str(each.reverts),
                *((f"{each.ratio:.2f}", f"{each.ratio_p90:.2f}") if timed else ()),
                *(f"{each.rivals.get(name, 0.0):.1%}" for name in rivals),
                *(f"{share:.1%}" for other in others.values() for share in (other[each.slice].saved, other[each.slice].inline)),
            )
        )
    return rows


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """A table in columns, the first to the left and the others to the right."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if index == 0 else cell.rjust(width)
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def markdown(rows: Sequence[Sequence[str]]) -> str:
    """The same table as Markdown."""
    head, *body = ("| " + " | ".join(row) + " |" for row in rows)
    rule = "|" + "|".join("---" if index == 0 else "---:" for index in range(len(rows[0]))) + "|"
    return "\n".join((head, rule, *body))


def case_lines(scores: Sequence[Score]) -> str:
    """A line a case: what went wrong first, then what was missed, then what saved least."""
    rows: list[tuple[str, ...]] = [("case", "before", "after", "saved", "inline", "recov.", "t/count", "reverts", "notes")]
    for each in sorted(scores, key=_interest):
        notes = [*([each.exception] if each.exception else []), *each.broken]
        if each.missing:
            notes.append("missing: " + "; ".join(repr(string[:60]) for string in each.missing))
        rows.append(
            (
                each.id,
                f"{each.before:,}",
                f"{each.after:,}",
                f"{each.saved:.1%}",
                f"{each.inline:.0%}",
                f"{each.recoverable:.0%}",
                f"{each.ratio:.2f}",
                str(each.reverts),
                " | ".join(notes),
            )
        )
    head = aligned([row[:-1] for row in rows]).splitlines()
    return "\n".join(f"{line}  {row[-1]}".rstrip() for line, row in zip(head, rows, strict=True))


def _interest(each: Score) -> tuple[bool, bool, bool, float, float, float]:
    return (not each.exception, not each.broken, not each.reverts, each.recoverable, each.inline, each.saved)
