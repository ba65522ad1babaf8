"""Which rows report an error, and which of them the same one."""

from __future__ import annotations

import re

from headroom.compressors.json_records.columns import Column
from headroom.relevance import RowText

__all__ = ["error_columns", "error_rows"]

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
)
_ERROR_NAMES = frozenset(
    "error errors err exception failure failed error_message errormessage error_code errorcode iserror is_error".split()
)
_EMPTY = frozenset(("", "null", "false", '""', "[]", "{}"))
_ERROR = re.compile("|".join(_ERROR_WORDS))
_NO_ERROR = re.compile(
    r"(?:\b0|\bno|\bzero|\bwithout)[ _-](?:errors?|failures?|failed|exceptions?)\b"
    r"|\"\w*(?:errors?|failures?|failed|exceptions?|timeouts?|aborted|rejected|refused|denied)\w*\":(?:0|null|false|\"\"|\[\]|\{\}|-?\d+(?:\.\d+)?)(?=[,}])"
)
"""What speaks of errors and reports none, counters and limits included."""
_FLAG = re.compile(r"\"(?:is_?)?(?:error|errors|exception|failure|failed)\":(?!null|false|0[,}]|\"\"|\[\]|\{\}|-?\d)")
"""An error-named key whose value is not an empty one."""
_KEY = re.compile(r"\"[^\"\\]*\":")
_VARIABLE = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|0x[0-9a-f]+|\b[0-9a-f]{12,}\b|\d+")
_CUT_FIRST = re.compile(r"^[\w-]+")
_CUT_LAST = re.compile(r"(?<![\w-])[\w-]+$")
_AROUND = 60
"""Characters on either side of an error word that say which error it is."""
_LOOKS_A_ROW = 2
"""Places that are looked at for error words, on average over all rows; more would cost more than counting does."""
_MOST_LOOKS = 8
"""Places in one row that are looked at for each error word."""


def error_rows(rows: RowText) -> list[list[int]]:
    """Rows that report an error, one list for each different error, first ones first.

    Rows that differ only in numbers and ids report the same error. Empty if most rows speak of errors: then it is their
    subject.
    """
    errors: dict[int, str] = {}
    budget = _LOOKS_A_ROW * len(rows.ends) + _MOST_LOOKS
    for word in _ERROR_WORDS:
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
        window = _CUT_LAST.sub("", window)
    speech = _NO_ERROR.sub("", window)
    if '":' in window:
        if _FLAG.search(speech):
            return _VARIABLE.sub("#", speech)
        speech = _KEY.sub("", speech)
    return _VARIABLE.sub("#", speech) if _ERROR.search(speech) else None
