"""What stays with the hits that stay: their headings, the context round them, and separators between."""

from __future__ import annotations

from collections.abc import Iterable

from headroom.compressors.search_results.hits import CONTEXT, HEADING, HIT, SEPARATOR, Hits
from headroom.compressors.search_results.limits import Shown

__all__ = ["keep_context"]

_BLOCK = 5
"""Lines of a group of context up to which it stays whole with its hit, where its other hits may stay."""
_FAR = 8
"""Lines within which the hit of a line of context is looked for."""
_REACH = 2
"""Lines of context on each side of a kept hit in a larger group."""


def keep_context(shown: Shown, hits: Hits) -> None:
    """Keep what belongs to the lines that are shown."""
    kept, roles = shown.kept, hits.roles
    if CONTEXT in roles:
        for line in [line for line in kept if roles[line] == CONTEXT]:
            _keep(kept, _its_hit(line, hits), "context")
        for line in [line for line in kept if roles[line] <= CONTEXT]:
            near = _neighbours(line, hits)
            is_whole = shown.admits(near.start, near.stop)
            _keep(kept, near if is_whole else [at for at in near if roles[at] == CONTEXT], "context")
    if HEADING in roles:
        _keep(kept, _headings(kept, roles), "heading")
    _keep(kept, [line + 1 for line in kept if line + 2 in kept and roles[line + 1] == SEPARATOR], "separator")


def _keep(kept: dict[int, str], lines: Iterable[int], reason: str) -> None:
    for line in lines:
        kept.setdefault(line, reason)


def _headings(kept: dict[int, str], roles: bytearray) -> list[int]:
    """The headings above kept lines."""
    heading = -1
    found: list[int] = []
    for line, role in enumerate(roles):
        if role == HEADING:
            heading = line
        elif line in kept and role <= CONTEXT and heading >= 0:
            found.append(heading)
    return found


def _its_hit(line: int, hits: Hits) -> Iterable[int]:
    """The lines from one of context to the nearest hit of its group."""
    for step in range(1, _FAR):
        for at in (line + step, line - step):
            if 0 <= at < len(hits.roles) and hits.roles[at] == HIT and hits.owners[at] == hits.owners[line]:
                return range(min(at, line), max(at, line) + 1)
    return ()


def _neighbours(line: int, hits: Hits) -> range:
    """The lines of the group that stay with one of them."""
    owner, owners, roles = hits.owners[line], hits.owners, hits.roles
    start = end = line
    while start > line - _BLOCK and start > 0 and owners[start - 1] == owner and roles[start - 1] <= CONTEXT:
        start -= 1
    while end < line + _BLOCK and end + 1 < len(owners) and owners[end + 1] == owner and roles[end + 1] <= CONTEXT:
        end += 1
    if end - start + 1 <= _BLOCK:
        return range(start, end + 1)
    return range(max(start, line - _REACH), min(end, line + _REACH) + 1)
