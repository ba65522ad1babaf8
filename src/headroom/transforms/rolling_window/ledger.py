"""What has to go, found by letting the conversation pass message by message as it once grew.

Whenever it outgrows the limit, room is made down to the target in one go, with what was known then. So the next request of
the same conversation leaves out the same things, and a cached prefix lasts until the limit is reached again. Where all that
may go would not be enough for the target, no more goes than it takes to be within the limit.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, deque
from collections.abc import Iterator
from typing import Literal

import msgspec

from headroom.messages import Conversation, Message, ToolResult, original_of, turns
from headroom.retrieval.marker import marker_text, text_marker
from headroom.tokens import TokenCounter, count_conversation
from headroom.transforms.pointers import name_of, pointers
from headroom.transforms.replacement import Note, Piece, outweighs, result_pieces
from headroom.transforms.rolling_window.groups import Group, groups_of

__all__ = ["GAP_TOKENS", "Ledger", "Room"]

GAP_TOKENS = 80
"""What the note for left-out turns may take. Measured: 46 tokens for OpenAI models, up to 70 by the estimate for Claude."""
_WORTH = 2
"""A result is left out if it takes this many times what the note for it takes; chosen."""


class Room(msgspec.Struct, frozen=True, kw_only=True):
    """How much room there is."""

    limit_tokens: int
    target_tokens: int
    """What is left after room was made, where that can be reached."""
    keep_turns: int
    may_drop: bool = True
    """Whether turns may go; results may in any case."""
    retrieval: Literal["none", "tool"] = "none"


class Ledger:
    """What goes: notes for results in `notes`, whole groups of turns in `gone`.

    Cost: a count of every text, a look-up where it was counted before, and a hash of each result that goes or is pointed at.
    """

    def __init__(self, conversation: Conversation, room: Room, counter: TokenCounter) -> None:
        messages = conversation.messages
        self.notes: dict[Piece, Note] = {}
        self.gone: list[Group] = []
        self._messages = messages
        self._room = room
        self._counter = counter
        bare = msgspec.structs.replace(conversation, messages=(), system=(), tools=())
        opening = count_conversation(bare, counter)
        self._costs = [
            count_conversation(msgspec.structs.replace(bare, messages=(message,)), counter) - opening for message in messages
        ]
        self._total = count_conversation(msgspec.structs.replace(conversation, messages=()), counter)
        self._starts = [span.start for span in turns(messages)]
        self._pieces = deque(result_pieces(messages))
        self._groups = deque(groups_of(messages, conversation.format) if room.may_drop else ())
        self._gone_ends: set[int] = set()
        self._pins = Pins(messages)
        self._coming_groups = deque(self._groups)
        self._coming_pieces = deque(self._pieces)
        self._leaving: set[int] = set()
        """Messages that may go with their turn."""
        self._savings: dict[Piece, int] = {}
        """What the notes for results that may go save at least, in messages that may not."""
        self._spare = 0
        """What all that may go takes, now."""
        self._pass()

    def _pass(self) -> None:
        for index, cost in enumerate(self._costs):
            self._total += cost
            if self._total > self._room.limit_tokens:
                recent = self._recent(index)
                self._widen(recent)
                self._shorten(recent)
                self._drop(recent)

    def _recent(self, index: int) -> int:
        """Where the turns that are kept began when this message was the last."""
        seen = bisect_right(self._starts, index)
        return self._starts[seen - self._room.keep_turns] if seen > self._room.keep_turns else 0

    def _widen(self, recent: int) -> None:
        """Add what is no longer recent to what may go."""
        while self._coming_groups and self._coming_groups[0].span.stop <= recent:
            group = self._coming_groups.popleft()
            if group.may_go and self._pins.frees(group):
                self._may_leave(group)
        while self._coming_pieces and self._coming_pieces[0][0].message < recent:
            piece, _, text = self._coming_pieces.popleft()
            tokens = self._counter.count(text)
            if piece.message not in self._leaving and tokens >= _WORTH * GAP_TOKENS:
                self._savings[piece] = tokens - GAP_TOKENS
                self._spare += tokens - GAP_TOKENS

    def _may_leave(self, group: Group) -> None:
        self._leaving.update(group.leaves)
        self._spare += self._cost(group)

    def _cost(self, group: Group) -> int:
        return sum(self._costs[index] for index in group.leaves)

    def _is_full(self) -> bool:
        """Whether more has to go: down to the target, or only to the limit where the target is out of reach."""
        least = self._total - self._spare + (GAP_TOKENS if self._leaving and not self.gone else 0)
        target = self._room.target_tokens
        return self._total > (target if least <= target else self._room.limit_tokens)

    def _shorten(self, recent: int) -> None:
        """The oldest results become notes, until there is room."""
        while self._pieces and self._pieces[0][0].message < recent and self._is_full():
            piece, result, text = self._pieces.popleft()
            saved = self._noted(piece, result, text)
            self._costs[piece.message] -= saved
            self._total -= saved
            self._spare -= saved if piece.message in self._leaving else self._savings.pop(piece, 0)

    def _noted(self, piece: Piece, result: ToolResult, text: str) -> int:
        """How many tokens a note for the text saves; 0 where it stays."""
        tokens = self._counter.count(text)
        if tokens < GAP_TOKENS:
            return 0
        original = original_of(text)
        lines = text.count("\n") + (not text.endswith("\n"))
        what = f"{'failed ' if result.is_error else ''}result of {lines} line{'' if lines == 1 else 's'}"
        words = f"1 {what} omitted to fit the context window"
        note = text_marker(marker_text(words, original.hash, self._room.retrieval))
        saved = tokens - self._counter.count(note)
        if saved * _WORTH < tokens or self._pins.holds(name_of(text)) or not outweighs(text, note):
            return 0
        self.notes[piece] = Note(note, original.hash, "to fit the context window", (original,))
        return saved

    def _drop(self, recent: int) -> None:
        """The oldest groups of turns go, until there is room."""
        while self._groups and self._groups[0].span.stop <= recent and self._is_full():
            group = self._groups.popleft()
            if not group.may_go:
                continue
            if not self._pins.frees(group):
                self._pins.wait(group)
                continue
            self._leave_out(group)
            freed = self._pins.freed_by(group)
            for one in freed:
                self._may_leave(one)
            self._groups.extendleft(reversed(freed))

    def _leave_out(self, group: Group) -> None:
        cost = self._cost(group)
        self._total -= cost
        if not self._leaving.isdisjoint(group.leaves):
            self._spare -= cost
        if group.span.start not in self._gone_ends:
            self._total += GAP_TOKENS
        self._gone_ends.add(group.span.stop)
        self.gone.append(group)


class Pins:
    """Which texts have to stay because a pointer that stays points at them."""

    def __init__(self, messages: tuple[Message, ...]) -> None:
        self._count: Counter[str] = Counter()
        self._pointing: dict[int, list[str]] = {}
        for piece, digest in pointers(messages):
            self._count[digest] += 1
            self._pointing.setdefault(piece.message, []).append(digest)
        self._held: dict[int, list[str]] = {}
        if self._count:
            for piece, _, text in result_pieces(messages):
                digest = name_of(text)
                if digest in self._count:
                    self._held.setdefault(piece.message, []).append(digest)
        self._waiting: dict[str, list[tuple[int, Group]]] = {}
        """By text: the groups that wait until no more than so many pointers are left, which are their own."""

    def holds(self, digest: str) -> bool:
        """Whether a pointer that stays points at this text."""
        return self._count[digest] > 0

    def frees(self, group: Group) -> bool:
        """Whether only pointers that go with the group point into it."""
        return self._blocking(group) is None

    def wait(self, group: Group) -> None:
        """Remember a group that cannot go yet."""
        digest = self._blocking(group)
        if digest is not None:
            own = sum(pointed == digest for pointed in self._pointers_in(group))
            self._waiting.setdefault(digest, []).append((own, group))

    def freed_by(self, group: Group) -> list[Group]:
        """The groups that may go now that this one is gone, as far as what they waited for decides."""
        freed: list[Group] = []
        for digest, count in Counter(self._pointers_in(group)).items():
            self._count[digest] -= count
            waiting = self._waiting.pop(digest, [])
            freed.extend(one for own, one in waiting if self._count[digest] <= own)
            still = [(own, one) for own, one in waiting if self._count[digest] > own]
            if still:
                self._waiting[digest] = still
        return freed

    def _blocking(self, group: Group) -> str | None:
        own = Counter(self._pointers_in(group))
        held = (digest for index in group.span for digest in self._held.get(index, ()))
        return next((digest for digest in held if self._count[digest] > own[digest]), None)

    def _pointers_in(self, group: Group) -> Iterator[str]:
        return (digest for index in group.span for digest in self._pointing.get(index, ()))
