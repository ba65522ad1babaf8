"""Law 9: nothing that the caller passed in is mutated."""

from __future__ import annotations

import copy

from hypothesis import given
from hypothesis import strategies as st

from headroom import compress
from headroom.config import HeadroomConfig
from headroom.pipeline.plan import PRESETS
from headroom.wire.codec import encode
from property_tests.strategies.configurations import Component, components
from property_tests.strategies.requests import WireRequest, requests


@given(requests(), components())
def test_wire_values_are_not_mutated(request: WireRequest, component: Component) -> None:
    """Messages, system prompt and tools read the same after decoding, compressing and encoding."""
    kept = copy.deepcopy(request)
    before = request.decoded()
    after, _ = component(before)
    encode(after)
    assert request == kept
    assert repr(request) == repr(kept)
    assert before == request.decoded()


@given(requests(), st.sampled_from(sorted(PRESETS)))
def test_compress_mutates_nothing(request: WireRequest, preset: str) -> None:
    """The public entry leaves messages and configuration as they were, and hands out a list of its own."""
    kept = copy.deepcopy(request)
    config = HeadroomConfig()
    result = compress(request.messages, preset=preset, config=config, system=request.system, tools=request.tools, environ={})
    assert result.messages is not request.messages
    result.messages.clear()
    assert repr(request) == repr(kept)
    assert config == HeadroomConfig()
