from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from benchmarks.subject import tokens
from benchmarks.texts import seen_texts
from benchmarks.workloads import WORKLOADS, Workload, history


@pytest.mark.parametrize(
    ("make", "least", "most"), list(zip(WORKLOADS, (40e3, 20e3, 13e3, 70e3), (50e3, 27e3, 17e3, 90e3), strict=True))
)
def test_workload_has_the_published_size(make: Callable[[], Workload], least: float, most: float) -> None:
    """Each is as large as the table says, within an eighth or so."""
    workload = make()
    assert least <= tokens(seen_texts(workload.messages)) <= most


@pytest.mark.parametrize("make", WORKLOADS)
def test_workload_is_the_same_every_time(make: Callable[[], Workload]) -> None:
    """Figures of two runs are of the same texts."""
    assert make() == make()


@pytest.mark.parametrize("make", WORKLOADS)
def test_what_a_workload_asks_for_is_in_it(make: Callable[[], Workload]) -> None:
    """The answer to the question is there before compression."""
    workload = make()
    texts = "\n".join(seen_texts(workload.messages))
    assert [string for string in workload.must_keep if string not in texts] == []


def test_history_has_a_result_for_every_call() -> None:
    """Two messages a call, after the task."""
    messages = history(7, 3, random.Random(1))  # a workload, no secret
    assert [message["role"] for message in messages] == ["user", *["assistant", "tool"] * 7]
