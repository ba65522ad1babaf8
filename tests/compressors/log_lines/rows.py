"""Logs to take apart, and the steps that lead to what is under test."""

from __future__ import annotations

from headroom.compressors.log_lines.masking import Shapes, shapes_of
from headroom.compressors.log_lines.places import Places, places_of
from headroom.compressors.log_lines.templates import Templates, templates_of

__all__ = ["CALM", "calm", "read", "read_templates"]


def calm(count: int) -> list[str]:
    """Lines of a service at work."""
    return [
        f"2026-05-01 10:{at // 60:02}:{at % 60:02} INFO worker-{at % 4} handled order {at * 7919} in {at % 9 + 3} ms"
        for at in range(count)
    ]


CALM = calm(60)


def read(rows: list[str]) -> tuple[Shapes, Places]:
    """The shapes and places of rows."""
    shapes, places, _ = read_templates(rows)
    return shapes, places


def read_templates(rows: list[str]) -> tuple[Shapes, Places, Templates]:
    """The same with templates."""
    shapes = shapes_of("\n".join(rows))
    templates = templates_of(shapes)
    return shapes, places_of(templates.texts), templates
