"""Which rows report an error, and which of them the same one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain, compress

from headroom.compressors.json_records.columns import Column, is_constant
from headroom.compressors.pricing import spaced
from headroom.relevance import RowText, row_text

__all__ = ["error_columns", "error_rows", "speaking"]

_ERROR_WORDS = (
    "error",
    "exception",
    "fail",
    "critical",
    "fatal",
    "crash",
    "panic",
    "abort",
    "timeout",
    "timed out",
    "denied",
    "rejected",
    "refused",
    "unhealthy",
    "traceback",
    "unreachable",
    "unavailable",
    "degraded",
    "deadlock",
    "segfault",
    "killed",
    "evicted",
    "throttl",
    "exceeded",
    "backoff",
)
"""Chosen: what monitors, kernels and Kubernetes say of trouble; `killed` is in OOMKilled, `backoff` in CrashLoopBackOff."""
_ERROR_NAMES = frozenset(
    "error errors err exception failure failed error_message errormessage error_code errorcode iserror is_error".split()
)
_EMPTY = frozenset(("", "null", "false", '""', "[]", "{}"))
_ERROR = re.compile("|".join(_ERROR_WORDS))
_NO_ERROR = re.compile(
    r"[0nwz](?<!\w[0nwz])(?:(?<=0)|(?<=n)o|(?<=z)ero|(?<=w)ithout)[ _-](?:errors?|failures?|failed|exceptions?)\b"
)
"""What denies errors; opens with the letters of its words, for which the engine then skips all other places."""
_NO_VALUE = re.compile(
    r"\"\w*(?:errors?|failures?|failed|exceptions?|timeouts?|aborted|rejected|refused|denied)\w*\":(?:0|null|false|\"\"|\[\]|\{\}|-?\d+(?:\.\d+)?)(?=[,}])"
)
"""A key that speaks of errors with a value that reports none, counters and limits included."""
_NONE = ("0 ", "0_", "0-", "no", "zero", "without")
"""One of these stands in whatever `_NO_ERROR` finds."""
_FLAG = re.compile(r"\"(?:is_?)?(?:error|errors|exception|failure|failed)\":(?!null|false|0[,}]|\"\"|\[\]|\{\}|-?\d)")
"""An error-named key whose value is not an empty one."""
_KEY = re.compile(r"\"[^\"\\]*\":")
_VARIABLE = re.compile(r"[0-9a-f](?:[0-9a-f]{7}-[0-9a-f-]{27}|(?<=0)x[0-9a-f]+|(?<!\w[0-9a-f])[0-9a-f]{11,}\b|(?<=[0-9])\d*)")
_CUT_FIRST = re.compile(r"^[\w-]+")
_AROUND = 60
"""Characters on either side of an error word that say which error it is."""
_SILENT = re.compile(r"(?:-?\d[\d.eE+-]*|true|false|null|\"(?:https?://[^\"\s]*|[\d:TZ+ ./-]*|[0-9a-fA-F-]{8,})\")$")
"""A cell without words: a number, a date, a web address, an id in hexadecimal digits."""
_SILENT_SHARE = 0.4
"""Share of the text such columns must have, so that leaving them out is worth a new text."""
_SAMPLED = 12
_COMPARED = 64
"""Cells by which it is seen that they repeat each other."""
_LOOKS_A_ROW = 2
"""Places that are looked at for error words, on average over all rows; more would cost more than counting does."""
_MOST_LOOKS = 8
"""Places in one row that are looked at for each error word."""
_LETTERS = {word: word.replace(" ", "").encode() for word in _ERROR_WORDS}
_NO_LETTERS = bytes(code for code in range(256) if not 0x61 <= code <= 0x7A)
"""All bytes but those of `a` to `z`."""


def error_rows(rows: RowText, words: Sequence[str] | None = None) -> list[list[int]]:
    """Rows that report an error, one list for each different error, first ones first.

    Rows that differ only in numbers and ids report the same error. `words` are the ones that rows are searched for, where it
    is known that they hold no others. Cost: a search of the text for each word.
    """
    words = _words_in(rows.text, _ERROR_WORDS) if words is None else words
    errors: dict[int, str] = {}
    budget = _LOOKS_A_ROW * len(rows.ends) + _MOST_LOOKS
    for word in words:
        position = rows.text.find(word) if budget else -1
        row = looks = -1
        while position >= 0:
            if row < 0 or position >= rows.ends[row]:
                row, looks = rows.row_at(position), 0
            error = _error_at(rows, row, position, len(word)) if row not in errors else None
            if error is not None:
                errors[row] = error
            looks += 1
            budget -= 1
            is_done = row in errors or looks == _MOST_LOOKS
            position = rows.text.find(word, rows.ends[row] if is_done else position + 1) if budget else -1
    found: dict[str, list[int]] = {}
    for row in sorted(errors):
        found.setdefault(errors[row], []).append(row)
    return list(found.values())


def speaking(columns: list[Column], rows: RowText) -> tuple[RowText, Sequence[str]]:
    """The rows without columns that cannot speak of errors (numbers, dates, addresses), and the error words to look for.

    The same rows where few columns are such. Of cells that stand in many rows, each is searched once.
    Cost: linear; a search for each error word of the letters of the different cells alone.
    """
    if not columns:
        return rows, _words_in(rows.text, _ERROR_WORDS)
    changing = [column.cells for column in columns if not is_constant(column.cells)]
    silent = list(map(_is_silent, changing))
    left = [cells for cells, says_nothing in zip(changing, silent, strict=True) if not says_nothing]
    is_most = sum([sum(map(len, cells)) for cells in left]) > (1 - _SILENT_SHARE) * len(rows.text)
    is_told = rows.text[: rows.ends[0] - 1] == ",".join([cells[0] for cells in changing]).lower()
    words = _ERROR_WORDS if is_told and not is_most else _words_in(rows.text, _ERROR_WORDS)
    # Whatever the rows say stands in a cell. The rows of a map also have keys; those with a key twice, other values.
    if is_told and (not is_most or _may_speak(compress(changing, silent))):
        words = _words_of(left, words)
    if is_most or not words:
        return rows, words
    return (row_text(list(map(",".join, zip(*left, strict=True)))) if left else row_text([""] * len(rows.ends))), words


def _words_of(columns: list[list[str]], words: Sequence[str]) -> Sequence[str]:
    """Those of the words that stand in a cell of these columns."""
    if not words:
        return words
    return _words_in("\n".join(chain.from_iterable(map(_different, columns))).lower(), words)


def _words_in(text: str, words: Sequence[str]) -> Sequence[str]:
    """Those of the words that may stand in a text.

    Looked for in its letters alone, which are far fewer: that may find too many, where two words together spell another.
    """
    letters = text.encode("utf-8", "ignore").translate(None, _NO_LETTERS)
    return [word for word in words if _LETTERS[word] in letters]


def _may_speak(columns: Iterable[list[str]]) -> bool:
    """Whether columns that are silent by their samples hold any text at all."""
    return any('"' in "".join(cells) for cells in columns)


def _is_silent(cells: list[str]) -> bool:
    """Whether cells are no words, by a few of those that are there; a quoted one among numbers may well be some."""
    sample = [cell for cell in spaced(cells, _SAMPLED) if cell not in _EMPTY]
    if not sample:
        sample = list(spaced([cell for cell in cells if cell not in _EMPTY], _SAMPLED))
    if not all(map(_SILENT.match, sample)):
        return False
    return any(cell[0] == '"' for cell in sample) or '"' not in "".join(cells)


def _different(cells: list[str]) -> Iterable[str]:
    """The cells, each once where many stand in several rows."""
    sample = cells[:_COMPARED]
    return cells if len(set(sample)) * 2 > len(sample) else set(cells)


def error_columns(columns: list[Column]) -> list[list[int]]:
    """Rows in which a column named after errors holds something, one list for each different error, numbers and ids aside."""
    found: dict[str, list[int]] = {}
    for column in columns:
        if column.key.lower() not in _ERROR_NAMES:
            continue
        for row, cell in enumerate(column.cells):
            if cell in _EMPTY or cell[0] in "-0123456789":
                continue
            found.setdefault(_VARIABLE.sub("#", cell[: 2 * _AROUND]), []).append(row)
    return list(found.values())


def _error_at(rows: RowText, row: int, position: int, length: int) -> str | None:
    """What error a row reports at a place that names one, its numbers and ids masked; None if it reports none."""
    first, last = rows.ends[row - 1] if row else 0, rows.ends[row] - 1
    start, end = max(first, position - _AROUND), min(last, position + length + _AROUND)
    window = rows.text[start:end]
    # A word cut in two is left out: of an id, the half would tell apart what is the same error.
    if start > first:
        window = _CUT_FIRST.sub("", window)
    if end < last:
        window = _without_last_word(window)
    is_keyed = '":' in window
    speech = _NO_ERROR.sub("", window) if any(word in window for word in _NONE) else window
    if is_keyed:
        speech = _NO_VALUE.sub("", speech)
        if _FLAG.search(speech):
            return _VARIABLE.sub("#", speech)
        speech = _KEY.sub("", speech)
    return _VARIABLE.sub("#", speech) if _ERROR.search(speech) else None


def _without_last_word(window: str) -> str:
    """The text without the word at its end."""
    end = len(window)
    while end and (window[end - 1].isalnum() or window[end - 1] in "_-"):
        end -= 1
    return window[:end]
