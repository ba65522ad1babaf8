"""Tests of where functions are left."""

from __future__ import annotations

from headroom.compressors.source_code.exits import exit_rows, leaf_at, worth_of
from tests.compressors.source_code.samples import parsed

_TEXT = """\
def f(x):
    returned = 1
    # return of what
    if x:
        raise ValueError(
            "no")
    for y in x:
        if y: return 2
    return x
"""


def test_words_that_leave_are_found() -> None:
    """Not as parts of others, nor in comments."""
    reading = parsed("py", _TEXT)
    assert exit_rows(reading.data, reading.rows, reading.structure.starts, "python") == [4, 7, 8]


def test_words_are_those_of_the_language() -> None:
    """A name in one is an exit in another."""
    text = "function f(goto) {\n  goto = 1;\n  throw goto;\n}\n"
    reading = parsed("js", text)
    assert exit_rows(reading.data, reading.rows, reading.structure.starts, "javascript") == [2]
    assert exit_rows(reading.data, reading.rows, reading.structure.starts, "c") == [0, 1, 2]


def test_a_leaf_is_the_innermost_statement() -> None:
    """All its rows; what holds no block of several rows is one, too."""
    reading = parsed("py", _TEXT)
    structure = reading.structure
    body = structure.body(structure.definitions[0])
    leaves = [leaf_at(structure, body, row) for row in (4, 7, 8)]
    assert [(leaf.first, leaf.last, leaf.depth) for leaf in leaves if leaf is not None] == [(4, 5, 2), (6, 7, 1), (8, 8, 1)]
    assert leaf_at(structure, body, 0) is None


def test_failures_are_worth_most() -> None:
    """What many a function returns is worth least."""
    assert [worth_of(row) for row in ("  raise KeyError\n", "  return found\n", "  return None\n", "  return;\n")] == [
        0,
        1,
        2,
        2,
    ]
