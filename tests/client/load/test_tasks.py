"""One client shared by 32 tasks, under asyncio and under trio."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import anyio
import openai
import pytest

from headroom import AsyncHeadroomClient
from headroom.providers import OpenAIProvider
from headroom.transforms import tool_results
from tests.client.load.census import GROWTH_BYTES, GROWTH_OBJECTS, MEMO_CHARS, Census, census, comes_true, newcomers
from tests.client.load.far import CANCEL_AFTER_S, Far, far_provider
from tests.client.load.mix import CALLS, IS_FULL, TURNS, Asking, askings

TASKS = 32
TRIO_CALLS = CALLS // 4


# Of a stream that is let go of early, the SDK leaves generators to the collector, bare or wrapped; trio tells of each.
@pytest.mark.filterwarnings("ignore:Async generator:ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(("backend", "calls"), [("asyncio", CALLS), ("trio", TRIO_CALLS)])
def test_tasks_lose_and_leave_nothing(backend: str, calls: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A row for every call, cancelled ones too, and no file, thread or connection left; nothing grows after warm-up."""
    monkeypatch.setattr(tool_results._OUTCOMES, "max_weight", MEMO_CHARS)  # noqa: SLF001  # Full sooner.
    with far_provider() as far:
        before = census()
        anyio.run(_load, far, f"sqlite:///{tmp_path / 'h.db'}", calls, backend=backend)
        assert far.connections_left() == 0
        assert comes_true(lambda: census().files <= before.files)
        assert comes_true(lambda: not newcomers(before)), newcomers(before)


async def _load(far: Far, store_url: str, calls: int) -> None:
    original = openai.AsyncOpenAI(base_url=f"{far.url}/v1", api_key="any", max_retries=0, timeout=60)
    client = AsyncHeadroomClient(original, OpenAIProvider(), store_url=store_url, default_mode="optimize")
    outcomes: Counter[str] = Counter()
    conversations = itertools.count(1_000_000)
    warm_calls = calls // 5 if IS_FULL else calls * 5 // 6
    warm = await _run(client, conversations, warm_calls, outcomes)
    held = await _run(client, conversations, calls - warm_calls, outcomes)
    summary = await client.get_summary()
    session = (await client.get_stats())["session"]
    await client.close()
    await original.close()
    made = sum(outcomes.values())
    # A call that was cancelled before it was sent may have no row: it cost nothing.
    assert made - outcomes["cancelled"] <= summary["total_requests"] <= made
    assert summary["total_requests"] == session["requests_total"]
    assert session["rows_failed"] == 0
    assert outcomes["error 500"] > 0
    assert outcomes["cancelled"] > 0
    assert int(str(session["retrieval_rounds"])) > 0
    print(summary["total_requests"], session, outcomes, warm, held, sep="\n")  # noqa: T201
    if calls == CALLS:
        # After fewer, not even the table of conversations is full.
        assert held.objects - warm.objects < GROWTH_OBJECTS, (warm, held)
    if IS_FULL:
        assert held.resident_bytes - warm.resident_bytes < GROWTH_BYTES, (warm, held)


async def _run(client: AsyncHeadroomClient, conversations: Iterator[int], calls: int, outcomes: Counter[str]) -> Census:
    """What the process holds after so many calls."""
    numbers = itertools.islice(conversations, calls // TURNS)

    async def work() -> None:
        for number in numbers:
            for asking in askings(number, cancels=True):
                outcomes[await _call(client, asking)] += 1

    async with anyio.create_task_group() as tasks:
        for _ in range(TASKS):
            tasks.start_soon(work)
    await client.get_stats()
    return census()


async def _call(client: AsyncHeadroomClient, asking: Asking) -> str:
    """What came of a call: its kind, where that is what should have come."""
    if asking.kind == "cancelled":
        with anyio.move_on_after(CANCEL_AFTER_S) as scope:
            await client.chat.completions.create(**asking.arguments)
        assert scope.cancelled_caught
        return asking.kind
    try:
        reply = await client.chat.completions.create(**asking.arguments)
    except openai.APIStatusError as error:
        if asking.kind != f"error {error.status_code}":
            raise
        return asking.kind
    if not asking.streams:
        assert asking.kind in {"plain", "retrieve"}
        assert reply.choices[0].message.content == "Done."
        return asking.kind
    if asking.kind == "broken off":
        await anext(aiter(reply))
        await reply.close()
        return asking.kind
    chunks = [chunk async for chunk in reply]
    assert sum(len(chunk.choices) for chunk in chunks) > 10
    return asking.kind
