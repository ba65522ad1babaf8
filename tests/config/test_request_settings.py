"""What holds for one request."""

from __future__ import annotations

import pytest

from headroom.config import CCRConfig, HeadroomConfig, HeadroomMode, Profile, ToolProfile, WindowSettings
from headroom.config.client_settings import ClientSettings
from headroom.config.overrides import Overrides, take_overrides
from headroom.config.precedence import resolve
from headroom.config.request_settings import settings_for_request
from headroom.errors import ConfigurationError

NOTHING = Overrides()


def client(config: HeadroomConfig | None = None) -> ClientSettings:
    """The settings of a client with a configuration."""
    return resolve(config=config)[0]


def test_a_request_that_says_nothing_has_the_clients_settings() -> None:
    """But for the retrieve tool, which its notes name."""
    made = client()
    request = settings_for_request(made, NOTHING)
    assert (request.mode, request.preset, request.output_buffer_tokens) == (HeadroomMode.AUDIT, "default", 4000)
    assert request.settings == made.compression.settings.naming("tool")
    assert request.settings.router.retrieval == "tool"


def test_the_same_request_has_the_very_same_settings() -> None:
    """So that its pipeline is found and not made again."""
    made = client()
    asked, _ = take_overrides({"headroom_keep_turns": 2})
    again, _ = take_overrides({"headroom_keep_turns": 2})
    assert settings_for_request(made, asked, 128_000).settings is settings_for_request(made, again, 128_000).settings


def test_what_is_asked_wins_over_the_client() -> None:
    """Mode, turns, prefix and profiles; the client's profiles of other tools stay."""
    config = HeadroomConfig(
        keep_turns=3,
        default_mode=HeadroomMode.OPTIMIZE,
        tool_profiles={"a": ToolProfile(max_items_after_crush=3), "b": ToolProfile(skip_compression=True)},
    )
    asked, _ = take_overrides(
        {
            "headroom_mode": "audit",
            "headroom_keep_turns": 0,
            "headroom_cache_prefix_tokens": 2048,
            "headroom_tenant": "acme",
            "headroom_tool_profiles": {"A": {"max_items_after_crush": 9}},
        }
    )
    request = settings_for_request(client(config), asked)
    assert (request.mode, request.cache_prefix_tokens, request.tenant) == (HeadroomMode.AUDIT, 2048, "acme")
    assert request.settings.keep_turns == 0
    assert request.settings.profiles == (Profile(tool="b", skip_compression=True), Profile(tool="A", max_items_after_crush=9))


@pytest.mark.parametrize(
    ("limit", "buffer", "window"),
    [(128_000, None, 124_000), (128_000, 8_000, 120_000), (128_000, 0, 128_000), (4_096, None, 2_048), (None, 8_000, None)],
)
def test_a_known_window_is_kept_to(limit: int | None, buffer: int | None, window: int | None) -> None:
    """Less what the reply needs; of a small one no more than half, unless somebody said so."""
    request = settings_for_request(client(), Overrides(output_buffer_tokens=buffer), limit)
    assert request.settings.window == (None if window is None else WindowSettings(limit_tokens=window))
    assert limit is None or request.output_buffer_tokens == limit - (window or 0)


def test_a_window_that_the_caller_named_goes_before_the_models() -> None:
    """With the turns it keeps."""
    config = HeadroomConfig()
    config.rolling_window.keep_last_turns = 4
    assert settings_for_request(client(config), NOTHING, 100_000).settings.window == WindowSettings(
        limit_tokens=96_000, keep_last_turns=4
    )
    config.rolling_window.limit_tokens = 7_000
    request = settings_for_request(client(config), Overrides(output_buffer_tokens=2_000), 100_000)
    assert request.settings.window == WindowSettings(limit_tokens=7_000, keep_last_turns=4)


@pytest.mark.parametrize("configured", [True, False])
def test_a_reply_that_needs_the_whole_window_is_refused(configured: bool) -> None:
    """Whoever asked for it."""
    made = client(HeadroomConfig(output_buffer_tokens=8_192) if configured else None)
    with pytest.raises(ConfigurationError) as caught:
        settings_for_request(made, NOTHING if configured else Overrides(output_buffer_tokens=8_192), 8_192)
    field = "output_buffer_tokens" if configured else "headroom_output_buffer_tokens"
    assert caught.value.details == {"field": field, "value": 8_192, "limit_tokens": 8_192}


def test_where_the_tool_cannot_be_offered_nothing_is_left_out() -> None:
    """Only a full window still drops turns; notes name no tool."""
    settings = settings_for_request(client(), NOTHING, 100_000, can_offer=False).settings
    assert settings.crush.lossless_only
    assert settings.router.lossless_only
    assert settings.router.retrieval == "none"
    assert settings.window is not None


def test_where_the_caller_turned_the_tool_off_notes_do_not_name_it() -> None:
    """Selection still runs."""
    config = HeadroomConfig(ccr=CCRConfig(inject_tool=False))
    for can_offer in (True, False):
        settings = settings_for_request(client(config), NOTHING, can_offer=can_offer).settings
        assert not settings.crush.lossless_only
        assert settings.router.retrieval == "none"


def test_without_markers_there_is_no_window() -> None:
    """It would have to leave one."""
    request = settings_for_request(client(HeadroomConfig(ccr=CCRConfig(inject_retrieval_marker=False))), NOTHING, 100_000)
    assert request.preset == "lossless"
    assert request.settings.window is None
