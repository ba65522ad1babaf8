"""Law 6: what cannot be compressed passes through unchanged, with a reason; and every part has a decision."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from returns.result import Failure, Success

from headroom.compressors.contract import Compressor
from headroom.compressors.json_records import JsonRecords
from headroom.config import CrushSettings, Settings, TextSettings, WorkBudget
from property_tests.strategies.configurations import (
    COMPRESSORS,
    Component,
    components,
    compressions,
    crush_settings,
    settings_of,
)
from property_tests.strategies.found import with_found
from property_tests.strategies.json_texts import broken_texts, json_texts, plain_texts
from property_tests.strategies.requests import WireRequest, requests
from property_tests.strategies.tool_texts import tool_texts

Maker = Callable[[Settings], Compressor]


@given(requests(), components())
def test_every_part_has_a_decision_that_is_true(request: WireRequest, component: Component) -> None:
    """A decision for each part and for nothing else; `compressed` exactly where a part changed, and a reason everywhere.

    Through the guard nothing raises and nothing is put back.
    """
    before = request.decoded()
    after, report = component(before)
    addresses = {(at, part) for at, message in enumerate(before.messages) for part in range(len(message.parts))}
    addresses |= {(-1, part) for part in range(len(before.system))}
    standing = report.final
    assert set(standing) == addresses
    assert all(decision.reason for decision in report.decisions)
    assert report.warnings == ()
    assert not any(decision.action == "reverted" for decision in report.decisions)
    for (at, part), decision in standing.items():
        is_same = at < 0 or after.messages[at].parts[part] is before.messages[at].parts[part]
        assert is_same is (decision.action == "kept")


@given(compressions(st.one_of(broken_texts(), plain_texts(), st.text(max_size=400))))
@with_found()
def test_odd_text_is_shortened_or_skipped_with_a_reason(compression: tuple[str, Compressor]) -> None:
    """No text raises; what is not compressed comes with words that say why."""
    text, compressor = compression
    match compressor(text, "anything"):
        case Success(compressed):
            assert compressed.summary
        case Failure(skip):
            assert skip.reason


@given(tool_texts(), settings_of(), st.sampled_from(COMPRESSORS))
def test_text_over_the_budget_is_skipped(text: str, settings: Settings, make: Maker) -> None:
    """One byte too many is too many: no work is done on it."""
    size = len(text.encode("utf-8", "surrogatepass"))
    match make(_with_budget(settings, size - 1))(text, ""):
        case Success(_):
            raise AssertionError("compressed beyond the budget")
        case Failure(skip):
            assert skip.reason


@given(json_texts(), crush_settings(), st.data())
def test_text_that_json_forbids_is_skipped(text: str, settings: CrushSettings, data: st.DataObject) -> None:
    """Depth beyond the cap, numbers that are none, halves of surrogate pairs: unchanged, each with a reason."""
    depth = settings.budget.depth
    spoilt = data.draw(
        st.sampled_from(
            (
                "[" * (depth + 1) + "1" + "]" * (depth + 1),
                f"[{json_value(text)},{'[' * depth}{']' * depth}]",
                f"[{json_value(text)},NaN]",
                f"[-Infinity,{json_value(text)}]",
                f'[{json_value(text)},"\ud83d"]',
                f"[{json_value(text)},]",
                f"[{json_value(text)},'x']",
            )
        )
    )
    match JsonRecords(msgspec.structs.replace(settings, min_tokens_to_crush=1))(spoilt, ""):
        case Success(_):
            raise AssertionError("compressed what is not JSON")
        case Failure(skip):
            assert skip.reason


def _with_budget(settings: Settings, size: int) -> Settings:
    """The settings with a work budget of so many bytes for every compressor."""
    names = [name for name in settings.__struct_fields__ if isinstance(getattr(settings, name), TextSettings)]
    budget = WorkBudget(text_bytes=size)
    changed = {name: msgspec.structs.replace(getattr(settings, name), budget=budget) for name in names}
    return msgspec.structs.replace(settings, **changed)


def json_value(text: str) -> str:
    """The text as a JSON string on one line, so that none of its lines can be taken for JSON of its own."""
    return msgspec.json.encode(text).decode()
