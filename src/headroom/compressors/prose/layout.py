"""What kind of block some lines look like."""

from __future__ import annotations

import re
from typing import Literal

__all__ = ["UNDERLINES", "heading_level", "heading_lines", "is_code", "is_list_item", "is_short_heading", "kind_of_lines"]

_BULLETS = frozenset(("- ", "* ", "+ ", "• ", "‣ ", "◦ ", "– ", "— ", "· ", "▪ ", "● ", "-\t", "*\t", "•\t", ".."))
"""The first two characters of an item of a list; two points begin the targets and remarks of reStructuredText."""
_NUMBERED = re.compile(r"(?:[0-9]{1,3}|[a-zA-Z]|[ivxIVX]{2,5}|#)[.)][ \t]|\([0-9a-zA-Z]{1,4}\)[ \t]|\[[ xX0-9]{1,3}\] ")
_ITEM_STARTS = frozenset("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ#([")
_FIELD = re.compile(r":?[A-Za-z][\w-]*+(?: [\w-]+){0,3}+:(?: |$)")
_COMMAND = re.compile(r">>> |\.\.\. |\$ |% \w|import \w|from \w+ import|def \w|class \w+[(:]|#include|//|/\*|@\w")
_HEADING_CHARS = 90
"""Chosen: characters a heading has at most."""
_ENDS = frozenset(".!?:;,。！？；：、।؟…")
UNDERLINES = frozenset("=-~^\"'*+#`_<>.:")
"""What lines under headings are drawn with."""
_MARKS = b'{}[]()<>=|\\/_;$#@*&^%+~`"'
_CODE_MARKS = 0.1
"""Chosen: share of marks from which lines are not sentences; those of contracts have a twentieth at most."""
_COLUMNS = re.compile(r"\S(?: {3}|\t)")
_RULES = re.compile(r"\+[-=]|={2,}+ +=|-{3,}+ +-{3}")


def heading_lines(lines: list[str]) -> int:
    """How many of the first lines are a heading that is underlined."""
    first, second = lines[0], lines[1]
    if second[:1] in UNDERLINES and _is_underline(second):
        title = first.strip()
        is_long = len(second.rstrip()) >= min(3, len(title))
        return 2 if title and is_long and len(title) <= 2 * _HEADING_CHARS and not _is_underline(first) else 0
    if len(lines) > 2 and first[:1] in UNDERLINES and lines[2][:1] == first[:1] and _is_underline(first):
        return 3 if _is_underline(lines[2]) and second.strip() else 0
    return 0


def heading_level(heading: str) -> int:
    """How deep a heading stands, by the form of its marks: 1 to 6 of Markdown, other numbers for each form; 0 is unknown."""
    if heading.startswith("#"):
        return len(heading) - len(heading.lstrip("#"))
    lines = heading.strip().split("\n")
    if len(lines) == 1:
        return 0
    return 100 * len(lines) + ord(lines[-1].strip()[:1] or " ")


def _is_underline(line: str) -> bool:
    marks = line.rstrip()
    return len(marks) > 1 and marks == marks[0] * len(marks)


def is_short_heading(line: str) -> bool:
    """Whether a line that stands alone reads like a heading: short, and no sentence."""
    words = line.strip()
    if not words or len(words) > _HEADING_CHARS or words[-1] in _ENDS or words[0].islower() or words[0] in "|>`<[{\"'“.*-+•$":
        return False
    return (
        words.count(" ") < 14
        and "  " not in words
        and "\t" not in words
        and "://" not in words
        and any(map(str.isalpha, words))
    )


def is_list_item(line: str) -> bool:
    """Whether a line begins an item of a list."""
    begin = line.lstrip()
    return begin[:2] in _BULLETS or (begin[:1] in _ITEM_STARTS and _NUMBERED.match(begin) is not None)


def kind_of_lines(body: str, lines: list[str]) -> Literal["table", "quote", "fields", "list", "paragraph"]:
    """What several lines are that are no code."""
    first = lines[0].lstrip()
    if is_list_item(first):
        return "list"
    if first[:1] == ">" and all(line.lstrip()[:1] == ">" for line in lines):
        return "quote"
    if _is_table(body, lines, first):
        return "table"
    if ":" in first[:60] and _is_fields(lines):
        return "fields"
    return "paragraph"


def _is_table(body: str, lines: list[str], first: str) -> bool:
    """Whether lines are rows: with bars, with rules, or in columns."""
    if first[:1] in "+=-" and _RULES.match(first):
        return True
    if "|" in first and body.count("|") >= 2 * len(lines) and sum("|" in line for line in lines) > 0.8 * len(lines):
        return True
    if body.count("   ") + body.count("\t") < len(lines):
        return False
    return sum(_COLUMNS.search(line) is not None for line in lines) > 0.7 * len(lines)


def _is_fields(lines: list[str]) -> bool:
    """Whether lines are names with values, as at the head of a document."""
    named = sum(_FIELD.match(line) is not None for line in lines)
    further = sum(line[:1] in (" ", "\t") for line in lines)
    return named > 1 and named + further > 0.8 * len(lines) and _FIELD.match(lines[0]) is not None


def is_code(body: str, first: str, follows: str, after: str) -> bool:
    """Whether lines, of which one is the first, are code: indented behind two colons or other code, or full of marks.

    `follows` is the kind of the block before, `after` its last two characters.
    """
    indent = len(first) - len(first.lstrip())
    if indent >= 2 and after == "::" and follows != "code":
        return True
    if _COMMAND.match(first, indent) is not None:
        return True
    is_deep = indent >= 4 or first[0] == "\t"
    if is_deep and follows == "code" and not _is_wordy(body):
        return True
    if not is_deep and not ("{" in body or "=" in body or ";" in body):
        return False
    raw = body.encode("ascii", "ignore")
    share = (len(raw) - len(raw.translate(None, _MARKS))) / max(1, len(raw) - raw.count(b" "))
    if is_deep:
        return share > _CODE_MARKS
    return "\n" in body and share > 2.5 * _CODE_MARKS and not is_list_item(first) and "|" not in first


def _is_wordy(body: str) -> bool:
    """Whether most words are plain, and there is a stop."""
    words = body.split()
    return len(words) > 6 and sum(map(str.isalpha, words)) > 0.6 * len(words) and ("." in body or "," in body)
