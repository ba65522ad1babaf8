"""Servers that speak OpenAI's protocol with models of their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypedDict, cast, get_args

import msgspec

from headroom.catalog import ModelFacts, Prices
from headroom.catalog.names import model_name
from headroom.errors import ConfigurationError
from headroom.providers.catalogued import CataloguedProvider
from headroom.providers.contract import TokenCounter
from headroom.providers.counting import ConversationCounter
from headroom.tokens import TokenCounter as TextCounter
from headroom.tokens import counter_for
from headroom.tokens.counter import EstimatedCounter, ExactCounter
from headroom.tokens.models import Tokenizer

__all__ = ["ClientOptions", "ModelCapabilities", "OpenAICompatibleProvider"]

_BACKENDS: dict[str, Tokenizer] = {
    "tiktoken": "o200k_base",
    "estimation": "other",
    **{name: name for name in cast("tuple[Tokenizer, ...]", get_args(Tokenizer))},
}
"""What a tokenizer may be called -> ours."""
_VOCABULARIES = frozenset(("o200k_base", "cl100k_base"))


class ModelCapabilities(msgspec.Struct, frozen=True):
    """What a model can do and costs, as the one who serves it knows."""

    model: str
    context_window: int = 128_000
    """The most input, in tokens."""
    max_output_tokens: int = 4096
    supports_tools: bool = True
    supports_vision: bool = False
    supports_streaming: bool = True
    tokenizer_backend: str = ""
    """By what tokens are counted: a vocabulary (`o200k_base`, `cl100k_base`), whose counts are then taken for the model's own;
    a family that is estimated (`claude`, `gemini`, `deepseek`, `other`); empty for what the name says."""
    input_cost_per_1m: float | None = None
    output_cost_per_1m: float | None = None
    """USD for a million tokens; both or neither."""


class ClientOptions(TypedDict, total=False):
    """Arguments for the SDK's client."""

    base_url: str
    api_key: str


class OpenAICompatibleProvider(CataloguedProvider):
    """A server of models: what is registered is known, the rest goes by the name.

    `base_url` and `api_key` are for making the SDK's client: `OpenAI(**provider.client_options())`.
    """

    def __init__(
        self,
        name: str,
        base_url: str = "",
        api_key: str = "",
        default_model: str = "",
        models: Iterable[ModelCapabilities] | Mapping[str, ModelCapabilities] = (),
    ) -> None:
        if not name.strip():
            raise ConfigurationError("A provider needs a name", {"setting": "name"})
        super().__init__(name.strip())
        self.base_url = base_url
        self.api_key = api_key
        self.default_model = default_model
        """The model that is meant where none is named."""
        self._models: dict[str, ModelCapabilities] = {}
        found = models.items() if isinstance(models, Mapping) else ((model.model, model) for model in models)
        for model, capabilities in found:
            self.register_model(model, capabilities)

    def register_model(self, model: str, capabilities: ModelCapabilities) -> None:
        """Makes a model known, to clients that were made before as well.

        Raises: ConfigurationError for a window that is not positive, one price of two, or a tokenizer that nobody knows.
        """
        wrong = _fault(model, capabilities)
        if wrong:
            raise ConfigurationError("A model was registered with what cannot be", {"model": model, "problem": wrong})
        self._models[model.strip().lower()] = capabilities

    def capabilities(self, model: str) -> ModelCapabilities | None:
        """What was registered for a model; None for nothing."""
        for spelling in model_name(self._named(model)).spellings:
            if spelling in self._models:
                return self._models[spelling]
        return None

    def client_options(self) -> ClientOptions:
        """The arguments for the SDK's client: those of `base_url` and `api_key` that were given."""
        options = ClientOptions()
        if self.base_url:
            options["base_url"] = self.base_url
        if self.api_key:
            options["api_key"] = self.api_key
        return options

    def facts(self, model: str) -> ModelFacts:
        """What is known of a model: a client's limits, then what was registered, then what the name says.

        Raises: ProviderError for an empty name where there is no default model.
        """
        facts = super().facts(model)
        registered = self.capabilities(model)
        if registered is None:
            return facts
        name = model_name(self._named(model))
        limit = self.given.limit_for(name, (self.name,))
        cost = registered.input_cost_per_1m, registered.output_cost_per_1m
        return msgspec.structs.replace(
            facts,
            context_limit_tokens=registered.context_window if limit is None else limit,
            max_output_tokens=registered.max_output_tokens,
            prices=facts.prices if cost[0] is None or cost[1] is None else Prices(input=cost[0], output=cost[1]),
            source="override",
        )

    def supports_model(self, model: str) -> bool:
        """Whether the model was registered; where none was, whether there is a name."""
        if not self._models:
            return bool(model.strip() or self.default_model)
        return bool(model.strip() or self.default_model) and self.capabilities(model) is not None

    def get_token_counter(self, model: str) -> TokenCounter:
        """The counter of the tokenizer that was registered, else of the one that the name says.

        Raises: ProviderError for an empty name where there is no default model.
        """
        registered = self.capabilities(model)
        return ConversationCounter(texts=_counter(self._named(model), registered))

    def _named(self, model: str) -> str:
        return super()._named(model.strip() or self.default_model)


def _counter(model: str, registered: ModelCapabilities | None) -> TextCounter:
    if registered is None or not registered.tokenizer_backend:
        return counter_for(model)
    tokenizer = _BACKENDS[registered.tokenizer_backend]
    return ExactCounter(tokenizer) if tokenizer in _VOCABULARIES else EstimatedCounter(tokenizer)


def _fault(model: str, capabilities: ModelCapabilities) -> str:
    """What cannot be; empty for nothing."""
    if not model.strip():
        return "it has no name"
    if capabilities.context_window <= 0 or capabilities.max_output_tokens <= 0:
        return "windows must be positive numbers of tokens"
    if (capabilities.input_cost_per_1m is None) != (capabilities.output_cost_per_1m is None):
        return "prices are of input and output, or not known"
    if capabilities.tokenizer_backend and capabilities.tokenizer_backend not in _BACKENDS:
        return f"tokenizer_backend must be one of {', '.join(sorted(_BACKENDS))}"
    return ""
