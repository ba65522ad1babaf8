"""Which rows were written by the same statement of a program, and how rare each kind is.

A template is a shape with its variable words masked; templates that begin alike are a family. Everything later looks at one
row of each template, and at all rows only where their values decide.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain

import msgspec

from headroom.compressors.log_lines.masking import Shapes
from headroom.compressors.log_lines.telling import telling_words

__all__ = ["Templates", "templates_of"]

_VARIABLE = re.compile(
    r"\"[^\s\"]{0,200}+\"|'[^\s']{0,200}+'"
    r"|/[^\s\"'<>()\[\]{}|;,]*+(?:(?<=\w)\[[^\s]*+)?"
    r"|(?<![A-Za-z0-9_])"
    r"(?:(?![A-Z0]{2,5}(?![A-Za-z0-9_.:/-])(?<=[A-Z0][A-Z]|[A-Z]0))[A-Za-z_]*+-?0[A-Za-z0-9_.:+@%/-]*+"
    r"|(?<==)[^\s,;\"'\[\](){}&|]++)"
    r"|[=\-#.*_~>█▏▎▍▌▋▊▉━─]{4,}+"
)
"""Quoted words, paths, words that hold a number, values of a key, and bars. Runs on shapes: every number is a `0`."""
_SIGNS = bytes(code for code in range(256) if code not in b"0/='\"\n")
"""All bytes but those of which what `_VARIABLE` finds holds one, unless it is a bar."""
_BARS = bytes(code for code in range(128) if code not in b"=-#.*_~>\n")
"""All of ASCII but what bars are made of."""
_LEAST_BAR = 4
_HEAD_SHARE = 0.9
"""Share of rows that begin with a word for it to belong to the header that all lines have. Chosen."""
_HEADS_READ = 32
"""Templates, the most frequent ones, in which the header is looked for."""
_LONGEST_HEAD = 12
"""Words a header may have at most."""
_FAMILY_WORDS = 4
"""Words after the header that make a family. Chosen: a logger and the first words of its message."""
_LOOKED_AT = 400
"""Characters of a template in which its family is looked for."""


class Templates(msgspec.Struct, frozen=True, kw_only=True):
    """The templates of a text."""

    of_shape: list[int]
    """The template of each shape."""
    of_row: list[int]
    """The template of each row."""
    texts: list[str]
    """The first row of each template, with every digit as `0`."""
    rows: list[list[int]]
    """The rows of each template, in order."""
    shapes: list[list[int]]
    """The shapes of each template."""
    family: list[int]
    """The family of each template."""
    sizes: list[int]
    """How many rows each family has."""
    words: list[list[str]]
    """The words of each shape."""
    spelled: dict[str, str]
    """Each different word, with every number as one `0`."""

    def spelling(self, shape: int) -> list[str]:
        """The words of a shape, with every number as one `0`."""
        return list(map(self.spelled.__getitem__, self.words[shape]))


def templates_of(shapes: Shapes) -> Templates:
    """The templates of shapes. Cost: a few look-ups a word of the shapes, and a search in each different word."""
    words = [text.split() for text in shapes.texts]
    different = list(dict.fromkeys(chain.from_iterable(words)))
    spelled = _shortened("\n".join(different)).split("\n")
    known = _masked(different, spelled)
    masked = [" ".join(map(known.__getitem__, line)) for line in words]
    numbers: dict[str, int] = dict.fromkeys(masked, 0)
    numbers = dict(zip(numbers, range(len(numbers)), strict=True))
    of_shape = list(map(numbers.__getitem__, masked))
    of_row = list(map(of_shape.__getitem__, shapes.of_row)) if len(numbers) < len(masked) else shapes.of_row
    spoken: list[list[int]] = [[] for _ in numbers]
    for shape, template in enumerate(of_shape):
        spoken[template].append(shape)
    rows: list[list[int]] = [[] for _ in numbers]
    for row, template in enumerate(of_row):
        rows[template].append(row)
    family, sizes = _families(list(numbers), list(map(len, rows)))
    return Templates(
        of_shape=of_shape,
        of_row=of_row,
        texts=[shapes.texts[shapes.of_row[same[0]]] for same in rows],
        rows=rows,
        shapes=spoken,
        family=family,
        sizes=sizes,
        words=words,
        spelled=dict(zip(different, spelled, strict=False)),
    )


def _shortened(text: str) -> str:
    """A text with a single nought for each number, which in shapes are noughts alone."""
    while "00" in text:
        text = text.replace("00", "0")
    return text


def _masked(different: list[str], spelled: list[str]) -> dict[str, str]:
    """Each different word as it is in templates."""
    joined = "\n".join(spelled).encode("utf-8", "surrogatepass")
    signs = joined.translate(None, _SIGNS).split(b"\n")
    bars = joined.translate(None, _BARS).split(b"\n")
    looked_at = [number for number, bar in enumerate(bars) if signs[number] or len(bar) >= _LEAST_BAR]
    if looked_at:
        marked = [spelled[number] for number in looked_at]
        telling = telling_words(marked)
        spelled = [*spelled]
        for number, word, masked in zip(looked_at, marked, _VARIABLE.sub("#", "\n".join(marked)).split("\n"), strict=True):
            spelled[number] = word if word in telling else masked
    return dict(zip(different, spelled, strict=False))


def _families(texts: list[str], weights: list[int]) -> tuple[list[int], list[int]]:
    heaviest: Sequence[int] = range(len(texts))
    if len(texts) > _HEADS_READ:
        heaviest = sorted(heaviest, key=weights.__getitem__, reverse=True)[:_HEADS_READ]
    length = _head_length([texts[at] for at in heaviest], [weights[at] for at in heaviest]) + _FAMILY_WORDS
    heads = [" ".join(text[:_LOOKED_AT].split(" ", length)[:length]) for text in texts]
    # All commands that a shell echoes (`set -x`) are one family.
    heads = ["+" if head[:1] == "+" and not head.partition(" ")[0].strip("+") else head for head in heads]
    numbers: dict[str, int] = dict.fromkeys(heads, 0)
    numbers = dict(zip(numbers, range(len(numbers)), strict=True))
    family = list(map(numbers.__getitem__, heads))
    sizes = [0] * len(numbers)
    for number, weight in zip(family, weights, strict=True):
        sizes[number] += weight
    return family, sizes


def _head_length(texts: list[str], weights: list[int]) -> int:
    """How many words nearly all rows begin with alike."""
    least = _HEAD_SHARE * sum(weights)
    words = [text[:_LOOKED_AT].split(" ", _LONGEST_HEAD) for text in texts]
    for place in range(_LONGEST_HEAD):
        seen: dict[str, int] = {}
        for line, weight in zip(words, weights, strict=True):
            if len(line) > place:
                word = line[place]
                seen[word] = seen.get(word, 0) + weight
        if not seen or max(seen.values()) < least:
            return place
    return _LONGEST_HEAD
