"""Anthropic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from headroom.messages import Conversation, Text
from headroom.providers.counting import conversation_of
from headroom.providers.endpoints import AskingProvider, asked, tokens_in

__all__ = ["AnthropicProvider"]

_ENDPOINT = "messages.count_tokens"
_SYSTEM_ROLES = frozenset(("system", "developer"))


class AnthropicProvider(AskingProvider):
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
        super().__init__("anthropic", context_limits, client, warn=warn)
        self.enable_cache_control = enable_cache_control
        """Whether a client may set `cache_control` marks of its own."""

    def count_by_asking(self, model: str, messages: Sequence[object], system: object, tools: object) -> int:
        """The provider's own count of a request.

        Raises: ProviderError where it gives none.
        """
        reply = asked(self.client, _ENDPOINT, model=model, **_request(messages, system, tools))
        return tokens_in(reply, "input_tokens", _ENDPOINT)


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
