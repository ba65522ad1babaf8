"""Tests of names of tools."""

from __future__ import annotations

import pytest

from headroom.transforms.tool_names import is_named


@pytest.mark.parametrize(
    ("tool", "patterns", "expected"),
    [
        ("Read", ("Read",), True),
        ("read", ("READ",), True),
        ("Reader", ("Read",), False),
        ("read_file", ("read*",), True),
        ("web_search", ("*search", "x"), True),
        ("mcp__files__read", ("Read",), True),
        ("mcp__files__read", ("mcp__files__*",), True),
        ("MCP__files__Read", ("read",), True),
        ("my__read", ("read",), False),
        ("mcp__read", ("read",), True),
        ("tool[1]", ("tool[1]",), False),
        ("tool1", ("tool[1]",), True),
        ("", ("Read",), False),
        ("", ("*",), True),
        ("Read", (), False),
    ],
)
def test_names_are_compared_without_case(tool: str, patterns: tuple[str, ...], expected: bool) -> None:
    """Whole names, globs, and the last part of an MCP name."""
    assert is_named(tool, patterns) is expected
