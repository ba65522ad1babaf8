"""What must be put in order round a fork, so that the child finds nothing held and nothing half done.

Locks are taken before the process forks and let go on both sides, so what they guard is whole in the child, too. Whoever holds
one of them may wait for another one of a higher rank only; this is also the order in which they are taken here.
"""

from __future__ import annotations

import contextlib
import os
import threading
import weakref
from typing import Protocol

__all__ = ["CONNECTIONS", "FORK_WAIT_S", "JOBS", "LEAVES", "ROUNDS", "ForkLock", "Forkable", "watch"]

JOBS = 0
"""The rank of locks that are held while a job runs, which may itself take locks that no fork knows of, and those below."""
ROUNDS = 1
"""The rank of locks that are held while several things are done under those below."""
CONNECTIONS = 2
"""The rank of locks under which files are read and written."""
LEAVES = 3
"""The rank of locks under which nothing waits for another one."""
FORK_WAIT_S = 3.0
"""How long a fork waits for what is under way. Chosen: above the longest wait for another process, so it nearly always ends."""


class Forkable(Protocol):
    """What is told of a fork."""

    fork_rank: int

    def before_fork(self) -> None:
        """Come to rest, in the thread that is about to fork."""
        ...

    def after_fork(self, *, in_child: bool) -> None:
        """Go on."""
        ...


_watched: weakref.WeakSet[Forkable] = weakref.WeakSet()
_resting: list[Forkable] = []
"""Those that were told before the fork, until they are told after it."""
_one_fork = threading.Lock()
"""Held while the process forks, so that two threads that fork at once do not mix up who rests."""


def watch(one: Forkable) -> None:
    """Tell `one` of forks for as long as it lives."""
    _watched.add(one)


class ForkLock:
    """A lock that a fork leaves free in the child."""

    def __init__(self, fork_rank: int = LEAVES) -> None:
        self.fork_rank = fork_rank
        self._lock = threading.Lock()
        self._is_held_for_fork = False
        watch(self)

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(self, *_: object) -> None:
        self._lock.release()

    def before_fork(self) -> None:
        """Take it, so that nobody is half-way through what it guards."""
        self._is_held_for_fork = self._lock.acquire(timeout=FORK_WAIT_S)

    def after_fork(self, *, in_child: bool) -> None:
        """Let it go; one that could not be taken is made anew in the child."""
        if self._is_held_for_fork:
            self._is_held_for_fork = False
            self._lock.release()
        elif in_child:
            self._lock = threading.Lock()


def _all() -> list[Forkable]:
    while True:
        # Another thread may add one meanwhile, which ends the walk through a set.
        with contextlib.suppress(RuntimeError):
            return list(_watched)


def _before() -> None:
    _one_fork.acquire(timeout=FORK_WAIT_S)
    _resting[:] = sorted(_all(), key=lambda one: one.fork_rank)
    for one in _resting:
        one.before_fork()


def _after_in_parent() -> None:
    told, _resting[:] = list(reversed(_resting)), []
    for one in told:
        one.after_fork(in_child=False)
    if _one_fork.locked():
        _one_fork.release()


def _after_in_child() -> None:
    # A fork that Python was not told of beforehand reaches this alone, so all are told, not only those that rest.
    _resting.clear()
    for one in _all():
        one.after_fork(in_child=True)
    if _one_fork.locked():
        _one_fork.release()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_before, after_in_parent=_after_in_parent, after_in_child=_after_in_child)
