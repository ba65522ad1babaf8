"""The server: a script of replies, and what came of it."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import msgspec

from tests.fakes.provider_server.connection import Answer, Connection
from tests.fakes.provider_server.received import Exchange, Format, Received, text_of
from tests.fakes.provider_server.replies import Reply, error, says
from tests.fakes.provider_server.rules import breach
from tests.fakes.provider_server.steps import steps

__all__ = ["Interrupted", "ProviderServer", "Script", "serve"]

Script = Sequence[Reply] | Callable[[Received], Reply]

_MODELS = ("gpt-4o", "gpt-4o-mini", "claude-sonnet-4-5-20250929")
_ECHO_CHARS = 60


class Interrupted(msgspec.Struct, frozen=True, kw_only=True):
    """A reply that the client did not wait for."""

    received: Received
    events_written: int


class ProviderServer:
    """A provider on a port of this machine.

    `requests` are all that came, refused ones too. A script given as a list answers them in order, and what comes after its
    end is refused with 400; a function is asked for each; without a script, replies tell what was said last. Models are listed,
    and tokens counted, beside the script.
    """

    def __init__(self, script: Script | None = None, *, is_strict: bool = True, remembers: bool = True) -> None:
        self._script = script
        self._remembers = remembers
        self._is_strict = is_strict
        self._changed = threading.Condition()
        self._loop = asyncio.new_event_loop()
        self._alive: set[Connection] = set()
        self._thread = threading.Thread(target=self._run, name="provider-server", daemon=True)
        self._answered = 0
        self.url = ""
        self.requests: list[Received] = []
        self.served = 0
        """How many requests came."""
        self.interrupted: list[Interrupted] = []
        self.connections_opened = 0
        self.connections_closed = 0
        self.faults: list[BaseException] = []
        """What went wrong in the server itself; `serve` raises the first."""

    @property
    def openai_url(self) -> str:
        """What an OpenAI client takes as its `base_url`."""
        return f"{self.url}/v1"

    @property
    def connections_open(self) -> int:
        """Connections that neither side has closed."""
        return self.connections_opened - self.connections_closed

    def wait_for(self, is_so: Callable[[ProviderServer], bool], timeout_s: float = 60.0) -> bool:
        """Whether that came true in time; asked again whenever a request comes or a connection goes."""
        with self._changed:
            return self._changed.wait_for(lambda: is_so(self), timeout_s)

    def wait_interrupted(self, timeout_s: float = 60.0) -> Interrupted | None:
        """The first reply that a client let go of, waited for; None when there is none in time."""
        return self.interrupted[0] if self.wait_for(lambda server: bool(server.interrupted), timeout_s) else None

    def start(self) -> None:
        """Listen on a free port."""
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result()

    def stop(self) -> None:
        """Let go of every client and of the port."""
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result()
        # Connections hear of their end in the next turns of the loop.
        self.wait_for(lambda server: not server.connections_open, timeout_s=5.0)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def opened(self, connection: Connection) -> None:
        """Told by a connection."""
        with self._changed:
            self._alive.add(connection)
            self.connections_opened += 1
            self._changed.notify_all()

    def closed(self, connection: Connection, unfinished: Received | None, steps_written: int) -> None:
        """Told by a connection."""
        with self._changed:
            self._alive.discard(connection)
            self.connections_closed += 1
            if unfinished is not None:
                self.interrupted.append(Interrupted(received=unfinished, events_written=max(0, steps_written - 1)))
            self._changed.notify_all()

    def answer(self, head: bytes, body: bytes) -> Answer:
        """What is written for a request."""
        received = _received(head, body)
        try:
            reply = self._reply(received)
        except BaseException as fault:  # noqa: BLE001 - a script is a test's code; what it raises is that test's failure
            self.faults.append(fault)
            reply = error(500, f"the script raised {fault!r}")
        with self._changed:
            if self._remembers:
                self.requests.append(received)
            self.served += 1
            number = self.served
            self._changed.notify_all()
        exchange = Exchange(received=received, reply=reply, number=number, created_s=int(time.time()))
        return Answer(received=received, steps=steps(exchange), closes=reply.closes)

    def _reply(self, received: Received) -> Reply:
        if received.method == "GET":
            return Reply(body=_listing(received)) if "/models" in received.path else error(404)
        if received.method != "POST" or _format(received.path) is None:
            return error(404, f"{received.method} {received.path} is not served")
        if self._is_strict:
            if not {"authorization", "x-api-key", "api-key"} & received.headers.keys():
                return error(401)
            if broken := breach(received):
                return error(400, broken)
        if received.path.endswith("/count_tokens"):
            return Reply(body={"input_tokens": received.input_tokens()})
        if self._script is None:
            return _echo(received)
        if callable(self._script):
            return self._script(received)
        self._answered += 1
        if self._answered > len(self._script):
            return error(400, f"the script has {len(self._script)} replies, and this is request {self._answered}")
        return self._script[self._answered - 1]

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()

    async def _listen(self) -> None:
        self._listener = await self._loop.create_server(lambda: Connection(self), "127.0.0.1", 0, backlog=512)
        self.url = f"http://127.0.0.1:{self._listener.sockets[0].getsockname()[1]}"

    async def _close(self) -> None:
        self._listener.close()
        for connection in tuple(self._alive):
            connection.abort()


@contextmanager
def serve(script: Script | None = None, *, is_strict: bool = True, remembers: bool = True) -> Iterator[ProviderServer]:
    """A running server.

    Not `is_strict`, it takes what a provider would refuse; unless it `remembers`, `requests` stays empty, for long runs.

    Raises: what a script raised, when the block is over.
    """
    server = ProviderServer(script, is_strict=is_strict, remembers=remembers)
    server.start()
    try:
        yield server
    finally:
        server.stop()
    for fault in server.faults:
        raise fault


def _received(head: bytes, body: bytes) -> Received:
    request_line, *lines = head.decode("latin-1").split("\r\n")
    method, target, _version = request_line.split(" ")
    path, _, query = target.partition("?")
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    decoded = msgspec.json.decode(body) if body else {}
    known = _format(path) or ("anthropic" if "anthropic-version" in headers else "openai_chat")
    return Received(
        method=method,
        path=path,
        query=query,
        headers=headers,
        raw=body,
        body=decoded if isinstance(decoded, dict) else {},
        format=known,
    )


def _format(path: str) -> Format | None:
    if path.endswith("/chat/completions"):
        return "openai_chat"
    if path.endswith("/responses"):
        return "openai_responses"
    if path.endswith(("/messages", "/messages/count_tokens")):
        return "anthropic"
    return None


def _listing(received: Received) -> object:
    is_anthropic = received.format == "anthropic"
    kind = {"type": "model"} if is_anthropic else {"object": "model", "created": 0, "owned_by": "fake"}
    named = received.path.partition("/models/")[2]
    found = [{"id": name, **kind} for name in ([named] if named else _MODELS)]
    if is_anthropic:
        found = [{**model, "display_name": model["id"], "created_at": "2025-01-01T00:00:00Z"} for model in found]
    if named:
        return found[0]
    around = {"has_more": False, "first_id": _MODELS[0], "last_id": _MODELS[-1]} if is_anthropic else {"object": "list"}
    return {"data": found, **around}


def _echo(received: Received) -> Reply:
    results = received.tool_results
    last = received.messages[-1] if received.messages else {}
    said = "" if last.get("role") == "tool" else text_of(last.get("content"))
    if said or not results:
        return says(f"You said: {said[:_ECHO_CHARS]}")
    return says(f"The tool said {len(results[-1])} characters.")
