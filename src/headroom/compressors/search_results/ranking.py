"""How well each hit and each file of a grep-like result answers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

import msgspec

from headroom.compressors.search_results.hits import CONTEXT, Hits
from headroom.compressors.search_results.scoring import best_first, score_lines
from headroom.compressors.search_results.terms import Terms

__all__ = ["Ranked", "rank_hits", "text_of"]

_PATH_WEIGHT = 0.6
"""Chosen: that a file's path fits says less of a hit than its own text."""
_DEFINED = 1.6
"""Factor for a line that defines what the question names."""
_DEFINES = 1.15
_DECLARING = frozenset(
    """class def function function* func fn struct enum trait interface type const let var val module impl namespace protocol
    typedef record macro_rules! TABLE #define define""".split()
)
_DECLARED = re.compile(
    r"(?:\S+\s+){0,4}?(?:class|def|function\*?|func|fn|struct|enum|trait|interface|type|const|let|var|val|module|impl"
    r"|namespace|protocol|typedef|record|macro_rules!|CREATE TABLE|#?\s?define)\b"
    r"[\s*&]{1,4}(?:\([^()\n]{0,60}\)\s)?[\"`]?([A-Za-z_$][\w$]*)"
)
_ASSIGNED = re.compile(r"[\"']?([A-Za-z_$][\w.$-]{0,80})[\"']?(?:\s?:\s?[\w\[\]., |]{1,40})?\s?(?::?=(?!=)|:\s)")
_FIRST_WORDS = 6
"""Words of a line among which one stands that declares something."""
_MOST_LOOKED_AT = 20
"""Best files whose paths are looked at for what they are."""
_SECONDARY = frozenset(
    """test tests spec specs fixture fixtures mock mocks example examples vendor third dist build min changelog changes history
    locale locales snapshot snapshots doc docs""".split()
)
"""Parts of paths that come after the source itself when both fit equally; `third` is of `third_party`."""
_JOINTS = str.maketrans("\\._-", "////")
_SECONDARY_FACTOR = 0.85
_MOST_DEFINITIONS = 120
_MOST_UNASKED = 20
"""Best lines that are looked at for definitions, where one is asked for and else; chosen: uses of a name score alike."""
_LONGEST_NUMBER = 20
_LOOKED_AT_CHARS = 300
"""Characters of a line in which a definition is looked for."""


class Ranked(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of hits before any is chosen."""

    hits: Hits
    rows: list[int]
    """Lines with text of a file."""
    by_file: Mapping[int, list[int]]
    own: dict[int, float]
    """Line -> how well its text answers."""
    files: dict[int, float]
    """File -> how well its path and its best line answer."""
    best_files: list[int]
    """Those files, best first."""
    total: dict[int, float]
    """Line -> how well text and path answer, for those that do at all."""
    best_rows: list[int]
    """Those lines, best first."""
    paths: dict[int, float]
    """File -> how well its path answers."""
    informed: bool
    """Whether words of the question were found, so that hits can be told apart."""


def rank_hits(hits: Hits, terms: Terms) -> Ranked:
    """The scores of lines and files. Cost: linear, a few searches of the text and of the paths for each term."""
    owners, bodies = hits.owners, hits.bodies
    rows = [*range(len(bodies))]
    if max(hits.roles) > CONTEXT:
        rows = [row for row in rows if hits.roles[row] <= CONTEXT]
    by_file: defaultdict[int, list[int]] = defaultdict(list)
    for row in rows:
        by_file[owners[row]].append(row)
    scored = score_lines(bodies if len(rows) == len(bodies) else [bodies[row] for row in rows], terms)
    own = {rows[at]: score for at, score in scored.values.items()}
    _prefer_definitions(own, bodies, terms)
    paths: dict[int, float] = {}
    informed = scored.informed
    if len(hits.paths) > 1:
        by_path = score_lines(hits.paths, terms)
        paths = by_path.values
        informed |= by_path.informed
    files = _of_files(own, paths, owners)
    order = best_first(files)
    lowered = [file for file in order[:_MOST_LOOKED_AT] if _is_secondary(hits.paths[file], terms)]
    total = _of_rows(own, paths, by_file)
    for file in lowered:
        files[file] *= _SECONDARY_FACTOR
        total.update({row: total[row] * _SECONDARY_FACTOR for row in by_file.get(file, ()) if row in total})
    return Ranked(
        hits=hits,
        rows=rows,
        by_file=by_file,
        own=own,
        best_files=best_first(files) if lowered else order,
        files=files,
        best_rows=best_first(total),
        total=total,
        paths=paths,
        informed=informed,
    )


def _of_files(own: Mapping[int, float], paths: Mapping[int, float], owners: Sequence[int]) -> dict[int, float]:
    """What a file's path and its best line are worth."""
    best: dict[int, float] = {}
    for row, score in own.items():
        file = owners[row]
        if score > best.get(file, 0.0):
            best[file] = score
    files = dict(paths)
    for file, score in best.items():
        files[file] = files.get(file, 0.0) + score
    return files


def _of_rows(own: Mapping[int, float], paths: Mapping[int, float], by_file: Mapping[int, list[int]]) -> dict[int, float]:
    """What a line and the path of its file are worth."""
    total = dict(own)
    for file, score in paths.items():
        gain = _PATH_WEIGHT * score
        for row in by_file.get(file, ()):
            total[row] = total.get(row, 0.0) + gain
    return total


def _is_secondary(path: str, terms: Terms) -> bool:
    """Whether it is a test, a change log or a copy, and none is asked for."""
    parts = path.lower().translate(_JOINTS).split("/")
    return not _SECONDARY.isdisjoint(parts) and not any(part in _SECONDARY and part[:4] in terms.question for part in parts)


def _prefer_definitions(own: dict[int, float], bodies: Sequence[str], terms: Terms) -> None:
    """Raise the lines that define what the question names."""
    for row in best_first(own)[: _MOST_DEFINITIONS if terms.wants_definition else _MOST_UNASKED]:
        text = text_of(bodies[row][:_LOOKED_AT_CHARS])
        is_declared = not _DECLARING.isdisjoint(text.split(None, _FIRST_WORDS))
        if not is_declared and "=" not in text and ":" not in text:
            continue
        found = (_DECLARED.match(text) if is_declared else None) or _ASSIGNED.match(text)
        if found is None:
            continue
        name = found.group(1).lower()
        if name in terms.names or name.rpartition(".")[2] in terms.names:
            own[row] *= _DEFINED if terms.wants_definition else _DEFINES
        elif terms.wants_definition:
            own[row] *= _DEFINES


def text_of(body: str) -> str:
    """A body without its line number."""
    cut = body.find(":", 0, _LONGEST_NUMBER)
    return (body[cut + 1 :] if cut > 0 and body[:cut].strip().isdigit() else body).strip()
