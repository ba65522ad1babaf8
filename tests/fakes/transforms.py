"""Small real transforms: one that does its work, and one for each way to get it wrong."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from headroom.messages import (
    Conversation,
    Decision,
    Message,
    Part,
    Report,
    Text,
    ToolResult,
    original_of,
    part_text,
    replace_parts,
)
from headroom.retrieval.marker import marker_text, text_marker

__all__ = ["Careless", "DropsOldest", "FoldsSpace", "Raises", "Summarises"]


class FoldsSpace(msgspec.Struct, frozen=True, kw_only=True):
    """Tool results with runs of white space made one space; loses nothing that it would have to name."""

    name: str = "folds_space"
    rewrites_history: bool = False

    def __call__(self, conversation: Conversation) -> tuple[Conversation, Report]:
        """The step."""
        decisions: list[Decision] = []
        messages: list[Message] = []
        for index, message in enumerate(conversation.messages):
            parts = tuple(self._folded(part) for part in message.parts)
            for part_index, (old, new) in enumerate(zip(message.parts, parts, strict=True)):
                decisions.append(
                    Decision(
                        message=index,
                        part=part_index,
                        step=self.name,
                        action="kept" if old is new else "compressed",
                        reason="nothing to fold" if old is new else "white space folded",
                        chars_before=len(part_text(old)),
                        chars_after=len(part_text(new)),
                    )
                )
            changed = any(old is not new for old, new in zip(message.parts, parts, strict=True))
            messages.append(replace_parts(message, parts) if changed else message)
        return msgspec.structs.replace(conversation, messages=tuple(messages)), Report(decisions=tuple(decisions))

    def _folded(self, part: Part) -> Part:
        if not isinstance(part, ToolResult):
            return part
        content = tuple(Text(text=" ".join(piece.text.split())) if isinstance(piece, Text) else piece for piece in part.content)
        return part if content == part.content else msgspec.structs.replace(part, content=content)


class DropsOldest(msgspec.Struct, frozen=True, kw_only=True):
    """The conversation without its first messages, named in the first user message that stays."""

    count: int
    name: str = "drops_oldest"
    rewrites_history: bool = True
    keeps_turns: int = 0
    is_silent: bool = False
    """Whether it leaves no note."""

    def __call__(self, conversation: Conversation) -> tuple[Conversation, Report]:
        """The step."""
        gone = conversation.messages[: self.count]
        texts = {
            (index, part): part_text(value) for index, message in enumerate(gone) for part, value in enumerate(message.parts)
        }
        original = original_of("\n".join(texts.values()))
        decisions = tuple(
            Decision(
                message=index, part=part, step=self.name, action="compressed", reason="left the window", original=original.hash
            )
            for index, part in texts
        )
        kept = list(conversation.messages[self.count :])
        behind = next((index for index, message in enumerate(kept) if message.role == "user"), None)
        note = Text(text=text_marker(marker_text(f"{len(gone)} messages omitted", original.hash)))
        if behind is not None and not self.is_silent:
            kept[behind] = replace_parts(kept[behind], (*kept[behind].parts, note))
        return msgspec.structs.replace(conversation, messages=tuple(kept)), Report(decisions=decisions, originals=(original,))


class Summarises(msgspec.Struct, frozen=True, kw_only=True):
    """The conversation with a message of its own put in front; says nothing about the others."""

    text: str
    role: str = "system"
    name: str = "summarises"
    rewrites_history: bool = True
    keeps_turns: int = 0

    def __call__(self, conversation: Conversation) -> tuple[Conversation, Report]:
        """The step."""
        own = Message(role=self.role, parts=(Text(text=self.text),))
        return msgspec.structs.replace(conversation, messages=(own, *conversation.messages)), Report()


class Raises(msgspec.Struct, frozen=True, kw_only=True):
    """Nothing: it raises what it was given."""

    error: BaseException
    name: str = "raises"
    rewrites_history: bool = False

    def __call__(self, conversation: Conversation) -> tuple[Conversation, Report]:
        """The step."""
        del conversation
        raise self.error


class Careless(msgspec.Struct, frozen=True, kw_only=True):
    """Each message as `edit` makes it, reported as compressed with its whole text as the original."""

    edit: Callable[[int, Message], Message]
    name: str = "careless"
    rewrites_history: bool = False
    is_silent: bool = False
    """Whether it reports nothing of what it did."""

    def __call__(self, conversation: Conversation) -> tuple[Conversation, Report]:
        """The step."""
        messages = tuple(self.edit(index, message) for index, message in enumerate(conversation.messages))
        report = Report()
        if not self.is_silent:
            for index, (old, new) in enumerate(zip(conversation.messages, messages, strict=True)):
                if old is not new:
                    report = report + self._told(index, old)
        return msgspec.structs.replace(conversation, messages=messages), report

    def _told(self, index: int, message: Message) -> Report:
        original = original_of(part_text(message.parts[0]))
        decision = Decision(
            message=index, part=0, step=self.name, action="compressed", reason="careless", original=original.hash
        )
        return Report(decisions=(decision,), originals=(original,))
