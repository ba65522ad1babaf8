"""How much each hunk says about what was done, and about what is asked."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from headroom.compressors.unified_diff.files import FileClass, file_class
from headroom.compressors.unified_diff.parse import Diff, FilePart, Hunk, Prose
from headroom.relevance import Query, RowText, rows_matching

__all__ = ["LONGEST_DELETED", "NOISE", "Ranked", "asks_for", "rank_hunks"]

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
_SAYS_NOTHING = frozenset(
    """change changes changed diff diffs patch patches commit commits review file files line lines code fix fixes fixed bug
    issue version versions release summarise summarize touch touches decisive exactly particular""".split()
)
"""Words of questions about diffs that do not tell one hunk from another."""
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


def asks_for(path: str, kind: FileClass, query: Query) -> bool:
    """Whether a question names the file, or the class of files that it is of."""
    return kind in _classes(query) or _named(path, _names(query)) >= _ASKED_FILE


def rank_hunks(diff: Diff, query: Query) -> list[Ranked]:
    """Each hunk of the diff with its worth, in the order of the text.

    Changes that say little or stand there twice are worth less, what the question asks for more.

    Cost: a search of the text a word of the question; a look at the changed lines.
    """
    matches = _matches(diff, query)
    words = _names(query)
    classes = _classes(query)
    ranked: list[Ranked] = []
    seen: dict[str, int] = {}
    told = 0.0
    for index, part in enumerate(diff.parts):
        head = _TOLD * matches[part.start] if part.start in matches else 0.0
        if isinstance(part, Prose):
            told = head
            continue
        if not part.hunks:
            continue
        kind = file_class(part.path)
        weight = 1.0 if kind in classes else _WEIGHTS[kind]
        named = _named(part.path, words) if words else 0.0
        least = max(told, head)
        named_at_all = named >= _ASKED_FILE or kind in classes
        for hunk in part.hunks:
            match = matches.get(hunk.start, 0.0)
            match = max(match, least)
            repeats = seen.setdefault(diff.run(hunk.first, hunk.last), index) != index
            worth = weight * (_REPEATED if repeats else _substance(diff, hunk))
            wanted = named_at_all or match > _CLEARLY
            worth += _ASKED * match * (0.5 + weight / 2) + named
            noise = not wanted and (kind in NOISE or (hunk.removed > LONGEST_DELETED and _deletes(hunk)))
            ranked.append(Ranked(index, part.header_end, hunk, worth, wanted, noise, repeats))
    return ranked


def _names(query: Query) -> list[str]:
    """The words of a question that may name a file."""
    return [word for word in (*query.phrases, *query.words) if len(word) >= _LEAST_WORD]


def _classes(query: Query) -> set[FileClass]:
    """The classes of files that a question asks for."""
    return {kind for word in query.words if word in _ASKED_CLASSES for kind in _ASKED_CLASSES[word]}


def _matches(diff: Diff, query: Query) -> dict[int, float]:
    """How well words, headers of files and hunks answer, from 0 to 1, by their first line; hunks by that of their body."""
    if not (query.words or query.phrases):
        return {}
    # The arguments of the call chose the whole of the diff; they tell none of its hunks from the others.
    words = [word for word in query.words if word not in _SAYS_NOTHING]
    low = diff.text.lower()
    if len(low) != len(diff.text):
        # Some capitals have a longer small form, and places would no longer agree.
        low = "".join([small if len(small := char.lower()) == 1 else char for char in diff.text])
    starts = diff.starts
    firsts: list[int] = []
    for part in diff.parts:
        firsts.append(part.start)
        if isinstance(part, FilePart):
            firsts.extend([hunk.start for hunk in part.hunks])
    ends = [*[starts[first] for first in firsts[1:]], len(low)]
    found = rows_matching(RowText(low, ends), Query(phrases=query.phrases, words=tuple(words[:_MOST_WORDS])))
    best = max([match.score for match in found.values()], default=0.0)
    return {firsts[row]: match.score / best for row, match in found.items()} if best else {}


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
