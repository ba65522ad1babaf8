"""OpenAI's cache: a key by which requests with one prefix find one machine, and marks on the models that take them."""

from __future__ import annotations

import hashlib

import msgspec

from headroom.detection.dynamic_content import find_dynamic
from headroom.messages import Breakpoint, Conversation, Report, Text, part_text
from headroom.transforms.cache_breakpoints.places import caller_marks, goes_on
from headroom.transforms.cache_breakpoints.settings import CacheSettings, kept_report
from headroom.transforms.cache_breakpoints.sizes import is_at_least, leading_prompts, prefix_within, tool_json
from headroom.wire.cache_marks import markable_part, ttl_for

__all__ = ["OpenAICacheOptimizer", "cache_key"]

_KEY_CHARS = 2_048
"""How much of tools and prompt the key looks at. Chosen well below what 1,024 tokens are in most scripts: requests that differ
only behind that share a cached prefix, and must share the key."""
_QUESTIONS_MARKED = 2
"""The newest question, and the one before it, whose mark the last request wrote."""


class OpenAICacheOptimizer(msgspec.Struct, frozen=True, kw_only=True):
    """A key for the prefix; where the model takes marks, some at the prompt's end and the last two questions.

    A mark is matched only where it stands again, without looking back, so all of them stand at places that stay. Writing is
    not made dearer: up to its own, implicit mark the provider writes everything anyway.

    Keeps: every text, and the caller's key and marks.
    No-op: a conversation in another format.
    """

    settings: CacheSettings = CacheSettings()

    @property
    def name(self) -> str:
        """The step's name in reports."""
        return "openai_cache_optimizer"

    @property
    def provider(self) -> str:
        """Whose cache it knows."""
        return "openai"

    @property
    def strategy(self) -> str:
        """How it goes about it."""
        return "explicit_breakpoints" if self.settings.has_breakpoints else "prefix_stabilization"

    @property
    def rewrites_history(self) -> bool:
        """Never: no text changes."""
        return False

    def __call__(self, conversation: Conversation) -> tuple[Conversation, Report]:
        """The conversation with key and marks, and a decision for every part."""
        if conversation.format == "anthropic":
            return conversation, kept_report(conversation, self.name, {}, "no cache key: not a request to OpenAI")
        planned = self.planned(conversation)
        key, marks = planned.cache_key, planned.breakpoints
        reasons = {(mark.message, mark.part): f"a cache mark ({mark.ttl}) stands here; the text stays" for mark in marks}
        said = f"sent with cache key {key}" if key else "no cache key: the caller gave one, or the server may refuse it"
        return planned, kept_report(conversation, self.name, reasons, f"{said}; no text changes")

    def planned(self, conversation: Conversation) -> Conversation:
        """The conversation with key and marks, without a word on each part."""
        if conversation.format == "anthropic":
            return conversation
        has_key = self.settings.sets_key and not self.settings.theirs.has_key
        key = cache_key(conversation, self.settings.key_buckets) if has_key else ""
        marks = self._marks(conversation) if self.settings.has_breakpoints else ()
        if key == conversation.cache_key and marks == conversation.breakpoints:
            return conversation
        return msgspec.structs.replace(conversation, cache_key=key, breakpoints=marks)

    def _marks(self, conversation: Conversation) -> tuple[Breakpoint, ...]:
        caller = self.settings.theirs
        theirs = caller_marks(conversation, self.settings)
        if caller.is_explicit and not theirs:
            # The caller switched the cache off, and a mark would switch it on.
            return ()
        # One of those that may be written is the provider's own.
        room = self.settings.max_marks - len(theirs) - (not caller.is_explicit)
        taken = {(mark.index, mark.block) for mark in theirs}
        found = dict.fromkeys(place for place in self._places(conversation) if place not in taken)
        chosen = sorted(list(found)[: max(room, 0)])
        ttl = ttl_for(conversation.format, self.settings.ttl)
        return tuple(Breakpoint(place="messages", message=message, part=part, ttl=ttl) for message, part in chosen)

    def _places(self, conversation: Conversation) -> list[tuple[int, int]]:
        """Where marks belong, those that matter most first."""
        least = self.settings.min_tokens
        target = self.settings.prefix_tokens
        places: list[tuple[int, int]] = []
        closing = prefix_within(conversation, target) if target is not None else None
        if closing is not None and is_at_least(conversation, closing.message, least):
            places.append((closing.message, closing.part))
        if not goes_on(conversation):
            return places
        asked = [index for index, message in enumerate(conversation.messages) if message.role == "user"]
        ends = [*reversed(asked[-_QUESTIONS_MARKED:])]
        if target is None and (prompts := leading_prompts(conversation)):
            ends.append(prompts - 1)
        for index in ends:
            part = markable_part(conversation.messages[index], conversation.format)
            if part >= 0 and is_at_least(conversation, index, least):
                places.append((index, part))
        return places


def cache_key(conversation: Conversation, buckets: int = 1) -> str:
    """A key that requests share which can share a cached prefix: 32 hex digits.

    It covers the model and the beginning of tools and prompt, up to what is dynamic; where there is neither, the first message.
    With several buckets it also depends on the first question, so that a busy prefix has several machines.
    """
    digest = hashlib.sha256(conversation.model.encode("utf-8", "surrogatepass"))
    head = _prefix_head(conversation)
    asked = next((message for message in conversation.messages if message.role == "user"), None)
    question = "".join(map(part_text, asked.parts)) if asked is not None else ""
    digest.update(b"\0" + (head or question[:_KEY_CHARS]).encode("utf-8", "surrogatepass"))
    if buckets > 1:
        hashed = hashlib.sha256(question.encode("utf-8", "surrogatepass")).digest()
        digest.update(b"\0" + str(int.from_bytes(hashed[:8]) % buckets).encode())
    return digest.hexdigest()[:32]


def _prefix_head(conversation: Conversation) -> str:
    """The beginning of tools and prompt, without what will be different the next time and what stands behind that."""
    head = ""
    for tool in conversation.tools:
        head += tool_json(tool).decode("utf-8", "replace") + "\n"
        if len(head) >= _KEY_CHARS:
            return head[:_KEY_CHARS]
    prompts = [part for message in conversation.messages[: leading_prompts(conversation)] for part in message.parts]
    for part in (*conversation.system, *prompts):
        if not isinstance(part, Text):
            break
        text = part.text[: _KEY_CHARS - len(head)]
        findings = find_dynamic(text)
        if findings:
            return head + text[: findings[0].start]
        head += text + "\n"
        if len(head) >= _KEY_CHARS:
            break
    return head
