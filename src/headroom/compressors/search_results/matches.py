"""What stays of a grep-like result, and the files of what does not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from headroom.compressors.search_results.choice import Choice, Gap
from headroom.compressors.search_results.hits import CONTEXT, HEADING, HIT, Hits
from headroom.compressors.search_results.inventory import describe_files, within
from headroom.compressors.search_results.selection import LINE_CHARS, select_hits
from headroom.compressors.search_results.terms import Terms
from headroom.config import SearchSettings

__all__ = ["choose_hits"]


def choose_hits(hits: Hits, terms: Terms, settings: SearchSettings) -> Choice:
    """The lines to keep of a result, with an inventory of files for each gap.

    Keeps: everything of a result with no more hits than are wished, unless they are long.
    """
    if len(hits.roles) <= settings.max_total_matches and sum(map(len, hits.bodies)) <= settings.max_total_matches * LINE_CHARS:
        return Choice(lines=dict.fromkeys(range(len(hits.roles)), "few"))
    root = within(hits.paths)
    mixed = CONTEXT in hits.roles or HEADING in hits.roles

    def describe(gap: Gap, allowed: int) -> str:
        owners: Iterable[int] = hits.owners[gap.start : gap.stop]
        if mixed:
            roles = hits.roles[gap.start : gap.stop]
            owners = [owner for owner, role in zip(owners, roles, strict=True) if role == HIT]
        counts = Counter(owners)
        del counts[-1]
        if not counts or (len(counts) == 1 and _is_plain(next(iter(counts)), gap, hits)):
            return ""
        return describe_files([(hits.paths[file], number) for file, number in counts.items()], root, allowed, "hits")

    def kinds(dropped: Sequence[int]) -> Iterable[tuple[str, int]]:
        if not mixed:
            return ()
        roles = hits.roles
        gone = Counter(roles[line] for line in dropped)
        return [(name, gone[role]) for role, name in ((HIT, "hits"), (CONTEXT, "context")) if gone[role]]

    return Choice(lines=select_hits(hits, terms, settings), describe=describe, kinds=kinds)


def _is_plain(file: int, gap: Gap, hits: Hits) -> bool:
    """Whether the lines round a gap tell of which file it is."""
    if not hits.paths[file]:
        return True
    before = hits.owners[gap.start - 1] if gap.start else -1
    after = hits.owners[gap.stop] if gap.stop < len(hits.owners) else -1
    return before == file and (after == file or hits.roles[gap.start - 1] == HEADING)
