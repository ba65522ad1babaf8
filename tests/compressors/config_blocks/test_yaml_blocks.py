"""YAML is cut where its blocks begin and end, and nowhere else."""

from __future__ import annotations

import pytest

from headroom.compressors.config_blocks.yaml_blocks import read_yaml
from headroom.compressors.excerpt import split_lines
from headroom.compressors.nested_parts.nested import COMMENT, Nested
from tests.compressors.nested_parts.outlines import Outline, outline_of


def _nested(text: str) -> Nested:
    nested = read_yaml(text, split_lines(text))
    assert nested is not None
    assert nested.ends[0] == len(text)
    return nested


@pytest.mark.parametrize(
    ("text", "outline"),
    [
        ("a: 1\nb:\n  c: 2\n  d: 3\ne: 4\n", [("a", []), ("b", [("c", []), ("d", [])]), ("e", [])]),
        ("a:\n- x: 1\n  y: 2\n- z\nb: 1\n", [("a", [("-", [("y", [])]), ("-", [])]), ("b", [])]),
        ("a:\n  - x\n  - - y\n    - z\n", [("a", [("-", []), ("-", [("-", [])])])]),
        ("a: |\n  b: 1\n  - c\n\n  # d\ne: 1\n", [("a", []), ("e", [])]),
        ("- a: >-\n    text\n  b: 1\n", [("-", [("b", [])])]),
        ('a: "x\n  y: 1\n  z"\nb: 1\n', [("a", []), ("b", [])]),
        ("a: [x,\n  y,\n]\nb: {c: [\n}, ']']}\nd: 1\n", [("a", []), ("b", []), ("d", [])]),
        ("a: plain words\n  that go on\nb: 1\n", [("a", []), ("b", [])]),
        ("a:\n  b: 1\n# about d\n  d: 1\n", [("a", [("b", []), (COMMENT, []), ("d", [])])]),
        ("# one\n\n# two\na: 1\n", [(COMMENT, []), (COMMENT, []), ("a", [])]),
        ("kind: A\nx: 1\n---\nkind: B\n", [("--- A", [("kind", []), ("x", [])]), ("--- B", [("kind", [])])]),
        ("--- !x &y # z\na: 1\n--- # no\nb: 1\n", [("---", [("a", [])]), ("---", [("b", [])])]),
        ('"quoted: key": 1\nb: 2\n', [("quoted: key", []), ("b", [])]),
    ],
)
def test_blocks(text: str, outline: Outline) -> None:
    """Names and nesting of what a parser would see, texts over several lines as one."""
    assert outline_of(_nested(text)) == outline


@pytest.mark.parametrize(
    "text",
    [
        "a: [b,\nc: 1\n",
        'a: "b\nc: 1\n',
        "a:\n\tb: 1\n",
        "a: 1\n? b\n: c\n",
        "a: 1\n--- |\n  b: 1\n",
        "--- {\n  a: 1}\n",
        "\ufeff{\n  a: 1}\n",
        "%TAG ! x\n---\na: 1\n",
    ],
)
def test_what_never_closes_is_not_read(text: str) -> None:
    """Nobody knows where such a value ends."""
    assert read_yaml(text, split_lines(text)) is None
