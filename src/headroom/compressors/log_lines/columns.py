"""The words at each place in the shapes of a template, taken apart once for all who compare them."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from headroom.compressors.log_lines.templates import Templates

__all__ = ["Column", "Columns"]

_WORDS = 40
"""Words of a row that are looked at."""
_READ = 4_000
"""Shapes of a template that are looked at, evenly spread. Bounds the cost."""


class Column(msgspec.Struct, frozen=True):
    """A place at which shapes of a template have different words."""

    words: Sequence[str]
    """That of each shape."""
    different: dict[str, None]
    """Each once, in the order they come."""


class Columns:
    """The places of each template; each template is taken apart when it is first asked for."""

    def __init__(self, templates: Templates) -> None:
        self._templates = templates
        self._known: dict[int, tuple[list[int], list[Column]]] = {}

    def of(self, template: int) -> tuple[list[int], list[Column]]:
        """The shapes of a template that are looked at, and the places at which their words differ."""
        known = self._known.get(template)
        if known is None:
            own = self._templates.shapes[template]
            read = own if len(own) <= _READ else own[:: len(own) // _READ + 1]
            known = self._known[template] = read, self._apart(read)
        return known

    def _apart(self, read: list[int]) -> list[Column]:
        words = self._templates.words
        places = zip(*[words[shape][:_WORDS] for shape in read], strict=False)
        return [Column(place, different) for place in places if len(different := dict.fromkeys(place)) > 1]
