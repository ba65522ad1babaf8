"""How much each hunk says about what was done, and about what is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from headroom.compressors.unified_diff.asking import SAYS_NOTHING, lines_naming, low_text, outright, wanted
from headroom.compressors.unified_diff.files import FileClass, file_class
from headroom.compressors.unified_diff.parse import Diff, FilePart, Hunk, Prose
from headroom.relevance import Query, RowText, rows_matching

__all__ = ["LONGEST_DELETED", "Ranked", "asks_for", "is_noise", "is_submodule", "names_file", "rank_hunks"]

_WEIGHTS: dict[FileClass, float] = {
    "code": 1.0,
    "config": 0.7,
    "test": 0.5,
    "docs": 0.4,
    "changelog": 0.4,
    "example": 0.4,
    "data": 0.15,
    "scratch": 0.15,
    "vendored": 0.1,
    "generated": 0.05,
    "snapshot": 0.05,
    "lock": 0.05,
}
"""Chosen: what a reviewer reads first."""
NOISE = frozenset({"lock", "generated", "vendored", "snapshot", "data"})
"""Files whose hunks are only told of unless somebody asks for them."""
_ASKED_CLASSES: dict[str, tuple[FileClass, ...]] = {
    "test": ("test",),
    "tests": ("test",),
    "docs": ("docs", "changelog"),
    "documentation": ("docs", "changelog"),
    "readme": ("docs",),
    "changelog": ("changelog",),
    "breaking": ("changelog",),
    "release": ("changelog",),
    "config": ("config",),
    "configuration": ("config",),
    "lock": ("lock",),
    "lockfile": ("lock",),
    "dependencies": ("lock", "config"),
    "dependency": ("lock", "config"),
    "vendor": ("vendored",),
    "vendored": ("vendored",),
    "generated": ("generated",),
    "snapshot": ("snapshot",),
    "snapshots": ("snapshot",),
    "examples": ("example",),
    "benchmarks": ("example",),
}
"""Words of a question that ask for a class of files."""
_ASKED = 1.2
"""Chosen: a hunk that answers best outranks the best of the others."""
_ASKED_FILE = 1.0
_ASKED_FOLDER = 0.4
_TOLD = 0.8
"""Share of what a commit message or a file's header has of the question that the hunks below it are given."""
_CLEARLY = 0.5
"""Share of the best answer from which a hunk counts as asked for."""
_REPEATED = 0.1
"""Chosen: a change that stands there already says next to nothing."""
_TRIVIAL = 0.3
"""Whitespace alone, and files that are gone."""
LONGEST_DELETED = 60
"""Lines of a deleted file above which it is only told of."""
_PLAIN = 0.7
"""Imports and comments alone."""
_LONGEST_JUDGED = 24
"""Changed lines of a hunk that is looked at for being trivial."""
_LEAST_WORD = 3
_MOST_WORDS = 24
"""Chosen: each is a search of the whole text."""
_PLAIN_STARTS = ("import ", "from ", "#", "//", "/*", "*", "use ", "require", "using ", "package ", '"""', "'''", "--", "<!--")


class Ranked(msgspec.Struct, frozen=True, gc=False):
    """A hunk and its worth."""

    part: int
    """The index of its file among the parts of the diff."""
    header_end: int
    """The line behind the header of that file."""
    hunk: Hunk
    worth: float
    asked: bool
    """Whether the question names its file or what stands in it."""
    noise: bool
    """Whether it is told of only."""
    repeats: bool
    """Whether another file has the same change above."""
    named: bool = False
    """Whether the question names its file."""
    answers: tuple[int, ...] = ()
    """Lines of it that hold what the question points at; then it stays, whatever room it takes."""


class _Answers(msgspec.Struct, frozen=True, kw_only=True):
    """What of a diff answers, by the first line of words, of headers of files and of bodies of hunks."""

    scores: Mapping[int, float] = {}
    """How well, from 0 to 1."""
    lines: Mapping[int, tuple[int, ...]] = {}
    """Lines that hold what is pointed at."""
    meant: frozenset[int] = frozenset()
    """Where else something stands that is meant."""

    def of(self, hunk: Hunk, least: float, *, is_noise: bool) -> tuple[float, tuple[int, ...]]:
        """How well a hunk answers, and its lines that hold what is pointed at."""
        start = hunk.start
        match = max(self.scores.get(start, 0.0), least)
        lines: tuple[int, ...] = ()
        if start in self.lines:
            # The header of the next hunk stands with this one.
            lines = tuple([line for line in self.lines[start] if line < hunk.end])
        if lines or (is_noise and start in self.meant):
            match = max(match, _TOLD)
        return match, lines


def asks_for(path: str, kind: FileClass, query: Query) -> bool:
    """Whether a question names the file, or the class of files that it is of."""
    return kind in _classes(query) or names_file(path, query)


def names_file(path: str, query: Query) -> bool:
    """Whether a question names the file by its name or its whole path."""
    return _named(path, _names(query)) >= _ASKED_FILE


def is_noise(diff: Diff, part: FilePart) -> bool:
    """Whether the hunks of a file are only told of unless somebody asks; another commit of a submodule is no such hunk."""
    return file_class(part.path) in NOISE and not is_submodule(diff, part)


def is_submodule(diff: Diff, part: FilePart) -> bool:
    """Whether all that a file holds is the name of a commit."""
    return len(part.hunks) == 1 and diff.lines[part.hunks[0].start][1:].startswith("Subproject commit ")


def rank_hunks(diff: Diff, query: Query) -> list[Ranked]:
    """Each hunk of the diff with its worth, in the order of the text.

    Changes that say little or stand there twice are worth less, what the question asks for more.

    Cost: a search of the text a word of the question; a look at the changed lines.
    """
    found = _answers(diff, query)
    words = _names(query)
    classes = _classes(query)
    ranked: list[Ranked] = []
    seen: dict[str, int] = {}
    told = 0.0
    for index, part in enumerate(diff.parts):
        head = _TOLD * found.scores[part.start] if part.start in found.scores else 0.0
        if isinstance(part, Prose):
            told = head
            continue
        if not part.hunks:
            continue
        kind = "config" if is_submodule(diff, part) else file_class(part.path)
        weight = 1.0 if kind in classes else _WEIGHTS[kind]
        named = _named(part.path, words) if words else 0.0
        is_named = named >= _ASKED_FILE
        least = max(told, head)
        for hunk in part.hunks:
            match, lines = found.of(hunk, least, is_noise=kind in NOISE)
            repeats = seen.setdefault(diff.run(hunk.first, hunk.last), index) != index
            worth = weight * (_REPEATED if repeats else _substance(diff, hunk))
            asked = is_named or kind in classes or match > _CLEARLY
            worth += _ASKED * match * (0.5 + weight / 2) + named
            noise = not asked and (kind in NOISE or (hunk.removed > LONGEST_DELETED and _deletes(hunk)))
            ranked.append(Ranked(index, part.header_end, hunk, worth, asked, noise, repeats, is_named, lines))
    return ranked


def _names(query: Query) -> list[str]:
    """The words of a question that may name a file."""
    return [word for word in (*query.phrases, *query.words) if len(word) >= _LEAST_WORD]


def _classes(query: Query) -> set[FileClass]:
    """The classes of files that a question asks for."""
    return {kind for word in query.words if word in _ASKED_CLASSES for kind in _ASKED_CLASSES[word]}


def _answers(diff: Diff, query: Query) -> _Answers:
    """What the words of a question find."""
    if not (query.words or query.phrases):
        return _Answers()
    # The arguments of the call chose the whole of the diff; they tell none of its hunks from the others.
    words = [word for word in query.words if word not in SAYS_NOTHING]
    low = low_text(diff.text)
    starts = diff.starts
    firsts = _firsts(diff)
    ends = [*[starts[first] for first in firsts[1:]], len(low)]
    found = rows_matching(RowText(low, ends), Query(phrases=query.phrases, words=tuple(words[:_MOST_WORDS])))
    best = max([match.score for match in found.values()], default=0.0)
    if not best:
        return _Answers()
    lines = lines_naming(low, ends, starts, outright(query))
    more = wanted(query)[len(outright(query)) :]
    meant = lines_naming(low, ends, starts, more) if more and _has_noise(diff) else {}
    return _Answers(
        scores={firsts[row]: match.score / best for row, match in found.items()},
        lines={firsts[row]: held for row, held in lines.items()},
        meant=frozenset([firsts[row] for row in meant]),
    )


def _firsts(diff: Diff) -> list[int]:
    """The first lines of words, of headers of files and of bodies of hunks."""
    firsts: list[int] = []
    for part in diff.parts:
        firsts.append(part.start)
        if isinstance(part, FilePart):
            firsts.extend([hunk.start for hunk in part.hunks])
    return firsts


def _has_noise(diff: Diff) -> bool:
    return any(isinstance(part, FilePart) and part.hunks and file_class(part.path) in NOISE for part in diff.parts)


def _named(path: str, words: Sequence[str]) -> float:
    """How clearly the question names a file."""
    low = path.lower()
    best = 0.0
    for word in words:
        if word in low:
            name = low.rpartition("/")[2]
            if word in (name, name.partition(".")[0], low) or (("/" in word or "." in word) and low.endswith(word)):
                return _ASKED_FILE
            if "/" in word or f"/{word}/" in f"/{low}":
                best = _ASKED_FOLDER
    return best


def _deletes(hunk: Hunk) -> bool:
    """Whether the whole file goes."""
    return not hunk.new_start and not hunk.new_count


def _substance(diff: Diff, hunk: Hunk) -> float:
    """How much of a change it is: whitespace, imports and comments are less of one."""
    if _deletes(hunk):
        return _TRIVIAL
    if hunk.added + hunk.removed > _LONGEST_JUDGED or hunk.first >= hunk.last:
        return 1.0
    first = diff.lines[hunk.first][1:].lstrip()
    if first and not first.startswith(_PLAIN_STARTS):
        if hunk.added == hunk.removed and _differs_in_space(diff, hunk):
            return _TRIVIAL
        return 1.0
    words = [line[1:].strip() for line in diff.lines[hunk.first : hunk.last] if line[0] in "+-"]
    return _PLAIN if all(not line or line.startswith(_PLAIN_STARTS) for line in words) else 1.0


def _differs_in_space(diff: Diff, hunk: Hunk) -> bool:
    """Whether both sides are the same but for white space."""
    lines = diff.lines[hunk.first : hunk.last]
    one = "".join(lines[diff.tags.find("-", hunk.first) - hunk.first][1:].split())
    two = "".join(lines[diff.tags.find("+", hunk.first) - hunk.first][1:].split())
    if not one.startswith(two) and not two.startswith(one):
        return False
    old = "".join([line[1:] for line in lines if line[0] == "-"])
    new = "".join([line[1:] for line in lines if line[0] == "+"])
    return "".join(old.split()) == "".join(new.split())
