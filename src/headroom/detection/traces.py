"""Whether a text is a traceback: the calls that led to an error, in the form of one of the common languages."""

from __future__ import annotations

import re
from collections import Counter

from headroom.detection.kinds import Guess
from headroom.detection.sample import Sample

__all__ = ["guess_traceback"]

_FRAME = re.compile(
    r"\s*(?:(?P<python>File \"[^\"\n]+\", line [0-9]+)"
    r"|at (?:(?P<javascript>[^(\n]{0,200}\(?(?:file:|node:|webpack|https?:|/|[A-Z]:\\|<anonymous>)[^)\n]*:[0-9]+)"
    r"|(?P<java>[\w.$<>/@-]+\((?:[\w$-]+\.\w+:[0-9]+|Native Method|Unknown Source|[\w$-]+\.\w+)\))"
    r"|(?P<dotnet>[\w.`<>\[\],+|]+\([^)\n]*\)(?: in |$)))"
    r"|\.\.\. [0-9]+ (?:more|common frames omitted)"
    r"|(?P<php>#[0-9]+ (?:/|[A-Z]:\\|\{main\}|\[internal)[^\n]*)|(?P<native>#[0-9]+\s+(?:0x[0-9a-f]+ in )?[\w:~<>]+ ?\()"
    r"|[0-9]+:\s+(?:0x[0-9a-f]+ - )?(?P<rust>[\w<>$]+(?:::[\w<>{}$]+)+))"
)
_RARER = re.compile(
    r"\s*(?:(?P<firefox>[^\s@]{0,120}+@(?:https?|file|webpack|resource|blob)[^\s@]{1,300}:[0-9]+:[0-9]+$)"
    r"|(?P<elixir>\([\w.]+ [\w.+-]+\) [^\s:]+:[0-9]+: |[^\s:]+\.exs?:[0-9]+: [\w.]+/[0-9])"
    r"|(?:[0-9]+: )?(?:from )?(?P<ruby>[^\s:]++:[0-9]+:in [`'])"
    r"|(?P<perl>[\w:]+(?:\([^\n]{0,160}\))? called at \S+ line [0-9]+))"
)
_NEEDED_BY_RARER = (".ex:", ".exs:", ".erl:", ":in `", ":in '", " called at ")
_ADDRESSED = ("@http", "@file", "@webpack", "@resource", "@blob")
_GO = re.compile(
    r"\t(?:/|[A-Z]:)[^\n]+\.go:[0-9]+|goroutine [0-9]+ \[|created by "
    r"|[\w/*-]+\.[\w./*-]*(?:\([\w*]+\)[\w.*-]*)?\([^)\n]*\)$"
)
_OPENING = re.compile(
    r"(?P<python>Traceback \(most recent call last\)|\s+\+ Exception Group Traceback)|(?P<java>Exception in thread "
    r"|(?:[a-z]\w*\.)+[A-Z]\w*(?:Exception|Error)\b|Caused by: )"
    r"|(?P<go>panic: |goroutine [0-9]+ \[|fatal error: )|(?P<rust>thread '[^']*' (?:\([0-9]+\) )?panicked at )"
    r"|(?P<dotnet>Unhandled [Ee]xception)|(?P<javascript>(?:Uncaught )?(?:[A-Z]\w*)?Error\b[^\n]{0,10}:)"
    r"|(?P<php>PHP Fatal error|Fatal error: Uncaught)|(?P<elixir>\*\* \([A-Z])"
    r"|(?P<perl>[^\n]{1,160} at \S{1,100} line [0-9]+\.?$)|(?P<ruby>[^\n]{1,160}\([A-Z][\w:]*Error\))"
)
_NEEDED = ("at ", "File ", ".go:", "#0", "::")
_OPENS_WITHIN = 6
"""Chosen: lines of which one says what happened; a line of source and a mark below it may come before."""
_LINES_A_FRAME = 3
"""Chosen: lines of a traceback that belong to one frame: the frame, its source, and marks below it."""


def guess_traceback(sample: Sample) -> Guess:
    """How much a text looks like a traceback; the format is the language."""
    rarer = _needs_rarer(sample.body)
    if not rarer and not any(map(sample.body.__contains__, _NEEDED)):
        return Guess()
    named = _frames(sample, rarer=rarer)
    frames = sum(named.values())
    if not frames:
        return Guess()
    per_frame = _LINES_A_FRAME if "python" in named or "rust" in named else 1
    share = min(1.0, frames * per_frame / len(sample.lines))
    opened = next(filter(None, map(_OPENING.match, sample.lines[:_OPENS_WITHIN])), None)
    commonest = named.most_common(1)[0][0]
    if opened:
        said = opened.lastgroup or commonest
        return Guess(0.95 if share >= 0.4 else 0.3 + share, said if said in named else commonest)
    return Guess(0.85 * share if share > 0.5 else share / 2, commonest)


def _needs_rarer(body: str) -> bool:
    """Whether a text holds what the rarer frames do."""
    return any(map(body.__contains__, _NEEDED_BY_RARER)) or ("@" in body and any(map(body.__contains__, _ADDRESSED)))


def _frames(sample: Sample, *, rarer: bool) -> Counter[str]:
    """How many lines are frames of which language."""
    found = Counter([match.lastgroup or "java" for match in map(_FRAME.match, sample.lines) if match])
    if rarer:
        found += Counter(match.lastgroup or "" for match in map(_RARER.match, sample.lines) if match)
    if ".go:" in sample.body and "goroutine " in sample.body:
        going = sample.count(_GO.match)
        if going > found.total():
            return Counter(go=going)
    return found
