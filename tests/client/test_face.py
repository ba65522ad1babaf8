"""What both clients have in common."""

from __future__ import annotations

from typing import Any

import pytest

from headroom.client.face import check_original
from headroom.client.sync import HeadroomClient
from headroom.config import HeadroomConfig, RollingWindowConfig, SmartCrusherConfig
from headroom.errors import ConfigurationError
from headroom.providers import OpenAIProvider
from tests.fakes.ports import LOG
from tests.fakes.requests import openai_messages
from tests.fakes.sdk_clients import AsyncSdk, Reply, Sdk


def wrapped(**options: Any) -> HeadroomClient:
    """A client with nothing but memory."""
    options = {"store_url": "memory://", "default_mode": "optimize", "environ": {}, **options}
    return HeadroomClient(Sdk(Reply(usage=None, choices=[])), OpenAIProvider(), **options)


def test_statistics_have_the_documented_shape() -> None:
    """From the start, without any call."""
    stats = wrapped().get_stats()
    assert stats.keys() >= {"session", "config", "transforms"}
    assert stats["session"].keys() >= {
        *("requests_total", "requests_optimized", "requests_audit", "tokens_saved_total", "cache_hits")
    }
    assert stats["config"].keys() >= {"mode", "provider", "cache_optimizer", "semantic_cache"}
    assert (stats["config"]["mode"], stats["config"]["provider"]) == ("optimize", "openai")
    assert stats["transforms"] == {
        "smart_crusher_enabled": True,
        "cache_aligner_enabled": False,
        "rolling_window_enabled": True,
    } or set(map(type, stats["transforms"].values())) == {bool}


def test_statistics_say_what_is_configured() -> None:
    """Of the transforms."""
    config = HeadroomConfig(smart_crusher=SmartCrusherConfig(enabled=False), rolling_window=RollingWindowConfig())
    assert wrapped(config=config).get_stats()["transforms"]["smart_crusher_enabled"] is False


def test_calls_that_are_over_are_counted_first() -> None:
    """Also what they saved, which is counted in another thread."""
    client = wrapped()
    client.chat.completions.create(model="gpt-4o", messages=openai_messages(LOG))
    session = client.get_stats()["session"]
    assert isinstance(session["tokens_saved_total"], int)
    assert session["tokens_saved_total"] > 5_000
    assert session["fallback_reasons"] == {}


def test_the_latest_diff_is_there_where_it_was_asked_for() -> None:
    """None before the first call, and without the setting."""
    plain = wrapped()
    asked_for = wrapped(config=HeadroomConfig(generate_diff_artifact=True))
    assert [client.last_diff for client in (plain, asked_for)] == [None, None]
    for client in (plain, asked_for):
        client.chat.completions.create(model="gpt-4o", messages=openai_messages(LOG))
    assert plain.last_diff is None
    assert asked_for.last_diff is not None
    assert asked_for.last_diff.total_tokens_saved > 5_000


def test_settings_are_told_with_who_said_so() -> None:
    """As rows, and as a table to print."""
    client = wrapped(environ={"HEADROOM_NO_CCR": "1"})
    rows = {row.name: row for row in client.effective_settings()}
    assert (rows["default_mode"].source, rows["ccr.enabled"].source) == ("parameter", "environment")
    table = client.explain_settings()
    said = client.explain_settings(said_only=True)
    assert "smart_crusher.enabled" in table
    assert "smart_crusher.enabled" not in said
    assert "HEADROOM_NO_CCR" in said


def test_private_names_are_never_the_sdks() -> None:
    """A client that is not made yet has none, so that copying and pickling do not go round in circles."""
    bare = object.__new__(HeadroomClient)
    for name in ("_original", "_core", "_calls", "__deepcopy__"):
        with pytest.raises(AttributeError):
            getattr(bare, name)
    assert "HeadroomClient of Sdk, mode optimize" in repr(wrapped())


def test_only_clients_of_the_right_kind_pass() -> None:
    """The others are told which one to use."""
    check_original(Sdk(), awaited=False, ours="A", other="B")
    check_original(AsyncSdk(), awaited=True, ours="B", other="A")
    for original, awaited in ((Sdk(), True), (AsyncSdk(), False), (Sdk, False), (None, True)):
        with pytest.raises(ConfigurationError):
            check_original(original, awaited=awaited, ours="A", other="B")


def test_what_is_set_is_set_on_the_sdks_client() -> None:
    """As its own attributes are read through, they are written through."""
    client = wrapped()
    client.timeout = 3
    assert client._original.timeout == 3  # noqa: SLF001 - the documented name
    assert client.timeout == 3
