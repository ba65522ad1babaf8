"""Rows chosen, ordered and added up."""

from __future__ import annotations

from datetime import UTC, timedelta, timezone

import msgspec
import pytest

from headroom.errors import ConfigurationError
from headroom.stores.selection import Wanted, added, naive_utc, newest, summarised, without_surrogates
from tests.stores.rows import DAY, FULL, row


def test_both_ends_belong_to_a_time() -> None:
    """A row of the very moment asked for is in."""
    wanted = Wanted(start_time=DAY + timedelta(seconds=1), end_time=DAY + timedelta(seconds=2))
    assert [wanted(row(number)) for number in range(4)] == [False, True, True, False]


def test_moments_of_other_zones_are_understood() -> None:
    """An aware moment is the same instant in UTC; a naive one is UTC already."""
    elsewhere = DAY.replace(tzinfo=UTC).astimezone(timezone(timedelta(hours=5)))
    assert naive_utc(elsewhere) == DAY
    assert naive_utc(DAY) == DAY


def test_model_and_mode_choose() -> None:
    """Each narrows the rows by itself."""
    rows = [row(1), row(2, model="other"), row(3, mode="audit")]
    assert list(filter(Wanted(model="other"), rows)) == [rows[1]]
    assert list(filter(Wanted(mode="audit"), rows)) == [rows[2]]


def test_newest_first_then_by_id() -> None:
    """Rows of one moment stand by falling id."""
    twins = [msgspec.structs.replace(row(5), request_id=name) for name in ("a", "c", "b")]
    assert [one.request_id for one in newest([row(1), *twins, row(9)], 10, 0)] == ["r000009", "c", "b", "a", "r000001"]


def test_a_page_is_cut_from_the_order() -> None:
    """Offset skips, limit ends, and a row that comes twice counts once."""
    rows = [row(number) for number in range(10)]
    assert [one.request_id for one in newest([*rows, *rows], 2, 3)] == ["r000006", "r000005"]


@pytest.mark.parametrize("page", [(-1, 0), (1, -1)])
def test_a_negative_page_is_refused(page: tuple[int, int]) -> None:
    """Neither limit nor offset may be below 0."""
    with pytest.raises(ConfigurationError, match="negative"):
        newest([], *page)


def test_a_summary_counts_and_averages() -> None:
    """Totals are sums, averages are over all rows."""
    summary = summarised([row(1, tokens=10), row(2, mode="audit", tokens=30), FULL])
    assert summary["total_requests"] == 3
    assert summary["total_tokens_before"] == 1_040
    assert summary["total_tokens_saved"] == 620
    assert summary["avg_tokens_saved"] == pytest.approx(620 / 3)
    assert summary["avg_cache_alignment"] == pytest.approx(0.25)
    assert (summary["audit_count"], summary["optimize_count"], summary["error_count"], summary["fallback_count"]) == (
        1,
        2,
        1,
        1,
    )
    assert (summary["priced_count"], summary["total_cost_usd"], summary["total_saved_usd"]) == (1, 0.25, -0.5)


def test_nothing_has_a_summary_too() -> None:
    """Averages of no rows are 0."""
    assert summarised([])["avg_tokens_saved"] == 0.0


def test_summaries_add_up() -> None:
    """The sum of two summaries is the summary of all rows."""
    rows = [row(1), FULL, row(3, mode="audit"), row(4)]
    assert added(summarised(rows[:1]), summarised(rows[1:])) == pytest.approx(summarised(rows))
    assert added(summarised([]), summarised([])) == summarised([])


def test_surrogates_are_replaced_wherever_they_stand() -> None:
    """Keys and values of any depth can be written as UTF-8 afterwards."""
    assert without_surrogates({"a\ud800": ["\udc00", 1, None, {"b": "é"}]}) == {"a?": ["?", 1, None, {"b": "é"}]}
