"""What a cache optimizer is, and what it is told about model and request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Protocol, runtime_checkable

import msgspec

from headroom.errors import ConfigurationError
from headroom.messages import Conversation, Decision, Report
from headroom.wire.cache_marks import MARKS_A_REQUEST, CallerMarks

__all__ = ["BaseCacheOptimizer", "CacheSettings", "CacheStrategy", "kept_report"]

CacheStrategy = Literal["explicit_breakpoints", "prefix_stabilization", "cached_content", "none"]
"""Marks in the request, a key for requests with one prefix, contents stored by a call of their own, or nothing."""


_UNTOLD = CallerMarks()


class CacheSettings(msgspec.Struct, frozen=True, kw_only=True):
    """The model's rules and the request's circumstances as plain values.

    Raises: ConfigurationError for a number that is none.
    """

    min_tokens: int = 1_024
    """Prefixes shorter than this are not worth a mark: the larger of what the caller set and what the model demands."""
    max_marks: int = MARKS_A_REQUEST
    """Marks that one request may have, the caller's included."""
    lookback_blocks: int = 20
    """Blocks before a mark among which the provider looks for an earlier request's. Source: Anthropic's page, November 2026."""
    has_breakpoints: bool = False
    """Whether the model takes OpenAI's marks, as gpt-5.6 and later do. Source: the API's types, November 2026."""
    prefix_tokens: int | None = None
    """How many tokens the stable prefix has at most: its mark goes to the last boundary within. None: tools and prompt."""
    ttl: str = ""
    """How long, in the provider's words; what it does not have is its shortest, which is the cheapest."""
    sets_key: bool = True
    """Whether the server takes `prompt_cache_key`: compatible servers may refuse fields that they do not know."""
    key_buckets: int = 1
    """Among how many keys conversations with one prefix are spread: above some 15 requests a minute one key overflows."""
    caller: CallerMarks | None = None
    """What the caller asked for on the wire (`wire.cache_marks.marks_in`). None: not told, and read from messages and tools."""

    @property
    def theirs(self) -> CallerMarks:
        """What the caller asked for, as far as it was told."""
        return self.caller or _UNTOLD

    def __post_init__(self) -> None:
        for field, lowest in (("min_tokens", 0), ("max_marks", 0), ("lookback_blocks", 1), ("key_buckets", 1)):
            value = getattr(self, field)
            if value < lowest:
                raise ConfigurationError(f"{field} must be at least {lowest}", {"field": field, "value": value})
        if self.prefix_tokens is not None and self.prefix_tokens < 1:
            raise ConfigurationError(
                "prefix_tokens must be at least 1", {"field": "prefix_tokens", "value": self.prefix_tokens}
            )


@runtime_checkable
class BaseCacheOptimizer(Protocol):
    """A transform that sets `breakpoints` and `cache_key` of a conversation and nothing else."""

    @property
    def name(self) -> str:
        """The step's name in reports."""
        ...

    @property
    def provider(self) -> str:
        """Whose cache it knows: `anthropic`, `openai`, `google`."""
        ...

    @property
    def strategy(self) -> str:
        """How it goes about it, one of `CacheStrategy`."""
        ...

    def __call__(self, conversation: Conversation) -> tuple[Conversation, Report]:
        """The conversation with marks, and a decision for every part."""
        ...


def kept_report(conversation: Conversation, step: str, reasons: Mapping[tuple[int, int], str], otherwise: str) -> Report:
    """A report that every part stays, with reasons by (message, part)."""
    places = [(-1, part) for part in range(len(conversation.system))]
    places += [(index, part) for index, message in enumerate(conversation.messages) for part in range(len(message.parts))]
    return Report(
        decisions=tuple(
            Decision(message=index, part=part, step=step, action="kept", reason=reasons.get((index, part), otherwise))
            for index, part in places
        )
    )
