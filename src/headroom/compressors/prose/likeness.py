"""Whether a text is prose, by a look at some of its lines: what tools print in a form of their own is not."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

__all__ = ["is_prose"]

_LINES = 60
"""Chosen: lines that are looked at."""
_RUN = 10
"""Lines that are looked at in a row."""
_CHARS = 110
"""Characters of a line that say whether it is made of words."""
_LONGEST = 1_000
"""Characters of a line in which stops are counted."""
_LEAST_SHARE = 0.35
"""Share of the characters looked at that must stand in lines of words. Chosen: manuals with much code have half."""
_LEAST_PLAIN = 0.66
"""Share of the words of such a line that must be plain."""
_CHARS_A_STOP = 450
"""Characters of words on which there is a stop at least; what programs print has hardly any."""
_ALIKE = 0.35
"""Share of lines that begin alike from which they are records."""
_PUNCTUATION = ".,;:!?()\"'*`_’‘“”«»„[]{}<>-–—…&"
_OTHER_BEGINNINGS = ("[{", '["', "[[", "diff --git", "--- a/", "<?xml", "<!doctype", "<html", "<svg")
_STATEMENTS = (
    "def ",
    "import ",
    "class ",
    "async ",
    "return",
    "raise ",
    "self.",
    "if (",
    "for (",
    "} ",
    "}",
    "func ",
    "fn ",
    "pub ",
    "let ",
    "const ",
    "var ",
    "public ",
    "private ",
    "static ",
    "#include",
    "@",
    "else:",
    "try:",
    "elif ",
    "except ",
)
_DECLARED = ("\ndef ", "\nimport ", "\nclass ", "\nasync ", "\nfunc ", "\nfn ", "\npub ", "\n#include", "\n}", "\n@")
"""How lines of programs begin that are not indented."""
_LINES_A_DECLARATION = 80
"""Chosen: a sentence may begin so by accident."""
_REMARKS = ("//", "* ", "--", ";", "/*", "%")
_MOST_REMARKS = 0.3
"""Chosen: share of the lines of words that may be remarks of a program, or headings."""
_CHARS_A_TAG = 250
"""Chosen: characters on which there is a closing tag at most."""
_ENTRY = re.compile(r"\n[ \t]{0,12}(?:--?[A-Za-z?]|\w[\w-]{0,30} - \w)")
"""A line that begins with an option, or with a name and what it is."""
_FEW_ENTRIES = 0.1
"""Share of the lines looked at from which all entries of a text are counted."""
_MOST_ENTRIES = 0.27
"""Share of the lines that may be entries. Measured: a fifth are in manuals at most, over a quarter in what `--help` prints."""
_COLUMN = "\n" + 16 * " "
"""How lines begin that go on with what an entry is; they count half. Chosen: text of a column of its own."""
_ENTRY_CHARS = 200_000
"""Chosen: characters in which entries are counted."""
_CUE = re.compile(r"[0-9] --> [0-9]")
"""Stands between the times of a subtitle."""
_MOST_CUES = 0.12
"""Chosen: share of the lines that may be times of subtitles; a quarter are where there are any."""
_LEVELS = frozenset(("INFO", "WARN", "WARNING", "ERROR", "DEBUG", "TRACE", "NOTICE", "FATAL", "CRITICAL"))
_ENDS = frozenset('.!?:;。！？।॥؟۔…"”»)’')
_JOINTS = {ord(mark): None for mark in "-'’"}
_DIGITS = str.maketrans("123456789", "000000000")


def is_prose(text: str) -> bool:
    """Whether enough of the text are sentences.

    Cost: one split into lines, and a look at a bounded number of them.
    """
    begin = text[:200].lstrip("\ufeff \t\r\n")
    if begin[:1] == "{" or begin.lower().startswith(_OTHER_BEGINNINGS):
        return False
    rows = _some_lines(text)
    lines = [line for line in map(str.strip, rows) if line]
    if not lines or _are_records(lines) or _is_code(text, rows) or _are_entries(text, rows, len(lines)):
        return False
    worded = [line for line in lines if _is_worded(line[:_CHARS])]
    chars = sum(map(len, worded))
    if chars < _LEAST_SHARE * sum(map(len, lines)):
        return False
    # Headings stand alone, remarks do not.
    remarks = sum(line.startswith(_REMARKS) for line in worded) + sum(
        above[0] == line[0] == "#" for above, line in pairwise(lines) if len(line) > 1
    )
    if remarks > _MOST_REMARKS * len(worded):
        return False
    return sum(map(_stops_in, worded)) * _CHARS_A_STOP >= chars or _is_without_stops(worded)


def _some_lines(text: str) -> list[str]:
    """Evenly spaced runs of lines, of long ones an early part."""
    lines = text.split("\n")
    if len(lines) > _LINES:
        # Runs, as lines that take turns would hide from every second one.
        step = len(lines) // (_LINES // _RUN)
        lines = [line for start in range(0, len(lines), step) for line in lines[start : start + _RUN]]
    return [line[:_LONGEST] for line in lines]


def _is_code(text: str, rows: list[str]) -> bool:
    """Whether a text is markup, or a program, however much its remarks say; code in prose is fenced or indented."""
    if sum(row.count("</") for row in rows) * _CHARS_A_TAG > sum(map(len, rows)):
        return True
    if sum(row.lstrip().startswith(_STATEMENTS) for row in rows) < 2 or "```" in text or "~~~" in text:
        return False
    return sum(text.count(start) for start in _DECLARED) * _LINES_A_DECLARATION > text.count("\n")


def _are_entries(text: str, rows: list[str], filled: int) -> bool:
    """Whether a text is a list of options and what they are, as `--help` prints it, or of times, as subtitles have."""
    sample = "\n" + "\n".join(rows)
    if " --> " in sample and len(_CUE.findall(sample)) > _MOST_CUES * filled:
        return True
    if "-" not in sample or len(_ENTRY.findall(sample)) <= _FEW_ENTRIES * filled:
        return False
    if len(text) > len(sample):
        sample = text[:_ENTRY_CHARS]
        filled = sample.count("\n") + 1 - sample.count("\n\n")
    entries = len(_ENTRY.findall(sample))
    return entries + sample.count(_COLUMN) / 2 > _MOST_ENTRIES * filled


def _are_records(lines: list[str]) -> bool:
    """Whether lines begin like each other: with a time, a level, a name and a number."""
    if len(lines) < 6:
        return False
    heads = Counter(line.split(None, 1)[0].translate(_DIGITS) for line in lines)
    alike = sum(count for head, count in heads.items() if count > 2 and _is_head_of_record(head))
    return alike > _ALIKE * len(lines)


def _is_head_of_record(head: str) -> bool:
    """Whether a first word, its digits made noughts, is a time, a level, a tag, a name with a colon, or a mark of a diff."""
    if len(head) > 3 and (head[0] in "[<" or head[-1] == ":" or ("0" in head and any(map(head.__contains__, ":/-_=T")))):
        return True
    return head.strip("[]:").upper() in _LEVELS or head in ("+", "@@", "|", "//", "--")


def _is_worded(line: str) -> bool:
    """Whether a line is made of plain words."""
    if "   " in line or "\t" in line or line[-1] in "{}\\|" or (line[-1] == ";" and "(" in line):
        return False
    if line[0] > "\u08ff" or line[len(line) // 2] > "\u08ff":
        return _is_wide(line)
    words = line.split()
    if len(words) < 4:
        return False
    least = _LEAST_PLAIN * len(words)
    if sum(map(str.isalpha, words)) >= least:
        return True
    rest = [word.strip(_PUNCTUATION) for word in words if not word.isalpha()]
    odd = [word for word in rest if not word.isalpha()]
    return len(words) - len(odd) + sum(map(_is_compound, odd)) >= least


def _is_compound(word: str) -> bool:
    """Whether a word is made of several, or has an apostrophe in it."""
    return word.translate(_JOINTS).isalpha()


def _is_wide(line: str) -> bool:
    """Whether most of a line are letters of scripts beyond the alphabets."""
    return sum(1 for char in line if char > "\u08ff") > 0.5 * len(line)


def _stops_in(line: str) -> int:
    """How many stops a line has at the ends of words."""
    stops = line.count(". ") + (line[-1] in _ENDS)
    return stops if line.isascii() else stops + sum(map(line.count, "。！？।"))


def _is_without_stops(lines: list[str]) -> bool:
    """Whether the script does without stops."""
    sample = "".join(lines)[:2_000]
    return sum(1 for char in sample if "\u0e00" <= char <= "\u0eff" or "\u1000" <= char <= "\u17ff") > 0.4 * len(sample)
