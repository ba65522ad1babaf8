"""JSON as trees of lexemes, and whether one document is a selection of another. Independent of the code under test.

A tree is a lexeme as it is spelled, `("[", items)` or `("{", members)`; nothing is converted, so `1.0` is not `1` and a key that
stands twice stands twice.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

__all__ = ["Tree", "is_selection", "lexemes", "tree_of", "trees_of"]

Tree = str | tuple[str, tuple["Tree", ...]] | tuple[str, tuple[tuple[str, "Tree"], ...]]

NOTE_KEY = '"_headroom"'
CONSTANTS_KEY = '"_headroom_constants"'
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{},:]|[^\s\[\]{},:"]+')


def lexemes(text: str) -> Iterator[str]:
    """The tokens of JSON, in order, each as it is spelled."""
    return (found.group() for found in _TOKEN.finditer(text))


def tree_of(text: str) -> Tree:
    """The tree of one JSON value.

    Raises: ValueError for text that is not exactly one.
    """
    trees = trees_of(text)
    if len(trees) != 1:
        raise ValueError(f"{len(trees)} values where one was expected")
    return trees[0]


def trees_of(text: str) -> list[Tree]:
    """The trees of JSON values that follow one another, as lines do."""
    json_tokens = list(lexemes(text))
    trees: list[Tree] = []
    at = 0
    while at < len(json_tokens):
        tree, at = _read(json_tokens, at)
        trees.append(tree)
    return trees


def is_selection(new: Tree, old: Tree, *, is_noted: bool = True) -> bool:
    """Whether `new` is `old` with rows or members left out, and with `is_noted` a note in place wherever some are.

    What is left is spelled as it was, in its order; a string may hold JSON of which it holds a selection.
    """
    if new == old:
        return True
    if isinstance(new, str) or isinstance(old, str):
        return isinstance(new, str) and isinstance(old, str) and _is_selection_inside(new, old)
    if new[0] != old[0]:
        return False
    compare = _is_array_selection if new[0] == "[" else _is_object_selection
    return compare(new[1], old[1], is_noted=is_noted)


def _read(json_tokens: list[str], at: int) -> tuple[Tree, int]:
    token = json_tokens[at]
    if token not in ("[", "{"):
        if token in ("]", "}", ",", ":"):
            raise ValueError(f"{token!r} where a value was expected")
        return token, at + 1
    close = "]" if token == "[" else "}"
    at += 1
    children: list[object] = []
    while json_tokens[at] != close:
        if children:
            if json_tokens[at] != ",":
                raise ValueError(f"{json_tokens[at]!r} where a comma was expected")
            at += 1
        key = json_tokens[at]
        if token == "{":
            if not key.startswith('"') or json_tokens[at + 1] != ":":
                raise ValueError(f"{key!r} where a key was expected")
            at += 2
        value, at = _read(json_tokens, at)
        children.append((key, value) if token == "{" else value)
    return (token, tuple(children)), at + 1  # type: ignore[return-value]


def _is_array_selection(new: tuple, old: tuple, *, is_noted: bool) -> bool:  # type: ignore[type-arg]
    note = _note(new[-1]) if new else None
    if note is None and is_noted:
        return len(new) == len(old) and all(map(is_selection, new, old))
    constants = _constants(note or {})
    rows = new if note is None else new[:-1]
    left = iter(old)
    return all(any(is_selection(_with(row, constants, like), like, is_noted=is_noted) for like in left) for row in rows)


def _is_object_selection(new: tuple, old: tuple, *, is_noted: bool) -> bool:  # type: ignore[type-arg]
    if len(new) == len(old) and all(
        one[0] == other[0] and is_selection(one[1], other[1], is_noted=is_noted) for one, other in zip(new, old, strict=True)
    ):
        return True
    has_note = bool(new) and new[-1][0] == NOTE_KEY
    if is_noted and not has_note:
        return False
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
    except (ValueError, IndexError):
        return False


def _note(tree: Tree) -> dict[str, Tree] | None:
    """The members of a note of ours, if the tree is one."""
    if isinstance(tree, str) or tree[0] != "{":
        return None
    members = dict(tree[1])  # type: ignore[arg-type]
    return members if set(members) in ({NOTE_KEY}, {NOTE_KEY, CONSTANTS_KEY}) else None


def _constants(note: dict[str, Tree]) -> tuple[tuple[str, Tree], ...]:
    stated = note.get(CONSTANTS_KEY, ("{", ()))
    return stated[1]  # type: ignore[return-value]


def _with(row: Tree, constants: tuple[tuple[str, Tree], ...], like: Tree) -> Tree:
    """The row with the stated constants put back where `like` has them."""
    if not constants or isinstance(row, str) or isinstance(like, str) or row[0] != "{" or like[0] != "{":
        return row
    stated = dict(constants)
    own = iter(row[1])
    order = [key for key, _ in like[1]]  # type: ignore[misc]
    return ("{", tuple((key, stated[key]) if key in stated else next(own, ("", "")) for key in order))  # type: ignore[misc]
