"""Whether a text is a log: lines that each open with a time, a level, a process, or all of them."""

from __future__ import annotations

import re
from collections import Counter

from headroom.detection.kinds import Guess
from headroom.detection.sample import Sample

__all__ = ["guess_log"]

_STAMP = re.compile(
    # Times of day, alone or behind a date.
    r"[0-9](?:[0-9](?::[0-9]{2}:[0-9]{2}(?![:0-9])|[0-9]{2}[-/.][0-9]{2}[-/.][0-9]{2}[T _-][0-9]{2}[:.][0-9]{2}"
    r"|[0-9]{2}[0-9]{2}[0-9]{2}[ T-][0-9]{2}:?[0-9]{2}:?[0-9]{2}"
    # `081109 203615 148 INFO`; seconds since 1970, whole or in thousandths.
    r"|[0-9]{4} [0-9]{6} |[0-9]{8}(?:[0-9]{3}|\.[0-9]{1,9})?(?![0-9A-Za-z]))"
    # `11/20/2025 3:04`, `3:04:05 PM`.
    r"|/[0-9]{2,4},? [0-9]{1,2}:[0-9]{2}|:[0-9]{2}:[0-9]{2} ?[AaPp]\.?[Mm]\b)"
)
_LEAD = re.compile(r"\n[\[(<]?[^\S\n]*([A-Za-z]+)?")
"""A line, with the letters where its level would stand."""
_LEVELS = frozenset(
    """trace debug info notice warn warning error err fatal critical severe panic fine finer verbose alert emerg dbug fail crit
    trce""".split()
)
"""All that `_LEVEL` takes; lines that start with other letters are not held against it."""
_REACH = 72
"""Chosen: where a time stands at the latest in a line that opens with one, behind a service or a host."""
_LEVEL = re.compile(
    r"[\[(<]?\s*(?:(?i:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|ERR|FATAL|CRITICAL|SEVERE|PANIC|FINE|FINER|VERBOSE|ALERT"
    r"|EMERG)[\])>]|(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL|SEVERE|FINE|VERBOSE)\b(?:[\])>:|]"
    r"|\s+[\[\w({'\"/-])"
    r"|(?:debug|dbug|info|warn|error|fail|fatal|crit|trce|trace):\s)"
)
_OTHER = re.compile(
    r"\[\s*[0-9]{1,8}\.[0-9]{3,9}\]|[IWEFD][0-9]{4} [0-9]{2}:|[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}|(?:time|ts|t|at|level|lvl"
    r"|severity)=\S"
    r"|[ ]{0,2}(?:[0-9]+[smhd])+ +(?:\(x[0-9]+ over [0-9a-z]+\) +)?(?:Normal|Warning) "
    r"|[VDIWEF]/[\w.$ -]{1,60}[(:]|\[(?:[0-9]{2}[./][0-9]{2}|[0-9]{4}[./-][0-9]{2}[./-][0-9]{2}) [0-9]{2}:"
)
_RECORD = re.compile(r"\"(?:@?time(?:stamp)?|ts|level|severity|msg)\":")
"""Keys of a record written as JSON; where all of a text's lines are that, it is JSON."""
_LOGFMT = re.compile(r"(?:[\w.@-]{1,40}=(?:\"(?:[^\"\\\n]|\\.){0,200}\"|[^\s\"]{0,200}) ){2}")
_CONTINUED = re.compile(r"\s|Caused by: |Traceback |[\w.]{1,80}(?:Error|Exception)\b|[})\]]")
_SYSLOG = re.compile(r"[A-Z][a-z]{2} [ 0-9][0-9] [0-9]{2}:")
_PREFIXED = re.compile(r"[\w.-]{1,40}\s*\| ")


def guess_log(sample: Sample) -> Guess:
    """How much a text looks like a log; the format is `syslog`, `access`, `logfmt`, `levels`, `prefixed` or `times`."""
    if not sample.lines:
        return Guess()
    piped = sample.body.count("|") >= len(sample.lines) / 2
    lines = tuple(map(_behind_service, sample.lines)) if piped else sample.lines
    sorted_lines = list(map(_sort, lines, _LEAD.findall("\n".join(["", *lines]))))
    sorts = Counter(sorted_lines)
    total = len(sample.lines)
    share = (sorts["time"] + sorts["level"] + sorts["other"]) / total
    if not share:
        return _prefixed(sample)
    # Lines that go on belong to the record above them, but do not make a log by themselves.
    continued = sum(1 for line, sort in zip(lines, sorted_lines, strict=True) if not sort and _CONTINUED.match(line)) / total
    score = min(1.0, share + 0.8 * min(continued, share) + 0.02)
    if share < 0.4:
        score *= 0.9 if share > 0.2 and continued > 0.5 and sorts["time"] else 0.6
    if total == 1:
        score *= 0.7
    if sorts["level"] > share * total - 1:
        score *= 0.92
    return Guess(score, _format(sample, sorts))


def _behind_service(line: str) -> str:
    """What one of several services said, behind its name."""
    found = _PREFIXED.match(line)
    return line[found.end() :] or "-" if found else line


def _sort(line: str, letters: str) -> str:
    """What a line with these first letters is in a log: by its `time`, `level` or `other` sign a record, or nothing."""
    if _STAMP.search(line, 0, _REACH):
        return "time"
    if letters.lower() in _LEVELS and _LEVEL.match(line):
        return "level"
    if _OTHER.match(line) or (line[:2] == '{"' and _RECORD.search(line)):
        return "other"
    return ""


def _format(sample: Sample, sorts: Counter[str]) -> str:
    if "=" in sample.body and sample.share(_LOGFMT.match) > 0.6:
        return "logfmt"
    if '" 200 ' in sample.body or "HTTP/1." in sample.body:
        return "access"
    if sorts["time"] and _SYSLOG.match(sample.lines[0]):
        return "syslog"
    return "levels" if sorts["level"] > sorts["time"] else "times"


def _prefixed(sample: Sample) -> Guess:
    """Output of several services, each line behind the name of one."""
    named = [line.split("|", 1)[0].strip() for line in sample.lines if _PREFIXED.match(line)]
    if len(named) < 3 or len(named) < 0.8 * len(sample.lines) or len(set(named)) > max(1, len(named) // 2):
        return Guess()
    return Guess(0.75, "prefixed")
