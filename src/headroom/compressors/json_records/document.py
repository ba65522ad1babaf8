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

_LONE_SURROGATE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F]"
)
_NO_NUMBER = re.compile(r"[\[:,\s]-?(?:NaN|Infinity)(?=\s*[,\]}])")
_LEAST_LINES = 2
_BRACKETS = bytes.maketrans(b"[{]}", b"(())")
_NO_MARKS = bytes(byte for byte in range(256) if byte not in b'[]{}"')
_ESCAPED = re.compile(rb'\\[\\"]')
_FEW_ESCAPES = 40
"""Measured: bytes for each escape from which going to each of them takes less than two passes over all."""
_QUOTED = re.compile(rb'"[^"]*"?')
_OPEN = ord("(")
_OPENINGS = frozenset(b"[{")
_CHUNK = 64
"""Brackets that are counted at a time."""
_LINES = msgspec.json.Decoder(msgspec.Raw)
_SPACE = " \t\r\n"
"""What JSON calls whitespace; `str.strip` alone takes much more."""
_OPENING_LINE = re.compile(r"^[ \t]*([\[{])", re.MULTILINE)
_MOST_ATTEMPTS = 4
"""Chosen: places where JSON might start inside a text that are tried."""


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """The JSON of a text, minified, and what stands round it."""

    data: bytes
    """Minified JSON; for lines, the array of them: of any values that stand one after another."""
    form: Literal["json", "lines"] = "json"
    before: str = ""
    after: str = ""


def find_document(text: str, depth: int) -> Result[Document, Skip]:
    """The JSON in a text.

    No-op: a `Skip` where there is none, or where it nests deeper than `depth`.
    Cost: linear; a bounded number of attempts.
    """
    before = text[: text.startswith("\ufeff")]
    stripped = text[len(before) :].strip(_SPACE)
    if not stripped:
        return Failure(Skip("empty"))
    if stripped[0] in '[{"' and stripped[-1] in ']}"':
        whole = _whole(stripped, depth)
        if not isinstance(whole, str):
            return whole.map(lambda document: msgspec.structs.replace(document, before=before))
        lines = _lines(stripped, depth)
        if lines is not None:
            return lines.map(lambda document: msgspec.structs.replace(document, before=before))
        embedded = _embedded(text, depth)
        return embedded if embedded is not None else Failure(Skip(_oddity(stripped) or whole))
    embedded = _embedded(text, depth)
    return embedded if embedded is not None else Failure(Skip("not JSON"))


def minified(data: bytes) -> bytes:
    """Valid JSON without the whitespace between its tokens."""
    return msgspec.json.format(data, indent=-1)


def is_deeper_than(data: bytes, depth: int) -> bool:
    """Whether JSON nests deeper, decided by its brackets and never by how much stack is left."""
    marks = data.translate(_BRACKETS, _NO_MARKS)
    if marks.count(b"(") <= depth:
        return False
    escapes = data.count(b"\\") if b"\\" in data else 0
    if escapes * _FEW_ESCAPES < len(data):
        unescaped = _ESCAPED.sub(b"", data) if escapes else data
    else:
        unescaped = data.replace(b"\\\\", b"").replace(b'\\"', b"")
    brackets = _outside_strings(marks if len(unescaped) == len(data) else unescaped.translate(_BRACKETS, _NO_MARKS))
    if _bound(brackets) <= depth:
        return False
    return max(accumulate(1 if bracket == _OPEN else -1 for bracket in brackets), default=0) > depth


def _outside_strings(marks: bytes) -> bytes:
    """The brackets outside strings, of brackets and quotes.

    Without escaped quotes, quotes pair up; two of them side by side hold nothing, or join two strings to one.
    """
    while b'""' in marks:
        marks = marks.replace(b'""', b"")
    return _QUOTED.sub(b"", marks) if b'"' in marks else marks


def _bound(brackets: bytes) -> int:
    """A bound of the depth: exact at every 64th bracket, with all that might be between."""
    here = 0
    deepest = 0
    for start in range(0, len(brackets), _CHUNK):
        chunk = brackets[start : start + _CHUNK]
        opened = chunk.count(_OPEN)
        deepest = max(deepest, here + opened)
        here += 2 * opened - len(chunk)
    return deepest


def _whole(text: str, depth: int) -> Result[Document, Skip] | str:
    """The text as one JSON value; a reason if it is none."""
    try:
        data = text.encode()
    except UnicodeEncodeError:
        return Failure(Skip("holds lone surrogates"))
    if is_deeper_than(data, depth):
        return Failure(Skip(f"nests deeper than {depth} levels"))
    try:
        return Success(Document(data=minified(data)))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return f"not JSON: {error}"


def _oddity(text: str) -> str:
    """What about a text is no JSON, if it is one of what encoders get wrong; else nothing."""
    if _LONE_SURROGATE.search(text):
        return "JSON with lone surrogates"
    return "JSON with NaN or Infinity" if _NO_NUMBER.search(text) else ""


def _lines(text: str, depth: int) -> Result[Document, Skip] | None:
    """The text as arrays and objects one after another: JSON lines, or values that each take several lines."""
    data = text.encode()
    if is_deeper_than(data, depth - 1):
        return Failure(Skip(f"nests deeper than {depth} levels"))
    try:
        rows = _LINES.decode_lines(data)
    except msgspec.DecodeError:
        return None
    if len(rows) < _LEAST_LINES or not all(memoryview(row)[0] in _OPENINGS for row in rows):
        return None
    return Success(Document(data=minified(b"[" + b",".join(rows) + b"]"), form="lines"))


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
