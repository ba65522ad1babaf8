"""The folding compressor: any text in, the same with what repeats written once out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import pairwise

import msgspec
from returns.result import Failure, Result, Success

from headroom.compressors.admission import refusal
from headroom.compressors.contract import Compressed, Skip
from headroom.compressors.excerpt import outweighs
from headroom.compressors.folds.blobs import find_blobs, without_blobs
from headroom.compressors.folds.escapes import fold_escapes
from headroom.compressors.folds.grammar import header
from headroom.compressors.folds.prefixes import fold_prefixes
from headroom.compressors.folds.pricing import foreseen_gain
from headroom.compressors.folds.references import fold_references
from headroom.compressors.folds.repeats import fold_repeats
from headroom.compressors.pricing import foreseen_tokens, spaced
from headroom.config import Settings, TextSettings
from headroom.messages import original_of
from headroom.retrieval.marker import marker_text, omission, text_marker
from headroom.tokens import counter_for

__all__ = ["Folds"]

_LEAST_CHARS = 400
"""Characters below which no text repeats itself enough for a header."""
_EXACT_BELOW = 3_000
"""Characters up to which both forms are counted whole."""
_WORTHWHILE = 0.95
"""Share of its tokens to which a text must come down; chosen: for less, a reader should not have to read notes."""
_LEAST_REPEATED = 0.04
"""Share of the characters that must be in lines that stand there twice; below it they are not worth a search."""
_LONG = 24
"""Characters from which a repeated line is worth something; brackets and blank lines come again everywhere."""
_SAMPLED = 24
"""Lines on which escape sequences are priced."""
_LONGEST = 1_000
"""Characters of a line that is counted for that."""
_CAUTION = 0.85
"""Share of what the sample promises that is believed."""


class Folds(msgspec.Struct, frozen=True):
    """Repeated lines and blocks, shared starts and escape sequences written once; long encoded bytes put aside.

    Keeps: everything, but for encoded bytes where something may be left out; `decode` gives back the rest as it was. No-op:
    text that gains less than a twentieth, that holds one of our markers, or is over the work budget.
    """

    settings: TextSettings = TextSettings()

    @classmethod
    def from_settings(cls, settings: Settings) -> Folds:
        """The compressor as `settings.folds` has it."""
        return cls(settings.folds)

    @property
    def kind(self) -> str:
        """`text`."""
        return "text"

    def __call__(self, text: str, query: str) -> Result[Compressed, Skip]:  # noqa: ARG002
        """The text folded, or why it stays as it is; what is asked makes no difference.

        Cost: a fraction of a count; more for small texts, which are counted whole once they fold.
        """
        reason = self._refusal(text)
        if reason:
            return Failure(Skip(reason))
        if not self.settings.lossless_only:
            found = self._without_blobs(text)
            if found is not None:
                return Success(found)
        folded = _folded(text)
        if folded is None:
            return Failure(Skip("nothing to fold"))
        return Success(Compressed(text=folded[0], summary=f"lossless: {folded[1]}"))

    def _refusal(self, text: str) -> str:
        return "too short to fold" if len(text) < _LEAST_CHARS else refusal(text, self.settings, is_lossless=True)

    def _without_blobs(self, text: str) -> Compressed | None:
        """The text with its encoded bytes put aside and the rest folded; None where there are none worth it."""
        blobs = find_blobs(text)
        if not blobs:
            return None
        original = original_of(text).hash
        kinds = Counter(blob.kind for blob in blobs)
        what = omission(sum(blob.stop - blob.start for blob in blobs), len(text), "character", kinds.items())
        end = "" if text.endswith("\n") else "\r\n" if "\r\n" in text else "\n"
        mark = end + text_marker(marker_text(what, original, self.settings.retrieval))
        if not outweighs((text[blob.start : blob.stop] for blob in blobs), [*(blob.note for blob in blobs), mark]):
            return None
        left = without_blobs(text, blobs) + mark
        folded = _folded(left)
        written, also = (left, "") if folded is None else (folded[0], f"; {folded[1]}")
        return Compressed(text=written, summary=what + also, original=original)


def _folded(text: str) -> tuple[str, str] | None:
    """The text folded, and how; None where that gains too little."""
    count = counter_for("gpt-4o").count
    coded, codes, gain = _coded(text, count)
    lines = coded.split("\n")
    done = [f"{len(codes)} escape sequences as signs"] * bool(codes)
    notes = marks = False
    repeats = _may_repeat(lines, len(coded))
    for fold, name in (
        (fold_repeats, "repetitions"),
        (fold_references, "lines by reference"),
        (fold_prefixes, "shared starts"),
    ):
        if not repeats and fold is not fold_prefixes:
            continue
        folded = fold(lines)
        gained = foreseen_gain(folded.folds, count) if folded.folds else 0.0
        if gained <= 0:
            continue
        lines, gain = folded.lines, gain + gained
        done.append(f"{len(folded.folds)} {name}")
        notes, marks = notes or fold is not fold_references, marks or fold is fold_references
    if not done:
        return None
    opening = header(codes, notes=notes, marks=marks)
    written = "\n".join([opening, *lines])
    # Signs take more than one byte, notes do not.
    if len(written) + sum(map(written.count, codes)) >= len(text):
        return None
    if len(text) <= _EXACT_BELOW:
        is_worth_it = count(written) < _WORTHWHILE * count(text)
    else:
        gain -= count(opening)
        # No text of ASCII has more tokens than characters, so that most that fold well need not be counted.
        is_worth_it = text.isascii() and gain > (1 - _WORTHWHILE) * len(text)
        is_worth_it = is_worth_it or gain > (1 - _WORTHWHILE) * foreseen_tokens(text, count)
    return (written, ", ".join(done)) if is_worth_it else None


def _may_repeat(lines: list[str], chars: int) -> bool:
    """Whether enough of a text is lines that stand there before: long ones anywhere, others right above."""
    again = len(lines) - len(set(lines)) - max(0, lines.count("") - 1)
    if again < _LEAST_REPEATED * len(lines) and again * max(map(len, lines)) < _LEAST_REPEATED * chars:
        return False
    long = [line for line in lines if len(line) >= _LONG]
    if sum(map(len, long)) - sum(map(len, set(long))) >= _LEAST_REPEATED * chars:
        return True
    short = [line for line in lines if line and not line.isspace()]
    again = sum(line == following for line, following in pairwise(short))
    return again >= _LEAST_REPEATED * len(lines)


def _coded(text: str, count: Callable[[str], int]) -> tuple[str, dict[str, str], float]:
    """The text with signs for escape sequences, what they stand for, and about how many tokens that saves."""
    coded, codes = fold_escapes(text)
    if not codes:
        return text, {}, 0.0
    before, after = text.split("\n"), coded.split("\n")
    places = [at for at in spaced(range(len(before)), _SAMPLED) if len(before[at]) <= _LONGEST]
    old = count("\n".join([before[at] for at in places]))
    new = count("\n".join([after[at] for at in places]))
    chars = sum(len(before[at]) - len(after[at]) for at in places)
    if old <= new or not chars:
        return text, {}, 0.0
    return coded, codes, _CAUTION * (old - new) * (len(text) - len(coded)) / chars
