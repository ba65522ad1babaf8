"""Tests of gaps."""

from __future__ import annotations

from headroom.compressors.source_code.cutting import Gap, Wanted, gaps_of
from headroom.config import CodeSettings
from tests.compressors.source_code.samples import parsed

_LONG = "a_name_that_is_long = and_what_it_is + another_such_name"
_BODY = f"def f(x):\n    {_LONG}\n    if x:\n        {_LONG}\n\n        {_LONG}\n        return x\n    {_LONG}\n    {_LONG}\n"


def gaps(text: str, *rows: int, suffix: str = "py", whole: tuple[tuple[int, int], ...] = ()) -> list[Gap]:
    """The gaps of a text of which some rows are wanted."""
    reading = parsed(suffix, text)
    return gaps_of(reading.structure, reading.rows, Wanted(rows, whole), CodeSettings(), reading.sign)


def test_a_body_goes_as_a_whole() -> None:
    """Python needs a statement in its place."""
    assert gaps(_BODY) == [Gap(1, 8, "    ...  # ")]


def test_a_comment_alone_is_no_body() -> None:
    """A statement stands for what goes behind it."""
    text = f"def f(x):\n    {_LONG}\n    # A word that is wanted.\n    {_LONG}\n    {_LONG}\n"
    assert gaps(text, 2) == [Gap(3, 4, "    ...  # ")]
    long = text.replace(_LONG, f"{_LONG} + {_LONG}")
    assert gaps(long, 2) == [Gap(1, 1, "    # "), Gap(3, 4, "    ...  # ")]


def test_what_stands_for_a_body_stands_in_its_column() -> None:
    """Also where a comment elsewhere goes with it, or only a comment goes behind it."""
    long = f"{_LONG} + {_LONG}"
    head = f"def f(x):\n    {long}\n    # A word that is wanted.\n"
    assert gaps(f"{head}# {_LONG}\n    {_LONG}\n    {_LONG}\n", 2) == [Gap(1, 1, "    # "), Gap(3, 5, "    ...  # ")]
    assert gaps(f"{head}    # {long}\n\nx = 1\n", 2) == [Gap(1, 1, "    ...  # "), Gap(3, 3, "    # ")]
    assert gaps(f"{head}    # short\n\nx = 1\n", 2) == [Gap(1, 1, "    ...  # ")]


def test_what_python_does_not_accept_stays() -> None:
    """Its parser takes statements in several columns for a block; without the first, others end elsewhere."""
    loop = f"        for y in x:\n            {_LONG}\n            {_LONG}\n    else:\n        {_LONG}\n"
    text = f"def f(x):\n    if x:\n    {_LONG}\n{loop}\n\ndef g(x):\n    {_LONG}\n    {_LONG}\n"
    assert parsed("py", text).faults == 0
    assert gaps(text, 4) == [Gap(11, 12, "    ...  # ")]
    assert gaps(text) == [Gap(4, 5, "            ...  # "), Gap(11, 12, "    ...  # ")]


def test_the_head_of_what_is_wanted_stays() -> None:
    """What stands round it goes, with the blank rows between."""
    assert gaps(_BODY, 6) == [Gap(3, 5, "        # "), Gap(7, 8, "    # ")]


def test_braces_may_be_empty() -> None:
    """No statement has to stand for the others."""
    text = f"function f() {{\n  {_LONG}\n  {_LONG}\n}}\n"
    assert gaps(text, suffix="js") == [Gap(1, 2, "  // ")]


def test_what_is_shorter_than_its_note_stays() -> None:
    """And so does what is wanted as a whole."""
    assert gaps("def f():\n    a = 1\n    return 2\n" + _LONG + "\n") == []
    assert gaps(_BODY, whole=((0, 8),)) == []


def test_comments_keep_their_first_line() -> None:
    """Of lines, and between brackets, whose closing one stays."""
    remarks = "".join(f"# {_LONG} {row}\n" for row in range(5))
    assert gaps(remarks + "x = 1\n") == [Gap(1, 4, "# ")]
    block = f"/**\n * {_LONG}\n * {_LONG}\n * {_LONG}\n */\nfunction f() {{\n}}\n"
    assert gaps(block, suffix="js") == [Gap(2, 3, " * ")]


def test_a_comment_is_not_cut_within_its_first_sentence() -> None:
    """Where that ends soon: what must not be done may stand in its second line."""
    remarks = f"# The table is read by the installer, which must not\n# be run as root.\n# {_LONG}\n# {_LONG}\n# {_LONG}\n"
    assert gaps(remarks + "x = 1\n") == [Gap(2, 4, "# ")]


def test_a_ruled_comment_keeps_what_it_says() -> None:
    """Its first line says nothing; nor does a line that runs the program."""
    ruled = f"#------\n# A heading\n# {_LONG}\n# {_LONG}\nx = 1\n"
    assert gaps(ruled) == [Gap(2, 3, "# ")]
    script = "#!/usr/bin/env python3\n" + "".join(f"# {_LONG} {row}\n" for row in range(5))
    assert gaps(script + "x = 1\n") == [Gap(2, 5, "# ")]


def test_a_docstring_keeps_its_first_sentence() -> None:
    """Its closing quotes stay, and the note stands in it."""
    text = f'def f():\n    """It does\n    what it does.\n\n    {_LONG}\n    {_LONG}\n    """\n    return 1\n'
    assert gaps(text, 7) == [Gap(3, 5, "    ")]


def test_wanted_rows_are_looked_up() -> None:
    """By range."""
    wanted = Wanted((3, 9), ((10, 20), (30, 40)))
    assert wanted.has_row(2, 3)
    assert not wanted.has_row(4, 8)
    assert wanted.is_whole(10, 20)
    assert wanted.is_whole(32, 33)
    assert not wanted.is_whole(19, 21)
    assert not wanted.is_whole(25, 26)
