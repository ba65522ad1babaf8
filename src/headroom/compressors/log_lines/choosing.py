"""Which of the offered rows stay: what must, within a hard bound, then what says most, within the wish."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from headroom.config import LogSettings

__all__ = ["Offer", "choose"]

_NOTE = 36
"""Characters that a note before a kept row costs, in characters of a log."""
_HARD = 0.17
"""Share of a text that what must stay may take. Chosen: logs come down by five sixths at least."""
_HARD_LEAST = 4_000
_HARD_SMALL = 0.6
"""The same for texts of which this is less than the least."""
_HARD_FEW = 0.6
"""The same for texts of few lines, each of which is a large share. Chosen."""
_FEW_LINES = 12
_WISH = 0.1
"""Share of a text that signals may fill up to."""
_WISH_LEAST = 2_500
_WISH_SMALL = 0.18
_WISH_MORE = 0.05
"""Share that signals may take on top where what must stay took the rest."""
_USUAL_LINES = LogSettings().max_total_lines
"""Lines for which the shares above are chosen; for more and fewer lines they grow and shrink in proportion."""
_MISSES = 50
"""Rows of an offer that did not fit, after which no more of it are tried."""


class Offer(msgspec.Struct, frozen=True):
    """Rows to keep for one reason, the most wanted first."""

    reason: str
    rows: list[int]
    share: float
    """Of the bound; what others leave over may be used, too."""
    must: bool = False
    surplus: int = 0
    """How many rows are kept on top, behind what must stay; they are not charged, so that no other offer gets less for them."""


def choose(lines: list[str], made: Iterable[Offer], most_lines: int) -> dict[int, str]:
    """The rows that stay, each with its reason."""
    everything = sum(map(len, lines))
    line = everything / max(1, len(lines))
    share = _HARD if len(lines) >= _FEW_LINES else _HARD_FEW
    hard = _bound(max(share * everything, min(_HARD_LEAST, _HARD_SMALL * everything)), line, most_lines)
    ledger = _Ledger(lines)
    offers = iter(made)
    signal = _take_musts(ledger, offers, hard, 3 * most_lines)
    least_room = _bound(_WISH_MORE * everything, line, most_lines)
    wish = _bound(max(_WISH * everything, min(_WISH_LEAST, _WISH_SMALL * everything)), line, most_lines)
    room = max(wish - ledger.spent, least_room)
    wish = ledger.spent + room
    rows = len(ledger.kept) + most_lines
    while signal is not None and ledger.spent + _NOTE < wish and len(ledger.kept) < rows:
        # What would be offered next is only worked out while there is room for it.
        ledger.take(signal, min(wish, ledger.spent + signal.share * room), rows)
        signal = next(offers, None)
    return ledger.kept


def _bound(chars: float, line: float, most_lines: int) -> float:
    """What a share of a text becomes for other than the usual number of lines; for few at least what those take."""
    scaled = chars * most_lines / _USUAL_LINES
    return max(scaled, min(chars, most_lines * (line + _NOTE)))


def _take_musts(ledger: _Ledger, offers: Iterable[Offer], hard: float, most_rows: int) -> Offer | None:
    """Keep what must stay, each kind within its share first, then surplus; comes back with the first signal."""
    waiting: list[Offer] = []
    surplus: list[Offer] = []
    signal = None
    for offer in offers:
        if offer.must:
            ledger.take(offer, min(hard, ledger.spent + offer.share * hard), most_rows)
            waiting.append(offer)
        elif offer.surplus:
            surplus.append(offer)
        else:
            signal = offer
            break
    for offer in waiting:
        ledger.take(offer, hard, most_rows)
    for offer in surplus:
        ledger.take_free(offer)
    return signal


class _Ledger:
    """What is kept, and what it costs."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.kept: dict[int, str] = {}
        self.spent = 0

    def take(self, offer: Offer, most: float, most_rows: int) -> None:
        """Keep rows of an offer as long as they fit."""
        kept, lines, misses = self.kept, self.lines, 0
        for row in offer.rows:
            if row in kept or row >= len(lines):
                continue
            cost = len(lines[row]) + _NOTE * (2 - (row - 1 in kept) - (row + 1 in kept)) // 2
            if self.spent + cost > most or len(kept) >= most_rows:
                misses += 1
                if misses > _MISSES:
                    return
                continue
            kept[row] = offer.reason
            self.spent += cost

    def take_free(self, offer: Offer) -> None:
        """Keep as many more rows of an offer as it asks for, whatever they cost."""
        more = [row for row in offer.rows if row not in self.kept and row < len(self.lines)]
        self.kept.update(dict.fromkeys(more[: offer.surplus], offer.reason))
