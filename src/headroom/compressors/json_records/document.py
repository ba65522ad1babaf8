"""Where the JSON of a text is: the whole of it, its lines, or a part of it.

Everything behind this works on minified JSON, of which every lexeme is the source's own.
"""

from __future__ import annotations

import re
from itertools import accumulate
from typing import Literal

import msgspec
from returns.result import Failure, Result, Success

from headroom.compressors.contract import Skip

__all__ = ["Document", "find_document", "is_deeper_than", "minified"]

_LEAST_LINES = 2
_STRINGS = re.compile(rb'"(?:[^"\\]|\\.)*"')
_STEPS = [0] * 256
_STEPS[ord("[")] = _STEPS[ord("{")] = 1
_STEPS[ord("]")] = _STEPS[ord("}")] = -1
_BRACKETS = bytes(byte for byte in range(256) if byte not in b"[]{}")
_OPENING_LINE = re.compile(r"^[ \t]*([\[{])", re.MULTILINE)
_MOST_ATTEMPTS = 4
"""Chosen: places where JSON might start inside a text that are tried."""


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """The JSON of a text, minified, and what stands round it."""

    data: bytes
    """Minified JSON; for lines, the array of them."""
    form: Literal["json", "lines"] = "json"
    before: str = ""
    after: str = ""


def find_document(text: str, depth: int) -> Result[Document, Skip]:
    """The JSON in a text.

    No-op: a `Skip` where there is none, or where it nests deeper than `depth`.
    Cost: linear; a bounded number of attempts.
    """
    stripped = text.strip("\ufeff \t\r\n")
    if not stripped:
        return Failure(Skip("empty"))
    if stripped[0] in "[{" and stripped[-1] in "]}":
        whole = _whole(stripped, depth)
        if not isinstance(whole, str):
            return whole
        lines = _lines(stripped, depth)
        if lines is not None:
            return lines
        embedded = _embedded(text, depth)
        return embedded if embedded is not None else Failure(Skip(whole))
    embedded = _embedded(text, depth)
    return embedded if embedded is not None else Failure(Skip("not JSON"))


def minified(data: bytes) -> bytes:
    """Valid JSON without the whitespace between its tokens."""
    return msgspec.json.format(data, indent=-1)


def is_deeper_than(data: bytes, depth: int) -> bool:
    """Whether JSON nests deeper, decided by its brackets and never by how much stack is left."""
    if data.count(b"[") + data.count(b"{") <= depth or _deepest(data) <= depth:
        return False
    return _deepest(_STRINGS.sub(b"", data)) > depth


def _deepest(data: bytes) -> int:
    return max(accumulate(map(_STEPS.__getitem__, data.translate(None, _BRACKETS))), default=0)


def _whole(text: str, depth: int) -> Result[Document, Skip] | str:
    """The text as one JSON value; a reason if it is none."""
    try:
        data = text.encode()
    except UnicodeEncodeError:
        return Failure(Skip("holds lone surrogates"))
    if is_deeper_than(data, depth):
        return Failure(Skip(f"nests deeper than {depth} levels"))
    try:
        msgspec.json.decode(data, type=msgspec.Raw)
        return Success(Document(data=minified(data)))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return f"not JSON: {error}"


def _lines(text: str, depth: int) -> Result[Document, Skip] | None:
    """The text as JSON lines, every line a JSON array or object."""
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) < _LEAST_LINES or any(line.lstrip()[0] not in "[{" for line in lines[:8]):
        return None
    found = _whole("[" + ",".join(lines) + "]", depth)
    if isinstance(found, str):
        return None
    return found.bind(lambda document: _as_lines(document, len(lines)))


def _as_lines(document: Document, lines: int) -> Result[Document, Skip]:
    if len(msgspec.json.decode(document.data, type=list[msgspec.Raw])) != lines:
        return Failure(Skip("lines that are not one JSON value each"))
    return Success(Document(data=document.data, form="lines"))


def _embedded(text: str, depth: int) -> Result[Document, Skip] | None:
    """JSON that starts a line and ends a line, with other text before or after."""
    for attempt, opening in enumerate(_OPENING_LINE.finditer(text)):
        if attempt == _MOST_ATTEMPTS:
            break
        start = opening.start(1)
        closing = "]" if opening.group(1) == "[" else "}"
        end = len(text)
        for _ in range(_MOST_ATTEMPTS):
            end = text.rfind(closing, start, end)
            if end < 0:
                break
            if text[end + 1 : end + 2] not in ("", "\n", "\r", "`", " "):
                continue
            found = _whole(text[start : end + 1], depth)
            if isinstance(found, Success):
                document = found.unwrap()
                return Success(Document(data=document.data, before=text[:start], after=text[end + 1 :]))
            if not isinstance(found, str):
                return found
    return None
