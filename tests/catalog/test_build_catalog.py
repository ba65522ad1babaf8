"""Tests of how the list is made from the packages that it is read from."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import msgspec
import pytest

from headroom.catalog.facts import CacheRules, Prices
from headroom.catalog.snapshot import SNAPSHOT, Entry, Snapshot, snapshot
from tools import build_catalog as tool

TODAY = date(2026, 11, 21)


def test_the_list_in_the_tree_is_written_as_the_tool_writes() -> None:
    """Byte for byte, so that a new list differs only where figures do."""
    assert tool.written(snapshot()) == (tool.PACKAGE / SNAPSHOT).read_bytes()


def test_rules_in_the_list_are_those_of_the_tool() -> None:
    """Nobody edited the list by hand."""
    assert snapshot().cache_rules == tool.CACHE_RULES


def test_clauses_become_names_and_beginnings() -> None:
    """Patterns add dates alone, and an @ stands before one."""
    clause = SimpleNamespace(
        or_=[
            SimpleNamespace(equals="Claude-X"),
            SimpleNamespace(starts_with="claude-x-1"),
            SimpleNamespace(starts_with="claude-x@"),
            SimpleNamespace(contains="claude-y-"),
            SimpleNamespace(ends_with="claude-z"),
            SimpleNamespace(regex="^claude-x-\\d{8}$"),
        ]
    )
    assert tool.own_names(clause) == (
        ["claude-x", "claude-x-1", "claude-x", "claude-y", "claude-z"],
        ["claude-x-1", "claude-y-"],
    )


def test_prices_are_those_of_the_day() -> None:
    """Later ones are not yet, and those of an hour are left out."""

    def conditional(constraint: object, prices: str) -> SimpleNamespace:
        return SimpleNamespace(constraint=constraint, prices=prices)

    model = SimpleNamespace(
        prices=[
            conditional(None, "first"),
            conditional(SimpleNamespace(start_date=date(2026, 11, 1)), "now"),
            conditional(SimpleNamespace(start_time="01:00"), "at night"),
            conditional(SimpleNamespace(start_date=date(2026, 12, 1)), "soon"),
        ]
    )
    assert tool.prices_on(TODAY, model) == "now"
    assert tool.prices_on(date(2020, 1, 1), model) == "first"
    assert tool.prices_on(TODAY, SimpleNamespace(prices="always")) == "always"


def test_tiers_and_long_writes() -> None:
    """The price of a long write that only the second list has keeps its ratio to the usual one."""
    listed = SimpleNamespace(
        input_mtok=SimpleNamespace(base=2, tiers=[SimpleNamespace(start=100, price=4)]),
        output_mtok=10,
        cache_read_mtok=0.5,
        cache_write_mtok=2.5,
    )
    limits = {"cache_creation_input_token_cost": 1.0, "cache_creation_input_token_cost_above_12hr": 2.0}
    base = Prices(input=2.0, output=10.0, cache_read=0.5, cache_write=2.5, cache_write_long=5.0)
    above = msgspec.structs.replace(base, input=4.0, above_tokens=100)
    assert tool.prices_of(listed, limits) == msgspec.structs.replace(base, tiers=(above,))
    assert tool.prices_of(SimpleNamespace(input_mtok=1), {}) is None
    assert tool.prices_of(None, {}) is None


def test_limits_are_found_under_any_name() -> None:
    """With the second list's prefix or without; names that move come last, and what is no chat model is none."""
    listed = {
        "mistral/m-latest": {"mode": "chat", "max_input_tokens": 1},
        "mistral/m-1": {"mode": "chat", "max_input_tokens": 2},
        "e": {"mode": "embedding"},
    }
    assert tool.limits_of("mistral", ["m-latest", "m-1"], listed)["max_input_tokens"] == 2
    assert tool.limits_of("mistral", ["m-latest"], listed)["max_input_tokens"] == 1
    assert tool.limits_of("openai", ["e", "x"], listed) == {}


@pytest.mark.parametrize(
    ("provider", "name", "write", "limits", "expected"),
    [
        ("openai", "gpt-4o", None, {}, ("openai", None)),
        ("openai", "gpt-x", 1.0, {}, ("openai_explicit", None)),
        ("openai", "gpt-x", None, {"supports_prompt_cache_breakpoint": True}, ("openai_explicit", None)),
        ("anthropic", "claude-x", 1.0, {"prompt_cache_min_tokens": 512}, ("anthropic", 512)),
        ("anthropic", "claude-x", 1.0, {"prompt_cache_min_tokens": 1024}, ("anthropic", None)),
        ("google", "gemini-2.5-pro", None, {}, ("google", None)),
        ("google", "gemini-3-pro", None, {}, ("google", 4096)),
        ("google", "gemini-2.0-flash", None, {}, ("", None)),
        ("mistral", "mistral-large", None, {}, ("", None)),
    ],
)
def test_rules_of_a_models_cache(
    provider: str, name: str, write: float | None, limits: dict[str, object], expected: tuple[str, int | None]
) -> None:
    """By provider and what its lists say; the smallest prefix only where it differs."""
    prices = Prices(input=1.0, output=1.0, cache_read=0.1, cache_write=write)
    assert tool.cache_of(provider, name, prices, limits) == expected
    assert tool.cache_of(provider, name, Prices(input=1.0, output=1.0), limits) == ("", None)


def test_models_of_a_provider() -> None:
    """Chat models of its own that have a price; names are in lower case."""

    def model(name: str, window: int | None = None) -> SimpleNamespace:
        price = SimpleNamespace(input_mtok=1, output_mtok=2)
        return SimpleNamespace(id=name, match=SimpleNamespace(equals=name), prices=price, context_window=window)

    providers = [
        SimpleNamespace(id="google", models=[model("Gemini-X", 5_000), model("claude-x"), model("gemini-x-tts")]),
        SimpleNamespace(id="somebody", models=[model("gpt-x")]),
    ]
    listed = {"gemini/gemini-x": {"mode": "chat", "max_output_tokens": 7}}
    assert list(tool.entries(TODAY, providers, listed)) == [
        Entry(provider="google", names=("gemini-x",), input_limit=5_000, output_limit=7, prices=Prices(input=1.0, output=2.0))
    ]


def test_a_line_for_each_model() -> None:
    """And it reads back the same."""
    content = Snapshot(
        generated="2026-11-21",
        sources={"a": "1"},
        cache_rules={"r": CacheRules(minimum_tokens=1)},
        models=(Entry(provider="p", names=("m",)), Entry(provider="p", names=("n",))),
    )
    text = tool.written(content)
    assert msgspec.json.decode(text, type=Snapshot) == content
    assert text.count(b"\n") == 3 + 1 + 2 + 1
