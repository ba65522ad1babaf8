"""What a request asks for, all settings taken together."""

from __future__ import annotations

import msgspec
import pytest

from headroom.client.request.wanted import wanted_for
from headroom.config import CCRConfig, HeadroomConfig, HeadroomMode, PrefixFreezeConfig
from headroom.config.parameters import NOTHING_PASSED, Parameters
from headroom.errors import ConfigurationError
from tests.fakes.ports import asking, core_with


def config(**changes: object) -> HeadroomConfig:
    """A configuration with these fields."""
    made = HeadroomConfig(store_url="memory://", discover_pipeline_extensions=False)
    for name, value in changes.items():
        setattr(made, name, value)
    return made


def test_the_request_goes_before_the_client() -> None:
    """For its mode; what it does not say, the client says."""
    core = core_with(config=config(default_mode="audit"), parameters=NOTHING_PASSED)
    plain = asking("openai_chat", {"model": "gpt-4o"})
    assert wanted_for(core, plain).mode == HeadroomMode.AUDIT
    said = asking("openai_chat", {"model": "gpt-4o"}, headroom_mode="optimize", headroom_cache_prefix_tokens=2_000)
    wanted = wanted_for(core, said)
    assert (wanted.mode, wanted.request.cache_prefix_tokens) == (HeadroomMode.OPTIMIZE, 2_000)


def test_the_window_is_the_models_less_what_the_reply_needs() -> None:
    """Unless the caller says how long it is; of models that nobody knows there is none."""
    core = core_with(parameters=Parameters(model_context_limits={"mine": 9_000}))
    for model, keywords, window in (
        ("mine", {}, 5_000),
        ("mine", {"headroom_output_buffer_tokens": 1_000}, 8_000),
        ("somebody-s-model", {}, None),
    ):
        settings = wanted_for(core, asking("openai_chat", {"model": model}, **keywords)).request.settings  # type: ignore[arg-type]
        assert (None if settings.window is None else settings.window.limit_tokens) == window
    with pytest.raises(ConfigurationError):
        wanted_for(core, asking("openai_chat", {"model": "mine"}, headroom_output_buffer_tokens=9_000))


def test_pipelines_of_like_requests_are_the_same() -> None:
    """The very object, so that what was done before is known; without our tool another one."""
    core = core_with()
    one, other = (wanted_for(core, asking("openai_chat", {"model": "gpt-4o"})) for _ in range(2))
    assert one.pipeline(offers=True) is other.pipeline(offers=True)
    assert one.pipeline(offers=True) is not one.pipeline(offers=False)


def test_the_tool_is_offered_as_configured() -> None:
    """Or not at all."""
    asked = asking("openai_chat", {"model": "gpt-4o"})
    assert wanted_for(core_with(), asked).offers_tool
    assert not wanted_for(core_with(config=config(ccr=CCRConfig(inject_tool=False))), asked).offers_tool


def test_what_was_sent_stays_unless_the_request_says_how_it_is_to_be_treated() -> None:
    """And where freezing is on."""
    core = core_with()
    plain = {"model": "gpt-4o"}
    assert wanted_for(core, asking("openai_chat", plain)).freezes
    assert wanted_for(core, asking("openai_chat", plain, headroom_cache_prefix_tokens=9)).freezes
    assert not wanted_for(core, asking("openai_chat", plain, headroom_keep_turns=1)).freezes
    off = core_with(config=config(prefix_freeze=PrefixFreezeConfig(enabled=False)))
    assert not wanted_for(off, asking("openai_chat", plain)).freezes


def window_of(body: dict[str, object], **asked: object) -> int | None:
    """How much of a conversation has room in a request of Anthropic's."""
    told = msgspec.structs.replace(asking("anthropic", body), **asked)
    made = wanted_for(core_with(), told).request.settings.window
    return None if made is None else made.limit_tokens


def test_nothing_is_left_out_for_a_window_that_is_guessed() -> None:
    """A name that only looks like a known one may have any."""
    assert window_of({"model": "claude-sonnet-4-5"}) == 196_000
    assert window_of({"model": "my-own-sonnet"}) is None


def test_the_long_window_is_the_one_that_was_asked_for() -> None:
    """By the header that asks for it."""
    headers = {"anthropic-beta": "other-1,context-1m-2025-08-07"}
    assert window_of({"model": "claude-sonnet-4-5"}, extras={"headers": headers}) == 996_000


def test_what_the_reply_may_take_is_left_free() -> None:
    """Where the caller says how long it may be, and not less than is usual."""
    assert window_of({"model": "claude-sonnet-4-5", "max_tokens": 16_000}) == 184_000
    assert window_of({"model": "claude-sonnet-4-5", "max_tokens": 1_000}) == 196_000
    assert window_of({"model": "claude-sonnet-4-5", "max_tokens": 10**9}) == 196_000
