"""What people, models and applications say round the tools."""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st

__all__ = ["ARGUMENTS", "TOOL_NAMES", "extra_fields", "spoken_texts", "with_extras"]

TOOL_NAMES = (
    "list_jobs",
    "query_db",
    "http_get",
    "mcp__db__rows",
    "fetch_metrics",
    "small_tool",
    "protected_tool",
    "search",
    "Read",
    "grep",
)
"""Some of them excluded, protected or profiled by the settings that laws draw."""
ARGUMENTS = (
    "{}",
    '{"q": "status of worker queue"}',
    '{"id":1007,"deep":{"a":[1,2.50,"x"]}}',
    '{ "spaced" :  1e5 }',
    '{"q":"r\\u00e9gion \\"eu\\""}',
)


@cache
def spoken_texts() -> st.SearchStrategy[str]:
    """A question, an answer, an instruction, or a document that somebody pasted."""
    return st.sampled_from(
        (
            "Which jobs failed?",
            "Find the record with id 1007 and `latency_ms` above 140.",
            "What changed in 'gateway invoice'? Look at items[3].",
            "été 日本語 😀",
            "Thanks.",
            "You are a careful assistant.\nAnswer briefly.",
            '[{"id": 1, "status": "ok"}, {"id": 2, "status": "ok"}]' + " " * 40,
            "[headroom: 3 of 9 rows omitted; original 0123456789abcdef01234567]",
            "error timeout worker",
            "x" * 300,
        )
    )


@cache
def extra_fields() -> st.SearchStrategy[dict[str, object]]:
    """Fields that nobody has heard of; mostly none."""
    return st.sampled_from(
        (
            {},
            {},
            {},
            {"x_trace": {"span": 12, "tags": ["a", None]}},
            {"id": "msg_7", "future_field": [1.5, {"deep": True}]},
        )
    )


def with_extras(draw: st.DrawFn, wire: dict[str, object]) -> dict[str, object]:
    """The wire object, mostly as it is, with unknown fields now and then."""
    return {**wire, **draw(extra_fields())}
