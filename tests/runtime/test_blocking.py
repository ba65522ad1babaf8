"""Ports that block."""

from __future__ import annotations

from pathlib import Path

from headroom.runtime.blocking import BlockingDecisions, BlockingOriginals, BlockingWork, SystemClock
from headroom.runtime.drive import run_sync
from headroom.runtime.ports import Clock, DecisionStore, OriginalStore, Work
from headroom.stores import open_stores
from tests.stores.rows import locked


def test_they_never_suspend(tmp_path: Path) -> None:
    """A core that awaits them is driven by one send, with real files behind them."""
    stores = open_stores(f"sqlite:///{tmp_path}/x.db")
    originals: OriginalStore = BlockingOriginals(stores.originals)
    decisions: DecisionStore = BlockingDecisions(stores.decisions)
    work: Work = BlockingWork()

    async def core() -> tuple[bool, str | None, str | None, dict[str, str], int]:
        kept = await originals.put("t", {"h": "x"}, 1.0)
        await decisions.remember("t", {"k": "v"})
        texts = await originals.get("t", "h"), await originals.get("u", "h")
        return kept, *texts, dict(await decisions.recall("t", ["k", "none"])), await work.run(lambda: 7, 10**9)

    assert run_sync(core()) == (True, "x", None, {"k": "v"}, 7)
    stores.close()


def test_a_deadline_is_kept(tmp_path: Path) -> None:
    """Where others hold the file, a put says no."""
    stores = open_stores(f"sqlite:///{tmp_path}/x.db")
    assert stores.check().ok
    with locked(tmp_path / "x.db"):
        assert not run_sync(BlockingOriginals(stores.originals).put("t", {"h": "x"}, 0.02))
    stores.close()


def test_the_clock_goes_forward() -> None:
    """Both of its hands."""
    clock: Clock = SystemClock()
    assert clock.now() > 1_700_000_000
    assert clock.elapsed() <= clock.elapsed()
