"""The faces of the calls that are compressed, as the SDKs spell them.

The same for blocking and for awaited clients: of the latter, each call returns what its SDK's method returns, to be awaited.
Whatever is not named here passes through to the SDK's own resource.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from operator import attrgetter
from typing import Any, Protocol

from headroom.client.sdk import RUNNERS
from headroom.config import HeadroomMode, ToolProfile

__all__ = ["PLACES", "Calls", "Completions", "Messages", "Namespace", "RawNamespace", "Resource", "Responses", "face_at"]

Profiles = Mapping[str, ToolProfile | Mapping[str, object]]

_RAW = frozenset({"with_raw_response", "with_streaming_response"})
_ASKING = frozenset({"create", "parse", "stream"}) | RUNNERS
"""Methods that ask for a reply; all others, positional arguments and all, are the SDK's."""


class Calls(Protocol):
    """What the faces hand their calls to."""

    @property
    def original(self) -> Any:
        """The SDK's client."""
        ...

    @property
    def tenant(self) -> str:
        """Whose requests these are, where one does not say."""
        ...

    def call(self, place: str, via: str, method: str, arguments: dict[str, Any]) -> Any:
        """What a method of the resource at `place` returns, its requests compressed; `via` names a raw response of it."""
        ...

    def simulate(self, place: str, arguments: dict[str, Any]) -> Any:
        """What would be sent, as a `SimulationResult`."""
        ...


class Resource:
    """A resource of the SDK, its requests compressed."""

    def __init__(self, calls: Calls, place: str, via: str = "") -> None:
        self._calls = calls
        self._place = place
        self._via = via

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        place = f"{self._place}.{self._via}" if self._via else self._place
        attribute = getattr(attrgetter(place)(self._calls.original), name)
        if name in _RAW and not self._via:
            return Resource(self._calls, self._place, via=name)
        if name not in _ASKING or not (inspect.ismethod(attribute) or inspect.isfunction(attribute)):
            return attribute

        def method(**arguments: Any) -> Any:
            return self._calls.call(self._place, self._via, name, arguments)

        return method

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._calls.original!r}, compressed>"


class Completions(Resource):
    """`chat.completions` of an OpenAI client."""

    def create(
        self,
        *,
        headroom_mode: HeadroomMode | str | None = None,
        headroom_cache_prefix_tokens: int | None = None,
        headroom_output_buffer_tokens: int | None = None,
        headroom_keep_turns: int | None = None,
        headroom_tool_profiles: Profiles | None = None,
        headroom_tenant: str | None = None,
        **kwargs: Any,
    ) -> Any:
        """The SDK's reply; all other keywords go to its own `create` as they are.

        `headroom_mode` overrides the client's for this request (`simulate` returns a `SimulationResult` without a call);
        `headroom_cache_prefix_tokens` is how long the prefix kept for the provider's cache should be;
        `headroom_output_buffer_tokens` is left of the window for the reply; the last `headroom_keep_turns` turns stay
        uncompressed; `headroom_tool_profiles` are differences by tool name; originals of one `headroom_tenant` are a miss
        for all others.

        Raises: ConfigurationError for an override that cannot be honoured; whatever the SDK raises.
        """
        return self._calls.call(self._place, self._via, "create", _said(kwargs, locals()))

    def stream(self, **kwargs: Any) -> Any:
        """The SDK's own stream manager. Takes the same `headroom_` keywords as `create`."""
        return self._calls.call(self._place, self._via, "stream", kwargs)

    def simulate(
        self,
        *,
        headroom_mode: HeadroomMode | str | None = HeadroomMode.OPTIMIZE,
        headroom_output_buffer_tokens: int | None = None,
        headroom_tool_profiles: Profiles | None = None,
        **kwargs: Any,
    ) -> Any:
        """What would be sent and what that would save, as a `SimulationResult`; nothing is sent and nothing kept.

        Takes the keywords of `create`.

        Raises: ConfigurationError for an override that cannot be honoured.
        """
        return self._calls.simulate(self._place, _said(kwargs, locals()))


class Messages(Completions):
    """`messages` of an Anthropic client."""


class Responses(Completions):
    """`responses` of an OpenAI client."""


class Namespace:
    """A part of the SDK's client with compressed resources in it: `chat`, `beta`."""

    def __init__(self, calls: Calls, place: str) -> None:
        self._calls = calls
        self._place = place

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        place = f"{self._place}.{name}"
        return face_at(self._calls, place, attrgetter(place)(self._calls.original))


class RawNamespace:
    """The SDK's `client.with_raw_response`, or a part of it, with compressed resources in it."""

    def __init__(self, calls: Calls, via: str, place: str = "") -> None:
        self._calls = calls
        self._via = via
        self._place = place

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        place = f"{self._place}.{name}".lstrip(".")
        face = PLACES.get(place)
        if face is Namespace:
            return RawNamespace(self._calls, self._via, place)
        if face is not None:
            return Resource(self._calls, place, via=self._via)
        return attrgetter(f"{self._via}.{place}")(self._calls.original)


PLACES: Mapping[str, type[Resource | Namespace]] = {
    "chat": Namespace,
    "chat.completions": Completions,
    "responses": Responses,
    "messages": Messages,
    "beta": Namespace,
    "beta.chat": Namespace,
    "beta.chat.completions": Completions,
    "beta.responses": Responses,
    "beta.messages": Messages,
}
"""By their place in the SDK's client."""


def face_at(calls: Calls, place: str, attribute: Any) -> Any:
    """The compressed face of what the SDK has at a place, or that itself where there is none."""
    if place in _RAW:
        return RawNamespace(calls, place)
    face = PLACES.get(place)
    if face is None or inspect.ismethod(attribute):
        return attribute
    return face(calls, place)


def _said(kwargs: dict[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """All keywords that were given, ours among them."""
    ours = {name: value for name, value in given.items() if name.startswith("headroom_") and value is not None}
    return {**kwargs, **ours}
