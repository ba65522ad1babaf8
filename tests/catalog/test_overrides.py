"""Tests of the user's own limits and prices."""

from __future__ import annotations

import pytest

from headroom.catalog.facts import Prices
from headroom.catalog.names import model_name
from headroom.catalog.overrides import NO_OVERRIDES, Overrides, limits_as_overrides, overrides_from
from headroom.errors import ConfigurationError

PAGE = """{
  "anthropic": {
    "context_limits": {
      "claude-4-opus-20250301": 200000,
      "claude-custom-finetune": 128000
    },
    "pricing": {
      "claude-4-opus-20250301": {
        "input": 15.00,
        "output": 75.00,
        "cached_input": 1.50
      }
    }
  },
  "openai": {
    "context_limits": {
      "gpt-5": 256000,
      "ft:gpt-4o:my-org": 128000
    }
  }
}"""
"""The example of the product's configuration page."""


def test_the_form_of_the_configuration_page() -> None:
    """Limits and prices by provider and model."""
    found = overrides_from(PAGE)
    assert found.limits["openai"] == {"gpt-5": 256_000, "ft:gpt-4o:my-org": 128_000}
    assert found.prices["anthropic"] == {"claude-4-opus-20250301": Prices(input=15.0, output=75.0, cache_read=1.5)}


def test_more_prices_and_the_short_form() -> None:
    """Writes to the cache, and a pair of input and output."""
    found = overrides_from(
        '{"X": {"pricing": {"A": {"input": 1, "output": 2, "cache_write": 3, "cache_write_long": 4}, "b": [5, 6.5]}}}'
    )
    assert found.prices == {
        "x": {"a": Prices(input=1.0, output=2.0, cache_write=3.0, cache_write_long=4.0), "b": Prices(input=5.0, output=6.5)}
    }
    assert overrides_from("{}") == NO_OVERRIDES


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "truncated"),
        ("{", "truncated"),
        ("nonsense", "malformed"),
        ("[]", "object"),
        ('{"openai": 3}', "Expected `object`"),
        ('{"openai": {"limits": {}}}', "limits"),
        ('{"openai": {"context_limits": {"gpt-4o": 0}}}', "context_limits"),
        ('{"openai": {"context_limits": {"gpt-4o": "128k"}}}', "context_limits"),
        ('{"openai": {"context_limits": {"gpt-4o": 1.5}}}', "context_limits"),
        ('{"openai": {"pricing": {"gpt-4o": {"input": 1}}}}', "output"),
        ('{"openai": {"pricing": {"gpt-4o": {"input": -1, "output": 1}}}}', "pricing"),
        ('{"openai": {"pricing": {"gpt-4o": {"input": 1, "output": 1, "cashed_input": 1}}}}', "cashed_input"),
        ('{"openai": {"pricing": {"gpt-4o": [1, 2, 3]}}}', "pricing"),
        ('{"openai": {"pricing": {"gpt-4o": [NaN, 2]}}}', "malformed"),
        ("\ud800", "malformed"),
        ("[" * 100_000, ""),
    ],
)
def test_what_is_not_in_the_form_is_refused(text: str, problem: str) -> None:
    """With the source, and what is wrong where."""
    with pytest.raises(ConfigurationError) as caught:
        overrides_from(text, "somewhere")
    assert caught.value.details["source"] == "somewhere"
    assert problem in str(caught.value.details["problem"])


def test_of_two_the_first_goes_first() -> None:
    """Model by model; what only the other says is kept."""
    first = Overrides(limits={"openai": {"a": 1, "b": 2}}, prices={"openai": {"a": Prices(input=1.0, output=1.0)}})
    second = Overrides(limits={"openai": {"b": 20, "c": 30}, "cohere": {"d": 40}})
    both = first.over(second)
    assert both.limits == {"openai": {"a": 1, "b": 2, "c": 30}, "cohere": {"d": 40}}
    assert both.prices == first.prices
    assert NO_OVERRIDES.over(second).limits == second.limits
    assert both.limits_by_model == {"a": 1, "b": 2, "c": 30, "d": 40}


def test_providers_are_asked_in_order() -> None:
    """The first that says something decides."""
    said = Overrides(limits={"gateway": {"gpt-4o": 1}, "openai": {"gpt-4o": 2, "o3": 3}})
    assert said.limit_for(model_name("gpt-4o"), ("gateway", "openai")) == 1
    assert said.limit_for(model_name("o3"), ("gateway", "openai")) == 3
    assert said.limit_for(model_name("o3"), (" Gateway", "OpenAI")) == 3
    assert said.limit_for(model_name("o3"), ()) is None
    assert said.prices_for(model_name("o3"), ("openai",)) is None


def test_limits_given_in_code() -> None:
    """For one provider, names in lower case; none is nothing said."""
    assert limits_as_overrides({"My-Model": 5}, "OpenAI").limits == {"openai": {"my-model": 5}}
    assert limits_as_overrides(None, "openai") is NO_OVERRIDES
    assert limits_as_overrides({}, "openai") is NO_OVERRIDES


@pytest.mark.parametrize("limit", [0, -1, True, "5", 1.5, None])
def test_a_limit_that_is_no_number_of_tokens_is_refused(limit: object) -> None:
    """By the name of the setting, the model and the value."""
    with pytest.raises(ConfigurationError) as caught:
        limits_as_overrides({"m": limit}, "openai", "model_context_limits")  # type: ignore[dict-item]
    assert caught.value.details == {"setting": "model_context_limits", "model": "m", "value": limit}
