"""JSON as trees of lexemes, and whether one document is a selection of another. Independent of the code under test.

Nothing is converted: a lexeme is the text it is spelled as, so `1.0` is not `1`, and a key that stands twice stands twice.
"""

from __future__ import annotations

import json
import re

import msgspec

__all__ = ["NOTE_KEY", "Array", "Object", "Tree", "cut_strings", "gap_of", "is_selection", "is_shortened", "note_of", "tree_of"]


class Array(msgspec.Struct, frozen=True):
    """A JSON array."""

    items: tuple[Tree, ...]


class Object(msgspec.Struct, frozen=True):
    """A JSON object: its members in order, each key as it is spelled."""

    members: tuple[tuple[str, Tree], ...]


Tree = str | Array | Object

_CUT = re.compile(r"\[headroom: (\d+) characters? omitted\]")
_OMITS_ROWS = re.compile(r"\d+ of \d+ \w+ omitted")
_GAP = re.compile(r'"([1-9]\d*) lines? omitted"')
NOTE_KEY = '"_headroom"'
CONSTANTS_KEY = '"_headroom_constants"'
_LEXEME = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{},:]|[^\s\[\]{},:"]+')


def tree_of(text: str) -> Tree:
    """The tree of one JSON value.

    Raises: ValueError for text that is not exactly one.
    """
    lexemes = [*_LEXEME.findall(text), ""]
    tree, end = _read(lexemes, 0)
    if end != len(lexemes) - 1:
        raise ValueError(f"{lexemes[end]!r} behind the value")
    return tree


def is_selection(new: Tree, old: Tree, *, is_noted: bool = True) -> bool:
    """Whether `new` is `old` with rows, members or passages left out, and with `is_noted` a note in place wherever some are.

    What is left is spelled as it was, in its order; a string may hold JSON of which it holds a selection. Passages are always
    noted in place.
    """
    if new == old:
        return True
    if isinstance(new, Array) and isinstance(old, Array):
        return _is_array_selection(new.items, old.items, is_noted=is_noted)
    if isinstance(new, Object) and isinstance(old, Object):
        return _is_object_selection(new.members, old.members, is_noted=is_noted)
    return isinstance(new, str) and isinstance(old, str) and (is_shortened(new, old) or _is_selection_inside(new, old))


def is_shortened(new: str, old: str) -> bool:
    """Whether a string is another one with parts of it replaced by notes that say just how many characters they held.

    Both as values, where the counts say what stands where, and as they are spelled, where each part must be the other's.
    """
    if not (new.startswith('"') and old.startswith('"') and _CUT.search(new)):
        return False
    parts = _CUT.split(json.loads(new))
    value, at = json.loads(old), 0
    for kept, size in zip(parts[::2], [*parts[1::2], "0"], strict=True):
        if not value.startswith(kept, at):
            return False
        at += len(kept) + int(size)
    spelled = 0
    for kept in _CUT.split(new)[::2]:
        spelled = old.find(kept, spelled)
        if spelled < 0:
            return False
        spelled += len(kept)
    return at == len(value) and len(new) < len(old)


def cut_strings(tree: Tree) -> int:
    """How many strings of a tree hold notes of passages left out."""
    if isinstance(tree, str):
        return bool(_CUT.search(tree))
    children = tree.items if isinstance(tree, Array) else tuple(value for _, value in tree.members)
    return sum(map(cut_strings, children))


def _read(lexemes: list[str], at: int) -> tuple[Tree, int]:
    first = lexemes[at]
    if first == "[":
        return _read_array(lexemes, at + 1)
    if first == "{":
        return _read_object(lexemes, at + 1)
    if first in ("", "]", "}", ",", ":"):
        raise ValueError(f"{first!r} where a value was expected")
    return first, at + 1


def _read_array(lexemes: list[str], at: int) -> tuple[Array, int]:
    items: list[Tree] = []
    while lexemes[at] != "]":
        at = _behind(lexemes, at, ",") if items else at
        value, at = _read(lexemes, at)
        items.append(value)
    return Array(tuple(items)), at + 1


def _read_object(lexemes: list[str], at: int) -> tuple[Object, int]:
    members: list[tuple[str, Tree]] = []
    while lexemes[at] != "}":
        at = _behind(lexemes, at, ",") if members else at
        key = lexemes[at]
        if not key.startswith('"'):
            raise ValueError(f"{key!r} where a key was expected")
        value, at = _read(lexemes, _behind(lexemes, at + 1, ":"))
        members.append((key, value))
    return Object(tuple(members)), at + 1


def _behind(lexemes: list[str], at: int, sign: str) -> int:
    if lexemes[at] != sign:
        raise ValueError(f"{lexemes[at]!r} where {sign!r} was expected")
    return at + 1


def _is_array_selection(new: tuple[Tree, ...], old: tuple[Tree, ...], *, is_noted: bool) -> bool:
    note = note_of(new[-1]) if new else None
    if note is None and is_noted:
        return len(new) == len(old) and all(map(is_selection, new, old))
    if note is not None and is_noted and not _OMITS_ROWS.search(str(dict(note.members)[NOTE_KEY])):
        return len(new) == len(old) + 1 and all(map(is_selection, new[:-1], old))
    constants = _constants(note)
    rows = new if note is None else new[:-1]
    if any(map(gap_of, rows)):
        return _fills_its_gaps(rows, old, constants, is_noted=is_noted)
    left = iter(old)
    return all(any(is_selection(_with(row, constants, like), like, is_noted=is_noted) for like in left) for row in rows)


def _fills_its_gaps(rows: tuple[Tree, ...], old: tuple[Tree, ...], constants: dict[str, Tree], *, is_noted: bool) -> bool:
    """Whether the rows are the old ones in their places, each gap note standing for just so many of them."""
    at = 0
    for row in rows:
        gap = gap_of(row)
        if not gap and not (at < len(old) and is_selection(_with(row, constants, old[at]), old[at], is_noted=is_noted)):
            return False
        at += gap or 1
    return at == len(old)


def _is_object_selection(new: tuple[tuple[str, Tree], ...], old: tuple[tuple[str, Tree], ...], *, is_noted: bool) -> bool:
    if len(new) == len(old) and all(
        key == name and is_selection(value, like, is_noted=is_noted)
        for (key, value), (name, like) in zip(new, old, strict=True)
    ):
        return True
    has_note = bool(new) and new[-1][0] == NOTE_KEY
    if is_noted and not has_note:
        return False
    if has_note and is_noted and not _OMITS_ROWS.search(str(new[-1][1])):
        return _is_object_selection(new[:-1], old, is_noted=True)
    left = iter(old)
    return all(
        any(key == name and is_selection(value, like, is_noted=is_noted) for name, like in left)
        for key, value in (new[:-1] if has_note else new)
    )


def _is_selection_inside(new: str, old: str) -> bool:
    if not (new.startswith('"') and old.startswith('"')):
        return False
    try:
        return is_selection(tree_of(json.loads(new)), tree_of(json.loads(old)))
    except ValueError:
        return False


def note_of(tree: Tree) -> Object | None:
    """The tree, if it is a note of ours."""
    if not isinstance(tree, Object):
        return None
    keys = {key for key, _ in tree.members}
    return tree if NOTE_KEY in keys and keys <= {NOTE_KEY, CONSTANTS_KEY} else None


def gap_of(tree: Tree) -> int:
    """How many lines a tree says are missing where it stands, if it is a note for a gap; else 0."""
    words = tree.members[0][1] if isinstance(tree, Object) and len(tree.members) == 1 and note_of(tree) else ""
    found = _GAP.fullmatch(words) if isinstance(words, str) else None
    return int(found[1]) if found else 0


def _constants(note: Object | None) -> dict[str, Tree]:
    """The members that a note states once for all rows."""
    stated = {} if note is None else dict(note.members)
    constants = stated.get(CONSTANTS_KEY, "")
    return dict(constants.members) if isinstance(constants, Object) else {}


def _with(row: Tree, constants: dict[str, Tree], like: Tree) -> Tree:
    """The row with the stated constants put back where `like` has those keys."""
    if not (constants and isinstance(row, Object) and isinstance(like, Object)):
        return row
    own = iter(row.members)
    members = [(key, constants[key]) if key in constants else next(own, ("", "")) for key, _ in like.members]
    return Object((*members, *own))
