"""Long texts in strings of JSON: `{"stdout": "…", "exit_code": 0}`, `[{"type": "text", "text": "…"}]`.

Tools wrap what they have to say. This module finds the texts that make up most of such a wrapping, and writes it anew with
shorter ones; everything between them stays as it is spelled.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

import msgspec

from headroom.compressors.json_records.forms import with_note
from headroom.compressors.json_records.passages import long_strings
from headroom.retrieval.marker import json_note, marker_text

__all__ = ["Embedded", "embedded_texts", "with_texts"]

_LEAST = 800
"""Characters of a string from which it is worth a look. Chosen: a note in the wrapping takes 40 tokens."""
_LEAST_LINES = 8
"""Lines of a text that there is something to leave out of."""
_SHARE = 0.5
"""Share of the wrapping that the texts make up. Chosen: of a record with a text among others, the record is what matters."""
_MOST = 8
"""Texts in one wrapping; more of them are records."""


class Embedded(msgspec.Struct, frozen=True):
    """A text in a string of JSON."""

    start: int
    """Where the string's spelling starts, behind its quote."""
    end: int
    text: str


def embedded_texts(text: str) -> tuple[Embedded, ...]:
    """The texts of many lines that a JSON document mostly consists of; none where it is of another sort, or no document.

    Cost: a count of line ends for most documents; one parse and one pass for those that hold enough of them.
    """
    body = text.strip()
    if text.count("\\n") < _LEAST_LINES or (body[:1], body[-1:]) not in (("{", "}"), ("[", "]")):
        return ()
    spans = [span for span in long_strings(text, _LEAST) if text.count("\\n", *span) >= _LEAST_LINES]
    if not 0 < len(spans) <= _MOST or sum(end - start for start, end in spans) < _SHARE * len(body):
        return ()
    try:
        msgspec.json.decode(text, type=msgspec.Raw)
        return tuple(Embedded(start, end, msgspec.json.decode(f'"{text[start:end]}"', type=str)) for start, end in spans)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return ()


def with_texts(text: str, written: Sequence[tuple[Embedded, str]], original: str, *, is_offered: bool) -> str:
    """The document with other texts in some of its strings, and a note for the whole as its last member.

    `original` is the hash of the whole document, `is_offered` says whether the caller offers the retrieve tool.
    """
    pieces: list[str] = []
    at = 0
    for place, shorter in written:
        spelled = json.dumps(shorter, ensure_ascii=text.isascii())
        pieces += (text[at : place.start], spelled[1:-1])
        at = place.end
    body = "".join((*pieces, text[at:])).rstrip()
    what = f"{len(written)} text{'' if len(written) == 1 else 's'} shortened"
    note = json_note(marker_text(what, original, "tool" if is_offered else "none"))
    return with_note(body, note) + text[len(text.rstrip()) :]
