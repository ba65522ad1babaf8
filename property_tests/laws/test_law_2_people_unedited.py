"""Law 2: what users, assistants, systems and developers said is not rewritten."""

from __future__ import annotations

from hypothesis import given

from headroom.safety import changes_between, people_unedited
from headroom.wire.codec import encode
from property_tests.oracles.wire_texts import spoken
from property_tests.strategies.configurations import Component, components
from property_tests.strategies.requests import WireRequest, requests


@given(requests(), components())
def test_no_spoken_text_changes(request: WireRequest, component: Component) -> None:
    """The verdict finds nobody edited, the top-level system prompt included."""
    before = request.decoded()
    after, _ = component(before)
    assert [str(verdict) for verdict in people_unedited(changes_between(before, after))] == []
    assert after.system is before.system


@given(requests(), components())
def test_wire_says_the_same(request: WireRequest, component: Component) -> None:
    """Read from the wire alone, the same people say the same words in the same order."""
    after, _ = component(request.decoded())
    assert spoken(encode(after)) == spoken(request.messages)
