"""Law 3: what a message becomes depends only on what stands before it."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from headroom import compress
from headroom.pipeline.plan import PRESETS
from headroom.safety import recent_from
from headroom.wire.codec import encode
from property_tests.strategies.configurations import Component, components
from property_tests.strategies.requests import WireRequest, requests


@given(requests(), components(), st.integers(0, 12))
def test_prefix_of_the_result_is_the_result_of_the_prefix(request: WireRequest, component: Component, length: int) -> None:
    """Cut the conversation anywhere: what stands before the cut becomes the same.

    With `keep_turns` the last turns wait; the law holds before them.
    """
    whole = request.decoded()
    cut = msgspec.structs.replace(whole, messages=whole.messages[:length])
    stable = recent_from(cut.messages, component.settings.keep_turns)
    of_whole, _ = component(whole)
    of_cut, _ = component(cut)
    assert of_cut.messages[:stable] == of_whole.messages[: min(length, stable)]


@given(requests(), st.sampled_from(sorted(PRESETS)), st.integers(0, 12))
def test_wire_prefix_is_stable_for_every_preset(request: WireRequest, preset: str, length: int) -> None:
    """The same holds from wire to wire, where the format is guessed from what is there."""
    cut = request.prefix(length)
    whole = compress(request.messages, preset=preset, system=request.system, tools=request.tools, environ={})
    part = compress(cut.messages, preset=preset, system=cut.system, tools=cut.tools, environ={})
    assert part.messages == whole.messages[:length]


@given(requests(), components(), st.data())
def test_later_words_change_nothing_before_them(request: WireRequest, component: Component, data: st.DataObject) -> None:
    """Whatever is asked next, what was sent before stays as it was sent."""
    now, otherwise = (
        msgspec.structs.replace(request, messages=[*request.messages, {"role": "user", "content": asked}]).decoded()
        for asked in ("Show errors of the gateway.", "id 1003?")
    )
    length = data.draw(st.integers(0, len(request.messages)))
    assert encode(component(now)[0])[:length] == encode(component(otherwise)[0])[:length]
