"""What is asked of clients to see what they cost: requests of one message, results never seen, long histories, streams."""

from __future__ import annotations

import itertools
import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter_ns
from typing import Any

import msgspec
import openai
from openai.types.chat import ChatCompletion

from benchmarks.client_pairs import Clock, Message, Pair, anthropic_messages
from benchmarks.fresh_texts import KINDS, fresh_text
from benchmarks.subject import tokens
from benchmarks.texts import seen_texts
from benchmarks.workloads import exchange, history
from headroom import HeadroomClient
from headroom.client.exchange import exchange as exchanged
from headroom.client.request.endpoints import ENDPOINTS, Asked
from headroom.config.overrides import Overrides
from headroom.providers import OpenAIProvider
from headroom.runtime.drive import run_sync
from headroom.runtime.ports import Events

__all__ = ["CASES", "Measured", "Sample", "Samples", "core_samples", "paired", "told_history", "with_new_result"]

_SIZES = (2_000, 10_000, 50_000)
_HISTORY_CALLS = 249
_ROWS_A_RESULT = 10
"""So that 500 messages are some way below the least window: one that is full is another matter than a history seen before."""
_TURN_TOKENS = 400
"""Of the result that a history grows by; one of `_ROWS_A_RESULT` has about as many."""
_TINY_TIMES = 10
"""Times as many rounds for requests of one message, so that the slowest hundredth is more than one of them."""
_WARM = 3
"""Rounds before those that are timed."""
_BURST = 20
"""Calls in one sample of `sustained`."""


_numbers = itertools.count()
"""No text is made twice in a process: what was compressed once is remembered, whichever client it came by."""


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    """One round, in milliseconds."""

    bare_ms: float
    ours_ms: float
    new_ms: float = 0.0
    """One exact count of the text that is new."""
    seen_ms: float = 0.0
    """Likewise of the history."""


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """A case that was measured."""

    name: str
    samples: list[Sample]
    has_aim: bool = True
    """Whether it is said what it may cost."""


Samples = list[Measured]
Case = Callable[[Pair, str, int], Awaitable[Samples]]
"""Samples of a pair of a kind, of so many rounds."""


def with_new_result(kind: str, size: int, number: int, before: Sequence[Message] = ()) -> list[Message]:
    """A question, a call, and a result that is like no other; without the question where something stands before."""
    messages = exchange(1_000 + number, "What stands out here?", "look", {"page": number}, "")
    messages[-1]["content"] = fresh_text(kind, size, next(_numbers))
    return [*before, *(messages[1:] if before else messages)]


def told_history() -> list[Message]:
    """An agent's conversation of 499 messages."""
    return history(_HISTORY_CALLS, _ROWS_A_RESULT, random.Random(1))


async def paired(
    pair: Pair, requests: Sequence[Sequence[Message]], before: Callable[[int], Awaitable[object]] | None = None
) -> list[tuple[int, int]]:
    """Nanoseconds of each request, bare and by ours, one after the other; nothing else is done while the clock runs.

    `before` is awaited ahead of each, untimed, with its number. Garbage is collected as in an application: when Python does it.
    """
    found: list[tuple[int, int]] = []
    for number, messages in enumerate(requests):
        if before is not None:
            await before(number)
        pair.settle()
        # Each goes first every other time: the second finds the caches of the processor warm.
        if number % 2:
            bare = await pair.bare(messages)
            found.append((bare, await pair.ours(messages)))
        else:
            ours = await pair.ours(messages)
            found.append((await pair.bare(messages), ours))
    return found


async def _tiny(pair: Pair, _kind: str, rounds: int) -> Samples:
    requests: list[list[Message]] = [
        [{"role": "user", "content": f"What is {number} times 7?"}] for number in range(rounds * _TINY_TIMES + _WARM)
    ]
    return [Measured(name="one message", samples=_samples(await paired(pair, requests)))]


async def _new(pair: Pair, kind: str, rounds: int) -> Samples:
    """Requests with one result that nobody has seen."""
    found: Samples = []
    for what in KINDS:
        for size in _SIZES:
            made = [with_new_result(what, size, number) for number in range(rounds + _WARM)]
            timed = await paired(pair, _worded(made, kind))
            found.append(
                Measured(
                    name=f"new {what} {size // 1000}k", samples=_samples(timed, [_count_ms(messages) for messages in made])
                )
            )
    return found


async def _history(pair: Pair, kind: str, rounds: int) -> Samples:
    """A conversation that grows by a turn, one that is sent again, and one that comes as equal objects."""
    whole = told_history()
    turns = [with_new_result("json", _TURN_TOKENS, number, [{}])[1:] for number in range(rounds + _WARM)]
    grown = [whole]
    for turn in turns:
        grown.append([*grown[-1], *turn])
    worded = _worded(grown, kind)
    await pair.ours(worded[0])
    timed = await paired(pair, worded[1:])
    seen_ms = _count_ms(whole)
    counts = [_count_ms(turn) for turn in turns]
    found: Samples = [Measured(name="history of 500, grows", samples=_samples(timed, counts, seen_ms))]
    last = worded[-1]
    seen_ms = _count_ms(grown[-1])
    timed = await paired(pair, [last] * (rounds + _WARM))
    found.append(Measured(name=f"history of {len(last)}, again", samples=_samples(timed, seen_ms=seen_ms)))
    text = msgspec.json.encode(last)
    anew: list[list[Message]] = [[] for _ in range(rounds + _WARM)]

    async def decoded(number: int) -> None:
        anew[number].extend(msgspec.json.decode(text))

    timed = await paired(pair, anew, decoded)
    found.append(Measured(name=f"history of {len(last)}, equal", samples=_samples(timed, seen_ms=seen_ms)))
    return found


async def _stream(pair: Pair, kind: str, rounds: int) -> Samples:
    """To the first event, and for each of a thousand; with our tool offered, which has to be looked out for, and without."""
    offered = with_new_result("json", 100, 1)
    cases: dict[str, list[Message]] = {
        "stream": [{"role": "user", "content": "Tell me."}],
        "stream, tool offered": _worded([offered], kind)[0],
    }
    found: Samples = []
    for name, messages in cases.items():
        firsts, events = [], []
        for _ in range(rounds + _WARM):
            pair.settle()
            bare = await pair.bare_stream(messages)
            ours = await pair.ours_stream(messages)
            firsts.append((bare[0], ours[0]))
            events.append(((bare[1] - bare[0]) * 1_000 // bare[2], (ours[1] - ours[0]) * 1_000 // ours[2]))
        found.append(Measured(name=f"{name}, first event", samples=_samples(firsts)))
        found.append(Measured(name=f"{name}, 1000 events", samples=_samples(events), has_aim=False))
    return found


async def _sustained(pair: Pair, kind: str, rounds: int) -> Samples:
    """Calls one right after the other, each with a new result of 2,000 tokens, rows counted and written meanwhile."""
    made = [with_new_result("json", _SIZES[0], number) for number in range((rounds + _WARM) * _BURST)]
    worded = _worded(made, kind)
    timed: list[tuple[int, int]] = []
    for start in range(0, len(worded), _BURST):
        burst = worded[start : start + _BURST]
        begun = pair.now()
        for messages in burst:
            await pair.bare(messages)
        halfway = pair.now()
        for messages in burst:
            await pair.ours(messages)
        pair.settle()
        timed.append(((halfway - begun) // _BURST, (pair.now() - halfway) // _BURST))
    counts = [_count_ms(made[start]) for start in range(0, len(made), _BURST)]
    return [Measured(name="sustained, rows written", samples=_samples(timed, counts), has_aim=False)]


CASES: Mapping[str, Case] = {
    "tiny": _tiny,
    "new": _new,
    "history": _history,
    "stream": _stream,
    "sustained": _sustained,
}


class _AtOnce:
    """A transport that has its answer already."""

    def __init__(self) -> None:
        message = {"role": "assistant", "content": "Done."}
        choice = {"index": 0, "finish_reason": "stop", "message": message}
        usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
        self._reply = ChatCompletion.construct(id="x", choices=[choice], usage=usage)

    async def send(self, body: Mapping[str, object], *, again: bool) -> object:
        del body, again
        return self._reply

    def with_headers(self, headers: Mapping[str, str]) -> _AtOnce:
        del headers
        return self

    def unparsed(self) -> _AtOnce:
        return self

    def finished(self, reply: object) -> object:
        return reply

    async def parsed(self, reply: object) -> object:
        return reply

    def with_parsed(self, reply: object, content: object) -> object:
        del reply
        return content

    def events(self, reply: object) -> Events:
        raise NotImplementedError("nothing is streamed here")

    def streamed(self, reply: object, events: Events) -> object:
        raise NotImplementedError("nothing is streamed here")


def core_samples(rounds: int, now: Clock) -> Samples:
    """Ours alone without any HTTP, of a client that blocks; what is bare costs nothing."""
    found: Samples = []
    with TemporaryDirectory() as folder:
        original = openai.OpenAI(base_url="http://localhost/v1", api_key="any")
        store_url = f"sqlite:///{Path(folder) / 'headroom.db'}"
        with original, HeadroomClient(original, OpenAIProvider(), store_url=store_url, default_mode="optimize") as client:
            tiny: list[list[Message]] = [
                [{"role": "user", "content": f"What is {number} times 7?"}] for number in range(rounds * _TINY_TIMES + _WARM)
            ]
            found.append(Measured(name="one message", samples=_samples(_alone(client, tiny, now))))
            for what in KINDS:
                for size in _SIZES:
                    made = [with_new_result(what, size, number) for number in range(rounds + _WARM)]
                    counts = [_count_ms(messages) for messages in made]
                    found.append(
                        Measured(name=f"new {what} {size // 1000}k", samples=_samples(_alone(client, made, now), counts))
                    )
            grown = [told_history()]
            for number in range(rounds + _WARM):
                grown.append(with_new_result("json", _TURN_TOKENS, number, grown[-1]))
            _alone(client, grown[:1], now)
            counts = [_count_ms(messages[-2:]) for messages in grown[1:]]
            found.append(
                Measured(
                    name="history of 500, grows", samples=_samples(_alone(client, grown[1:], now), counts, _count_ms(grown[0]))
                )
            )
            again = _alone(client, [grown[-1]] * (rounds + _WARM), now)
            found.append(
                Measured(name=f"history of {len(grown[-1])}, again", samples=_samples(again, seen_ms=_count_ms(grown[-1])))
            )
    return found


def _alone(client: Any, requests: Sequence[Sequence[Message]], now: Clock) -> list[tuple[int, int]]:
    transport, core = _AtOnce(), client._core  # noqa: SLF001  # What is measured is below the face.
    found: list[tuple[int, int]] = []
    for messages in requests:
        core.stores.settle()
        asked = Asked(endpoint=ENDPOINTS[0], body={"model": "gpt-4.1", "messages": messages}, overrides=Overrides())
        start = now()
        run_sync(exchanged(core, asked, "tenant", transport))
        found.append((0, now() - start))
    return found


def _worded(requests: Sequence[list[Message]], kind: str) -> list[list[Message]]:
    """The conversations as the kind of client takes them; messages that they share are shared again."""
    if not kind.startswith("anthropic"):
        return list(requests)
    made: dict[int, Message] = {}
    found = []
    for messages in requests:
        for message in messages:
            if id(message) not in made:
                made[id(message)] = anthropic_messages([message])[0]
        found.append([made[id(message)] for message in messages])
    return found


def _count_ms(messages: Sequence[Message]) -> float:
    texts = seen_texts(messages)
    least = min(_counted_ns(texts) for _ in range(3))
    return least / 1e6


def _counted_ns(texts: tuple[str, ...]) -> int:
    start = perf_counter_ns()
    tokens(texts)
    return perf_counter_ns() - start


def _samples(timed: Sequence[tuple[int, int]], new_ms: Sequence[float] = (), seen_ms: float = 0.0) -> list[Sample]:
    counts = new_ms or [0.0] * len(timed)
    return [
        Sample(bare_ms=bare / 1e6, ours_ms=ours / 1e6, new_ms=new, seen_ms=seen_ms)
        for (bare, ours), new in list(zip(timed, counts, strict=True))[_WARM:]
    ]
