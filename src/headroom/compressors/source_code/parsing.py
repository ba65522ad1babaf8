"""A text as code: its language, its rows without numbers, its structure; and whether another form of it still parses."""

from __future__ import annotations

import msgspec
from returns.result import Failure, Result, Success

from headroom.compressors.admission import refusal
from headroom.compressors.contract import Skip
from headroom.compressors.excerpt import split_lines
from headroom.compressors.source_code.grammars import Tree, faults, parse
from headroom.compressors.source_code.language import candidates, suffix_of
from headroom.compressors.source_code.numbering import Source, mended, source_of
from headroom.compressors.source_code.reading import Structure
from headroom.compressors.source_code.syntax import comment_sign
from headroom.config import CodeSettings
from headroom.tokens import estimate_tokens

__all__ = ["Parsed", "is_sound", "parse_code", "still_parses"]

_MINIFIED = 400
"""Characters a line from which a text was not written by hand."""
_LARGEST = 1_500_000
"""Characters. Chosen: a file of forty thousand lines; what is larger was generated."""
_PREPROCESSED = frozenset({"c", "cpp"})
_TORN = 3
"""Faults that a text may have for being cut out of a file."""
_MOST_FAULTS = 0.12
"""Faults a row above which a text is not what it was taken for."""
_SURELY_CHARS = 6
"""Characters a token hardly ever has on average; a longer text need not be estimated to be above a minimum."""


class Parsed(msgspec.Struct, frozen=True, eq=False):
    """A text that is code."""

    source: Source
    data: bytes
    """The code."""
    rows: list[str]
    """Of the code: a row is a line of the text."""
    language: str
    faults: int
    structure: Structure

    @property
    def sign(self) -> str:
        """What opens a comment."""
        return comment_sign(self.language)


def parse_code(text: str, query: str, settings: CodeSettings) -> Result[Parsed, Skip]:
    """The code of a text, or why the text is left alone."""
    reason = _refusal(text, settings)
    if reason:
        return Failure(Skip(reason))
    lines = split_lines(text)
    source = source_of(text, lines)
    names, told = candidates(source.code, suffix_of(query), source.fence)
    if not names:
        return Failure(Skip(f"no grammar for {told}" if told else "unknown language"))
    rows = lines if source.code is text else split_lines(source.code)
    return _best(names, source, rows)


def is_sound(parsed: Parsed) -> bool:
    """Whether the code parses still, whichever whole statements of a block go and comments take their place.

    A block is any sequence of statements in these grammars, so that what parsed parses without some of them; those of Python
    in which it is not, for their statements stand in several columns, are never cut. What was torn, and the branches that the
    preprocessor of C picks, are no such blocks.
    """
    return parsed.faults == 0 and parsed.language not in _PREPROCESSED


def still_parses(parsed: Parsed, code: str) -> bool:
    """Whether another form of the code has no more faults than it had. Cost: one parse of it."""
    match parse(parsed.language, code.encode("utf-8", "surrogatepass")):
        case Success(tree):
            return faults(tree) <= parsed.faults
    return False


def _best(names: tuple[str, ...], source: Source, rows: list[str]) -> Result[Parsed, Skip]:
    """What the likeliest grammar makes of the code.

    Where that finds more faults than part of a file may have, the code is tried as the part that it may be, and then as what
    else it may be written in.
    """
    tried = _Trials([], [])
    likeliest = names[0]
    # Half a docstring turns code into strings and strings into code: with hardly a fault, or with so many that it takes long.
    is_torn = likeliest == "python" and source.code.count('"""') % 2 == 1
    forms = mended(source.code, likeliest) if is_torn else []
    if not any(tried.add(likeliest, form, most=_TORN) for form in forms) and not tried.add(likeliest, source.code, most=0):
        rest = [] if is_torn else mended(source.code, likeliest)
        if not any(tried.add(likeliest, form, most=_TORN) for form in rest) and tried.fewest > _TORN:
            for name in names[1:]:
                tried.add(name, source.code, most=0)
    if not tried.found:
        return Failure(tried.failures[0])
    count, _, name, code, tree = min(tried.found, key=lambda each: each[:2])
    if count > _TORN + _MOST_FAULTS * len(rows):
        return Failure(Skip(f"does not parse as {name}"))
    if code is not source.code:
        source, rows = msgspec.structs.replace(source, code=code), split_lines(code)
    data = code.encode("utf-8", "surrogatepass")
    structure = Structure(tree.root_node, data, rows, name)
    return Success(Parsed(source, data, rows, name, count, structure))


class _Trials(msgspec.Struct, frozen=True):
    """What grammars made of a text."""

    found: list[tuple[int, int, str, str, Tree]]
    """Faults, turn, language, code and tree of each that parsed."""
    failures: list[Skip]

    @property
    def fewest(self) -> int:
        """The fewest faults of all."""
        return min((count for count, *_ in self.found), default=_TORN + 1)

    def add(self, name: str, code: str, *, most: int) -> bool:
        """Whether a form of the code parses with no more faults."""
        match parse(name, code.encode("utf-8", "surrogatepass")):
            case Success(tree):
                self.found.append((faults(tree), len(self.found), name, code, tree))
                return self.found[-1][0] <= most
            case Failure(skip):
                self.failures.append(skip)
        return False


def _refusal(text: str, settings: CodeSettings) -> str:
    least = settings.min_tokens_for_compression
    if len(text) > _LARGEST:
        return f"longer than {_LARGEST} characters"
    if len(text) < least or (len(text) < _SURELY_CHARS * least and estimate_tokens(text) < least):
        return f"below {least} tokens"
    if len(text) > _MINIFIED * (text.count("\n") + 1):
        return "minified"
    return refusal(text, settings)
