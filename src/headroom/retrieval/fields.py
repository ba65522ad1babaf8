"""Fields of replies and events, whether they come as SDK objects or as dicts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from headroom.wire.values import plain

__all__ = ["as_dict", "entries", "field", "text_field"]


def field(value: object, name: str) -> object:
    """A field of a mapping or an object; None where it has none. Cost: one look-up, nothing is dumped."""
    if isinstance(value, Mapping):
        return value.get(name)
    return getattr(value, name, None)


def text_field(value: object, name: str) -> str:
    """A field that is text; empty where it is none."""
    found = field(value, name)
    return found if isinstance(found, str) else ""


def entries(value: object, name: str) -> tuple[object, ...]:
    """A field that is a list; empty where it is none."""
    found = field(value, name)
    return tuple(found) if isinstance(found, (list, tuple)) else ()


def as_dict(value: object, without: Iterable[str] = ()) -> dict[str, object]:
    """A dict of its own with the fields that were set, as the SDK would send them; empty for what has no fields."""
    fields = dict(plain(value) or {})
    for name in without:
        fields.pop(name, None)
    return fields
