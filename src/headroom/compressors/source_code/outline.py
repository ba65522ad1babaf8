"""What a file declares, and where: an outline to read before the file itself."""

from __future__ import annotations

from returns.result import Result

from headroom.compressors.contract import Compressed, Skip
from headroom.compressors.source_code.choice import no_bodies
from headroom.compressors.source_code.compressor import write_gaps
from headroom.compressors.source_code.parsing import parse_code
from headroom.config import CodeSettings
from headroom.relevance import query_text

__all__ = ["outline"]

_DEFAULT = CodeSettings()


def outline(text: str, call_arguments: str = "", settings: CodeSettings = _DEFAULT) -> Result[Compressed, Skip]:
    """The declarations of a file, with the rows of every body that is left out, or why there is no outline.

    `call_arguments` are those of the call that read the file: its path tells the language. Notes name rows, counted from 1,
    where the lines of the text are not numbered themselves.
    """
    return parse_code(text, query_text("", call_arguments), settings).bind(
        lambda parsed: write_gaps(text, parsed, no_bodies(), settings, says_rows=not parsed.source.is_numbered).map(
            lambda done: Compressed(
                text=done.text, summary=f"{done.what}; {parsed.language}, an outline", original=done.original
            )
        )
    )
