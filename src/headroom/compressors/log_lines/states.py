"""Rows that tell a change of state: what started, stopped, connected, took over."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from headroom.compressors.log_lines.places import Places
from headroom.compressors.log_lines.templates import Templates

__all__ = ["state_rows"]

_CHANGES = frozenset(
    """start starts started starting stop stops stopped stopping shutdown restart restarted restarting reboot rebooted
    rebooting boot booted connect connected connecting disconnect disconnected disconnecting reconnect reconnected
    reconnecting became become leader follower elected election promoted demoted joined joining left leaving entered entering
    recovered recovering recovery resumed resuming paused pausing suspended enabled disabled listening opened closed mounted
    unmounted attached detached activated deactivated registered deregistered unregistered online offline up down ready synced
    scaled upgraded downgraded migrated initialized initialised exiting exited terminating terminated killing failover
    switched switching enter leave healthy""".split()
)
"""Words of rows that tell one, in small letters."""
_ALL = 4
"""Rows of a kind up to which each is told; of more the first and the last."""
_KINDS = 24
"""Kinds of changes beyond which some stand for all: then they are what the text is about."""
_READ = 1_000
"""Kinds of rows with one word that are looked at; what stands in more of them tells no change. Bounds the cost."""
_MOST = 0.05
_MOST_LEAST = 12
"""Share and number of rows above which a kind of row is work that comes and goes, no change of the whole."""


def state_rows(templates: Templates, places: Places) -> list[int]:
    """The first and the last row of each kind that tells a change of state, the rarest kinds first."""
    found = {template for word in places.low_words & _CHANGES for template in _holding(places, word)}
    most = max(_MOST_LEAST, _MOST * len(templates.of_row))
    rare = sorted([rows for template in found if len(rows := templates.rows[template]) <= most], key=_rank)
    if len(rare) > _KINDS:
        rare = rare[:: len(rare) // _KINDS + 1]
    return [row for rows in rare for row in (rows if len(rows) <= _ALL else (rows[0], rows[-1]))]


def _holding(places: Places, word: str) -> Iterator[int]:
    """The kinds of rows whose first place of a word is a word of its own."""
    low, length = places.low, len(word)
    for template, at in islice(places.low_places(word), _READ):
        if not (low[at - 1].isalpha() or low[at + length].isalpha()):
            yield template


def _rank(rows: list[int]) -> tuple[int, int]:
    return len(rows), rows[0]
