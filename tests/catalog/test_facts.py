"""Tests of prices by the size of a request."""

from __future__ import annotations

import msgspec
import pytest

from headroom.catalog.facts import CacheRules, ModelFacts, Prices

TIERED = Prices(
    input=1.0,
    output=2.0,
    tiers=(Prices(input=2.0, output=4.0, above_tokens=100), Prices(input=3.0, output=6.0, above_tokens=200)),
)


@pytest.mark.parametrize(("tokens", "price"), [(0, 1.0), (100, 1.0), (101, 2.0), (200, 2.0), (201, 3.0), (10**9, 3.0)])
def test_a_tier_holds_above_its_bound(tokens: int, price: float) -> None:
    """The largest bound that is passed decides; the bound itself belongs below."""
    assert TIERED.at(tokens).input == price


def test_prices_are_written_without_what_is_not_known() -> None:
    """As they stand in the list, and come back the same."""
    text = msgspec.json.encode(Prices(input=1.0, output=2.0))
    assert text == b'{"input":1.0,"output":2.0}'
    assert msgspec.json.decode(msgspec.json.encode(TIERED), type=Prices) == TIERED


def test_facts_assume_nothing() -> None:
    """No price, no cache, no output limit unless said."""
    facts = ModelFacts(model="m", context_limit_tokens=1)
    assert (facts.prices, facts.max_output_tokens, facts.cache, facts.source) == (None, None, CacheRules(), "default")
    assert not facts.cache.explicit
