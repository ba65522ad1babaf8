"""The stores of a client, by URL."""

from __future__ import annotations

import gc
import stat
import tempfile
import threading
import weakref
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from headroom.errors import ConfigurationError
from headroom.stores import Retention, open_stores
from tests.stores.fragile import Listener
from tests.stores.rows import child, locked, open_files, row


@pytest.mark.parametrize("scheme", ["sqlite", "jsonl"])
def test_nothing_is_touched_before_it_is_used(tmp_path: Path, scheme: str) -> None:
    """Opening, looking and closing leave no trace."""
    stores = open_stores(f"{scheme}:///{tmp_path}/folder/x")
    assert stores.status().ok
    assert stores.settle()
    assert stores.close()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("scheme", ["sqlite", "jsonl", "memory"])
def test_what_is_kept_comes_back(tmp_path: Path, scheme: str) -> None:
    """Rows, texts and decisions, whatever the place."""
    url = "memory://" if scheme == "memory" else f"{scheme}:///{tmp_path}/x"
    stores = open_stores(url)
    stores.writer.submit(partial(row, 1))
    assert stores.originals.put("t", {"h": "x"}, 20.0)
    stores.decisions.remember("t", {"k": "v"})
    assert stores.settle()
    assert stores.metrics.read() == [row(1)]
    assert stores.originals.get("t", "h") == "x"
    assert stores.decisions.recall("t", ["k"]) == {"k": "v"}
    status = stores.check()
    assert (status.ok, status.url, status.backend, status.rows_waiting) == (True, url, scheme, 0)
    assert stores.close()
    assert stores.close()
    again = open_stores(url)
    assert again.metrics.read() == ([] if scheme == "memory" else [row(1)])
    again.close()


BEFORE: set[threading.Thread] = set()
"""Threads that tests of other rooms have left running."""


@pytest.fixture(autouse=True)
def _new_threads_alone() -> None:
    # What others have let go of may start a thread in its end.
    gc.collect()
    BEFORE.clear()
    BEFORE.update(threading.enumerate())


def writing_threads() -> list[threading.Thread]:
    """Threads of writers that are alive, and were not before the test."""
    return [thread for thread in threading.enumerate() if thread.name == "headroom-metrics" and thread not in BEFORE]


def test_stateless_is_memory(tmp_path: Path) -> None:
    """Whatever the URL says, but it must be one."""
    stores = open_stores(f"sqlite:///{tmp_path}/x.db", stateless=True)
    assert stores.originals.put("t", {"h": "x"}, 20.0)
    assert stores.check().backend == "memory"
    assert not stores.originals.blocks
    stores.close()
    assert not list(tmp_path.iterdir())
    with pytest.raises(ConfigurationError):
        open_stores("nonsense", stateless=True)


def test_the_default_is_a_private_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Below the folder for temporary files, for this user alone."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    stores = open_stores(None)
    assert stores.originals.put("t", {"h": "x"}, 20.0)
    [folder] = tmp_path.iterdir()
    assert stores.status().url == f"sqlite:///{folder}/headroom.db"
    assert {stat.S_IMODE(found.stat().st_mode) for found in folder.iterdir()} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    stores.close()


def test_clients_of_one_file_share_it(tmp_path: Path) -> None:
    """One set of connections, one thread; the last one closes it, and keeps what either wants kept."""
    before = open_files()
    url = f"sqlite:///{tmp_path}/x.db"
    one = open_stores(url, retention=Retention(max_entries=1))
    other = open_stores(f"sqlite:///{tmp_path}/./x.db", retention=Retention(max_entries=7))
    assert one.metrics is other.metrics
    one.writer.submit(partial(row, 1))
    other.writer.submit(partial(row, 2))
    assert len(writing_threads()) == 1
    one.close()
    assert other.metrics.read() == [row(2), row(1)]
    other.close()
    assert open_files() == before
    assert not writing_threads()
    third = open_stores(url)
    assert third.metrics is not other.metrics
    assert len(third.metrics.read()) == 2
    third.close()


def test_memory_is_shared_with_nobody() -> None:
    """Two clients that keep things in memory do not see each other's."""
    one, other = open_stores("memory://"), open_stores("memory://")
    one.originals.put("t", {"h": "x"}, 20.0)
    assert other.originals.get("t", "h") is None


def test_forgotten_stores_leave_nothing(tmp_path: Path) -> None:
    """Never closed, their thread ends, their files are let go of, and their rows are there."""
    before = open_files()
    url = f"sqlite:///{tmp_path}/x.db"

    class Client:
        def __init__(self) -> None:
            self.stores = open_stores(url, on_trouble=self.hear)

        def hear(self, trouble: object) -> None:
            del trouble

    client = Client()
    client.stores.writer.submit(partial(row, 1))
    [thread] = writing_threads()
    gone = weakref.ref(client)
    del client
    gc.collect()
    assert gone() is None
    thread.join(10)
    gc.collect()
    assert open_files() == before
    again = open_stores(url)
    assert again.metrics.read() == [row(1)]
    again.close()


def test_a_path_that_cannot_be_is_told_once(tmp_path: Path) -> None:
    """Several clients, threads and calls later: one warning, everything in memory, and every status says so."""
    (tmp_path / "file").write_text("x")
    url = f"sqlite:///{tmp_path}/file/x.db"
    first, second = Listener(), Listener()
    one, other = open_stores(url, on_trouble=first), open_stores(url, on_trouble=second.hear)
    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(lambda number: one.originals.put("t", {f"h{number}": "x"}, 20.0), range(100)))
    for number in range(10):
        other.writer.submit(partial(row, number))
    assert other.settle()
    assert [len(first.told), len(second.told)] == [1, 0]
    assert first.told[0].kind == "unwritable"
    for stores in (one, other):
        assert (stores.status().ok, stores.status().backend, stores.status().rows_waiting) == (False, "memory", 10)
        assert len(stores.metrics.read()) == 10
    assert one.close()
    (tmp_path / "file").unlink()
    assert other.check().ok
    assert other.close()
    again = open_stores(url)
    assert len(again.metrics.read()) == 10
    assert again.originals.get("t", "h99") == "x"
    again.close()


def test_closing_says_what_could_not_be_written(tmp_path: Path) -> None:
    """Rows that memory still holds at the end are lost, and the caller may know."""
    (tmp_path / "file").write_text("x")
    stores = open_stores(f"sqlite:///{tmp_path}/file/x.db")
    stores.writer.submit(partial(row, 1))
    assert not stores.close()


def test_a_put_is_refused_in_time_while_others_write(tmp_path: Path) -> None:
    """Nothing is committed then, and everything goes on afterwards."""
    stores = open_stores(f"sqlite:///{tmp_path}/x.db")
    assert stores.check().ok
    with locked(tmp_path / "x.db"):
        assert not stores.originals.put("t", {"h": "x"}, 0.02)
        assert stores.originals.get("t", "h") is None
    assert stores.originals.put("t", {"h": "x"}, 20.0)
    assert (stores.status().ok, stores.status().puts_refused) == (True, 1)
    stores.close()


def test_a_damaged_file_costs_one_warning(tmp_path: Path) -> None:
    """Set aside, begun anew, told where it went."""
    (tmp_path / "x.db").write_bytes(b"no database " * 500)
    listener = Listener()
    stores = open_stores(f"sqlite:///{tmp_path}/x.db", on_trouble=listener)
    stores.writer.submit(partial(row, 1))
    assert stores.settle()
    assert stores.originals.put("t", {"h": "x"}, 20.0)
    assert [(told.kind, told.set_aside) for told in listener.told] == [("corrupt", f"{tmp_path}/x.db.corrupt-1")]
    assert stores.status().ok
    assert stores.metrics.read() == [row(1)]
    stores.close()


FULL_DISK = """
import resource, sys
from headroom.measures.requests import RequestMetrics
from headroom.stores import open_stores

stores = open_stores(sys.argv[1], on_trouble=lambda trouble: print(trouble.kind))
stores.originals.put("t", {"first": "x"}, 30.0)
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.RLIM_INFINITY))
kept = [stores.originals.put("t", {f"h{number}": str(number) * 20_000}, 30.0) for number in range(40)]
for number in range(300):
    stores.writer.submit(lambda number=number: RequestMetrics(request_id=str(number), error="x" * 2_000))
stores.settle()
print(all(kept), stores.status().ok, len(stores.metrics.read(limit=1_000)))
print(all(stores.originals.get("t", f"h{number}") for number in range(40)))
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
print(stores.check().ok, stores.status().rows_waiting, stores.close())
"""


@pytest.mark.parametrize("scheme", ["sqlite", "jsonl"])
def test_a_full_disk_is_outlived(tmp_path: Path, scheme: str) -> None:
    """A file that may not grow costs one warning; once it may again, all is moved there."""
    url = f"{scheme}:///{tmp_path}/x"
    printed, _ = child(FULL_DISK, url).communicate(timeout=60)
    kind, *rest = printed.splitlines()
    assert kind in {"full", "unwritable"}
    assert rest == ["True False 300", "True", "True 0 True"]
    stores = open_stores(url)
    assert stores.metrics.summary()["total_requests"] == 300
    assert all(stores.originals.get("t", f"h{number}") for number in range(40))
    stores.close()


TWO = """
import sys
from headroom.measures.requests import RequestMetrics
from headroom.stores import open_stores

url, name = sys.argv[1:]
stores = open_stores(url, on_trouble=lambda trouble: print("trouble", trouble))
for number in range(500):
    stores.writer.submit(lambda number=number: RequestMetrics(request_id=f"{name}-{number}"))
    assert stores.originals.put(name, {f"{number}": "x" * 100}, 30.0)
    stores.decisions.remember(name, {f"{number}": "x"})
print(stores.close(), stores.status().ok)
"""


@pytest.mark.parametrize("scheme", ["sqlite", "jsonl"])
def test_processes_share_a_file(tmp_path: Path, scheme: str) -> None:
    """Begun at the same moment on a file that is not there yet, neither loses anything nor meets trouble."""
    url = f"{scheme}:///{tmp_path}/x"
    processes = [child(TWO, url, name) for name in ("one", "two")]
    assert [process.communicate(timeout=60)[0] for process in processes] == ["True True\n"] * 2
    stores = open_stores(url, retention=Retention(max_entries=10_000))
    assert stores.metrics.summary()["total_requests"] == 1_000
    assert all(stores.originals.get(name, f"{number}") for name in ("one", "two") for number in range(500))
    stores.close()
