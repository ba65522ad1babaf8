"""Counts that the provider itself makes, over the network, when they are asked for."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping, Sequence
from functools import partial, reduce

import msgspec

from headroom.errors import ProviderError
from headroom.providers.catalogued import CataloguedProvider
from headroom.providers.contract import TokenCounter
from headroom.providers.counting import ConversationCounter

__all__ = ["AskingProvider", "CountingEndpoint", "EndpointCounter", "asked", "tokens_in"]

CountingEndpoint = Callable[[Sequence[object], object, object], int]
"""Messages, system prompt and tools -> tokens."""


class EndpointCounter(msgspec.Struct, frozen=True, kw_only=True):
    """Counts texts without a network, and whole requests by asking the provider."""

    estimate: ConversationCounter
    """Counts everything else, and requests where the provider does not answer."""
    endpoint: CountingEndpoint
    warn: bool = True
    """Whether it is told when a request is estimated that the provider was asked to count."""

    @property
    def name(self) -> str:
        """The tokenizer that texts are counted with."""
        return self.estimate.name

    @property
    def exact(self) -> bool:
        """Whether counts of texts are the model's own; those of requests are where the provider answers."""
        return self.estimate.exact

    @property
    def error(self) -> float:
        """How far off a count of a text may be, relative."""
        return self.estimate.error

    def count(self, text: str) -> int:
        """About how many tokens the text has, without asking."""
        return self.estimate.count(text)

    def count_text(self, text: str) -> int:
        """About how many tokens the text has, without asking."""
        return self.estimate.count(text)

    def count_message(self, message: object) -> int:
        """About how many tokens one message takes, without asking.

        Raises: ConfigurationError for what is no message.
        """
        return self.estimate.count_message(message)

    def count_messages(self, messages: Sequence[object], system: object = None, tools: object = None) -> int:
        """The provider's count of a request, or an estimate where it gives none.

        Cost: a call over the network.
        Raises: ConfigurationError for what is no conversation.
        """
        try:
            return self.count_messages_exactly(messages, system, tools)
        except ProviderError as error:
            estimate = self.estimate.count_messages(messages, system, tools)
            if self.warn:
                warnings.warn(f"Tokens are estimated, for the provider gave no count: {error}", RuntimeWarning, stacklevel=2)
            return estimate

    def count_messages_exactly(self, messages: Sequence[object], system: object = None, tools: object = None) -> int:
        """The provider's count of a request.

        Cost: a call over the network.
        Raises: ProviderError where it gives none; `details` say why.
        """
        return self.endpoint(messages, system, tools)


def asked(client: object, endpoint: str, /, **arguments: object) -> object:
    """What an SDK's client returns at an endpoint, named as a caller of it would: `messages.count_tokens`.

    Raises: ProviderError for a client without it, for whatever the SDK raises, and for a coroutine, which nobody could await.
    """
    call = reduce(lambda found, name: getattr(found, name, None), endpoint.split("."), client)
    if not callable(call):
        raise ProviderError("The client cannot count tokens", {"endpoint": endpoint, "client": type(client).__name__})
    try:
        reply: object = call(**arguments)
    except Exception as error:
        raise ProviderError(
            "The provider gave no count", {"endpoint": endpoint, "problem": f"{type(error).__name__}: {error}"}
        ) from error
    if hasattr(reply, "__await__"):
        close = getattr(reply, "close", None)
        if callable(close):
            close()
        raise ProviderError("Counting needs a synchronous client", {"endpoint": endpoint})
    return reply


def tokens_in(reply: object, field: str, endpoint: str) -> int:
    """The count in a reply.

    Raises: ProviderError where there is none.
    """
    tokens = getattr(reply, field, None)
    if not isinstance(tokens, int):
        raise ProviderError("The provider's answer holds no count", {"endpoint": endpoint})
    return tokens


class AskingProvider(CataloguedProvider):
    """A provider whose counters ask for whole requests where there is a client."""

    def __init__(self, name: str, context_limits: Mapping[str, int] | None, client: object, *, warn: bool) -> None:
        super().__init__(name, context_limits)
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
        return EndpointCounter(estimate=estimate, endpoint=partial(self.count_by_asking, model), warn=self.warn)

    def count_by_asking(self, model: str, messages: Sequence[object], system: object, tools: object) -> int:
        """The provider's own count of a request.

        Raises: ProviderError where it gives none.
        """
        raise NotImplementedError
