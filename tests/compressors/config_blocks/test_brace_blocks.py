"""Blocks in braces and in tags on lines of their own."""

from __future__ import annotations

import pytest

from headroom.compressors.config_blocks.brace_blocks import read_braces
from headroom.compressors.excerpt import split_lines
from headroom.compressors.nested_parts.nested import COMMENT
from tests.compressors.nested_parts.outlines import Outline, outline_of


@pytest.mark.parametrize(
    ("text", "outline"),
    [
        (
            "user www;\nhttp {\n  # all\n  server {\n    listen 80;\n  }\n}\n",
            [("user", []), ("http", [(COMMENT, []), ("server", [("listen", [])])])],
        ),
        (
            'resource "a" "b" {\n  x = <<EOF\n}\nEOF\n  y = [\n    1,\n  ]\n}\n',
            [("resource a b", [("x", []), ("y =", [("1,", [])])])],
        ),
        (
            "f {\n  if a {\n    x\n  } else if b {\n    y\n  }\n  else\n  {\n    z\n  }\n  w\n}\n",
            [("f", [("if a", [("x", []), ("else if b", [("y", [])]), ("else", [("z", [])])]), ("w", [])])],
        ),
        (
            "a 1;\nserver\n{\n  log main 'a;'\n    # and\n    'b;';\n  header \"one;\n  two three\" x;\n  on; # don't\n}\n",
            [("a", []), ("server", [("log", []), ("header", []), ("on;", [])])],
        ),
        ("<Directory /srv>\nAllow all\n</Directory>\n", [("Directory", [("Allow", [])])]),
    ],
)
def test_blocks(text: str, outline: Outline) -> None:
    """Names and nesting; a text that a heredoc holds is one."""
    nested = read_braces(text, split_lines(text))
    assert nested is not None
    assert outline_of(nested) == outline


@pytest.mark.parametrize(
    "text", ["a {\n", "}\n", "a {\n}\nx = <<EOF\n", "a {\n}\n\nelse {\n}\n", 'a {\n  b "{"\n}\n', 'a {\n b "\n}\n']
)
def test_what_does_not_close_is_not_read(text: str) -> None:
    """Then it is something else."""
    assert read_braces(text, split_lines(text)) is None
