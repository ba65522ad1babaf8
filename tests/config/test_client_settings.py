"""A client's configuration as one frozen value."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from headroom.config import HeadroomConfig
from headroom.config.client import CacheOptimizerConfig, CCRConfig, PrefixFreezeConfig
from headroom.config.client_settings import (
    CacheOptimizerSettings,
    CCRSettings,
    ClientSettings,
    PrefixFreezeSettings,
    client_settings_from,
    learning_fields_set,
)
from headroom.config.environment import Environment
from headroom.errors import ConfigurationError


class Listener:
    """An extension that hears nothing."""

    def on_pipeline_event(self, event: object) -> None:
        """Nothing."""


def frozen(config: HeadroomConfig) -> ClientSettings:
    """The settings of a configuration alone."""
    return client_settings_from(config, store_url=None, environment=Environment())


@pytest.mark.parametrize(
    ("config", "settings"),
    [
        (CCRConfig, CCRSettings),
        (CacheOptimizerConfig, CacheOptimizerSettings),
        (PrefixFreezeConfig, PrefixFreezeSettings),
    ],
)
def test_a_struct_and_its_settings_have_the_same_defaults(config: type[msgspec.Struct], settings: type[msgspec.Struct]) -> None:
    """Of all fields that act."""
    plain = msgspec.structs.asdict(config())
    held = msgspec.structs.asdict(settings())
    assert held.items() <= plain.items()
    assert set(plain) - set(held) <= {"feedback_enabled", "min_items_to_cache"}


def test_defaults_are_those_of_an_untouched_configuration() -> None:
    """A client without any configuration is one with an empty one."""
    assert frozen(HeadroomConfig()) == ClientSettings()


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("ccr.store_max_entries", 0),
        ("ccr.store_ttl_seconds", 0),
        ("ccr.max_retrieval_rounds", -1),
        ("ccr.min_items_to_cache", -1),
        ("cache_optimizer.min_cacheable_tokens", -1),
        ("cache_optimizer.semantic_cache_similarity", 1.5),
        ("cache_optimizer.semantic_cache_similarity", float("nan")),
        ("prefix_freeze.session_ttl_seconds", -1),
        ("prefix_freeze.force_compress_threshold", -0.1),
        ("rolling_window.keep_last_turns", 0),
        ("output_buffer_tokens", -1),
    ],
)
def test_a_value_out_of_range_is_refused_by_its_path(path: str, value: float) -> None:
    """The error names the field as the configuration has it."""
    config = HeadroomConfig()
    target: Any = config
    *structs, name = path.split(".")
    for struct in structs:
        target = getattr(target, struct)
    setattr(target, name, value)
    with pytest.raises(ConfigurationError) as caught:
        frozen(config)
    assert caught.value.details["field"] == path


def test_a_context_window_of_nothing_is_refused() -> None:
    """The error names the model."""
    with pytest.raises(ConfigurationError, match=r"model_context_limits\.tiny"):
        frozen(HeadroomConfig(model_context_limits={"tiny": 0}))
    assert frozen(HeadroomConfig(model_context_limits={"mine": 9})).context_limit("mine") == 9
    assert frozen(HeadroomConfig()).context_limit("mine") is None


@pytest.mark.parametrize("given", [Listener, object(), "listener"])
def test_what_cannot_listen_is_no_extension(given: object) -> None:
    """A class is not, nor is an object without the method."""
    with pytest.raises(ConfigurationError, match="is no extension"):
        frozen(HeadroomConfig(pipeline_extensions=[given]))


def test_extensions_arrive_as_the_very_objects() -> None:
    """They are the caller's own."""
    listener = Listener()
    assert frozen(HeadroomConfig(pipeline_extensions=[listener])).pipeline_extensions[0] is listener


@pytest.mark.parametrize(
    ("ccr", "freeze", "preset", "offers"),
    [
        (CCRConfig(), PrefixFreezeConfig(), "default", True),
        (CCRConfig(), PrefixFreezeConfig(enabled=False), "token", True),
        (CCRConfig(inject_retrieval_marker=False), PrefixFreezeConfig(), "lossless", False),
        (CCRConfig(inject_retrieval_marker=False), PrefixFreezeConfig(enabled=False), "lossless", False),
        (CCRConfig(inject_tool=False), PrefixFreezeConfig(), "default", False),
        (CCRConfig(enabled=False), PrefixFreezeConfig(), "default", False),
        (CCRConfig(max_retrieval_rounds=0), PrefixFreezeConfig(), "default", False),
    ],
)
def test_the_preset_and_the_tool_follow_from_the_switches(
    ccr: CCRConfig, freeze: PrefixFreezeConfig, preset: str, offers: bool
) -> None:
    """What may not leave a note loses nothing; what may rewrite takes the preset that does."""
    compression = frozen(HeadroomConfig(ccr=ccr, prefix_freeze=freeze)).compression
    assert (compression.preset, compression.offers_tool) == (preset, offers)


def test_a_window_and_no_notes_contradict_each_other() -> None:
    """A window leaves out what a note would have to name."""
    config = HeadroomConfig(ccr=CCRConfig(inject_retrieval_marker=False))
    config.rolling_window.limit_tokens = 1_000
    with pytest.raises(ConfigurationError, match="inject_retrieval_marker"):
        frozen(config)


def test_fields_for_learned_hints_are_told_where_they_were_set() -> None:
    """And only those."""
    config = HeadroomConfig()
    assert learning_fields_set(config) == ()
    config.smart_crusher.toin_confidence_threshold = 0.5
    config.ccr.feedback_enabled = False
    assert learning_fields_set(config) == ("smart_crusher.toin_confidence_threshold", "ccr.feedback_enabled")
