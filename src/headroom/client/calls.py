"""What the calls of both clients share: all that does not wait for anything."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Self

import msgspec

from headroom.client.core import Core
from headroom.client.request.endpoints import Asked, endpoint_at, endpoint_of
from headroom.client.sdk import (
    RUNNERS,
    Posted,
    by_create,
    extras_of,
    given,
    is_generated,
    raw_kind,
    resource_at,
    with_client,
    with_content,
    with_parser,
    with_post,
)
from headroom.config.overrides import Overrides, take_overrides
from headroom.errors import ConfigurationError

__all__ = ["SdkCalls", "SdkTransport"]

_ENTERED = frozenset({"stream"}) | RUNNERS
"""Methods whose results the SDK itself reads on."""


class SdkTransport(msgspec.Struct, frozen=True, eq=False):
    """The provider, through a client of the SDK; each method as `Transport` has it."""

    posted: Posted
    parser: Callable[[Any], Any] | None = None
    """What is left to make of a reply at the end."""

    def with_headers(self, headers: Mapping[str, str]) -> Self:
        """The same, sending further headers."""
        return msgspec.structs.replace(self, posted=self.posted.with_headers(headers))

    def unparsed(self) -> Self:
        """The same, with replies as they came."""
        posted, parser = self.posted.without_parser()
        return msgspec.structs.replace(self, posted=posted, parser=parser)

    def finished(self, reply: object) -> object:
        """The reply for the caller."""
        finished: object = with_parser(reply, self.parser)
        return finished

    def with_parsed(self, reply: object, content: object) -> object:
        """The content, or the raw response holding it."""
        return with_content(reply, content)


class SdkCalls:
    """Calls of the SDK's client, each compressed on its way.

    Made whole by `exchanged`, which blocks in one client and is awaited in the other; so is what a call returns.
    """

    def __init__(self, core: Core, original: Any, tenant: str) -> None:
        self.core = core
        self.original = original
        self.tenant = tenant
        self.face: object = original
        """The client that loops of the SDK's own ask through."""

    def exchanged(self, asked: Asked, posted: Posted) -> Any:
        """The reply to a request, by way of the core."""
        raise NotImplementedError

    def call(self, place: str, via: str, method: str, arguments: Mapping[str, Any]) -> Any:
        """What the SDK's method returns, its request compressed.

        Raises: ConfigurationError for an override that cannot be honoured; whatever the SDK raises.
        """
        overrides, rest = take_overrides(arguments)
        if (method in _ENTERED or via == "with_streaming_response") and self.core.simulates(overrides):
            raise ConfigurationError(
                f"{via or method} cannot be simulated, for there is no reply to enter; ask `create` or `simulate`",
                {"field": "headroom_mode"},
            )
        resource: Any = resource_at(self.original, place)
        if not is_generated(resource):
            endpoint = endpoint_at(place, method, via)
            if endpoint is None:
                return getattr(getattr(resource, via) if via else resource, method)(**rest)
            asked = Asked(endpoint=endpoint, body=rest, overrides=overrides, stream=bool(rest.get("stream")))
            return self.exchanged(asked, by_create(resource))
        if method in RUNNERS:
            # A loop of the SDK's own, which asks through its client.
            if len(rest) != len(arguments):
                raise ConfigurationError(f"headroom_ keywords are for single requests, not for {method}", {"field": method})
            return getattr(with_client(resource, self.face), method)(**rest)
        seam = with_post(resource, partial(self._posted, overrides, resource._post))  # noqa: SLF001  # See `sdk`.
        return getattr(getattr(seam, via) if via else seam, method)(**rest)

    def _posted(self, overrides: Overrides, post: Callable[..., Any], path: str, **arguments: Any) -> Any:
        """What the SDK posts, at the moment it does; of an asynchronous client, something to await."""
        endpoint = endpoint_of(path)
        body = arguments.pop("body", None)
        if endpoint is None or not isinstance(body, Mapping):
            return post(path, body=body, **arguments)
        extras, is_parsed = extras_of(arguments)
        asked = Asked(
            endpoint=endpoint,
            body=given(body),
            overrides=overrides,
            stream=bool(arguments.get("stream")),
            raw=raw_kind(arguments),
            extras=extras,
            is_parsed=is_parsed,
        )
        return self.exchanged(asked, Posted(post=post, path=path, arguments=arguments))
