"""A list of files with the state of each, as git, Subversion and Mercurial show it: `?? new.py`, `modified: a.py`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from headroom.compressors.search_results.listing import Listing

__all__ = ["asked_states", "read_states", "told_states"]

_SHORT = re.compile(
    r"([ MADRCTUX?!]{2}(?= \S)|[MADRCTUXI?!~][0-9]{0,3}(?=\t| {2,8}\S| [^\s./]{0,200}[./]\S{0,300}\s?$))[ \t]{1,8}"
    r"(\S[^\n]{0,1000})"
)
"""`XY path`, `X<tab>path` with the likeness of a rename, `X       path`, and `X path` of what is surely a path."""
_LONG = re.compile(r"#?\t(?:([^\W\d_][^:\t\n]{2,30}):\s{1,12})?(\S[^\n]{0,1000})")
"""An entry of `git status`; what is not tracked has no word before it."""
_PROBE = 40
_SHORT_SHARE = 0.8
_LONG_SHARE = 0.4
"""Share of the first lines that must be entries; chosen: between those of the long form are headings, hints and blanks."""
_OPENINGS = ("On branch ", "HEAD detached", "Changes ", "Untracked files:", "Unmerged paths:", "# On branch ")
_MEANINGS = (
    ("conflict", ("UU", "AA", "DD", "AU", "UA", "DU", "UD", "U", "C", "both")),
    ("unmerged", ("UU", "AA", "DD", "AU", "UA", "DU", "UD", "U", "both")),
    ("delet", ("D", "deleted")),
    ("remov", ("D", "R", "deleted")),
    ("missing", ("D", "!", "deleted")),
    ("renam", ("R", "renamed")),
    ("moved", ("R", "renamed")),
    ("added", ("A", "new")),
    ("new ", ("A", "?", "new", "untracked")),
    ("untracked", ("?", "untracked")),
    ("modif", ("M", "modified")),
    ("chang", ("M", "modified")),
    ("copied", ("C", "copied")),
    ("ignored", ("!", "I", "ignored")),
    ("staged", ("M ", "A ", "D ", "R ")),
)
"""Beginnings of words of a question, and the states that they speak of: a letter in any place, or a word."""
_STATE_CHARS = 24
_MOST_STATES = 40
"""Chosen: git has fewer."""


def read_states(lines: Sequence[str]) -> Listing | None:
    """The listing with a state for each entry; None where the lines are no such list."""
    probe = [line for line in lines[:_PROBE] if line and not line.isspace()]
    if not probe:
        return None
    if any(line.startswith(_OPENINGS) for line in probe):
        tabbed = sum(line.startswith(("\t", "#\t")) for line in probe)
        return _of_few_states(_read_long(lines)) if tabbed >= _LONG_SHARE * len(probe) else None
    if probe[-1][:1] not in " MADRCTUXI?!~" or sum(_SHORT.match(line) is not None for line in probe) < _SHORT_SHARE * len(
        probe
    ):
        return None
    return _of_few_states(_read_short(lines))


def _of_few_states(listing: Listing) -> Listing | None:
    """The listing; None where there are so many words before paths that they are no states."""
    return listing if len({*listing.states}) <= _MOST_STATES else None


def _read_short(lines: Sequence[str]) -> Listing:
    found = _Entries()
    for index, line in enumerate(lines):
        match = _SHORT.match(line)
        if match is not None:
            found.add(index, match.group(1), match.group(2))
        elif line and not line.isspace():
            found.others.append(index)
    return found.listing()


def _read_long(lines: Sequence[str]) -> Listing:
    """Entries under the headings of `git status`; headings and hints are others."""
    found = _Entries()
    aside = "untracked"
    for index, line in enumerate(lines):
        match = _LONG.match(line)
        if match is not None:
            found.add(index, match.group(1) or aside, match.group(2))
        elif line and not line.isspace():
            found.others.append(index)
            if line.rstrip().endswith(":"):
                aside = "ignored" if "gnored" in line else "untracked"
    return found.listing()


class _Entries:
    """What has been read so far."""

    def __init__(self) -> None:
        self.entries: list[int] = []
        self.paths: list[str] = []
        self.states: list[str] = []
        self.others: list[int] = []

    def add(self, index: int, state: str, path: str) -> None:
        """An entry; of a file that was moved the new path counts."""
        target = path.rpartition(" -> ")[2] if " -> " in path else path.rpartition("\t")[2]
        self.entries.append(index)
        self.paths.append(target.strip().strip('"'))
        self.states.append(state if len(state) <= 2 else state.rstrip("0123456789")[:_STATE_CHARS])

    def listing(self) -> Listing:
        """The listing."""
        return Listing(entries=self.entries, paths=self.paths, parents={}, others=self.others, states=self.states)


def asked_states(states: Sequence[str], question: str) -> set[str]:
    """Those of the states that a question speaks of."""
    meant = [sign for word, signs in _MEANINGS if word in question for sign in signs]
    return {state for state in {*states} if any(_is_meant(state, sign) for sign in meant)}


def _is_meant(state: str, sign: str) -> bool:
    if len(sign) == 1:
        return len(state) <= 2 and sign in state
    return state.partition(" ")[0] == sign if sign.isalpha() else state == sign


def told_states(states: Sequence[str]) -> list[tuple[str, int]]:
    """Each state with the number of its entries, in order of appearance."""
    counts: dict[str, int] = {}
    for state in states:
        name = state.strip() or state
        counts[name] = counts.get(name, 0) + 1
    return [*counts.items()]
