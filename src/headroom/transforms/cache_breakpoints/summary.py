"""What was planned for the provider's cache, in the figures that metrics keep."""

from __future__ import annotations

import hashlib
from functools import lru_cache

import msgspec

from headroom.detection.dynamic_content import find_dynamic
from headroom.messages import Conversation, Text
from headroom.transforms.cache_breakpoints.settings import CacheStrategy
from headroom.transforms.cache_breakpoints.sizes import bytes_until, leading_prompts, tool_json

__all__ = ["CachePlan", "plan_summary"]

_BYTES_A_TOKEN = 4
"""Of English text; for a figure that is marked as an estimate."""
_COST_OF_A_FINDING = 0.1
"""Source: the scoring that users of such tools know, ten points of a hundred for each finding."""


class CachePlan(msgspec.Struct, frozen=True, kw_only=True):
    """What was done for the cache, and how well the prompt is made for one."""

    strategy: CacheStrategy
    cacheable_tokens: int
    """Up to the last mark of ours; without one, of tools and prompt. An estimate."""
    breakpoints_inserted: int
    stable_prefix_hash: str
    """Sixteen hex digits of the SHA-256 of model, tools and prompt: equal where one request can read what another wrote."""
    alignment_score: float
    """From 0 to 1: a tenth less for each thing in the prompt that will be different the next time."""


def plan_summary(before: Conversation, after: Conversation) -> CachePlan:
    """What an optimizer planned, seen from the conversation it was given and the one it returned.

    Cost: a hash of tools and prompt, and the search for what is dynamic in a prompt not seen before.
    """
    marks = tuple(mark for mark in after.breakpoints if mark not in before.breakpoints)
    prompts = leading_prompts(after)
    strategy: CacheStrategy = "none"
    if marks:
        strategy = "explicit_breakpoints"
    elif after.cache_key and after.cache_key != before.cache_key:
        strategy = "prefix_stabilization"
    last = max((mark.message for mark in marks), default=prompts - 1)
    texts = _prompt_texts(after, prompts)
    findings = sum(map(_findings, texts))
    return CachePlan(
        strategy=strategy,
        cacheable_tokens=bytes_until(after, last) // _BYTES_A_TOKEN,
        breakpoints_inserted=len(marks),
        stable_prefix_hash=_prefix_hash(after, texts),
        alignment_score=max(0.0, round(1.0 - _COST_OF_A_FINDING * findings, 1)),
    )


def _prompt_texts(conversation: Conversation, prompts: int) -> tuple[str, ...]:
    parts = [*conversation.system, *(part for message in conversation.messages[:prompts] for part in message.parts)]
    return tuple(part.text for part in parts if isinstance(part, Text))


def _prefix_hash(conversation: Conversation, texts: tuple[str, ...]) -> str:
    digest = hashlib.sha256(conversation.model.encode("utf-8", "surrogatepass"))
    pieces = [*map(tool_json, conversation.tools), *(text.encode("utf-8", "surrogatepass") for text in texts)]
    for piece in pieces:
        # Lengths keep apart what would otherwise run together.
        digest.update(f"\0{len(piece)}\0".encode() + piece)
    return digest.hexdigest()[:16]


@lru_cache(maxsize=64)
def _findings(text: str) -> int:
    return len(find_dynamic(text))
