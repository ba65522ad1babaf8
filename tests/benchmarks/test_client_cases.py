"""Pairs of clients are asked in turns."""

from __future__ import annotations

import time
from collections.abc import Sequence

from benchmarks.client_cases import paired, told_history, with_new_result
from benchmarks.client_pairs import Message, Pair
from benchmarks.texts import tool_texts
from headroom.runtime.drive import run_sync


def test_results_are_never_made_twice() -> None:
    """Not even where the same one is asked for."""
    assert tool_texts(with_new_result("json", 200, 1)) != tool_texts(with_new_result("json", 200, 1))


def test_a_result_follows_what_stands_before() -> None:
    """The very messages, without another question."""
    history = told_history()
    grown = with_new_result("json", 200, 1, history)
    assert grown[: len(history)] == history
    assert [message["role"] for message in grown[len(history) :]] == ["assistant", "tool"]


def test_each_goes_first_every_other_time() -> None:
    """With what is to be done before done, nothing pending, and no garbage collected meanwhile."""
    done: list[str] = []

    async def bare(messages: Sequence[Message]) -> int:
        done.append(f"bare {len(messages)}")
        return 1

    async def ours(messages: Sequence[Message]) -> int:
        done.append(f"ours {len(messages)}")
        return 2

    async def streamed(_: Sequence[Message]) -> tuple[int, int, int]:
        return 1, 1, 1

    async def before(number: int) -> None:
        done.append(f"before {number}")

    pair = Pair(
        bare=bare,
        ours=ours,
        bare_stream=streamed,
        ours_stream=streamed,
        now=time.perf_counter_ns,
        settle=lambda: done.append("settled"),
        wrapped=None,
    )
    assert run_sync(paired(pair, [[{}], [{}, {}]], before)) == [(1, 2), (1, 2)]
    first = ["before 0", "settled", "ours 1", "bare 1"]
    assert done == [*first, "before 1", "settled", "bare 2", "ours 2"]
