"""Clients as SDKs make them, without a network: of the generated make, and of another one."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

__all__ = [
    "AsyncAPIClient",
    "AsyncOther",
    "AsyncSdk",
    "Other",
    "Reply",
    "Sdk",
    "SyncAPIClient",
    "SyncAPIResource",
]


def _as_it_is(reply: object) -> object:
    """What `parse` makes of a reply here."""
    return reply


class Reply(dict[str, Any]):
    """What a call returns."""


class SyncAPIClient:
    """By this name clients that block are known."""


class AsyncAPIClient:
    """By this name clients that are awaited are known."""


class SyncAPIResource:
    """By this name generated resources are known: each call is posted through `_post`."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._post = client.post


class AsyncAPIResource(SyncAPIResource):
    """The same, awaited."""


def _options(raw: str) -> Mapping[str, object]:
    return {"headers": {"X-Stainless-Raw-Response": raw}} if raw else {}


class _Completions(SyncAPIResource):
    @cached_property
    def with_raw_response(self) -> _Raw:
        return _Raw(self)

    def create(self, *, messages: object, model: str, stream: bool = False, raw: str = "", **more: object) -> Any:
        """Posts a call."""
        body = {"messages": messages, "model": model, **({"stream": True} if stream else {}), **more}
        return self._post("/chat/completions", body=body, options=_options(raw), cast_to=Reply, stream=stream)

    def retrieve(self, completion_id: str) -> str:
        """Something that is no call for a reply."""
        return f"{completion_id} of {type(self._client).__name__}"

    def parse(self, **arguments: Any) -> Any:
        """A helper that posts the same call."""
        return ("parsed", self._post("/chat/completions", body=arguments, options={"post_parser": _as_it_is}, cast_to=Reply))


class _Raw:
    """Made once for a resource, from its own `create`."""

    def __init__(self, resource: _Completions) -> None:
        self.create: Callable[..., Any] = functools.partial(resource.create, raw="raw")
        functools.update_wrapper(self.create, resource.create)
        create = self.create

        def called(**arguments: Any) -> Any:
            return create(**arguments)

        self.create = called


class _Chat:
    def __init__(self, client: Any, kind: type[Any]) -> None:
        self.completions: Any = kind(client)


class Sdk(SyncAPIClient):
    """A client of the generated make that blocks and answers from a list."""

    api_key = "key"
    base_url = "https://api.openai.com/v1/"

    def __init__(self, *replies: Any, owner: str = "") -> None:
        self.replies = list(replies)
        self.posted: list[tuple[str, Mapping[str, Any]]] = []
        self.chat = _Chat(self, _Completions)
        self.timeout = 7.0
        self.owner = owner

    def post(self, path: str, **arguments: Any) -> Any:
        """The next reply."""
        self.posted.append((path, arguments))
        reply = self.replies.pop(0)
        if isinstance(reply, Exception):
            raise reply
        return reply

    def with_options(self, **options: Any) -> Sdk:
        """Another client like this one."""
        other = Sdk(owner=options.get("owner", ""))
        other.replies, other.posted = self.replies, self.posted
        return other


class _AsyncCompletions(_Completions, AsyncAPIResource):
    async def create(self, **arguments: Any) -> Any:
        """Posts a call."""
        return await super().create(**arguments)


class AsyncSdk(AsyncAPIClient):
    """The same, awaited."""

    api_key = "key"
    base_url = "https://api.openai.com/v1/"

    def __init__(self, *replies: Any) -> None:
        self.replies = list(replies)
        self.posted: list[tuple[str, Mapping[str, Any]]] = []
        self.chat = _Chat(self, _AsyncCompletions)

    async def post(self, path: str, **arguments: Any) -> Any:
        """The next reply."""
        self.posted.append((path, arguments))
        reply = self.replies.pop(0)
        if isinstance(reply, Exception):
            raise reply
        return reply


class _OtherMessages:
    def __init__(self, client: Any) -> None:
        self._client = client

    def create(self, **body: Any) -> Any:
        """A reply to the keywords."""
        self._client.asked.append(body)
        return self._client.replies.pop(0)


class Other:
    """A client of another make: a `create`, and nothing that is known of it."""

    def __init__(self, *replies: Any) -> None:
        self.replies = list(replies)
        self.asked: list[dict[str, Any]] = []
        self.messages = _OtherMessages(self)


class _AsyncOtherMessages(_OtherMessages):
    async def create(self, **body: Any) -> Any:
        """A reply to the keywords."""
        return super().create(**body)


class AsyncOther:
    """The same, awaited."""

    def __init__(self, *replies: Any) -> None:
        self.replies = list(replies)
        self.asked: list[dict[str, Any]] = []
        self.messages = _AsyncOtherMessages(self)
