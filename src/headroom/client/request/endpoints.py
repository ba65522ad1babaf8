"""The calls that are compressed, told by their path, and what one of them asks for."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal
from uuid import uuid4

import msgspec

from headroom.config.overrides import Overrides
from headroom.messages import WireFormat

__all__ = ["ENDPOINTS", "KEYWORDS", "Asked", "Endpoint", "Raw", "body_and_extras", "endpoint_at", "endpoint_of"]

_NONE: Mapping[str, object] = MappingProxyType({})

Raw = Literal["", "raw", "streaming"]
"""Whether the caller wants the SDK's parsed reply, its raw response, or one whose body is yet to be read."""


class Endpoint(msgspec.Struct, frozen=True, kw_only=True):
    """One way to ask a provider for a reply."""

    path: str
    """The end of the path it is posted to."""
    format: WireFormat
    messages: str
    """The field that holds the conversation."""
    system: str
    """The field that holds the system prompt beside it; empty where it is one of the messages."""


ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint(path="/chat/completions", format="openai_chat", messages="messages", system=""),
    Endpoint(path="/responses", format="openai_responses", messages="input", system="instructions"),
    Endpoint(path="/v1/messages", format="anthropic", messages="messages", system="system"),
)
"""Source: the paths that the SDKs of OpenAI and Anthropic post to, read from their code (3.54 and 2.12)."""


KEYWORDS: Mapping[str, str] = MappingProxyType(
    {"extra_headers": "headers", "extra_query": "params", "extra_body": "extra_json"}
)
"""Keywords of the SDKs' methods that say what goes along beside the body, by what they become in `Asked.extras`."""
_OPTIONS = frozenset({*KEYWORDS, "timeout"})
"""Keywords that are no fields of the body."""


class Asked(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """A request as the caller made it."""

    endpoint: Endpoint
    request_id: str = msgspec.field(default_factory=lambda: uuid4().hex)
    """By which events and metrics are of one request."""
    body: Mapping[str, object]
    """What would be posted; the caller's own values, never changed."""
    overrides: Overrides
    stream: bool = False
    raw: Raw = ""
    extras: Mapping[str, object] = MappingProxyType({})
    """What goes along beside the body: headers, parameters, further fields."""
    is_parsed: bool = False
    """Whether the SDK makes something else of the reply, as its `parse` does."""

    @property
    def further(self) -> Mapping[str, object]:
        """Fields of the caller's `extra_body`, which the SDKs write over those of the body."""
        further = self.extras.get("extra_json") or self.body.get("extra_body")
        return further if isinstance(further, Mapping) else _NONE

    @property
    def merged(self) -> Mapping[str, object]:
        """The body as it reaches the provider; `body` itself where nothing is written over it."""
        further = self.further
        return {**self.body, **further} if further else self.body

    @property
    def replaced(self) -> tuple[str, ...]:
        """Fields that we would change and that `extra_body` writes over: what we change there would not be sent."""
        further = self.further
        ours = (self.endpoint.messages, self.endpoint.system, "tools") if further else ()
        return tuple(name for name in ours if name and name in further)

    @property
    def messages(self) -> object:
        """The messages as the caller gave them."""
        return self.body.get(self.endpoint.messages)

    @property
    def model(self) -> str:
        """The model's name; empty where there is none."""
        model = self.merged.get("model")
        return model if isinstance(model, str) else ""

    @property
    def operation(self) -> str:
        """The call in words, for events and logs: `chat.completions`."""
        return {"openai_chat": "chat.completions", "openai_responses": "responses"}.get(self.endpoint.format, "messages")


def endpoint_at(place: str, method: str, via: str) -> Endpoint | None:
    """The endpoint that a method of a client of any make asks; None for methods that are none of ours."""
    if method != "create" or via:
        return None
    ends = {"chat.completions": ENDPOINTS[0], "responses": ENDPOINTS[1], "messages": ENDPOINTS[2]}
    return ends.get(place.removeprefix("beta."))


def body_and_extras(arguments: Mapping[str, object]) -> tuple[dict[str, object], dict[str, object]]:
    """The keywords of a call, parted into the fields of its body and what goes along beside it."""
    body = {name: value for name, value in arguments.items() if name not in _OPTIONS}
    return body, {option: arguments[keyword] for keyword, option in KEYWORDS.items() if arguments.get(keyword)}


def endpoint_of(path: object) -> Endpoint | None:
    """The endpoint that a path leads to; None for calls that are none of ours."""
    if not isinstance(path, str):
        return None
    bare = path.partition("?")[0]
    return next((endpoint for endpoint in ENDPOINTS if bare.endswith(endpoint.path)), None)
