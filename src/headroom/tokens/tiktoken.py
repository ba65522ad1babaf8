"""Exact OpenAI token counts from vocabularies shipped with the package.

Nothing here downloads, and tiktoken's registry is never touched: the encodings are built from our own data. Importing this
module loads tiktoken, so `counter` does so at the first count.
"""

from __future__ import annotations

import hashlib
import lzma
import pkgutil
import re
from binascii import a2b_base64
from collections.abc import Iterator
from threading import Lock

import msgspec
import tiktoken

from headroom.errors import TokenizationError

__all__ = ["VOCABULARIES", "Vocabulary", "count_tokens", "encoding", "encoding_of", "pieces"]


class Vocabulary(msgspec.Struct, frozen=True, kw_only=True):
    """What defines an encoding besides its ranks."""

    name: str
    sha256: str
    """Of the `.tiktoken` file as OpenAI publishes it."""
    pattern: str
    """Splits a text before byte pairs are merged."""
    special_tokens: tuple[tuple[str, int], ...]

    @property
    def file(self) -> str:
        """The packed file's path in this package."""
        return f"vocabularies/{self.name}.tiktoken.xz"


VOCABULARIES = {
    vocabulary.name: vocabulary
    for vocabulary in (
        Vocabulary(
            name="o200k_base",
            sha256="446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d",
            pattern=(
                r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
                r"|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
                r"|\p{N}{1,3}"
                r"| ?[^\s\p{L}\p{N}]+[\r\n/]*"
                r"|\s*[\r\n]+"
                r"|\s+(?!\S)"
                r"|\s+"
            ),
            special_tokens=(("<|endoftext|>", 199999), ("<|endofprompt|>", 200018)),
        ),
        Vocabulary(
            name="cl100k_base",
            sha256="223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7",
            pattern=(
                r"'(?i:[sdmt]|ll|ve|re)"
                r"|[^\r\n\p{L}\p{N}]?+\p{L}++"
                r"|\p{N}{1,3}+"
                r"| ?[^\s\p{L}\p{N}]++[\r\n]*+"
                r"|\s++$"
                r"|\s*[\r\n]"
                r"|\s+(?!\S)"
                r"|\s"
            ),
            special_tokens=(
                ("<|endoftext|>", 100257),
                ("<|fim_prefix|>", 100258),
                ("<|fim_middle|>", 100259),
                ("<|fim_suffix|>", 100260),
                ("<|endofprompt|>", 100276),
            ),
        ),
    )
}
"""The shipped encodings by name. Source: `tiktoken_ext/openai_public.py` of tiktoken 0.14.0 (MIT)."""

_PIECE_CHARS = 250_000
_LONGEST_PIECE_CHARS = 900_000
"""tiktoken panics (a BaseException, with a backtrace on stderr) on about a million blanks in a row: measured, 0.14.0."""
_BOUNDARY = re.compile(r"[^\W_][ \t\r\n]|\S[ \t]")
"""No pattern above has a match that runs over the middle of these two characters, so counts of both sides add up."""
_BLANK = re.compile(r"\s")

_LOADED: dict[str, tiktoken.Encoding] = {}
_LOADING = Lock()
_LOADING_S = 3.0
"""How long one thread waits for another that loads the same: in a child of a process that forked meanwhile, that one does not
exist. Chosen: ten times what it takes."""


def encoding(name: str) -> tiktoken.Encoding:
    """The shipped encoding of that name, loaded once.

    Cost: about 0.3 s the first time.
    Raises: TokenizationError where the shipped file is missing or damaged.
    """
    loaded = _LOADED.get(name)
    if loaded is None:
        is_held = _LOADING.acquire(timeout=_LOADING_S)
        try:
            loaded = _LOADED.get(name)
            if loaded is None:
                loaded = _LOADED[name] = encoding_of(VOCABULARIES[name], _packed(VOCABULARIES[name]))
        finally:
            if is_held:
                _LOADING.release()
    return loaded


def encoding_of(vocabulary: Vocabulary, packed: bytes) -> tiktoken.Encoding:
    """The encoding built from an xz-packed rank file.

    Raises: TokenizationError unless it unpacks to the published file, byte for byte.
    """
    try:
        ranks = lzma.decompress(packed, lzma.FORMAT_XZ)
    except lzma.LZMAError as error:
        raise TokenizationError("A shipped vocabulary cannot be unpacked", {"file": vocabulary.file}) from error
    found = hashlib.sha256(ranks).hexdigest()
    if found != vocabulary.sha256:
        raise TokenizationError(
            "A shipped vocabulary is not the published one",
            {"file": vocabulary.file, "expected": vocabulary.sha256, "found": found},
        )
    # Lines are "<base64 of the token> <rank>" in the order of ranks, which count from 0 without gaps in both files.
    tokens = ranks.split()[::2]
    return tiktoken.Encoding(
        name=vocabulary.name,
        pat_str=vocabulary.pattern,
        mergeable_ranks={a2b_base64(token): rank for rank, token in enumerate(tokens)},
        special_tokens=dict(vocabulary.special_tokens),
    )


def count_tokens(text: str, name: str) -> int:
    """How many tokens of that encoding the text has.

    Special tokens in the text count as the ordinary characters they are written with. A lone surrogate counts as U+FFFD, a pair
    as the character it stands for, as in tiktoken. Exact but for one case: a stretch of 650,000 characters with blanks but
    without a word's end is cut, and each such cut may add a token or two.

    Cost: linear for text; a run of one letter or sign costs ten times as much and n log n.
    Raises: TokenizationError where the shipped vocabulary is missing or damaged.
    """
    encode = encoding(name).encode_ordinary
    if len(text) <= _LONGEST_PIECE_CHARS:
        return len(encode(text))
    return sum(len(encode(piece)) for piece in pieces(text))


def pieces(text: str) -> Iterator[str]:
    """The text in stretches that can be counted one by one.

    Cost: linear; every character is looked at twice at most.
    """
    start = 0
    while len(text) - start > _LONGEST_PIECE_CHARS:
        limit = start + _LONGEST_PIECE_CHARS
        boundary = _BOUNDARY.search(text, start + _PIECE_CHARS, limit)
        if boundary is not None:
            end = boundary.start() + 1
        elif _BLANK.search(text, start, limit) is not None:
            end = limit
        else:
            blank = _BLANK.search(text, limit)
            end = len(text) if blank is None else blank.start()
        yield text[start:end]
        start = end
    yield text[start:]


def _packed(vocabulary: Vocabulary) -> bytes:
    try:
        packed = pkgutil.get_data("headroom.tokens", vocabulary.file)
    except OSError:
        packed = None
    if packed is None:
        raise TokenizationError("A shipped vocabulary is missing", {"file": vocabulary.file})
    return packed
