"""Syntax trees by tree-sitter: the one module that knows the library.

It and the grammars are an extra. A parser is made for each text, for it is no value and threads must not share one.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING

from returns.result import Failure, Result, Success

from headroom.compressors.contract import Skip

if TYPE_CHECKING:
    from tree_sitter import Language, Node, Tree
else:
    Node = Tree = object

__all__ = ["LANGUAGES", "Node", "Tree", "faults", "is_at_hand", "parse"]

LANGUAGES = {
    "python": ("tree_sitter_python", "language"),
    "javascript": ("tree_sitter_javascript", "language"),
    "typescript": ("tree_sitter_typescript", "language_typescript"),
    "tsx": ("tree_sitter_typescript", "language_tsx"),
    "go": ("tree_sitter_go", "language"),
    "rust": ("tree_sitter_rust", "language"),
    "java": ("tree_sitter_java", "language"),
    "c": ("tree_sitter_c", "language"),
    "cpp": ("tree_sitter_cpp", "language"),
}
"""Language -> the package of its grammar and the function that gives it."""

_PIECE = 65_536
"""Bytes handed to the parser at a time."""
_CALLS = 200
"""Reports of progress that any text may take; each is a hundred steps of the parser."""
_BYTES_A_CALL = 70
"""Measured: files of people have 100 to 290 bytes a report, texts of quotes or of heads alone 20 to 50."""
_ENDLESS = ((b"/*", b"*/"), (b'r#"', b'"#'), (b'R"', b")"), (b"<!--", b"-->"))
"""What may take many rows: from each that is not closed, a parser looks on to the end of the text, and then starts again."""
_MOST_UNCLOSED = 64
"""Chosen: a text has one at most, but for patterns of paths (`**/*.js`) in its strings."""
_FEW_REMARKS = 200
"""Comments up to which it does not matter how far ahead they are read."""
_LOOK_AHEAD = {
    "python": (b"#",),
    **dict.fromkeys(("javascript", "typescript", "tsx"), (b"//", b"/*", b"*")),
}
"""How rows of comments begin in the languages where what stands behind them says whether a statement ends before them."""
_MOST_AHEAD = 8_000_000
"""Bytes read ahead at comments. Measured: 14 ns each; rows of comments of people take a hundredth of it."""
_TORN_CALLS = 300
"""Reports from inside of what does not parse. Measured: each takes up to half a millisecond, a hundred times the usual."""


def parse(language: str, data: bytes) -> Result[Tree, Skip]:
    """The syntax tree of a text, or why there is none.

    Cost: about one and a half exact counts of the text; what does not parse at all is given up after so many steps.
    """
    return _grammar(language).bind(lambda grammar: _parsed(grammar, language, data))


def is_at_hand(language: str) -> bool:
    """Whether the grammar of a language is installed."""
    return isinstance(_grammar(language), Success)


def faults(tree: Tree) -> int:
    """How many places of a tree do not parse.

    Cost: nothing where all does; else one walk that only goes where faults are.
    """
    waiting = [tree.root_node] if tree.root_node.has_error else []
    found = 0
    while waiting:
        node = waiting.pop()
        found += node.is_error or node.is_missing
        waiting.extend(child for child in node.children if child.has_error or child.is_missing)
    return found


def _parsed(grammar: Language, language: str, data: bytes) -> Result[Tree, Skip]:
    from tree_sitter import Parser  # noqa: PLC0415  optional extra

    if any(_unclosed(data, *pair) > _MOST_UNCLOSED for pair in _ENDLESS if pair[0] in data):
        return Failure(Skip("holds comments or strings that do not end"))
    if language in _LOOK_AHEAD and _remarks_ahead(data, _LOOK_AHEAD[language]) > _MOST_AHEAD:
        return Failure(Skip("holds too long a row of comments"))
    calls = torn = 0

    def gives_up(offset: int, has_error: bool) -> bool:  # noqa: FBT001  the library's signature
        nonlocal calls, torn
        calls += 1
        torn += has_error
        return calls > _CALLS + offset // _BYTES_A_CALL or torn > _TORN_CALLS

    try:
        return Success(Parser(grammar).parse(lambda at, _: data[at : at + _PIECE], progress_callback=gives_up))
    except ValueError:
        # Raised for a parse that was given up.
        return Failure(Skip(f"does not parse as {language}"))


def _remarks_ahead(data: bytes, signs: tuple[bytes, ...]) -> int:
    """How many bytes the parser reads ahead at comments: at each, all those that follow it in a row."""
    if sum(map(data.count, signs[:2])) < _FEW_REMARKS:
        return 0
    ahead = run = 0
    for line in reversed(data.split(b"\n")):
        bare = line.lstrip()
        run = run + len(line) + 1 if not bare or bare.startswith(signs) else 0
        ahead += run * (line.count(b"/*") or bare.startswith(signs[0])) if run else 0
    return ahead


def _unclosed(data: bytes, opening: bytes, closing: bytes) -> int:
    """How many of what opens are not closed: by what stands behind the last that closes, and by how many do."""
    return max(data.count(opening, data.rfind(closing) + 1), data.count(opening) - data.count(closing))


@lru_cache(maxsize=32)
def _grammar(language: str) -> Result[Language, Skip]:
    """The grammar of a language, or what to install."""
    known = LANGUAGES.get(language)
    if known is None:
        return Failure(Skip(f"no grammar for {language or 'an unknown language'}"))
    module, function = known
    try:
        from tree_sitter import Language  # noqa: PLC0415  optional extra

        return Success(Language(getattr(import_module(module), function)()))
    except ImportError:
        return Failure(Skip(f'no grammar for {language}; pip install "headroom[code]"'))
    except ValueError as error:
        # An ABI of another age.
        return Failure(Skip(f"the grammar for {language} does not fit: {error}"))
