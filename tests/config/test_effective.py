"""Settings, printed."""

from __future__ import annotations

import pytest

from headroom.config import HeadroomConfig, HeadroomMode, ToolProfile
from headroom.config.effective import Effective, for_request, leaves, render, shown
from headroom.config.overrides import take_overrides
from headroom.config.precedence import resolve


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("postgres://me:secret@db.example/x", "postgres://***@db.example/x"),
        ("postgres://me:se@cret@db.example/x", "postgres://***@db.example/x"),
        ("postgres://me:se/cret@db.example/x", "postgres://***@db.example/x"),
        ("postgres://me:s@e/c@ret@db.example/x", "postgres://***@db.example/x"),
        ("postgres://:s?ecret@db.example/x", "postgres://***"),
        ("postgresql://localhost:5432/db?user=u&password=s3cr@et", "postgresql://***"),
        ("redis://h:6379/0?password=a@bcd", "redis://***"),
        ("postgres://me:p@ss@db/x?password=z@q", "postgres://***"),
        ("redis://h/0?password=a;bcd#e&ssl=true", "redis://h/0?password=***&ssl=***"),
        ("postgres://me:p@db/x?password=z", "postgres://***@db/x?password=***"),
        ("postgres://token@db.example/x", "postgres://***@db.example/x"),
        ("https://token@a.example/ https://me:secret@b.example/", "https://***@a.example/ https://***@b.example/"),
        ("https://db.example:8080/x", "https://db.example:8080/x"),
        ("https://db.example/@team/x", "https://db.example/@team/x"),
        ("redis://h/0?password=secret&ssl=true", "redis://h/0?password=***&ssl=***"),
        ("sqlite:///headroom.db", "sqlite:///headroom.db"),
        (HeadroomMode.AUDIT, "audit"),
        (len, "len"),
        ([object()], ["object"]),
        (list("abcdefg"), "7 items"),
        ({}, "{}"),
        (None, None),
        (0.5, 0.5),
        (ToolProfile(skip_compression=True), "skip_compression=True, max_items_after_crush=None"),
    ],
)
def test_a_value_is_told_without_what_is_secret(value: object, told: object) -> None:
    """Passwords stay out of addresses, and objects are named."""
    assert shown(value) == told


def test_every_field_has_its_path() -> None:
    """And every entry of a mapping."""
    config = HeadroomConfig(model_context_limits={"gpt-4o": 5})
    found = dict(leaves(config))
    assert found["model_context_limits.gpt-4o"] == 5
    assert found["smart_crusher.relevance.tier"] == "bm25"
    assert found["tool_profiles"] == {}


def test_the_table_is_aligned() -> None:
    """A line a setting: name, value, who said so, and why."""
    rows = (
        Effective(name="a", value=1, source="default"),
        Effective(name="longer", value="two words", source="environment", note="HEADROOM_X"),
    )
    assert render(rows).splitlines() == [
        "a       1          default",
        "longer  two words  environment (HEADROOM_X)",
    ]
    assert render(rows, said_only=True) == "longer  two words  environment (HEADROOM_X)"
    assert render(()) == ""


def test_long_values_do_not_break_the_table() -> None:
    """Nor do line breaks."""
    table = render((Effective(name="a", value="x\n" * 200, source="default"),))
    assert len(table.splitlines()) == 1
    assert "…" in table


def test_a_request_is_told_with_what_it_says() -> None:
    """In the place of what the client said, or as rows of its own."""
    _, effective = resolve(config=HeadroomConfig(tool_profiles={"Search": ToolProfile(skip_compression=True)}))
    asked, _ = take_overrides(
        {
            "headroom_mode": "optimize",
            "headroom_keep_turns": 0,
            "headroom_cache_prefix_tokens": 9,
            "headroom_tool_profiles": {"search": {"max_items_after_crush": 3}},
        }
    )
    rows = {row.name: row for row in for_request(effective, asked)}
    assert [name for name, row in rows.items() if row.source == "request"] == [
        "default_mode",
        "tool_profiles.search",
        "keep_turns",
        "cache_prefix_tokens",
    ]
    assert rows["default_mode"].value == "optimize"
    assert rows["output_buffer_tokens"].source == "default"
    assert len(rows) == len(effective) + 1
