"""Escape sequences of terminals, written as single signs that a header explains."""

from __future__ import annotations

import re
from collections import Counter

__all__ = ["SIGNS", "fold_escapes"]

_ESCAPES = re.compile(r"(?:\x1b\[[0-9;?]*[A-Za-z])+")
"""Sequences that follow each other are one."""
SIGNS = "§¶«»†±•¿¡°×£¥©®"
"""Signs that are one token and stand in hardly any output of programs."""
_LEAST = 8
"""Sequences below which a legend costs more than it saves."""


def fold_escapes(text: str) -> tuple[str, dict[str, str]]:
    """The text with its most frequent escape sequences as signs, and what each sign stands for.

    No-op: few sequences. Signs that stand in the text are not used. Cost: one pass, and one a sign.
    """
    if text.count("\x1b[") < _LEAST:
        return text, {}
    signs = (sign for sign in SIGNS if sign not in text)
    frequent = Counter(_ESCAPES.findall(text)).most_common(len(SIGNS))
    codes = {sequence: sign for (sequence, times), sign in zip(frequent, signs, strict=False) if times * len(sequence) > 24}
    if not codes:
        return text, {}
    written = text
    # The longest first, as others are parts of them.
    for sequence in sorted(codes, key=len, reverse=True):
        written = written.replace(sequence, codes[sequence])
    return written, {sign: sequence for sequence, sign in codes.items()}
