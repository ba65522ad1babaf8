"""The variables of the environment."""

from __future__ import annotations

import pytest

from headroom.config.environment import PROTECT_TOOL_RESULTS, protected_tools


@pytest.mark.parametrize(
    ("value", "tools"),
    [("Bash", ("Bash",)), (" Bash , mcp__db__*,,", ("Bash", "mcp__db__*")), ("", ()), (" , ", ())],
)
def test_names_are_separated_by_commas(value: str, tools: tuple[str, ...]) -> None:
    """White space and empty names do not count."""
    assert protected_tools({PROTECT_TOOL_RESULTS: value}) == tools


def test_nothing_set_protects_nothing() -> None:
    """An environment without the variable names no tool."""
    assert protected_tools({}) == ()


def test_without_a_mapping_the_process_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment at the time of the call counts."""
    monkeypatch.setenv(PROTECT_TOOL_RESULTS, "Bash")
    assert protected_tools() == ("Bash",)
    monkeypatch.delenv(PROTECT_TOOL_RESULTS)
    assert protected_tools() == ()
