"""Rows whose values are of another form than those of their kind, or far longer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from headroom.compressors.log_lines.columns import Column, Columns
from headroom.compressors.log_lines.masking import Shapes
from headroom.compressors.log_lines.templates import Templates

__all__ = ["odd_rows"]

_LEAST_ROWS = 40
"""Rows of a template below which none of it is odd. Chosen: one in forty is rare."""
_TEMPLATES = 8
"""Templates that are looked at, the most frequent first."""
_EACH = 3
"""Rows of a template that are odd in one way; more of them are usual."""
_USUAL = 0.98
"""Share of rows that are surely not too long."""
_LONGER = 3
"""Characters on top of which a row is far longer, beside twice the spread of the usual ones. Chosen: a thousandfold number."""
_LEAST_FORMS = 24
"""Different words of a place below which they are a small set, whose rare values are told otherwise."""
_ALNUM = bytes(code for code in range(128) if chr(code).isalnum())
_SIGNS = bytes(0x7F if code >= 0x80 else code for code in range(256))
"""Maps all that is not ASCII to one sign."""


def odd_rows(shapes: Shapes, templates: Templates, columns: Columns) -> list[int]:
    """The rows with odd values, those of the most frequent templates first."""
    big = [template for template, rows in enumerate(templates.rows) if len(rows) >= _LEAST_ROWS]
    frequent = sorted(big, key=lambda number: -len(templates.rows[number]))[:_TEMPLATES]
    found: dict[int, None] = {}
    for template in frequent:
        found.update(dict.fromkeys(_far_longer(shapes.rows, templates.rows[template])))
        if len(templates.shapes[template]) >= _LEAST_FORMS:
            found.update(dict.fromkeys(_of_another_form(shapes, *columns.of(template))))
    return list(found)


def _far_longer(rows: list[str], members: list[int]) -> list[int]:
    """The few rows that are far longer than nearly all others: a number or a name of theirs is."""
    lengths = list(map(len, map(rows.__getitem__, members)))
    if max(lengths) <= sum(lengths) / len(lengths) + _LONGER:
        return []
    ordered = sorted(lengths)
    usual, middle = ordered[int(_USUAL * (len(ordered) - 1))], ordered[len(ordered) // 2]
    most = usual + _LONGER + 2 * (usual - middle)
    if ordered[-1] <= most:
        return []
    longer = [row for row, length in zip(members, lengths, strict=True) if length > most]
    return longer if len(longer) <= _EACH else []


def _of_another_form(shapes: Shapes, read: list[int], columns: list[Column]) -> Iterator[int]:
    """For places with many different words, the rows where the signs of the word are others than elsewhere."""
    for column in columns:
        different = column.different
        if len(different) < _LEAST_FORMS:
            continue
        signs = "\n".join(different).encode("utf-8", "surrogatepass").translate(_SIGNS, _ALNUM).split(b"\n")
        forms = {form: bytes(sorted(set(form))) for form in set(signs)}
        counts = Counter([forms[form] for form in signs])
        odd = {form for form, count in counts.items() if count <= _EACH and count * _LEAST_FORMS <= len(signs)}
        if not odd or len(odd) > _EACH:
            continue
        for word, form in zip(different, signs, strict=True):
            if forms[form] in odd:
                yield shapes.firsts[read[column.words.index(word)]]
