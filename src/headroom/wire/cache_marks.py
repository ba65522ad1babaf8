"""Cache marks on the wire: those the caller set, and ours written beside them.

A mark says where a reusable prefix ends. Anthropic's is `cache_control` on a tool, a block of the prompt or a block of a
message; OpenAI's is `prompt_cache_breakpoint` on a part of what somebody other than the model says. Text never changes: where a
mark needs a block, a string becomes one block with the identical text.

Source: the request types of both Python SDKs (November 2026).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

import msgspec

from headroom.messages import Breakpoint, Conversation, Message, Opaque, Text, WireFormat
from headroom.wire.values import plain

__all__ = [
    "MARKS_A_REQUEST",
    "CallerMarks",
    "Mark",
    "markable_part",
    "marks_in",
    "marks_of",
    "ttl_for",
    "ttl_seconds",
    "with_marks",
]

MARKS_A_REQUEST = 4
"""Marks that one request may have, the caller's and the automatic one included. Source: both providers' pages on caching."""

_ANTHROPIC = "cache_control"
_OPENAI = "prompt_cache_breakpoint"
_KEY = "prompt_cache_key"
_TTLS = {_ANTHROPIC: ("5m", "1h"), _OPENAI: ("30m", "12h")}
"""The times that a mark may have; the first is what one without a time means. Source: both SDKs' types."""
_TTL_CHARS = 12
"""Of a time in words; a longer one is none. Chosen: a century in seconds has ten digits."""
_ANTHROPIC_KINDS = frozenset(
    {"image", "document", "search_result", "server_tool_use", "container_upload", "web_search_tool_result"}
    | {"web_fetch_tool_result", "code_execution_tool_result", "bash_code_execution_tool_result", "tool_search_tool_result"}
    | {"text_editor_code_execution_tool_result"}
)
"""Blocks that no part tells apart and that may have a mark; thinking may not."""
_OPENAI_KINDS = frozenset({"image_url", "input_audio", "file", "input_image", "input_file"})
_MARKED_ROLES = frozenset({"system", "developer", "user"})
"""Whose messages may have OpenAI's mark. An output that is a string would have to become a list for one, and stays."""


class Mark(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A mark that stands in a request."""

    place: Literal["tools", "system", "messages"]
    index: int
    """Of the tool, the block of the prompt, or the message."""
    block: int = 0
    """Index of the block of a message."""
    ttl: str = "5m"
    """How long, in the provider's words."""

    @property
    def position(self) -> tuple[int, int, int]:
        """Where it stands, in the order in which the provider reads."""
        return _RANK[self.place], self.index, self.block


class CallerMarks(msgspec.Struct, frozen=True, kw_only=True):
    """What a caller asked of the provider's cache."""

    marks: tuple[Mark, ...] = ()
    automatic_ttl: str = ""
    """Of the mark that Anthropic is asked to set itself at the last block (`cache_control` on the request); empty for none."""
    is_explicit: bool = False
    """Whether OpenAI is told to set none itself (`prompt_cache_options`): without marks, nothing is cached then."""
    has_key: bool = False
    """Whether the request has a `prompt_cache_key`."""

    @property
    def count(self) -> int:
        """How many marks that makes."""
        return len(self.marks) + bool(self.automatic_ttl)


class _Site(msgspec.Struct, frozen=True):
    """Where in a request a mark goes."""

    field: str
    mark: Mark
    content: str = ""
    """The field of the message that holds the block; empty where the item itself has the mark."""
    as_block: str = ""
    """The kind of block that a string becomes."""


_RANK = {"tools": 0, "system": 1, "messages": 2}


def marks_in(
    body: Mapping[str, object], wire_format: WireFormat, known: tuple[Mark, ...] = (), known_messages: int = 0
) -> CallerMarks:
    """The caller's marks in a request body, in the order in which the provider reads them.

    `known` are those in its first `known_messages` messages, which are not looked at again.

    Cost: looks at every block once, into none of their texts.
    """
    given = _given(body)
    items = given.get("input" if wire_format == "openai_responses" else "messages")
    in_messages = known + tuple(
        Mark(place="messages", index=index, block=block, ttl=ttl)
        for index, item in enumerate(items[known_messages:] if isinstance(items, (list, tuple)) else (), known_messages)
        if type(item) is not dict or type(item.get("content")) is not str or wire_format == "openai_responses"
        for block, ttl in _marks_in_message(plain(item) or {}, wire_format)
    )
    if wire_format != "anthropic":
        options = plain(given.get("prompt_cache_options")) or {}
        return CallerMarks(marks=in_messages, is_explicit=options.get("mode") == "explicit", has_key=_KEY in given)
    around = (*_marks_on("tools", given.get("tools")), *_marks_on("system", given.get("system")))
    return CallerMarks(marks=(*around, *in_messages), automatic_ttl=_ttl(given, _ANTHROPIC))


def marks_of(conversation: Conversation) -> tuple[Mark, ...]:
    """The caller's marks in the wire values of messages and tools.

    Those in a top-level system prompt are on the wire alone (`marks_in`).
    """
    tools = [tool.source for tool in conversation.tools] if conversation.format == "anthropic" else []
    found = list(_marks_on("tools", tools))
    for index, message in enumerate(conversation.messages):
        wire = plain(message.source.value) if message.source is not None else None
        blocks = _marks_in_message(wire or {}, conversation.format)
        found.extend(Mark(place="messages", index=index, block=block, ttl=ttl) for block, ttl in blocks)
    return tuple(found)


def markable_part(message: Message, wire_format: WireFormat) -> int:
    """The index of the last part of a message that may have a mark; -1 for none."""
    if wire_format != "anthropic" and message.role not in _MARKED_ROLES:
        return -1
    if message.source is not None and isinstance(message.source.value, str):
        return -1
    kinds = _ANTHROPIC_KINDS if wire_format == "anthropic" else _OPENAI_KINDS
    for index in range(len(message.parts) - 1, -1, -1):
        part = message.parts[index]
        if isinstance(part, Text):
            if not _is_blank(part.text):
                return index
        elif isinstance(part, Opaque):
            if part.kind in kinds:
                return index
        elif wire_format == "anthropic":
            return index
    return -1


def ttl_for(wire_format: WireFormat, wanted: str) -> str:
    """The time wanted, where the provider has it; else its shortest, which is the cheapest."""
    times = _TTLS[_ANTHROPIC if wire_format == "anthropic" else _OPENAI]
    return wanted if wanted in times else times[0]


def ttl_seconds(ttl: str) -> int:
    """A time in the provider's words as seconds; 0 for words that are none."""
    unit = {"s": 1, "m": 60, "h": 3600}.get(ttl[-1:], 0)
    return int(ttl[:-1]) * unit if ttl[:-1].isdecimal() and len(ttl) <= _TTL_CHARS else 0


def with_marks(body: Mapping[str, object], conversation: Conversation, caller: CallerMarks | None = None) -> dict[str, object]:
    """The request body with the conversation's breakpoints and cache key written into it.

    `body` holds the conversation as encoded. `caller` is what `marks_in` found in the request as given, if it was asked: where
    that is no mark at all, the body need not be read again. A breakpoint is left out where the caller marked already, where a
    mark or its time is not allowed, where it would be one too many, and where times would rise from tools to messages.

    Keeps: the caller's marks and key; what is not marked is the very object it was.
    """
    marked = dict(body)
    if not conversation.breakpoints and not conversation.cache_key:
        return marked
    theirs = marks_in(body, conversation.format) if caller is None or caller.marks else caller
    is_openai = conversation.format != "anthropic"
    if is_openai and conversation.cache_key and not theirs.has_key:
        marked[_KEY] = conversation.cache_key
    if is_openai and theirs.is_explicit and not theirs.marks:
        return marked
    name = _ANTHROPIC if conversation.format == "anthropic" else _OPENAI
    placed = list(theirs.marks)
    if theirs.automatic_ttl:
        placed.append(Mark(place="messages", index=len(conversation.messages), ttl=theirs.automatic_ttl))
    _place(marked, conversation, placed, name, last=len(conversation.messages) - 1 if theirs.automatic_ttl else -1)
    return marked


def _place(marked: dict[str, object], conversation: Conversation, placed: list[Mark], name: str, *, last: int) -> None:
    """Write the conversation's breakpoints where they fit; at the message `last` stands the automatic one."""
    for wanted in conversation.breakpoints:
        site = _site(marked, conversation, wanted) if wanted.ttl in _TTLS[name] else None
        if site is None or (site.field == "messages" and site.mark.index == last):
            continue
        if len(placed) < MARKS_A_REQUEST and _fits(site.mark, placed, in_order=name == _ANTHROPIC):
            placed.append(site.mark)
            marked[site.field] = _marked(marked[site.field], site, name)


def _given(body: Mapping[str, object]) -> Mapping[str, object]:
    """The body, with what the SDK's `extra_body` adds to it."""
    extra = body.get("extra_body")
    return {**body, **extra} if isinstance(extra, Mapping) else body


def _marks_on(place: Literal["tools", "system"], items: object) -> Iterator[Mark]:
    for index, item in enumerate(items if isinstance(items, (list, tuple)) else ()):
        if ttl := _ttl(plain(item) or {}, _ANTHROPIC):
            yield Mark(place=place, index=index, ttl=ttl)


def _marks_in_message(wire: Mapping[str, object], wire_format: WireFormat) -> Iterator[tuple[int, str]]:
    """The marks of a message by block; those inside a tool result stand at its block."""
    name = _ANTHROPIC if wire_format == "anthropic" else _OPENAI
    for field in ("content", "output") if wire_format == "openai_responses" else ("content",):
        content = wire.get(field)
        for index, block in enumerate(content if isinstance(content, (list, tuple)) else ()):
            fields = block if type(block) is dict else plain(block) or {}
            if name in fields and (ttl := _ttl(fields, name)):
                yield index, ttl
            inner = fields.get("content")
            for piece in inner if type(inner) is not str and isinstance(inner, (list, tuple)) and name == _ANTHROPIC else ():
                if ttl := _ttl(plain(piece) or {}, name):
                    yield index, ttl


def _ttl(fields: Mapping[str, object], name: str) -> str:
    """The time of the mark that an object has; empty for no mark."""
    mark = plain(fields.get(name))
    if mark is None:
        return ""
    ttl = mark.get("ttl")
    return ttl if isinstance(ttl, str) and ttl else _TTLS[name][0]


def _fits(mark: Mark, placed: list[Mark], *, in_order: bool) -> bool:
    """Whether a mark may stand beside those placed."""
    seconds = ttl_seconds(mark.ttl)
    for other in placed:
        if other.position == mark.position:
            return False
        is_before = other.position < mark.position
        longer = ttl_seconds(other.ttl) - seconds
        if in_order and (longer < 0 if is_before else longer > 0):
            return False
    return True


def _site(body: Mapping[str, object], conversation: Conversation, wanted: Breakpoint) -> _Site | None:
    """Where a breakpoint goes in the body; None where it cannot."""
    if wanted.place != "messages":
        return _site_around(body, wanted) if conversation.format == "anthropic" else None
    field = "input" if conversation.format == "openai_responses" else "messages"
    items = body.get(field)
    if not isinstance(items, (list, tuple)) or len(items) != len(conversation.messages):
        return None
    if not 0 <= wanted.message < len(items):
        return None
    message = conversation.messages[wanted.message]
    part = len(message.parts) - 1 if wanted.part < 0 else wanted.part
    if part >= len(message.parts) or not _may_mark(message, part, conversation.format):
        return None
    content = (plain(items[wanted.message]) or {}).get("content")
    mark = Mark(place="messages", index=wanted.message, block=part, ttl=wanted.ttl)
    if isinstance(content, str):
        kind = "input_text" if conversation.format == "openai_responses" else "text"
        return _Site(field, mark, "content", kind) if part == 0 else None
    if not isinstance(content, (list, tuple)) or part >= len(content) or plain(content[part]) is None:
        return None
    return _Site(field, mark, "content")


def _site_around(body: Mapping[str, object], wanted: Breakpoint) -> _Site | None:
    """Where a breakpoint goes in the tools or the top-level prompt."""
    items = body.get(wanted.place)
    place: Literal["tools", "system"] = "tools" if wanted.place == "tools" else "system"
    if isinstance(items, str) and place == "system" and wanted.part <= 0 and not _is_blank(items):
        return _Site(place, Mark(place=place, index=0, ttl=wanted.ttl), "", "text")
    if not isinstance(items, (list, tuple)) or not items:
        return None
    index = len(items) - 1 if wanted.part < 0 or place == "tools" else wanted.part
    fields = plain(items[index]) if index < len(items) else None
    if fields is None:
        return None
    text = fields.get("text")
    if place == "system" and (not isinstance(text, str) or _is_blank(text)):
        return None
    return _Site(place, Mark(place=place, index=index, ttl=wanted.ttl))


def _may_mark(message: Message, part: int, wire_format: WireFormat) -> bool:
    """Whether that very part may have a mark."""
    alone = Message(role=message.role, parts=message.parts[part : part + 1], source=message.source)
    return markable_part(alone, wire_format) == 0


def _marked(items: object, site: _Site, name: str) -> object:
    """The tools, the prompt or the messages, in which one place is new."""
    control: dict[str, object] = {"type": "ephemeral"} if name == _ANTHROPIC else {"mode": "explicit"}
    if site.mark.ttl != _TTLS[name][0]:
        control["ttl"] = site.mark.ttl
    if isinstance(items, str):
        return [{"type": site.as_block, "text": items, name: control}]
    if not isinstance(items, (list, tuple)):
        return items
    item = dict(plain(items[site.mark.index]) or {})
    if not site.content:
        item[name] = control
    elif isinstance(content := item[site.content], (list, tuple)):
        block = {**(plain(content[site.mark.block]) or {}), name: control}
        item[site.content] = _replaced(content, site.mark.block, block)
    else:
        item[site.content] = [{"type": site.as_block, "text": content, name: control}]
    return _replaced(items, site.mark.index, item)


def _replaced(items: list[object] | tuple[object, ...], index: int, item: object) -> object:
    changed = [*items[:index], item, *items[index + 1 :]]
    return tuple(changed) if isinstance(items, tuple) else changed


def _is_blank(text: str) -> bool:
    return not text or text.isspace()
