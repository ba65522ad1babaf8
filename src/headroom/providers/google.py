"""Google's Gemini."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from headroom.errors import ProviderError
from headroom.messages import Message, Text
from headroom.providers.counting import conversation_of
from headroom.providers.endpoints import AskingProvider, asked, tokens_in

__all__ = ["GoogleProvider"]

_ENDPOINT = "models.count_tokens"


class GoogleProvider(AskingProvider):
    """Google: counts are estimates; the tokenizer is public but is downloaded, which we never do.

    With a `google.genai` client, `count_messages` of a counter asks `models.count_tokens` for requests of nothing but text.
    """

    def __init__(self, client: object = None, context_limits: Mapping[str, int] | None = None, *, warn: bool = True) -> None:
        super().__init__("google", context_limits, client, warn=warn)

    def count_by_asking(self, model: str, messages: Sequence[object], system: object, tools: object) -> int:
        """The provider's own count of a request.

        Raises: ProviderError where it gives none.
        """
        reply = asked(self.client, _ENDPOINT, model=model, contents=_contents(messages, system, tools))
        return tokens_in(reply, "total_tokens", _ENDPOINT)


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
