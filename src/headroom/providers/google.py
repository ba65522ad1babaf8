"""Google's Gemini."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from headroom.errors import ProviderError
from headroom.messages import Message, Text
from headroom.providers.catalogued import CataloguedProvider
from headroom.providers.contract import TokenCounter
from headroom.providers.counting import conversation_of
from headroom.providers.endpoints import EndpointCounter, asked

__all__ = ["GoogleProvider"]

_ENDPOINT = "models.count_tokens"


class GoogleProvider(CataloguedProvider):
    """Google: counts are estimates; the tokenizer is public but is downloaded, which we never do.

    With a `google.genai` client, `count_messages` of a counter asks `models.count_tokens` for requests of nothing but text.
    """

    def __init__(self, client: object = None, context_limits: Mapping[str, int] | None = None, *, warn: bool = True) -> None:
        super().__init__("google", context_limits)
        self.client = client
        self.warn = warn
        """Whether a warning tells when the endpoint was asked and gave no count."""

    def get_token_counter(self, model: str) -> TokenCounter:
        """An estimating counter, which asks for whole requests where there is a client.

        Raises: ProviderError for an empty name.
        """
        estimate = self._estimate(model)
        if self.client is None:
            return estimate

        def endpoint(messages: Sequence[object], system: object, tools: object) -> int:
            return _ask(self.client, model, _contents(messages, system, tools))

        return EndpointCounter(estimate=estimate, endpoint=endpoint, warn=self.warn)


def _contents(messages: Sequence[object], system: object, tools: object) -> list[dict[str, object]]:
    """The messages in Gemini's shape.

    Raises: ProviderError where they hold more than text, which would be another request in that shape.
    """
    conversation = conversation_of(messages, system, tools)
    spoken = (Message(role="user", parts=conversation.system), *conversation.messages)
    if conversation.tools or any(not isinstance(part, Text) for message in spoken for part in message.parts):
        raise ProviderError("Only requests of text are counted by the provider", {"endpoint": _ENDPOINT})
    return [
        {
            "role": "model" if message.role == "assistant" else "user",
            "parts": [{"text": part.text} for part in message.parts if isinstance(part, Text)],
        }
        for message in spoken
        if message.parts
    ]


def _ask(client: object, model: str, contents: list[dict[str, object]]) -> int:
    counting = getattr(getattr(client, "models", None), "count_tokens", None)
    if not callable(counting):
        raise ProviderError("The client cannot count tokens", {"endpoint": _ENDPOINT, "client": type(client).__name__})
    reply = asked(lambda: counting(model=model, contents=contents), _ENDPOINT)
    tokens = getattr(reply, "total_tokens", None)
    if not isinstance(tokens, int):
        raise ProviderError("The provider's answer holds no count", {"endpoint": _ENDPOINT})
    return tokens
