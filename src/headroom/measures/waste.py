"""What in a conversation looks like waste, by kind.

Estimates for a report. Kinds do not overlap: a text that was read before counts as that alone, and what is counted as encoded
bytes or white space is not counted again as markup or JSON, so that the total never exceeds the conversation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from headroom.detection.dynamic_content import DATE_KINDS, find_dynamic
from headroom.messages import Conversation, Text, ToolResult
from headroom.tokens import estimate_tokens

__all__ = ["WasteSignals", "waste_signals"]

_JSON_TOKENS = 500
"""Tokens of a JSON text that are no waste. Source: the product's documented threshold."""
_REREAD_TOKENS = 50
_REREAD_MESSAGES = 3
"""A result of at least so many tokens, more than so many messages after the same one. Source: as above."""
_BLOCK_CHARS = 200
"""A paragraph shorter than this is not counted as said again; chosen."""
_BASE64 = re.compile(r"(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{50,}+={0,2}")
_TAGS = re.compile(r"<[A-Za-z/!][^<>]{0,2000}>")
_SPACES = re.compile(r"[ \t]{4,}+|\n{3,}+")
_SLASHES = 24
"""Characters a slash, at least, by which base64 is told from a path; chosen: 64 on average in the one, about 8 in the other."""
_SUFFIX = "_tokens"


class WasteSignals(msgspec.Struct, frozen=True, kw_only=True):
    """Estimated tokens by kind of waste."""

    json_bloat_tokens: int = 0
    """Of JSON texts, what is beyond 500 tokens."""
    html_noise_tokens: int = 0
    """Tags."""
    base64_tokens: int = 0
    """Runs of 50 and more characters of base64."""
    whitespace_tokens: int = 0
    """Four and more blanks, three and more line breaks in a row."""
    dynamic_date_tokens: int = 0
    """Dates and times in system prompts."""
    repetition_tokens: int = 0
    """Paragraphs that were there before."""
    reread_tokens: int = 0
    """Tool results that were there before, more than three messages up."""

    def total(self) -> int:
        """All of it."""
        return sum(self.to_dict().values())

    def to_dict(self) -> dict[str, int]:
        """The figures by kind, without `_tokens` in the names."""
        return {name.removesuffix(_SUFFIX): getattr(self, name) for name in self.__struct_fields__}


def waste_signals(conversation: Conversation) -> WasteSignals:
    """What looks like waste, estimated.

    Cost: some five passes over every text, about half of an exact count; for reports, not for the hot path.
    """
    totals = dict.fromkeys(WasteSignals.__struct_fields__, 0)
    results: dict[str, int] = {}
    paragraphs: set[str] = set()
    for index, role, text in _texts(conversation):
        if role == "tool":
            earlier = results.setdefault(text, index)
            tokens = estimate_tokens(text)
            if index - earlier > _REREAD_MESSAGES and tokens >= _REREAD_TOKENS:
                totals["reread_tokens"] += tokens
                continue
        fresh, repeated = _new_paragraphs(text, paragraphs)
        totals["repetition_tokens"] += sum(map(estimate_tokens, repeated))
        for name, tokens in _kinds(fresh, role):
            totals[name] += tokens
    return WasteSignals(**totals)


def _texts(conversation: Conversation) -> Iterator[tuple[int, str, str]]:
    """Every text with its message and who says it, `tool` for results."""
    yield from ((-1, "system", part.text) for part in conversation.system if isinstance(part, Text))
    for index, message in enumerate(conversation.messages):
        for part in message.parts:
            if isinstance(part, Text):
                yield index, message.role, part.text
            elif isinstance(part, ToolResult):
                yield from ((index, "tool", piece.text) for piece in part.content if isinstance(piece, Text))


def _new_paragraphs(text: str, known: set[str]) -> tuple[str, list[str]]:
    """The text without its long paragraphs that are known, and those; the new ones are known from now on."""
    if len(text) < _BLOCK_CHARS:
        return text, []
    paragraphs = text.split("\n\n")
    repeated: list[str] = []
    fresh: list[str] = []
    for paragraph in paragraphs:
        key = paragraph.strip("\n")
        if len(key) < _BLOCK_CHARS or key not in known:
            fresh.append(paragraph)
            if len(key) >= _BLOCK_CHARS:
                known.add(key)
        else:
            repeated.append(key)
    return ("\n\n".join(fresh), repeated) if repeated else (text, [])


def _kinds(text: str, role: str) -> Iterator[tuple[str, int]]:
    """The waste in one text, by field."""
    is_json = text.lstrip(" \t\r\n\ufeff")[:1] in ("{", "[")
    tokens = estimate_tokens(text) if is_json else 0
    spent = 0
    for name, pattern, sign in (
        ("base64_tokens", _BASE64, ""),
        ("whitespace_tokens", _SPACES, ""),
        ("html_noise_tokens", _TAGS, "<"),
    ):
        if sign in text:
            text, found = _cut(text, pattern)
            spent += found
            yield name, found
    if role in ("system", "developer"):
        dates = (text[one.start : one.end] for one in find_dynamic(text) if one.kind in DATE_KINDS)
        yield "dynamic_date_tokens", sum(map(estimate_tokens, dates))
    if is_json:
        yield "json_bloat_tokens", max(0, tokens - spent - _JSON_TOKENS)


def _cut(text: str, pattern: re.Pattern[str]) -> tuple[str, int]:
    """The text without what the pattern finds, and the tokens of that."""
    found: list[str] = []
    rest: list[str] = []
    at = 0
    for match in pattern.finditer(text):
        if pattern is _BASE64 and not _is_encoded(match.group()):
            continue
        found.append(match.group())
        rest.append(text[at : match.start()])
        at = match.end()
    if not found:
        return text, 0
    return " ".join((*rest, text[at:])), estimate_tokens("\n".join(found))


def _is_encoded(run: str) -> bool:
    """Whether a long run of letters, digits and slashes is no path and no word."""
    return run.count("/") * _SLASHES <= len(run) and not run.islower() and not run.isupper() and any(map(str.isdigit, run))
