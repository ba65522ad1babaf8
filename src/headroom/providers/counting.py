"""Counts of messages, built on counts of texts."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from returns.result import Success

from headroom.errors import ConfigurationError
from headroom.messages import Conversation
from headroom.tokens import TokenCounter, count_conversation
from headroom.wire import decode

__all__ = ["ConversationCounter", "conversation_of"]


class ConversationCounter(msgspec.Struct, frozen=True, kw_only=True):
    """Counts texts as one tokenizer does, and messages with what surrounds their texts.

    What surrounds them is not public for most models; images and files go by flat figures. `exact` is said of texts.
    """

    texts: TokenCounter

    @property
    def name(self) -> str:
        """The tokenizer."""
        return self.texts.name

    @property
    def exact(self) -> bool:
        """Whether counts of texts are the model's own."""
        return self.texts.exact

    @property
    def error(self) -> float:
        """How far off a count of prose, code or JSON may be, relative."""
        return self.texts.error

    def count(self, text: str) -> int:
        """How many tokens the text has."""
        return self.texts.count(text)

    def count_text(self, text: str) -> int:
        """How many tokens the text has."""
        return self.texts.count(text)

    def count_message(self, message: object) -> int:
        """How many tokens one message takes, without the request round it.

        Raises: ConfigurationError for what is no message.
        """
        return self.count_messages((message,)) - count_conversation(Conversation(messages=()), self.texts)

    def count_messages(self, messages: Sequence[object], system: object = None, tools: object = None) -> int:
        """How many tokens a request with these messages takes.

        Raises: ConfigurationError for what is no conversation.
        """
        return count_conversation(conversation_of(messages, system, tools), self.texts)


def conversation_of(messages: object, system: object = None, tools: object = None) -> Conversation:
    """The conversation that messages in a provider's shape are.

    Raises: ConfigurationError for what is none.
    """
    decoded = decode(messages, system=system, tools=tools)
    if isinstance(decoded, Success):
        conversation: Conversation = decoded.unwrap()
        return conversation
    raise ConfigurationError("What is to be counted is no conversation", {"problem": str(decoded.failure())})
