"""What notes say about how much is missing, read from the text alone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from property_tests.oracles.json_trees import NOTE_KEY, Array, Object, Tree, gap_of, note_of, tree_of

__all__ = ["line_gaps", "noted_counts", "stated_rows"]

_BLOCK = re.compile(r"^@\d+ (\d+)(?: of (\d+))? (?:keyed )?(?:rows|lines) (?=\{)")
_GAP = re.compile(r"^\[headroom: (\d+) \w+ omitted\]$")
_OMITTED = re.compile(r"(\d+) of (\d+) \w+ omitted")


def stated_rows(text: str) -> Iterator[tuple[int, int, int]]:
    """For each table: the rows that stand there, the rows it says there were, and the rows that its gap notes tell."""
    lines = text.split("\n")
    for at, line in enumerate(lines):
        found = _BLOCK.match(line)
        if found is None:
            continue
        shown, total = int(found[1]), int(found[2] or found[1])
        rows = omitted = 0
        for inner in lines[at + 1 :]:
            gap = _GAP.match(inner)
            if gap is not None:
                omitted += int(gap[1])
            elif rows == shown:
                break
            else:
                rows += 1
        yield rows, total, omitted


def line_gaps(tree: Tree) -> tuple[int, int]:
    """Of an array of lines: how many are missing by the notes in its gaps, and how many by the note at its end."""
    items = tree.items if isinstance(tree, Array) else ()
    last = note_of(items[-1]) if items else None
    found = None if last is None else _OMITTED.search(str(dict(last.members)[NOTE_KEY]))
    return sum(map(gap_of, items)), int(found[1]) if found else 0


def noted_counts(tree: Tree) -> Iterator[tuple[int, int, int]]:
    """For each note in a tree: the items that stand beside it, and how many of how many it says are missing."""
    if isinstance(tree, Array):
        children = tree.items
        last = note_of(children[-1]) if children else None
        note = None if last is None else dict(last.members)[NOTE_KEY]
    elif isinstance(tree, Object):
        children = tuple(value for _, value in tree.members)
        note = tree.members[-1][1] if len(tree.members) > 1 and tree.members[-1][0] == NOTE_KEY else None
    else:
        yield from _noted_inside(tree)
        return
    if isinstance(note, str) and (found := _OMITTED.search(note)):
        children = tuple(child for child in children[:-1] if not gap_of(child))
        yield len(children), int(found[1]), int(found[2])
    for child in children:
        yield from noted_counts(child)


def _noted_inside(lexeme: str) -> Iterator[tuple[int, int, int]]:
    """The notes in JSON that a string holds."""
    if lexeme.startswith('"') and NOTE_KEY.strip('"') in lexeme:
        try:
            inner = tree_of(json.loads(lexeme))
        except ValueError:
            return
        yield from noted_counts(inner)
