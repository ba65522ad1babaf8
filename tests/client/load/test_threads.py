"""One client shared by 32 threads."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import cast

import openai
import pytest

from headroom import HeadroomClient
from headroom.providers import OpenAIProvider
from headroom.transforms import tool_results
from tests.client.load.census import GROWTH_BYTES, GROWTH_OBJECTS, MEMO_CHARS, Census, census, comes_true, newcomers
from tests.client.load.far import far_provider
from tests.client.load.mix import CALLS, IS_FULL, TURNS, Asking, askings

THREADS = 32
WARM_CALLS = CALLS // 5 if IS_FULL else CALLS * 5 // 6


def test_threads_lose_and_leave_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A row for every call, no file, thread or connection left, and no more held after many calls than after some."""
    monkeypatch.setattr(tool_results._OUTCOMES, "max_weight", MEMO_CHARS)  # noqa: SLF001  # Full sooner.
    with far_provider() as far:
        before = census()
        original = openai.OpenAI(base_url=f"{far.url}/v1", api_key="any", max_retries=0)
        client = HeadroomClient(original, OpenAIProvider(), store_url=f"sqlite:///{tmp_path / 'h.db'}", default_mode="optimize")
        outcomes: Counter[str] = Counter()
        conversations = itertools.count()
        warm = _run(client, conversations, WARM_CALLS, outcomes)
        held = _run(client, conversations, CALLS - WARM_CALLS, outcomes)
        calls = sum(outcomes.values())
        summary = client.get_summary()
        session = client.get_stats()["session"]
        client.close()
        original.close()
        assert (summary["total_requests"], session["requests_total"]) == (calls, calls)
        assert set(cast("dict[str, int]", session["fallback_reasons"])) <= {"originals could not be stored in time"}
        print(session, warm, held, sep="\n")  # noqa: T201
        assert session["rows_failed"] == 0
        assert far.status()["served"] == calls + int(str(session["retrieval_rounds"]))
        assert outcomes["error 500"] > 0
        assert outcomes["error 429"] > 0
        assert int(str(session["retrieval_rounds"])) > 0
        assert far.connections_left() == 0
        assert comes_true(lambda: census().files <= before.files)
        assert comes_true(lambda: not newcomers(before)), newcomers(before)
        _assert_flat(warm, held)


def _run(client: HeadroomClient, conversations: Iterator[int], calls: int, outcomes: Counter[str]) -> Census:
    """What the process holds after so many calls."""
    numbers = list(itertools.islice(conversations, calls // TURNS))
    with ThreadPoolExecutor(THREADS) as threads:
        for kinds in threads.map(lambda number: [_call(client, asking) for asking in askings(number, cancels=False)], numbers):
            outcomes.update(kinds)
    client.get_stats()
    return census()


def _call(client: HeadroomClient, asking: Asking) -> str:
    """What came of a call: its kind, where that is what should have come."""
    try:
        reply = client.chat.completions.create(**asking.arguments)
    except openai.APIStatusError as error:
        if asking.kind != f"error {error.status_code}":
            raise
        return asking.kind
    if not asking.streams:
        assert asking.kind in {"plain", "retrieve"}
        assert reply.choices[0].message.content == "Done."
        return asking.kind
    if asking.kind == "broken off":
        next(iter(reply))
        return asking.kind
    assert sum(len(chunk.choices) for chunk in reply) > 10
    return asking.kind


def _assert_flat(warm: Census, held: Census) -> None:
    assert held.objects - warm.objects < GROWTH_OBJECTS, (warm, held)
    if IS_FULL:
        assert held.resident_bytes - warm.resident_bytes < GROWTH_BYTES, (warm, held)
