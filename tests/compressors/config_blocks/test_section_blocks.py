"""TOML, INI and properties are cut between settings and sections."""

from __future__ import annotations

import pytest

from headroom.compressors.config_blocks.section_blocks import read_sections
from headroom.compressors.excerpt import split_lines
from headroom.compressors.nested_parts.nested import COMMENT
from tests.compressors.nested_parts.outlines import Outline, outline_of


@pytest.mark.parametrize(
    ("text", "is_toml", "outline"),
    [
        ("a = 1\n[b]\nc = 2\n[b.d]\ne = 3\n[f]\n", True, [("a", []), ("b", [("c", []), ("b.d", [("e", [])])]), ("f", [])]),
        ("[[p]]\nn = 1\n[p.x]\ny = 1\n[[p]]\n", True, [("[[p]]", [("n", []), ("p.x", [("y", [])])]), ("[[p]]", [])]),
        ('a = [\n  "]",  # ]\n  [1],\n]\nb = """\n[c]\n"""\n', True, [("a", []), ("b", [])]),
        ("[a]\nk = v\n  goes on\n  and on\nl: w\n[a.b]\n", False, [("a", [("k", []), ("l", [])]), ("a.b", [])]),
        (
            "[a]\nk =\n  v\n# no\n\n  ; no\n  [w]\n[b]\n\tl = 1\n\tm = 2\n",
            False,
            [("a", [("k", [])]), ("b", [("l", []), ("m", [])])],
        ),
        ('A="x\nB=1\n\\"#\n"\nC=\'y\nD=\'\nE="\n', False, [("A", []), ("C", []), ("E", [])]),
        ('A="say \\"b\nB=2"\nC="d:\\"\nD=1\n', False, [("A", []), ("C", []), ("D", [])]),
        ("a = 1 \\\n# no\n  b\nc = 2\n", False, [("a", []), ("c", [])]),
        ("a.b=1 \\\n  2\n! remark\n; more\nc=3\n", False, [("a.b", []), (COMMENT, []), ("c", [])]),
    ],
)
def test_blocks(text: str, is_toml: bool, outline: Outline) -> None:
    """Names and nesting, values over several lines as one."""
    nested = read_sections(text, split_lines(text), is_toml=is_toml)
    assert nested is not None
    assert outline_of(nested) == outline
    assert nested.ends[0] == len(text)


@pytest.mark.parametrize("text", ["a = [\n1,\n", 'a = """\nb = 1\n'])
def test_what_never_closes_is_not_read(text: str) -> None:
    """Nobody knows where such a value ends."""
    assert read_sections(text, split_lines(text), is_toml=True) is None


@pytest.mark.parametrize("text", ["a = [\n]\n", "a = {\n  b\n}\n", 'a = "\n[b]\nc = "\n', 'a = """\nb = 1\n'])
def test_what_is_no_ini_is_not_read(text: str) -> None:
    """A value may go on where INI has none that do."""
    assert read_sections(text, split_lines(text), is_toml=False) is None


def test_toml_has_no_empty_values() -> None:
    """It is some other format, whose values go on below."""
    assert read_sections("a =\n  1\n", ["a =\n", "  1\n"], is_toml=True) is None
