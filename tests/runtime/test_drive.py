"""Coroutines run to their end without an event loop."""

from __future__ import annotations

import inspect
from collections.abc import Generator

import anyio
import pytest

from headroom.runtime.drive import run_sync


async def worth(value: object) -> object:
    """The value."""
    return value


@pytest.mark.parametrize("value", [7, None, StopIteration, [1]])
def test_what_it_returns_comes_back(value: object) -> None:
    """Whatever it is."""
    assert run_sync(worth(value)) is value


def test_what_it_raises_is_raised() -> None:
    """The very exception, in the caller's own stack."""
    error = ZeroDivisionError("x")

    async def raises() -> None:
        raise error

    with pytest.raises(ZeroDivisionError) as caught:
        run_sync(raises())
    assert caught.value is error


class Suspending:
    """Something to await that gives way to an event loop, which is not there."""

    def __await__(self) -> Generator[None, None, None]:
        yield


def test_what_suspends_is_named_and_closed() -> None:
    """So that a port of the wrong kind is found, and its cleaning up is done."""
    closed: list[int] = []

    async def port() -> None:
        try:
            await Suspending()
        finally:
            closed.append(1)

    async def the_core() -> None:
        await port()

    coroutine = the_core()
    with pytest.raises(RuntimeError, match="the_core was given a port that suspends"):
        run_sync(coroutine)
    assert closed == [1]
    assert inspect.getcoroutinestate(coroutine) == inspect.CORO_CLOSED


def test_it_works_inside_a_running_loop() -> None:
    """As in a notebook: the loop is not asked."""

    async def main() -> object:
        return run_sync(worth(7))

    assert anyio.run(main) == 7
