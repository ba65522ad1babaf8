"""Tests of where functions are left."""

from __future__ import annotations

from headroom.compressors.source_code.exits import exit_rows, leaf_at, leaves_between
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
    assert exit_rows(_TEXT.encode(), _TEXT.split("\n")) == [4, 7, 8]


def test_a_leaf_is_the_innermost_statement() -> None:
    """All its rows; what holds no block of several rows is one, too."""
    reading = parsed("py", _TEXT)
    body = reading.structure.definitions[0].body
    leaves = leaves_between(body, 0, 8, [4, 7, 8], reading.rows)
    assert [(leaf.first, leaf.last, leaf.depth, leaf.is_error) for leaf in leaves] == [
        (4, 5, 2, True),
        (6, 7, 1, False),
        (8, 8, 1, False),
    ]
    assert leaf_at(body, 0, reading.rows) is None
