"""Tests of bills: read from usage, priced, and compared with the request as it was given."""

from __future__ import annotations

import pytest
from anthropic.types import MessageDeltaUsage, Usage
from openai.types import CompletionUsage
from openai.types.responses import ResponseUsage

from headroom.catalog import Prices, model_facts
from headroom.economics.bill import Bill, cost_usd, net_saving_usd, usage_bill

CLAUDE = Prices(input=3.0, output=15.0, cache_read=0.3, cache_write=3.75, cache_write_long=6.0)
TIERED = Prices(input=1.0, output=2.0, tiers=(Prices(input=2.0, output=4.0, above_tokens=1_000),))


def test_bills_add_up_and_stay_exact_only_together() -> None:
    """Every kind of token by itself; one guess makes the sum a guess."""
    one = Bill(
        input_tokens=1, cache_write_tokens=2, cache_write_long_tokens=3, cache_read_tokens=4, output_tokens=5, exact=True
    )
    assert one + one == Bill(
        input_tokens=2, cache_write_tokens=4, cache_write_long_tokens=6, cache_read_tokens=8, output_tokens=10, exact=True
    )
    assert not (one + Bill()).exact
    assert one.prompt_tokens == 10


def test_every_kind_has_its_price() -> None:
    """Plain, written, written for long, read and output."""
    million = 1_000_000
    assert cost_usd(Bill(input_tokens=million), CLAUDE) == 3.0
    assert cost_usd(Bill(cache_write_tokens=million), CLAUDE) == 3.75
    assert cost_usd(Bill(cache_write_long_tokens=million), CLAUDE) == 6.0
    assert cost_usd(Bill(cache_read_tokens=million), CLAUDE) == 0.3
    assert cost_usd(Bill(output_tokens=million), CLAUDE) == 15.0
    assert cost_usd(Bill(output_tokens=million), None) is None


def test_what_has_no_price_of_its_own_costs_what_input_costs() -> None:
    """A cache without a discount saves nothing."""
    plain = Prices(input=2.0, output=8.0)
    for bill in (Bill(cache_read_tokens=10), Bill(cache_write_tokens=10), Bill(cache_write_long_tokens=10)):
        assert cost_usd(bill, plain) == cost_usd(Bill(input_tokens=10), plain)


def test_the_whole_input_decides_the_tier() -> None:
    """Cached tokens count towards the bound, and the tier holds for all tokens and the output."""
    assert cost_usd(Bill(input_tokens=1_000, output_tokens=1), TIERED) == pytest.approx(1_002e-6)
    assert cost_usd(Bill(input_tokens=1, cache_read_tokens=1_000, output_tokens=1), TIERED) == pytest.approx(2_006e-6)


def test_tokens_left_out_are_worth_what_the_others_cost() -> None:
    """In the shares in which the reply's input was plain and read from the cache."""
    bill = Bill(input_tokens=500, cache_read_tokens=500, output_tokens=7)
    assert net_saving_usd(bill, CLAUDE, 1_000) == pytest.approx((500 * 3.0 + 500 * 0.3) / 1e6)
    assert net_saving_usd(Bill(input_tokens=500), CLAUDE, 1_000) == pytest.approx(1_000 * 3.0 / 1e6)
    assert net_saving_usd(bill, CLAUDE, 0) == pytest.approx(0.0)
    assert net_saving_usd(bill, None, 1_000) is None


def test_more_tokens_than_given_cost_money() -> None:
    """Negative when negative."""
    saved = net_saving_usd(Bill(input_tokens=500), CLAUDE, -100)
    assert saved == pytest.approx(-100 * 3.0 / 1e6)


def test_marks_of_ours_are_in_the_figure() -> None:
    """Writing costs more than input at first; reading pays it back."""
    first = net_saving_usd(Bill(cache_write_tokens=1_000), CLAUDE, 0, own_marks=True)
    later = net_saving_usd(Bill(cache_read_tokens=1_000), CLAUDE, 0, own_marks=True)
    assert first == pytest.approx(-1_000 * 0.75 / 1e6)
    assert later == pytest.approx(1_000 * 2.7 / 1e6)
    assert net_saving_usd(Bill(cache_write_tokens=1_000), CLAUDE, 0) == pytest.approx(0.0)


def test_falling_below_a_tier_saves_on_every_token() -> None:
    """The request as given is priced at its own tier, its output too."""
    saved = net_saving_usd(Bill(input_tokens=1_000, output_tokens=10), TIERED, 500)
    assert saved == pytest.approx((1_500 * 2.0 + 10 * 4.0 - 1_000 * 1.0 - 10 * 2.0) / 1e6)


def test_nothing_sent_is_priced_as_plain_input() -> None:
    """A bill of nothing has no shares to go by."""
    assert net_saving_usd(Bill(), CLAUDE, 1_000) == pytest.approx(3_000e-6)


@pytest.mark.parametrize("as_dict", [False, True])
def test_usage_of_chat_completions(as_dict: bool) -> None:
    """The SDK's object and its dict alike; cached tokens are in the total."""
    usage = CompletionUsage.model_validate(
        {
            "prompt_tokens": 2_000,
            "completion_tokens": 30,
            "total_tokens": 2_030,
            "prompt_tokens_details": {"cached_tokens": 1_024, "cache_write_tokens": 500, "audio_tokens": 0},
            "completion_tokens_details": {"reasoning_tokens": 10},
        }
    )
    assert usage_bill(usage.model_dump() if as_dict else usage) == Bill(
        input_tokens=476, cache_write_tokens=500, cache_read_tokens=1_024, output_tokens=30, exact=True
    )


@pytest.mark.parametrize("as_dict", [False, True])
def test_usage_of_responses(as_dict: bool) -> None:
    """What was written for twelve hours is told apart."""
    usage = ResponseUsage.model_validate(
        {
            "input_tokens": 2_000,
            "input_tokens_details": {
                "cached_tokens": 1_024,
                "cache_write_tokens": 700,
                "cache_write_tokens_details": {"ttl_30m_tokens": 500, "ttl_12h_tokens": 200},
            },
            "output_tokens": 30,
            "output_tokens_details": {"reasoning_tokens": 10},
            "total_tokens": 2_030,
        }
    )
    assert usage_bill(usage.model_dump() if as_dict else usage) == Bill(
        input_tokens=276,
        cache_write_tokens=500,
        cache_write_long_tokens=200,
        cache_read_tokens=1_024,
        output_tokens=30,
        exact=True,
    )


@pytest.mark.parametrize("as_dict", [False, True])
def test_usage_of_messages(as_dict: bool) -> None:
    """Anthropic's input figure holds nothing that was cached."""
    usage = Usage.model_validate(
        {
            "input_tokens": 20,
            "output_tokens": 30,
            "cache_creation_input_tokens": 700,
            "cache_creation": {"ephemeral_5m_input_tokens": 500, "ephemeral_1h_input_tokens": 200},
            "cache_read_input_tokens": 4_000,
            "service_tier": "standard",
        }
    )
    assert usage_bill(usage.model_dump() if as_dict else usage) == Bill(
        input_tokens=20,
        cache_write_tokens=500,
        cache_write_long_tokens=200,
        cache_read_tokens=4_000,
        output_tokens=30,
        exact=True,
    )


def test_usage_without_a_breakdown_by_time() -> None:
    """Then all that was written was written for the usual time; a breakdown alone will do as well."""
    flat = usage_bill({"input_tokens": 1, "output_tokens": 2, "cache_creation_input_tokens": 5})
    assert flat == Bill(input_tokens=1, cache_write_tokens=5, output_tokens=2, exact=True)
    parted = usage_bill({"input_tokens": 1, "output_tokens": 2, "cache_creation": {"ephemeral_5m_input_tokens": 5}})
    assert parted == flat


def test_a_stream_tells_input_first_and_output_last() -> None:
    """Fields that the end leaves out are those of the start."""
    start = Usage.model_validate({"input_tokens": 20, "output_tokens": 1, "cache_read_input_tokens": 4_000})
    end = MessageDeltaUsage.model_validate({"output_tokens": 30})
    assert usage_bill(end) is None
    assert usage_bill(end, start) == Bill(input_tokens=20, cache_read_tokens=4_000, output_tokens=30, exact=True)


def test_usage_of_gemini() -> None:
    """In snake case as the SDK has it, in camel case as the wire has it; thoughts are output."""
    expected = Bill(input_tokens=60, cache_read_tokens=50, output_tokens=12, exact=True)
    assert expected == usage_bill(
        {
            "prompt_token_count": 100,
            "cached_content_token_count": 50,
            "tool_use_prompt_token_count": 10,
            "candidates_token_count": 7,
            "thoughts_token_count": 5,
        }
    )
    assert expected == usage_bill(
        {
            "promptTokenCount": 100,
            "cachedContentTokenCount": 50,
            "toolUsePromptTokenCount": 10,
            "candidatesTokenCount": 7,
            "thoughtsTokenCount": 5,
        }
    )


def test_usage_of_others() -> None:
    """Cohere bills in floats; DeepSeek and Moonshot tell hits beside the total."""
    assert usage_bill({"billed_units": {"input_tokens": 10.0, "output_tokens": 2.0}}) == Bill(
        input_tokens=10, output_tokens=2, exact=True
    )
    hit = Bill(input_tokens=4, cache_read_tokens=6, output_tokens=1, exact=True)
    assert usage_bill({"prompt_tokens": 10, "completion_tokens": 1, "prompt_cache_hit_tokens": 6}) == hit
    assert usage_bill({"prompt_tokens": 10, "completion_tokens": 1, "cached_tokens": 6}) == hit


@pytest.mark.parametrize(
    "usage",
    [
        None,
        {},
        [],
        "usage",
        3,
        {"prompt_tokens": None},
        {"prompt_tokens": "12"},
        {"prompt_tokens": True},
        {"input_tokens": 1.5},
    ],
)
def test_what_is_no_usage_is_no_bill(usage: object) -> None:
    """Nothing is made up, and nothing raises."""
    assert usage_bill(usage) is None


def test_odd_figures_never_go_below_nothing() -> None:
    """More cached than there was at all, or a negative count, as some servers tell."""
    bill = usage_bill({"prompt_tokens": 10, "completion_tokens": -1, "prompt_tokens_details": {"cached_tokens": 12}})
    assert bill == Bill(cache_read_tokens=12, exact=True)
    assert usage_bill({"prompt_tokens": float("inf")}) is None


def test_a_real_model_is_priced_from_the_catalog() -> None:
    """A cached read of GPT-4o costs half of its input."""
    prices = model_facts("gpt-4o").prices
    assert cost_usd(Bill(cache_read_tokens=2_000), prices) == pytest.approx(cost_usd(Bill(input_tokens=1_000), prices) or 0.0)
