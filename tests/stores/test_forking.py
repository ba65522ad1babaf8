"""Forks in the middle of everything."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from headroom.stores import forking
from headroom.stores.forking import CONNECTIONS, LEAVES, ForkLock, watch
from tests.stores.rows import PATIENT, child

CHILDREN = """
import os, sys, threading
from headroom.measures.requests import RequestMetrics
from headroom.stores import open_stores

stores = open_stores(sys.argv[1])
stop = threading.Event()

def row(name):
    return lambda: RequestMetrics(request_id=name)

def busy(worker):
    number = 0
    while not stop.is_set():
        number += 1
        stores.originals.put("t", {f"busy-{worker}-{number}": "x" * 500}, 1.0)
        stores.originals.get("t", f"busy-{worker}-{number}")

for number in range(100):
    stores.writer.submit(row(f"parent-{number}"))
threads = [threading.Thread(target=busy, args=(worker,)) for worker in range(4)]
for thread in threads:
    thread.start()
children = []
for child in range(6):
    pid = os.fork()
    if not pid:
        ok = stores.originals.put("t", {f"child-{child}": "kept"}, 30.0)
        for number in range(50):
            stores.writer.submit(row(f"child-{child}-{number}"))
        ok = ok and stores.settle() and stores.status().ok and stores.originals.get("t", f"child-{child}") == "kept"
        ok = ok and stores.close()
        os._exit(0 if ok else 1)
    children.append(pid)
codes = [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in children]
stop.set()
for thread in threads:
    thread.join()
stores.settle()
print(codes)
print(len(stores.metrics.read(limit=10_000)), all(stores.originals.get("t", f"child-{child}") for child in range(6)))
stores.close()
"""

ORPHAN = """
import os, sys
from headroom.stores import open_stores

stores = open_stores(sys.argv[1])
stores.originals.put("t", {"parent": "x"}, 30.0)
reading, writing = os.pipe()
if os.fork():
    os._exit(0)
kept = [stores.originals.put("t", {f"orphan-{number}": "x"}, 30.0) for number in range(20)]
print(all(kept), flush=True)
os.kill(os.getpid(), 9)
"""

CHECK = """
import sys
from headroom.stores import open_stores
stores = open_stores(sys.argv[1])
print(sum(stores.originals.get("t", f"orphan-{number}") == "x" for number in range(20)), stores.originals.get("t", "parent"))
"""


def run(code: str, path: Path) -> str:
    """What a process prints that runs `code` with the URL of a file."""
    command = [sys.executable, "-W", "ignore", "-c", PATIENT + code, f"sqlite:///{path}"]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120).stdout


def test_parent_and_children_write_the_same_file(tmp_path: Path) -> None:
    """While other threads are at it: nobody hangs, nothing is lost, and nobody writes what another was given."""
    assert run(CHILDREN, tmp_path / "x.db") == "[0, 0, 0, 0, 0, 0]\n400 True\n"


def test_a_child_outlives_its_parent(tmp_path: Path) -> None:
    """What it commits after the parent has gone is there, though it is killed itself."""
    path = tmp_path / "x.db"
    assert run(ORPHAN, path) == "True\n"
    assert run(CHECK, path) == "20 x\n"


def test_a_lock_that_another_thread_holds_is_free_in_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    """The fork waits for it, so what it guards is whole on both sides."""
    monkeypatch.setattr(forking, "FORK_WAIT_S", 30.0)
    lock = ForkLock()
    held, leave = threading.Event(), threading.Event()

    def hold() -> None:
        with lock:
            held.set()
            leave.wait(10)

    thread = threading.Thread(target=hold)
    thread.start()
    assert held.wait(10)
    threading.Timer(0.05, leave.set).start()
    lock.before_fork()
    assert leave.is_set()
    lock.after_fork(in_child=True)
    with lock:
        thread.join()


def test_a_lock_that_could_not_be_had_is_new_in_the_child() -> None:
    """Its holder does not exist there; in the parent it is still held."""
    lock = ForkLock()
    with lock:
        lock.after_fork(in_child=False)
        before = vars(lock)["_lock"]
        assert before.locked()
    before.acquire()
    lock.after_fork(in_child=True)
    with lock:
        pass


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_connections_rest_before_anything_else() -> None:
    """Who holds a connection may still need a lock, so those are taken after it."""
    told: list[str] = []

    class Told:
        def __init__(self, name: str, rank: int) -> None:
            self.name = name
            self.fork_rank = rank

        def before_fork(self) -> None:
            told.append(f"before {self.name}")

        def after_fork(self, *, in_child: bool) -> None:
            if not in_child:
                told.append(f"after {self.name}")

    ones = [Told("leaf", LEAVES), Told("connection", CONNECTIONS)]
    for one in ones:
        watch(one)
    child = os.fork()
    if not child:
        os._exit(0)
    os.waitpid(child, 0)
    assert told == ["before connection", "before leaf", "after leaf", "after connection"]


IN_A_JOB = """
import os, signal, sys, threading, time
from headroom.measures.requests import RequestMetrics
from headroom.stores.writer import MetricsWriter

written = []
writer = MetricsWriter(written.extend, flush_interval_s=0.01)
held, inside = threading.Lock(), threading.Event()

def job():
    with held:
        inside.set()
        time.sleep(0.5)
    return RequestMetrics(request_id="one")

writer.submit(job)
inside.wait()
pid = os.fork()
if not pid:
    signal.alarm(20)
    with held:
        os._exit(0)
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), writer.close(), len(written))
"""


def test_a_fork_waits_for_who_makes_rows() -> None:
    """What a job holds is held by nobody in the child, and the parent goes on as before."""
    with child(IN_A_JOB) as process:
        assert process.communicate(timeout=60)[0] == "0 True 1\n"
