"""Ports for an event loop, on both loops."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import anyio
import anyio.to_thread
import pytest

from headroom.pipeline.runner import INLINE_CHARS
from headroom.runtime.nonblocking import NonblockingDecisions, NonblockingOriginals, NonblockingWork
from headroom.runtime.ports import DecisionStore, OriginalStore, Work
from headroom.stores import Stores, open_stores
from tests.stores.rows import locked

pytestmark = pytest.mark.anyio


@pytest.fixture(params=["asyncio", "trio"])
def anyio_backend(request: pytest.FixtureRequest) -> str:
    """Both event loops."""
    return str(request.param)


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Stores]:
    """Stores in a file."""
    made = open_stores(f"sqlite:///{tmp_path}/x.db")
    yield made
    made.close()


class Watched:
    """Originals that note their thread, and wait for leave to end."""

    def __init__(self, *, blocks: bool = True, is_known: bool = False) -> None:
        self.blocks = blocks
        self.is_known = is_known
        self.threads: list[int] = []
        self.started = threading.Event()
        self.leave = threading.Event()
        self.leave.set()

    def holds(self, tenant: str, originals: Collection[str]) -> bool:
        """As it was told."""
        return self.is_known and bool(tenant) and bool(originals)

    def put(self, tenant: str, originals: Mapping[str, str], within_s: float) -> bool:
        """Note and wait; nothing is done at once."""
        if within_s <= 0:
            return False
        self.threads.append(threading.get_ident())
        self.started.set()
        assert self.leave.wait(10)
        return bool(tenant) and bool(originals)

    def get(self, tenant: str, original: str) -> str | None:
        """Note and wait."""
        self.put(tenant, {original: ""}, 1.0)
        return original


async def test_what_is_kept_comes_back(stores: Stores) -> None:
    """With real files behind them."""
    originals: OriginalStore = NonblockingOriginals(stores.originals)
    decisions: DecisionStore = NonblockingDecisions(stores.decisions)
    assert await originals.put("t", {"h": "x"}, 5.0)
    assert await originals.put("t", {"h": "x"}, 0.0)
    assert await originals.get("t", "h") == "x"
    assert await originals.get("u", "h") is None
    await decisions.remember("t", {"k": "v"})
    await decisions.remember("t", {})
    assert await decisions.recall("t", ["k", "none"]) == {"k": "v"}
    assert await decisions.recall("t", []) == {}


async def test_memory_needs_no_hop() -> None:
    """What never waits is asked on the loop."""
    stores = open_stores("memory://")
    assert await NonblockingOriginals(stores.originals).put("t", {"h": "x"}, 0.0)
    assert await NonblockingOriginals(stores.originals).get("t", "h") == "x"
    await NonblockingDecisions(stores.decisions).remember("t", {"k": "v"})
    assert await NonblockingDecisions(stores.decisions).recall("t", ["k"]) == {"k": "v"}


@pytest.mark.parametrize(("blocks", "is_known", "hops"), [(True, False, True), (True, True, False), (False, False, False)])
async def test_only_what_may_wait_hops(*, blocks: bool, is_known: bool, hops: bool) -> None:
    """What is known to be kept is put on the loop."""
    watched = Watched(blocks=blocks, is_known=is_known)
    assert await NonblockingOriginals(watched).put("t", {"h": "x"}, 5.0)
    assert (watched.threads != [threading.get_ident()]) is hops


async def test_a_late_put_says_no(stores: Stores, tmp_path: Path) -> None:
    """Where others hold the file, and where the thread itself hangs."""
    assert stores.check().ok
    with locked(tmp_path / "x.db"):
        assert not await NonblockingOriginals(stores.originals).put("t", {"h": "x"}, 0.02)
    watched = Watched()
    watched.leave.clear()
    try:
        assert not await NonblockingOriginals(watched).put("t", {"h": "x"}, 0.02)
    finally:
        watched.leave.set()


async def test_a_small_put_that_waits_for_nobody_is_done_on_the_loop() -> None:
    """It takes less than a hop to a thread, after which a busy loop hears too late."""

    class Ready(Watched):
        def put(self, tenant: str, originals: Mapping[str, str], within_s: float) -> bool:
            self.threads.append(threading.get_ident())
            return bool(tenant) and bool(originals) and within_s >= 0

    small, big = Ready(), Ready()
    assert await NonblockingOriginals(small).put("t", {"h": "x"}, 5.0)
    assert small.threads == [threading.get_ident()]
    assert await NonblockingOriginals(big).put("t", {"h": "x" * (INLINE_CHARS + 1)}, 5.0)
    assert threading.get_ident() not in big.threads


async def test_a_cancelled_put_returns_at_once() -> None:
    """While the thread still waits; the loop ran on meanwhile."""
    watched = Watched()
    watched.leave.clear()
    try:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(NonblockingOriginals(watched).get, "t", "h")
            assert await anyio.to_thread.run_sync(watched.started.wait, 10)
            tasks.cancel_scope.cancel()
    finally:
        watched.leave.set()


async def test_hanging_stores_do_not_hold_up_work() -> None:
    """Threads of the two are counted apart."""
    watched = Watched()
    watched.leave.clear()
    originals = NonblockingOriginals(watched)
    work: Work = NonblockingWork()
    try:
        async with anyio.create_task_group() as tasks:
            for _ in range(20):
                tasks.start_soon(originals.get, "t", "h")
            await anyio.wait_all_tasks_blocked()
            assert await work.run(lambda: 7, INLINE_CHARS + 1) == 7
            tasks.cancel_scope.cancel()
    finally:
        watched.leave.set()


async def test_hanging_reads_do_not_hold_up_puts() -> None:
    """Threads of the two are counted apart."""
    reading, putting = Watched(), Watched()
    reading.leave.clear()
    try:
        async with anyio.create_task_group() as tasks:
            for _ in range(20):
                tasks.start_soon(NonblockingOriginals(reading).get, "t", "h")
            await anyio.wait_all_tasks_blocked()
            for _ in range(20):
                assert await NonblockingOriginals(putting).put("t", {"h": "x"}, 5.0)
            tasks.cancel_scope.cancel()
    finally:
        reading.leave.set()


async def test_a_put_that_waited_for_a_thread_has_less_time_left() -> None:
    """What the store is given ends when the caller's time does."""
    given: list[float] = []

    class Hurried(Watched):
        def put(self, tenant: str, originals: Mapping[str, str], within_s: float) -> bool:
            given.append(within_s)
            assert within_s or len(given) == 1
            return super().put(tenant, originals, within_s)

    assert await NonblockingOriginals(Hurried()).put("t", {"h": "x"}, 5.0)
    assert given[0] == 0.0
    assert 0.0 < given[1] < 5.0


@pytest.mark.parametrize(("chars", "hops"), [(INLINE_CHARS, False), (INLINE_CHARS + 1, True)])
async def test_work_hops_once_it_is_big(chars: int, *, hops: bool) -> None:
    """Small work stays on the loop; what it raises reaches who awaits it."""

    def fails() -> int:
        raise LookupError

    assert (await NonblockingWork().run(threading.get_ident, chars) != threading.get_ident()) is hops
    with pytest.raises(LookupError):
        await NonblockingWork().run(fails, chars)


async def test_few_work_at_once() -> None:
    """However many ask; the others wait for them."""
    together, at_it, most = threading.Barrier(4), [0], [0]
    lock = threading.Lock()

    def work() -> None:
        with lock:
            at_it[0] += 1
            most[0] = max(most[0], at_it[0])
        together.wait(10)
        with lock:
            at_it[0] -= 1

    async with anyio.create_task_group() as tasks:
        for _ in range(12):
            tasks.start_soon(NonblockingWork().run, work, INLINE_CHARS + 1)
    assert most == [4]
