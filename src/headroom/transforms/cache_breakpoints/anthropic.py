"""Anthropic's cache: up to four marks, each found again by looking back from a later one."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from headroom.messages import Breakpoint, Conversation, Report
from headroom.transforms.cache_breakpoints.places import (
    Place,
    caller_marks,
    goes_on,
    newest_place,
    previous_place,
    prompt_place,
    seen_earlier,
    timed,
    was_answered,
)
from headroom.transforms.cache_breakpoints.settings import CacheSettings, kept_report
from headroom.transforms.cache_breakpoints.sizes import is_at_least, prefix_within
from headroom.wire.cache_marks import Mark, ttl_for

__all__ = ["AnthropicCacheOptimizer"]


class AnthropicCacheOptimizer(msgspec.Struct, frozen=True, kw_only=True):
    """Marks at the end of tools and prompt, at the newest message, and between them where they are far apart.

    Keeps: every text, and the caller's marks, which count among the four.
    No-op: a conversation in another format, one that shows no sign of going on, prefixes below the minimum.
    """

    settings: CacheSettings = CacheSettings()

    @property
    def name(self) -> str:
        """The step's name in reports."""
        return "anthropic_cache_optimizer"

    @property
    def provider(self) -> str:
        """Whose cache it knows."""
        return "anthropic"

    @property
    def strategy(self) -> str:
        """How it goes about it."""
        return "explicit_breakpoints"

    @property
    def rewrites_history(self) -> bool:
        """Never: no text changes."""
        return False

    def __call__(self, conversation: Conversation) -> tuple[Conversation, Report]:
        """The conversation with its marks, and a decision for every part."""
        if conversation.format != "anthropic":
            return conversation, kept_report(conversation, self.name, {}, "no cache mark: not a request to Anthropic")
        planned = self.planned(conversation)
        if planned.breakpoints:
            return planned, self._report(conversation, planned.breakpoints)
        is_full = any(True for _ in self._wanted(conversation, caller_marks(conversation, self.settings)))
        return planned, kept_report(conversation, self.name, {}, self._why_none(conversation, is_full=is_full))

    def planned(self, conversation: Conversation) -> Conversation:
        """The conversation with its marks, without a word on each part."""
        if conversation.format != "anthropic":
            return conversation
        theirs = caller_marks(conversation, self.settings)
        room = self.settings.max_marks - len(theirs) - bool(self.settings.theirs.automatic_ttl)
        wanted = list(self._wanted(conversation, theirs))
        ttl = ttl_for(conversation.format, self.settings.ttl)
        placed = [timed(mark, theirs, self.settings.theirs.automatic_ttl, ttl) for mark in wanted[: max(room, 0)]]
        marks = tuple(sorted((mark for mark in placed if mark is not None), key=_position))
        return conversation if marks == conversation.breakpoints else msgspec.structs.replace(conversation, breakpoints=marks)

    def _wanted(self, conversation: Conversation, theirs: tuple[Mark, ...]) -> Iterator[Breakpoint]:
        """The marks to set, those that matter most first."""
        target = self.settings.prefix_tokens
        closing = None if target is None else prefix_within(conversation, target)
        if closing is not None and (
            _is_theirs(closing, theirs)
            or self._is_automatic(conversation, closing)
            or not self._is_long_enough(conversation, closing)
        ):
            closing = None
        if closing is not None:
            yield closing
        if goes_on(conversation):
            yield from self._moving(conversation, theirs, closing)
            if target is None:
                yield from self._standing(conversation, theirs)

    def _moving(self, conversation: Conversation, theirs: tuple[Mark, ...], closing: Breakpoint | None) -> Iterator[Breakpoint]:
        """The newest place, and the one before it where that is too far to be found."""
        # One question with tools may be all there is: what only it holds would be written in vain.
        newest = newest_place(conversation) if was_answered(conversation) else None
        previous = previous_place(conversation)
        if newest is None or not is_at_least(conversation, newest[0], self.settings.min_tokens):
            return
        taken = {(mark.index, mark.block) for mark in theirs if mark.place == "messages"}
        is_theirs = bool(self.settings.theirs.automatic_ttl) or any(index == newest[0] for index, _ in taken)
        if closing is not None:
            taken.add((closing.message, closing.part))
        if not is_theirs and newest not in taken:
            yield _at(newest)
        if previous is None or previous in taken:
            return
        if not seen_earlier(conversation, previous, newest, taken, self.settings.lookback_blocks):
            yield _at(previous)

    def _standing(self, conversation: Conversation, theirs: tuple[Mark, ...]) -> Iterator[Breakpoint]:
        """The end of tools and prompt."""
        prompt = prompt_place(conversation)
        if prompt is None or any(mark.place == prompt.place for mark in theirs):
            return
        if is_at_least(conversation, -1, self.settings.min_tokens):
            yield prompt

    def _is_automatic(self, conversation: Conversation, mark: Breakpoint) -> bool:
        """Whether it would stand at the last message, where the provider sets the automatic one."""
        is_last = mark.place == "messages" and mark.message == len(conversation.messages) - 1
        return is_last and bool(self.settings.theirs.automatic_ttl)

    def _is_long_enough(self, conversation: Conversation, mark: Breakpoint) -> bool:
        """Whether what stands up to a mark may be worth one: of the prompt, what stands before it alone."""
        if mark.place != "messages":
            before = conversation.system[: mark.part + 1] if mark.place == "system" else ()
            conversation = msgspec.structs.replace(conversation, system=before)
        return is_at_least(conversation, mark.message, self.settings.min_tokens)

    def _why_none(self, conversation: Conversation, *, is_full: bool) -> str:
        if is_full:
            return "no cache mark: the caller's own are as many as there may be"
        if not goes_on(conversation):
            return "no cache mark: nothing says that the conversation goes on"
        return f"no cache mark: the caller's suffice, or the prefixes are shorter than {self.settings.min_tokens} tokens"

    def _report(self, conversation: Conversation, marks: tuple[Breakpoint, ...]) -> Report:
        reasons = {(mark.message, mark.part): f"a cache mark ({mark.ttl}) stands here; the text stays" for mark in marks}
        at_tools = next((f", one ({mark.ttl}) at the tools" for mark in marks if mark.place == "tools"), "")
        return kept_report(conversation, self.name, reasons, f"cache marks ({len(marks)}{at_tools}) change no text")


def _at(place: Place) -> Breakpoint:
    return Breakpoint(place="messages", message=place[0], part=place[1])


def _position(mark: Breakpoint) -> tuple[int, int, int]:
    return ("tools", "system", "messages").index(mark.place), mark.message, mark.part


def _is_theirs(mark: Breakpoint, theirs: tuple[Mark, ...]) -> bool:
    """Whether the caller marked that very place."""
    if mark.place == "tools":
        return any(one.place == "tools" for one in theirs)
    index = mark.message if mark.place == "messages" else mark.part
    block = mark.part if mark.place == "messages" else 0
    return any((one.place, one.index, one.block) == (mark.place, index, block) for one in theirs)
