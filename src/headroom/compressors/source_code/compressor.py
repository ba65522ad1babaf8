"""The source code compressor: what a file declares, and of its bodies what is asked for."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from returns.result import Failure, Result, Success

from headroom.compressors.contract import Compressed, Skip
from headroom.compressors.excerpt import outweighs, split_lines
from headroom.compressors.pricing import is_smaller, least_tokens
from headroom.compressors.source_code.choice import Choice, choose, no_bodies
from headroom.compressors.source_code.cutting import Gap, gaps_of
from headroom.compressors.source_code.parsing import Parsed, is_sound, parse_code, still_parses
from headroom.compressors.source_code.writing import Written, write_code
from headroom.config import CodeSettings, Settings

__all__ = ["SourceCode", "write_gaps"]

_NOTE_TOKENS = 18
"""What a note and its seams take at most, without tabs before it. Measured: 9 to 14 tokens."""
_TOKENS_A_ROW = 3
"""Tokens that a row of code mostly has at least."""
_MARKER_TOKENS = 64
"""The same for the marker."""


class SourceCode(msgspec.Struct, frozen=True):
    """Source code of the languages that have a grammar: bodies are elided, declarations stay, what is left still parses.

    Keeps: imports, signatures, types, decorators, the first line of documentation; bodies that the question names; of others
    what they return and raise, as far as they may. No-op: other languages, short or minified text, text that holds one of our
    markers or is over the work budget, and where nothing may be dropped.
    """

    settings: CodeSettings = CodeSettings()

    @classmethod
    def from_settings(cls, settings: Settings) -> SourceCode:
        """The compressor as `settings.code` has it."""
        return cls(settings.code)

    @property
    def kind(self) -> str:
        """`code`."""
        return "code"

    def __call__(self, text: str, query: str) -> Result[Compressed, Skip]:
        """The declarations with the bodies that matter, or why the text stays as it is.

        Cost: about three exact counts of the text, half of it the parser's.
        """
        return parse_code(text, query, self.settings).bind(lambda parsed: self._cut(text, query, parsed))

    def _cut(self, text: str, query: str, parsed: Parsed) -> Result[Compressed, Skip]:
        chosen = choose(parsed.structure, parsed.data, parsed.rows, query, self.settings)
        written = write_gaps(text, parsed, chosen, self.settings)
        if isinstance(written, Failure):
            return Failure(written.failure())
        done = written.unwrap()
        why = "nothing asked" if chosen.is_careful else f"asked for {chosen.whole}"
        return Success(
            Compressed(
                text=done.text,
                summary=f"{done.what}; {parsed.language}, {why}",
                original=done.original,
                relevance=chosen.relevance,
            )
        )


def write_gaps(
    text: str, parsed: Parsed, chosen: Choice, settings: CodeSettings, *, says_rows: bool = False
) -> Result[Written, Skip]:
    """The text without what is not chosen; if that does not parse, without whole bodies; else why it stays."""
    lines = parsed.rows if parsed.source.code is text else split_lines(text)
    for choice in (chosen, no_bodies()):
        gaps = gaps_of(parsed.structure, parsed.rows, choice.wanted, settings, parsed.sign)
        if not gaps:
            return Failure(Skip("no body is worth leaving out"))
        written = write_code(text, lines, parsed.rows, gaps, (parsed.sign, settings.retrieval), says_rows=says_rows)
        if not is_smaller(written.text, text) or not _outweigh(lines, gaps, written.notes):
            return Failure(Skip("would not become shorter"))
        if is_sound(parsed) or still_parses(parsed, written.code):
            return Success(written)
    return Failure(Skip("what would be left does not parse"))


def _outweigh(lines: Sequence[str], gaps: Sequence[Gap], notes: Sequence[str]) -> bool:
    """Whether what goes surely has more tokens than the notes that stand for it."""
    dropped = [line for gap in gaps for line in lines[gap.first : gap.last + 1]]
    owed = _MARKER_TOKENS + sum(_NOTE_TOKENS + note.count("\t") for note in notes)
    # Of many rows a part has more than enough.
    most = owed // _TOKENS_A_ROW
    return any(least_tokens("".join(part)) > owed for part in (dropped[:most], dropped)) or outweighs(dropped, notes)
