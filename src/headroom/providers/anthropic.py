"""Anthropic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from headroom.errors import ProviderError
from headroom.messages import Conversation, Text
from headroom.providers.catalogued import CataloguedProvider
from headroom.providers.contract import TokenCounter
from headroom.providers.counting import conversation_of
from headroom.providers.endpoints import EndpointCounter, asked

__all__ = ["AnthropicProvider"]

_ENDPOINT = "messages.count_tokens"
_SYSTEM_ROLES = frozenset(("system", "developer"))


class AnthropicProvider(CataloguedProvider):
    """Anthropic: there is no public tokenizer, so counts are estimates unless a client is there to ask.

    With a synchronous `anthropic` client, `count_messages` of a counter asks `messages.count_tokens`, which costs nothing but a
    round trip. Everything on the path of a request counts without asking.
    """

    def __init__(
        self,
        client: object = None,
        context_limits: Mapping[str, int] | None = None,
        warn: bool = True,  # noqa: FBT001, FBT002
        enable_cache_control: bool = True,  # noqa: FBT001, FBT002
    ) -> None:
        super().__init__("anthropic", context_limits)
        self.client = client
        self.warn = warn
        """Whether a warning tells when the endpoint was asked and gave no count."""
        self.enable_cache_control = enable_cache_control
        """Whether a client may set `cache_control` marks of its own."""

    def get_token_counter(self, model: str) -> TokenCounter:
        """An estimating counter, which asks for whole requests where there is a client.

        Raises: ProviderError for an empty name.
        """
        estimate = self._estimate(model)
        if self.client is None:
            return estimate

        def endpoint(messages: Sequence[object], system: object, tools: object) -> int:
            return _ask(self.client, model, _request(messages, system, tools))

        return EndpointCounter(estimate=estimate, endpoint=endpoint, warn=self.warn)


def _request(messages: Sequence[object], system: object, tools: object) -> dict[str, object]:
    """The body of the question: system messages stand at the top, where this provider wants them."""
    conversation = conversation_of(messages, system, tools)
    rest = [messages[message.origin] for message in conversation.messages if message.role not in _SYSTEM_ROLES]
    body: dict[str, object] = {"messages": rest}
    if len(rest) < len(messages):
        body["system"] = _system_text(conversation)
    elif system is not None:
        body["system"] = system
    if tools is not None:
        body["tools"] = tools
    return body


def _system_text(conversation: Conversation) -> str:
    spoken = (message.parts for message in conversation.messages if message.role in _SYSTEM_ROLES)
    parts = (*conversation.system, *(part for said in spoken for part in said))
    return "\n\n".join(part.text for part in parts if isinstance(part, Text))


def _ask(client: object, model: str, body: Mapping[str, object]) -> int:
    counting = getattr(getattr(client, "messages", None), "count_tokens", None)
    if not callable(counting):
        raise ProviderError("The client cannot count tokens", {"endpoint": _ENDPOINT, "client": type(client).__name__})
    reply = asked(lambda: counting(model=model, **body), _ENDPOINT)
    tokens = getattr(reply, "input_tokens", None)
    if not isinstance(tokens, int):
        raise ProviderError("The provider's answer holds no count", {"endpoint": _ENDPOINT})
    return tokens
