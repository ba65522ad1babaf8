"""A request marked for the provider's cache."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest

from headroom.client.core import Core
from headroom.config import HeadroomConfig
from headroom.config.parameters import Parameters
from headroom.messages import Conversation, Report
from headroom.providers import AnthropicProvider, OpenAIProvider
from headroom.transforms.cache_breakpoints import AnthropicCacheOptimizer, CacheSettings, OpenAICacheOptimizer
from tests.fakes.ports import Script, Step, answered, asking, core_with, row_of
from tests.fakes.requests import anthropic_messages, openai_messages

Wire = dict[str, object]
LONG = "Look after the nightly jobs. " * 600


def sent(core: Core, wire: Any, body: Wire, **keywords: Any) -> Any:
    """What is sent."""
    _, (posted,) = answered(core, asking(wire, body, **keywords), Step(reply={}))
    return posted


def anthropic_body(**changes: object) -> Wire:
    """A request with a prompt that is worth caching."""
    return {"model": "claude-sonnet-4-5", "system": LONG, "messages": anthropic_messages("short"), **changes}


class OfTheTeam(OpenAICacheOptimizer, frozen=True):
    """Has a key of its own."""

    def __call__(self, conversation: Conversation) -> tuple[Conversation, Report]:
        """The key."""
        _, report = super().__call__(conversation)
        return msgspec.structs.replace(conversation, cache_key="team-blue"), report


def test_an_optimizer_made_of_ours_says_what_it_says() -> None:
    """By its own call."""
    core = core_with(Script(), parameters=Parameters(default_mode="optimize", cache_optimizer=OfTheTeam()))
    posted = sent(core, "openai_chat", {"model": "gpt-4o", "messages": openai_messages("short")})
    assert posted["prompt_cache_key"] == "team-blue"


def test_anthropics_prompt_is_marked_and_its_text_is_not_touched() -> None:
    """At most four marks; the row tells how many and of whom."""
    core = core_with(Script(), provider=AnthropicProvider())
    body = anthropic_body()
    posted = sent(core, "anthropic", body)
    assert 1 <= json.dumps(posted).count('"cache_control"') <= 4
    assert [block["text"] for block in posted["system"]] == [LONG]
    assert body == anthropic_body()
    row = row_of(core)
    assert row.breakpoints_inserted == json.dumps(posted).count('"cache_control"')
    assert row.cache_optimizer_used
    assert row.cacheable_tokens > 1_000


def test_the_callers_marks_count_and_stay() -> None:
    """Four of theirs leave no room for ours."""
    mark = {"cache_control": {"type": "ephemeral"}}
    system = [{"type": "text", "text": LONG, **mark} for _ in range(4)]
    posted = sent(core_with(Script(), provider=AnthropicProvider()), "anthropic", anthropic_body(system=system))
    assert posted["system"] == system
    assert json.dumps(posted).count('"cache_control"') == 4


@pytest.mark.parametrize(("is_first_party", "has_key"), [(True, True), (False, False)])
def test_a_cache_key_is_for_the_provider_itself(*, is_first_party: bool, has_key: bool) -> None:
    """Compatible servers may refuse what they do not know; a key of the caller's stays."""
    core = msgspec.structs.replace(core_with(Script(), provider=OpenAIProvider()), is_first_party=is_first_party)
    body: Wire = {"model": "gpt-4o", "messages": [{"role": "system", "content": LONG}, *openai_messages("short")[1:]]}
    assert ("prompt_cache_key" in sent(core, "openai_chat", body)) is has_key
    assert sent(core, "openai_chat", {**body, "prompt_cache_key": "mine"})["prompt_cache_key"] == "mine"


def test_an_optimizer_of_the_callers_keeps_what_it_was_set_to() -> None:
    """Its time, and its limit where that is the stricter one."""

    def posted(**settings: Any) -> str:
        own = AnthropicCacheOptimizer(settings=CacheSettings(**settings))
        core = core_with(
            Script(), provider=AnthropicProvider(), parameters=Parameters(default_mode="optimize", cache_optimizer=own)
        )
        return json.dumps(sent(core, "anthropic", anthropic_body()))

    assert '"ttl": "1h"' in posted(ttl="1h")
    assert "cache_control" in posted(min_tokens=1)
    assert "cache_control" not in posted(min_tokens=100_000)


def test_a_lower_limit_in_the_configuration_holds() -> None:
    """Where the model itself demands no more: this one takes 512."""
    config = HeadroomConfig(store_url="memory://", discover_pipeline_extensions=False)
    config.cache_optimizer.min_cacheable_tokens = 512
    body = anthropic_body(model="claude-fable-5", system="Look after the nightly jobs. " * 50)
    assert "cache_control" not in json.dumps(sent(core_with(Script(), provider=AnthropicProvider()), "anthropic", body))
    assert "cache_control" in json.dumps(
        sent(core_with(Script(), provider=AnthropicProvider(), config=config), "anthropic", body)
    )


def test_short_prompts_are_not_marked() -> None:
    """No provider caches them."""
    posted = sent(core_with(Script(), provider=AnthropicProvider()), "anthropic", anthropic_body(system="Be brief."))
    assert "cache_control" not in json.dumps(posted)
