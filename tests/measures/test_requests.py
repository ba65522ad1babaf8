"""What is known of a request, as values."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest

from headroom.measures.requests import Bill, DiffArtifact, RequestMetrics, SimulationResult, TransformDiff


def test_a_row_is_of_now_in_naive_utc_and_counts_what_was_saved() -> None:
    """Negative where it became more."""
    before = datetime.now(UTC).replace(tzinfo=None)
    row = RequestMetrics(request_id="r", tokens_input_before=10, tokens_input_after=4)
    assert before <= row.timestamp <= datetime.now(UTC).replace(tzinfo=None)
    assert row.tokens_saved == 6
    row.tokens_input_after = 12
    assert row.tokens_saved == -2


def test_what_is_unknown_is_none_and_not_nothing() -> None:
    """Of a row of which only the id is known."""
    row = RequestMetrics(request_id="r")
    assert (row.tokens_output, row.cached_tokens, row.cost_usd, row.saved_usd, row.error) == (None,) * 5
    assert row.bill == Bill()
    assert not row.exact


def test_rows_share_no_values_that_can_be_changed() -> None:
    """Each has its own dicts and lists."""
    one, other = RequestMetrics(request_id="1"), RequestMetrics(request_id="2")
    one.block_breakdown["user"] = 1
    one.transforms_applied.append("x")
    assert other.block_breakdown == {}
    assert other.transforms_applied == []


def test_a_row_survives_being_written_and_read() -> None:
    """As JSON, bill included."""
    row = RequestMetrics(request_id="r", bill=Bill(input_tokens=3, exact=True), waste_signals={"html": 2}, saved_usd=-0.5)
    assert msgspec.json.decode(msgspec.json.encode(row), type=RequestMetrics) == row


def test_results_cannot_be_changed() -> None:
    """What was found out is a value."""
    step = TransformDiff(transform_name="s", tokens_before=3, tokens_after=1, tokens_saved=2)
    diff = DiffArtifact(request_id="r", original_tokens=3, optimized_tokens=1, total_tokens_saved=2, transforms=[step])
    result = SimulationResult(
        tokens_before=3,
        tokens_after=1,
        tokens_saved=2,
        transforms=[],
        estimated_savings="N/A per request",
        messages_optimized=[],
        block_breakdown={},
        waste_signals={},
        stable_prefix_hash="",
        cache_alignment_score=1.0,
    )
    for value in (step, diff, result):
        with pytest.raises(AttributeError):
            setattr(value, value.__struct_fields__[0], 0)
