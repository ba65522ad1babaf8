"""What may not be pointed at, and settings that make no sense."""

from __future__ import annotations

import pytest

from headroom.errors import ConfigurationError
from headroom.messages import Text, ToolCall, ToolResult
from headroom.transforms.pointing_back import PointingBack

LONG = "a line that is said again and again\n" * 40


def result(*, is_error: bool = False) -> ToolResult:
    """A result with a long text."""
    return ToolResult(call_id="c", content=(Text(text=LONG),), is_error=is_error)


def call(name: str = "Bash") -> ToolCall:
    """The call that it answers."""
    return ToolCall(id="c", name=name, arguments="{}")


def test_long_texts_of_tools_may_go() -> None:
    """Of any tool that is not excluded, known by its call or not."""
    assert PointingBack().refusal(call(), result(), LONG) == ""
    assert PointingBack().refusal(None, result(), LONG) == ""


@pytest.mark.parametrize(
    ("made", "answered", "text", "reason"),
    [
        (call(), result(), "short", "below 600 characters"),
        (call(), result(), f"{LONG}[headroom: 3 lines omitted]\n", "holds a headroom marker"),
        (call(), result(is_error=True), LONG, "an error result"),
        (call("headroom_retrieve"), result(), LONG, "retrieved by the model"),
        (call("Read"), result(), LONG, "excluded tool Read"),
        (call("mcp__files__read"), result(), LONG, "excluded tool mcp__files__read"),
    ],
)
def test_others_stay(made: ToolCall, answered: ToolResult, text: str, reason: str) -> None:
    """Each with its reason."""
    assert PointingBack(excluded_tools=("read",)).refusal(made, answered, text) == reason


@pytest.mark.parametrize("wrong", [{"min_chars": 0}, {"keep_turns": -1}])
def test_numbers_out_of_range_are_refused(wrong: dict[str, int]) -> None:
    """At once, where the value is made."""
    with pytest.raises(ConfigurationError):
        PointingBack(**wrong)  # type: ignore[arg-type]


def test_it_rewrites_history_only_with_a_boundary_that_moves() -> None:
    """Turns that are kept become older."""
    assert not PointingBack().rewrites_history
    assert PointingBack(keep_turns=1).rewrites_history
