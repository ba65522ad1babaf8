"""Runs awaited on both event loops."""

from __future__ import annotations

import threading

import anyio
import anyio.to_thread
import msgspec
import pytest
from anyio import CapacityLimiter

from headroom.messages import Conversation, Report
from headroom.pipeline.composition import compose
from headroom.pipeline.runner import INLINE_CHARS, run
from tests.fakes.conversations import agent_conversation
from tests.fakes.transforms import FoldsSpace

pytestmark = pytest.mark.anyio

SMALL = agent_conversation("a   b")
BIG = agent_conversation("a   b " * INLINE_CHARS)


class Watched(msgspec.Struct, frozen=True, kw_only=True):
    """A step that notes its thread and waits for leave to end."""

    threads: list[int]
    leave: threading.Event
    started: threading.Event
    name: str = "watched"
    rewrites_history: bool = False

    def __call__(self, conversation: Conversation) -> tuple[Conversation, Report]:
        """The step."""
        self.threads.append(threading.get_ident())
        self.started.set()
        assert self.leave.wait(10)
        return conversation, Report()


def watched(*, is_free: bool = True) -> Watched:
    """A step that ends at once if it is free, else when its event is set."""
    leave = threading.Event()
    if is_free:
        leave.set()
    return Watched(threads=[], leave=leave, started=threading.Event())


@pytest.fixture(params=["asyncio", "trio"])
def anyio_backend(request: pytest.FixtureRequest) -> str:
    """Both event loops."""
    return str(request.param)


@pytest.mark.parametrize("conversation", [SMALL, BIG], ids=["small", "big"])
async def test_it_gives_what_the_pipeline_gives(conversation: Conversation) -> None:
    """Awaited or not, inline or in a thread, the result is the same."""
    pipeline = compose(FoldsSpace())
    assert await run(pipeline, conversation) == pipeline(conversation)


async def test_a_small_run_stays_on_the_loop() -> None:
    """Below the size no thread is used."""
    step = watched()
    await run(step, SMALL)
    assert step.threads == [threading.get_ident()]


async def test_a_big_run_makes_one_hop() -> None:
    """Above the size the whole run, all steps of it, is in one other thread."""
    step = watched()
    await run(compose(step, step, step), BIG)
    assert len(set(step.threads)) == 1
    assert step.threads[0] != threading.get_ident()


async def test_user_text_does_not_count_as_size() -> None:
    """Only tool results are work; a long question stays inline."""
    step = watched()
    question = msgspec.structs.replace(BIG, messages=BIG.messages[:1])
    await run(step, question)
    assert step.threads == [threading.get_ident()]


async def test_cancelling_returns_at_once() -> None:
    """A deadline is not held up by the work in the thread."""
    step = watched(is_free=False)
    try:
        with anyio.move_on_after(0.05) as scope:
            await run(step, BIG)
        # Reached while the step still waits in its thread.
        assert scope.cancelled_caught
    finally:
        step.leave.set()


async def test_the_loop_runs_on_during_a_big_run() -> None:
    """Other tasks make progress while a thread works; here one of them is what lets it end."""
    step = watched(is_free=False)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(run, step, BIG)
        assert await anyio.to_thread.run_sync(step.started.wait, 10)
        step.leave.set()
    assert len(step.threads) == 1


async def test_a_small_run_can_be_cancelled() -> None:
    """A run in a cancelled scope does no work, even a small one."""
    step = watched()
    with anyio.CancelScope() as scope:
        scope.cancel()
        await run(step, SMALL)
    assert step.threads == []


async def test_the_limiter_bounds_the_threads() -> None:
    """With a limiter of one, the second run starts after the first has ended."""
    step = watched(is_free=False)
    limiter = CapacityLimiter(1)

    async def run_big() -> None:
        await run(step, BIG, limiter=limiter)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(run_big)
        tasks.start_soon(run_big)
        assert await anyio.to_thread.run_sync(step.started.wait, 10)
        await anyio.wait_all_tasks_blocked()
        assert limiter.statistics().tasks_waiting == 1
        assert len(step.threads) == 1
        step.leave.set()
    assert len(step.threads) == 2


async def test_an_exception_of_the_work_reaches_the_caller() -> None:
    """What a bare transform raises in the thread is raised where it is awaited."""

    class Fails(msgspec.Struct, frozen=True):
        name: str = "fails"
        rewrites_history: bool = False

        def __call__(self, conversation: Conversation) -> tuple[Conversation, Report]:
            """The step."""
            del conversation
            raise LookupError(self.name)

    with pytest.raises(LookupError, match="fails"):
        await run(Fails(), BIG)


def test_each_event_loop_has_its_own_limiter() -> None:
    """Runs in loops that follow one another do not share a limiter."""
    pipeline = compose(FoldsSpace())
    first = anyio.run(run, pipeline, BIG)
    assert anyio.run(run, pipeline, BIG, backend="trio") == first
    assert anyio.run(run, pipeline, BIG) == first
