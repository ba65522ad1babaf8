"""Changes to a wire value, said as data, and applied to a copy of it.

A codec says once what is different; this module makes the changed Python value, `splice` the changed JSON text. An edit never
mutates what it is applied to, and what it does not name stays the very object it was.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from headroom.wire.values import plain

__all__ = ["Drop", "Edit", "Fields", "Items", "Put", "edited"]


class Put(msgspec.Struct, frozen=True):
    """Another value in this place."""

    value: object


class Drop(msgspec.Struct, frozen=True):
    """A field that is left out."""


class Fields(msgspec.Struct, frozen=True):
    """An object with some fields changed, dropped or added; the others stay."""

    changes: tuple[tuple[str, Edit | Drop], ...]


class Items(msgspec.Struct, frozen=True):
    """An array put together anew."""

    entries: tuple[tuple[int, Edit | None], ...]
    """The index of an item in the array as it came, and what changes in it (None: nothing); -1 and a `Put` for a new item."""

    def keeps_all(self, length: int) -> bool:
        """Whether an array of that length stays as it is."""
        return len(self.entries) == length and all(
            index == place and change is None for place, (index, change) in enumerate(self.entries)
        )


Edit = Put | Fields | Items


def edited(value: object, edit: Edit) -> object:
    """The value with the edit applied: copied along the edited paths, shared elsewhere."""
    if isinstance(edit, Put):
        return edit.value
    if isinstance(edit, Fields):
        fields = dict(plain(value) or {})
        for name, change in edit.changes:
            if isinstance(change, Drop):
                fields.pop(name, None)
            else:
                fields[name] = edited(fields.get(name), change)
        return fields
    items = value if isinstance(value, Sequence) else ()
    changed = [_entry(items, index, change) for index, change in edit.entries]
    return tuple(changed) if isinstance(value, tuple) else changed


def _entry(items: Sequence[object], index: int, change: Edit | None) -> object:
    if change is None:
        return items[index]
    return edited(items[index] if index >= 0 else None, change)
