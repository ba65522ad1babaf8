"""How long prefixes are."""

from __future__ import annotations

from headroom.messages import Breakpoint, Tool
from headroom.tokens import counter_for
from headroom.transforms.cache_breakpoints.sizes import bytes_until, is_at_least, leading_prompts, prefix_within, tool_json
from tests.transforms.cache_breakpoints.conversations import LONG, TOOL, anthropic, exchange, openai

USER = {"role": "user", "content": "Which?"}


def test_bytes_are_those_of_what_stands_before() -> None:
    """Prompt, tools, texts, arguments, results; characters that take more bytes count so; images are a flat figure."""
    given = anthropic({**USER, "content": "été\ud800"}, *exchange(1), system="abc", tools=[{"name": "f"}])
    assert [bytes_until(given, last) for last in range(-1, 3)] == [15, 23, 25, 29]
    image = anthropic({"role": "user", "content": [{"type": "image", "source": {}}]}, system=None)
    assert bytes_until(image, 0) == 4_000


def test_a_prefix_is_long_enough_at_two_bytes_a_token() -> None:
    """A bound: a prefix that is in truth too short is marked in vain, which costs nothing."""
    given = anthropic(USER, system="x" * 100)
    assert is_at_least(given, -1, 50)
    assert not is_at_least(given, -1, 51)
    assert is_at_least(given, 0, 53)
    assert is_at_least(anthropic(system=None), -1, 0)


def test_tools_are_json_or_their_name() -> None:
    """What JSON cannot say is as long as its name."""
    assert tool_json(Tool(name="f", source={"name": "f"})) == b'{"name":"f"}'
    assert tool_json(Tool(name="f")) == b'"f"'
    assert tool_json(Tool(name="f", source={"name": {1, 2}, "x": object()})) == b"f"


def test_leading_prompts_are_counted() -> None:
    """Up to the first message of somebody else."""
    prompts = [{"role": "system", "content": "a"}, {"role": "developer", "content": "b"}]
    assert leading_prompts(openai(*prompts, USER, *prompts)) == 2
    assert leading_prompts(openai(*prompts)) == 2
    assert leading_prompts(openai(USER)) == 0


def test_a_target_ends_at_the_last_boundary_within() -> None:
    """Counted exactly as the model's tokens are, boundaries that may not be marked passed over."""
    given = anthropic(USER, *exchange(1), system=LONG)
    length = counter_for(given.model).count(LONG)
    assert prefix_within(given, length + 2) is None
    assert prefix_within(given, length + 3) == Breakpoint(place="system", part=0)
    assert prefix_within(given, 10 * length) == Breakpoint(place="messages", message=2, part=0)
    tools = anthropic(USER, system=LONG, tools=[TOOL])
    assert prefix_within(tools, 1) is None
    assert prefix_within(tools, length + 100) == Breakpoint(place="tools")
    chat = openai({"role": "system", "content": LONG}, USER, tools=[TOOL])
    assert prefix_within(chat, length + 100) is None
    assert prefix_within(chat, 10 * length) == Breakpoint(place="messages", message=1, part=0)
