"""Ports of a client's core that follow a script, and write down what they are asked.

The same script is played by ports that never suspend and by ports that always do: `pause` makes the difference.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from typing import Any, TypeVar, cast

import anyio.lowlevel
import msgspec

from headroom.client.core import Core, Ports
from headroom.client.exchange import exchange
from headroom.client.opening import blocking_ports, open_core
from headroom.client.reply.streaming import StreamedReply
from headroom.client.request.endpoints import ENDPOINTS, Asked, Raw
from headroom.config import HeadroomConfig
from headroom.config.environment import Environment
from headroom.config.overrides import take_overrides
from headroom.config.parameters import Parameters
from headroom.measures.requests import RequestMetrics
from headroom.messages import WireFormat
from headroom.pipeline.hooks import CompressionHooks
from headroom.providers import OpenAIProvider, Provider
from headroom.runtime.drive import run_sync
from headroom.runtime.ports import Events

__all__ = [
    "LOG",
    "Journal",
    "RawReply",
    "Script",
    "ScriptedClock",
    "ScriptedDecisions",
    "ScriptedEvents",
    "ScriptedOriginals",
    "ScriptedTransport",
    "ScriptedWork",
    "Step",
    "answered",
    "asking",
    "blocks",
    "core_with",
    "events_in",
    "row_of",
    "suspends",
]

T = TypeVar("T")

Journal = list[tuple[object, ...]]
"""What was asked of ports, in order: the port's method, then its arguments."""
Pause = Callable[[], Coroutine[Any, Any, None]]

LOG = "".join(f"2026-01-07 10:{n % 60:02d}:00 INFO worker {n * 7919 % 10_007} did {n * n} things\n" for n in range(600))
"""Lines of which most are left out."""
_NOWHERE = Environment(config_dir="/nonexistent")


async def blocks() -> None:
    """Nothing: the port never suspends."""


async def suspends() -> None:
    """Nothing, after the event loop had its turn."""
    await anyio.lowlevel.checkpoint()


class Step(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """What the provider does when it is asked once."""

    reply: object = None
    """A complete reply."""
    events: tuple[object, ...] | None = None
    """A streamed one; None for one that is whole."""
    error: BaseException | None = None
    """Raised instead of a reply; of a stream, after its events."""


class Script(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """What the outside world does; what it does not say goes well."""

    steps: tuple[Step, ...] = ()
    puts: tuple[bool | Exception, ...] = ()
    """Whether originals are kept, in the order of the puts; what is raised instead."""
    gets: tuple[Exception | None, ...] = ()
    recalls: tuple[Exception | None, ...] = ()
    remembers: tuple[Exception | None, ...] = ()
    moments: tuple[float, ...] = ()
    """Seconds that pass before each look at the clock."""


class RawReply(msgspec.Struct, frozen=True, kw_only=True):
    """A raw response and what it holds."""

    content: object


class ScriptedEvents:
    """The events of a stream, then its end or an error."""

    def __init__(self, step: Step, journal: Journal, pause: Pause) -> None:
        self._waiting = list(step.events or ())
        self._error = step.error
        self._journal = journal
        self._pause = pause
        self.is_closed = False

    async def next(self) -> object | None:
        """The next event; None at the end."""
        self._journal.append(("events.next",))
        await self._pause()
        if self._waiting:
            return self._waiting.pop(0)
        error, self._error = self._error, None
        if error is not None:
            raise error
        return None

    async def close(self) -> None:
        """Let go of the connection."""
        self._journal.append(("events.close",))
        await self._pause()
        self.is_closed = True


class ScriptedTransport:
    """A provider that answers by a script."""

    def __init__(
        self,
        steps: Iterable[Step],
        journal: Journal,
        pause: Pause = blocks,
        *,
        parser: Callable[[object], object] | None = None,
    ) -> None:
        self._steps = list(steps)
        self._journal = journal
        self._pause = pause
        self._parser = parser
        self._is_unparsed = False
        self.bodies: list[Mapping[str, object]] = []
        self.streams: list[ScriptedEvents] = []

    async def send(self, body: Mapping[str, object], *, again: bool) -> object:
        """The next reply of the script."""
        self._journal.append(("send", dict(body), again))
        self.bodies.append(body)
        await self._pause()
        step = self._steps.pop(0)
        if step.events is None and step.error is not None:
            raise step.error
        if step.events is not None:
            return step
        return step.reply if self._parser is None or self._is_unparsed else self._parser(step.reply)

    def unparsed(self) -> ScriptedTransport:
        """The same, which parses at the end."""
        self._journal.append(("unparsed",))
        self._is_unparsed = True
        return self

    def finished(self, reply: object) -> object:
        """The reply, parsed if that was put off."""
        self._journal.append(("finished",))
        return self._parser(reply) if self._parser is not None and self._is_unparsed else reply

    def with_headers(self, headers: Mapping[str, str]) -> ScriptedTransport:
        """The same, which notes the headers."""
        self._journal.append(("with_headers", dict(headers)))
        return self

    async def parsed(self, reply: object) -> object:
        """What a raw response holds, or the reply itself."""
        self._journal.append(("parsed",))
        await self._pause()
        return reply.content if isinstance(reply, RawReply) else reply

    def with_parsed(self, reply: object, content: object) -> object:
        """The content, or a raw response holding it."""
        self._journal.append(("with_parsed", content))
        return RawReply(content=content) if isinstance(reply, RawReply) else content

    def events(self, reply: object) -> Events:
        """The events of a streamed reply."""
        assert isinstance(reply, Step)
        self._journal.append(("events",))
        stream = ScriptedEvents(reply, self._journal, self._pause)
        self.streams.append(stream)
        return stream

    def streamed(self, reply: object, events: Events) -> object:
        """The events themselves, for a test to read."""
        assert isinstance(reply, Step)
        self._journal.append(("streamed",))
        return events


class ScriptedOriginals:
    """Originals in a dict, kept as the script says."""

    def __init__(self, script: Script, journal: Journal, pause: Pause = blocks) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self._puts = list(script.puts)
        self._gets = list(script.gets)
        self._journal = journal
        self._pause = pause

    async def put(self, tenant: str, originals: Mapping[str, str], within_s: float) -> bool:
        """What the script says; kept if that is yes."""
        self._journal.append(("originals.put", dict(originals), within_s))
        await self._pause()
        answer = self._puts.pop(0) if self._puts else True
        if isinstance(answer, Exception):
            raise answer
        if answer:
            self.kept.update(((tenant, name), text) for name, text in originals.items())
        return answer

    async def get(self, tenant: str, original: str) -> str | None:
        """The text that was kept."""
        self._journal.append(("originals.get", original))
        await self._pause()
        _raise_next(self._gets)
        return self.kept.get((tenant, original))


class ScriptedDecisions:
    """Decisions in a dict."""

    def __init__(self, script: Script, journal: Journal, pause: Pause = blocks) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self._recalls = list(script.recalls)
        self._remembers = list(script.remembers)
        self._journal = journal
        self._pause = pause

    async def recall(self, tenant: str, keys: Sequence[str]) -> Mapping[str, str]:
        """Those that were kept."""
        self._journal.append(("decisions.recall", tuple(keys)))
        await self._pause()
        _raise_next(self._recalls)
        return {key: self.kept[tenant, key] for key in keys if (tenant, key) in self.kept}

    async def remember(self, tenant: str, decisions: Mapping[str, str]) -> None:
        """Keep them."""
        self._journal.append(("decisions.remember", dict(decisions)))
        await self._pause()
        _raise_next(self._remembers)
        self.kept.update(((tenant, key), decision) for key, decision in decisions.items())


class ScriptedWork:
    """Work, done where it is asked for."""

    def __init__(self, journal: Journal, pause: Pause = blocks) -> None:
        self._journal = journal
        self._pause = pause

    async def run(self, function: Callable[[], T], chars: int) -> T:
        """What the function returns."""
        self._journal.append(("work.run", chars))
        await self._pause()
        return function()


class ScriptedClock:
    """A clock that goes on by the script, and stands still after it."""

    def __init__(self, script: Script, journal: Journal) -> None:
        self.at_s = 1_000.0
        self._moments = list(script.moments)
        self._journal = journal

    def now(self) -> float:
        """Seconds since the epoch."""
        return 1_760_000_000.0 + self.elapsed()

    def elapsed(self) -> float:
        """Seconds since some moment."""
        self.at_s += self._moments.pop(0) if self._moments else 0.0
        self._journal.append(("clock", self.at_s))
        return self.at_s


def core_with(
    script: Script | None = None,
    journal: Journal | None = None,
    pause: Pause = blocks,
    *,
    config: HeadroomConfig | None = None,
    parameters: Parameters | None = None,
    provider: Provider | None = None,
    hooks: object = None,
) -> Core:
    """A client's core over scripted ports, with stores in memory; without a script, over ports that block on those stores.

    Installed extensions and the files of this machine's user are not looked for.
    """
    configuration = config or HeadroomConfig(store_url="memory://", discover_pipeline_extensions=False)
    core = open_core(
        object(),
        provider or OpenAIProvider(),
        parameters or Parameters(default_mode="optimize"),
        configuration,
        environment=_NOWHERE,
        hooks=cast("CompressionHooks | None", hooks),
        ports=blocking_ports,
    )
    if script is None:
        return core
    written: Journal = [] if journal is None else journal
    ports = Ports(
        originals=ScriptedOriginals(script, written, pause),
        decisions=ScriptedDecisions(script, written, pause),
        work=ScriptedWork(written, pause),
        clock=ScriptedClock(script, written),
    )
    return msgspec.structs.replace(core, ports=ports)


def asking(wire: WireFormat, body: Mapping[str, object], *, stream: bool = False, raw: Raw = "", **keywords: object) -> Asked:
    """A request as a client reads it; `keywords` are those that begin with `headroom_`."""
    endpoint = next(each for each in ENDPOINTS if each.format == wire)
    return Asked(endpoint=endpoint, body=body, overrides=take_overrides(keywords)[0], stream=stream, raw=raw)


def answered(core: Core, asked: Asked, *steps: Step, tenant: str = "somebody") -> tuple[object, list[Mapping[str, object]]]:
    """What the caller gets, with ports that block, and the bodies that were sent."""
    transport = ScriptedTransport(steps, [])
    return run_sync(exchange(core, asked, tenant, transport)), transport.bodies


def events_in(stream: object) -> list[object]:
    """All events of a streamed reply."""
    assert isinstance(stream, StreamedReply)
    return list(iter(lambda: run_sync(stream.next()), None))


def row_of(core: Core) -> RequestMetrics:
    """What is known of the latest call."""
    core.stores.writer.settle()
    return core.stores.metrics.read(limit=1)[0]


def _raise_next(answers: list[Exception | None]) -> None:
    answer = answers.pop(0) if answers else None
    if answer is not None:
        raise answer
