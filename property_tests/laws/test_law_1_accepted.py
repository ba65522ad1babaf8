"""Law 1: what a provider accepted before, it accepts after."""

from __future__ import annotations

from hypothesis import given

from headroom.safety import RULES, accepted, changes_between
from headroom.wire.codec import encode
from property_tests.oracles.wire_texts import wire_ids
from property_tests.strategies.configurations import Component, components
from property_tests.strategies.requests import WireRequest, regular_requests, requests


@given(requests(), components())
def test_no_provider_rule_is_newly_broken(request: WireRequest, component: Component) -> None:
    """Every rule that held for a message holds for what became of it."""
    before = request.decoded()
    after, _ = component(before)
    assert [str(verdict) for verdict in accepted(changes_between(before, after))] == []


@given(requests(), components())
def test_rules_say_the_same_of_the_whole(request: WireRequest, component: Component) -> None:
    """Rules asked afresh of the whole conversation agree with the verdict, which looks only at what changed."""
    before = request.decoded()
    after, _ = component(before)
    rules = RULES[before.format]
    for in_order in rules.order.values():
        assert set(in_order(after)) <= set(in_order(before))
    for in_text in rules.texts.values():
        for old, new in zip(before.messages, after.messages, strict=True):
            assert set(in_text(new)) <= set(in_text(old))


@given(requests(), components())
def test_calls_and_results_keep_ids_and_order(request: WireRequest, component: Component) -> None:
    """On the wire, every id stands where it stood."""
    after, _ = component(request.decoded())
    assert wire_ids(encode(after)) == wire_ids(request.messages)


@given(regular_requests())
def test_drawn_requests_are_valid(request: WireRequest) -> None:
    """The strategy draws pairs that hold, else the law would be about nothing."""
    conversation = request.decoded()
    pairing: dict[str, tuple[str, ...]] = {
        "openai_chat": ("O2", "O3"),
        "openai_responses": ("R1", "R2", "R2-adjacent", "R3"),
        "anthropic": ("A2", "A4", "A5/A7", "A6", "A8"),
    }
    for name in pairing[conversation.format]:
        assert list(RULES[conversation.format].order[name](conversation)) == []
