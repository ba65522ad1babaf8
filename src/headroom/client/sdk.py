"""The one place that knows how the SDKs of providers are built.

They are generated alike: a resource (`client.chat.completions`) posts every call through one function, whatever helper it came
by. So a copy of the resource with another such function sees each request just before it is sent, and `create`, `parse`,
`stream` and the raw responses stay the SDK's own, with all they accept and return.

A client of other make is called by its `create` alone.
"""

from __future__ import annotations

import copy
import inspect
import json
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any, Self

import msgspec

from headroom.client.request.endpoints import KEYWORDS, Raw
from headroom.wire.values import plain

__all__ = [
    "RUNNERS",
    "EventStream",
    "Posted",
    "by_create",
    "events_of",
    "extras_of",
    "given",
    "is_asynchronous",
    "is_generated",
    "raw_kind",
    "rebuilt",
    "resource_at",
    "streamed_through",
    "tell_of_close",
    "unless_running",
    "with_client",
    "with_content",
    "with_parser",
    "with_post",
]

_RESOURCES = frozenset({"SyncAPIResource", "AsyncAPIResource"})
_CLIENTS = frozenset({"AsyncAPIClient", "SyncAPIClient"})
_OMITTED = frozenset({"NotGiven", "Omit"})
"""Classes of the values by which the SDKs mark arguments that were not given."""
RUNNERS = frozenset({"thread", "tool_runner"})
"""Methods that return a loop which asks through the client again and again. Source: the SDK of Anthropic, 2.12."""
_RUNNING = ("already executing", "already running")
"""What Python says of a generator that is being run, and of an asynchronous one. Source: its messages."""
_RAW_HEADER = "x-stainless-raw-response"
_CACHED = ("with_raw_response", "with_streaming_response")
"""What a resource made of itself when it was first asked, and what a copy must make anew."""
_UNREPEATED = frozenset({"idempotency_key"})
_IDEMPOTENCY = "idempotency-key"
"""Options, and a header, that belong to the first request of a call alone."""
_PARSER = "post_parser"
"""The option by which `parse` of the SDKs says what is to be made of a reply."""
_IDS = ("_request_id", "_workspace_id")
"""What the SDKs note on a reply beside its fields."""


class Posted(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """A call as a resource posts it: the function, and all but the body."""

    post: Callable[..., Any]
    path: str
    arguments: Mapping[str, Any]

    def __call__(self, body: Mapping[str, object], *, again: bool) -> Any:
        """What the SDK returns for the body; of an asynchronous client, something to await."""
        arguments = dict(self.arguments)
        options = arguments.get("options")
        if again and isinstance(options, Mapping):
            arguments["options"] = _repeated(options)
        return self.post(self.path, body=dict(body), **arguments)

    def with_headers(self, headers: Mapping[str, str]) -> Posted:
        """The same call with further headers."""
        options = self.arguments.get("options")
        options = dict(options) if isinstance(options, Mapping) else {}
        given_headers = options.get("headers")
        options["headers"] = {**(given_headers if isinstance(given_headers, Mapping) else {}), **headers}
        return msgspec.structs.replace(self, arguments={**self.arguments, "options": options})

    def without_parser(self) -> tuple[Posted, Callable[[Any], Any] | None]:
        """The same call whose reply the SDK leaves as it is, and what it would have made of it; None for nothing."""
        options = self.arguments.get("options")
        parser = options.get(_PARSER) if isinstance(options, Mapping) else None
        if not isinstance(options, Mapping) or not callable(parser):
            return self, None
        left = {name: value for name, value in options.items() if name != _PARSER}
        return msgspec.structs.replace(self, arguments={**self.arguments, "options": left}), parser


def resource_at(client: object, place: str) -> Any | None:
    """The client's resource at a dotted place; None where it has none."""
    found: Any = client
    for name in place.split("."):
        found = getattr(found, name, None)
        if found is None:
            return None
    return found


def is_generated(resource: object) -> bool:
    """Whether a resource is of the make described above."""
    return any(base.__name__ in _RESOURCES for base in type(resource).__mro__) and hasattr(resource, "_post")


def is_asynchronous(client: object) -> bool:
    """Whether a client's calls have to be awaited."""
    names = {base.__name__ for base in type(client).__mro__}
    if names & _CLIENTS:
        return "AsyncAPIClient" in names
    return type(client).__name__.startswith("Async")


def with_post(resource: Any, post: Callable[..., Any]) -> Any:
    """A copy of the resource that posts through `post`; the resource itself is not changed."""
    twin = copy.copy(resource)
    for name in _CACHED:
        vars(twin).pop(name, None)
    twin._post = post  # noqa: SLF001  # The seam that this module is about.
    return twin


def by_create(resource: Any) -> Posted:
    """Calls of a resource of another make: its `create`, given the body as keywords."""

    def post(_path: str, *, body: dict[str, object], options: Mapping[str, object] = MappingProxyType({})) -> Any:
        headers = {"extra_headers": options["headers"]} if options.get("headers") else {}
        return resource.create(**body, **headers)

    return Posted(post=post, path="", arguments={})


def with_client(resource: Any, client: object) -> Any:
    """A copy of the resource that asks through another client."""
    twin = copy.copy(resource)
    twin._client = client  # noqa: SLF001  # As above.
    return twin


def given(body: Mapping[str, Any]) -> dict[str, object]:
    """A body without the arguments that the caller left out; iterators, which can be read but once, are lists."""
    return {
        name: list(value) if isinstance(value, Iterator) else value
        for name, value in body.items()
        if type(value).__name__ not in _OMITTED
    }


def extras_of(arguments: Mapping[str, Any]) -> tuple[dict[str, object], bool]:
    """What goes along beside the body, and whether the SDK makes something else of the reply."""
    options = arguments.get("options")
    if not isinstance(options, Mapping):
        return {}, False
    found = ((name, options.get(name)) for name in KEYWORDS.values())
    # Anthropic's SDK passes headers on that the caller left out.
    said = {name: given(value) if isinstance(value, Mapping) else value for name, value in found}
    return {name: value for name, value in said.items() if value}, options.get(_PARSER) is not None


def raw_kind(arguments: Mapping[str, Any]) -> Raw:
    """What kind of reply the caller asked the SDK for."""
    options = arguments.get("options")
    headers = options.get("headers") if isinstance(options, Mapping) else None
    if not isinstance(headers, Mapping):
        return ""
    for name, value in headers.items():
        if isinstance(name, str) and name.lower() == _RAW_HEADER:
            # The stable SDKs say "true" (openai's older form) or "raw" for a reply whose body has been read.
            return "streaming" if value == "stream" else "raw"
    return ""


def _repeated(options: Mapping[str, Any]) -> dict[str, Any]:
    """The options of a request that is not the first of its call."""
    repeated = {name: value for name, value in options.items() if name not in _UNREPEATED}
    headers = repeated.get("headers")
    if isinstance(headers, Mapping):
        repeated["headers"] = {name: value for name, value in headers.items() if name.lower() != _IDEMPOTENCY}
    return repeated


def rebuilt(source: Any, fields: Mapping[str, object]) -> Any:
    """An object of the source's own type with these fields, nested ones being the SDK's types, too."""
    kind = type(source)
    construct = getattr(kind, "construct", None)
    if construct is None or isinstance(source, Mapping):
        return dict(fields)
    return _with_ids(construct(**fields), source)


def with_parser(reply: Any, parser: Callable[[Any], Any] | None) -> Any:
    """What the SDK's parser makes of a reply; a raw response parses when the caller asks it to. None is no parser.

    Raises: whatever the parser raises.
    """
    if parser is None:
        return reply
    held = getattr(reply, "_parsed_by_type", None)
    if held is None or not hasattr(reply, "http_response"):
        return _with_ids(parser(reply), reply)
    held.clear()
    reply._options.post_parser = parser  # noqa: SLF001  # As above.
    return reply


def _with_ids(made: Any, source: Any) -> Any:
    for name in _IDS:
        value = getattr(source, name, None)
        if value is not None:
            object.__setattr__(made, name, value)
    return made


def events_of(stream: Any) -> Any:
    """The iterator behind a stream of the SDK, or the stream itself where it is none of theirs."""
    inner = getattr(stream, "_iterator", None)
    return stream if inner is None else inner


def streamed_through(stream: Any, events: Any, close: Callable[[], Any]) -> Any | None:
    """The SDK's stream yielding `events` instead of its own; None where it is none of theirs.

    The copy holds the stream through `events` alone, so that dropping it closes the connection at once.
    """
    if not hasattr(stream, "_iterator") or not hasattr(stream, "response"):
        return None
    twin = copy.copy(stream)
    twin._iterator = events  # noqa: SLF001  # As above.
    twin.close = close
    return twin


def tell_of_close(stream: Any, name: str, left: Callable[[], Any]) -> None:
    """Call `left` whenever the response behind a stream is closed by its method `name`; helpers of the SDK close only that.

    `left` is a method, to be awaited if that one is. Keeps: nothing alive that `left` belongs to.
    """
    response = getattr(stream, "response", None)
    close = getattr(type(response), name, None)
    if close is None:
        return
    told = weakref.WeakMethod(left)
    itself = weakref.ref(response)

    # The response may have gone together with all that held it, and its connection with it.
    def closed() -> None:
        then, living = told(), itself()
        try:
            if then is not None:
                then()
        finally:
            if living is not None:
                close(living)

    async def aclosed() -> None:
        then, living = told(), itself()
        try:
            if then is not None:
                await then()
        finally:
            if living is not None:
                await close(living)

    setattr(response, name, aclosed if inspect.iscoroutinefunction(close) else closed)


@contextmanager
def unless_running() -> Iterator[None]:
    """Within, a generator is closed; one that another thread or task is in ends by itself, once its connection is gone.

    Raises: whatever else closing raises.
    """
    try:
        yield
    except (RuntimeError, ValueError) as error:
        if not str(error).endswith(_RUNNING):
            raise


def with_content(reply: Any, content: object) -> Any:
    """The content, or the raw response holding it, as the SDK asked for.

    What is read of the raw response as bytes, text or JSON says the same. Its headers are those of the last round as they came,
    so that a `content-length` is that of the reply on the wire.
    """
    held = getattr(reply, "_parsed_by_type", None)
    if held is None or not hasattr(reply, "http_response"):
        return content
    # What a raw response has parsed once, it gives again.
    held[getattr(reply, "_cast_to", None)] = content
    fields, response = plain(content), reply.http_response
    if fields is not None and hasattr(response, "_content"):
        # ASCII, so that it reads alike by whatever charset the headers name.
        response._content = json.dumps(fields).encode()  # noqa: SLF001  # As above.
        vars(response).pop("_text", None)
    return reply


class EventStream:
    """A stream of a client of another make, giving other events; all else is that stream's own.

    `close` closes both, the events not yet begun, too; to be awaited where the stream's calls are.
    """

    def __init__(self, stream: Any, events: Any, close: Callable[[], Any]) -> None:
        self._stream = stream
        self._events = events
        self.close = close

    def __getattr__(self, name: str) -> Any:
        theirs = getattr(self._stream, name)
        return self.close if name == "aclose" else theirs

    def __iter__(self) -> Any:
        return iter(self._events)

    def __next__(self) -> Any:
        return next(self._events)

    def __aiter__(self) -> Any:
        return aiter(self._events)

    async def __anext__(self) -> Any:
        return await anext(self._events)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()
