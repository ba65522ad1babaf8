"""Which rows of an array stay, and why.

What must stay: the ends, each different error, odd shapes, rare values, extreme numbers, level shifts, and what was asked for.
What may stay: rows that bring new words, up to the wanted number of rows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

import msgspec

from headroom.compressors.json_records.bridges import bridging, linked_rows
from headroom.compressors.json_records.columns import Column, is_constant
from headroom.compressors.json_records.errors import error_columns, error_rows, speaking
from headroom.compressors.json_records.events import alarms
from headroom.compressors.json_records.forms import small_gaps
from headroom.compressors.json_records.signals import (
    Categories,
    Numbers,
    categories_of,
    change_points,
    first_of_each,
    is_identifier,
    numbers_of,
    odd_shapes,
    outliers,
    rare_values,
    score_order,
)
from headroom.compressors.json_records.sizing import diverse_rows, spread
from headroom.config import CrushSettings
from headroom.relevance import Match, Query, RowText, choice_for, near_rows, row_text, rows_matching

__all__ = ["Selection", "select_rows", "without_small_gaps"]

_LEAST_FIRST = 3
_LEAST_LAST = 2
_WORD = re.compile(r"[^\W_]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_MATCH_SHARE = 0.5
"""Share of the best row's score from which a row counts as asked for."""
_BEGINNING = 6
"""Letters that two words have in common, or all they have, to be taken for the same."""
_COMMON_SHARE = 0.25
"""Share of the rows above which a word inside texts is too common to keep rows for."""
_MATCH_ROWS = 3
"""Rows kept because they were asked for, at most, as a multiple of the rows wanted."""
_ERRORS = 3
"""Different errors kept, at most, as a multiple of the rows wanted."""
_WORDS_FROM = 300
"""Characters of a row whose words tell it from others."""
_UNIQUENESS_ROWS = 50
"""Rows of which the share of distinct values is taken: of a long array, five hundred values are few but no constant."""
_ERROR_SHARE = 0.5
"""Share of the rows from which many different errors are no signal any more."""
_TEXT_ROW = 200
"""Characters of a row on average from which rows are texts, in which one may speak of what another one explains."""
_CANDIDATES = 4
"""Rows looked at for diversity, as a multiple of the rows wanted."""


class Selection(msgspec.Struct, frozen=True):
    """The rows that stay."""

    kept: list[int]
    """Row indexes, rising."""
    reasons: tuple[tuple[str, int], ...]
    """How many rows stay for which reason; each row counts for the first that applies."""
    asked: tuple[int, ...]
    """Rows that the query matched."""
    repeats: int = 0
    """Rows left out that only repeat an error of a kept row."""
    relevance: str = ""
    """Which tier of relevance chose the rows that were asked for, in words; empty where nothing was asked."""

    @property
    def repeated(self) -> tuple[tuple[str, int], ...]:
        """What the repeats are called, and how many there are; nothing for none."""
        return (("repeats of kept errors", self.repeats),) if self.repeats else ()


def select_rows(rows: list[str], columns: list[Column], settings: CrushSettings, query: Query, name: str = "") -> Selection:
    """The rows to keep of an array, `columns` being those of its objects (none for other arrays).

    `name` is the key under which the array stands. Cost: linear in the text.
    """
    wanted = settings.max_items_after_crush
    kept: dict[int, str] = {}
    low = row_text(rows)
    asked = _asked_rows(low, query, settings, name)
    _keep(kept, asked, "asked for")
    choice = choice_for(settings.relevance)
    near = near_rows(rows, query.text, choice, threshold=settings.relevance.relevance_threshold, known=kept)
    _keep(kept, near.rows, "near in meaning")
    _keep(kept, _named_rows(rows, low, asked, query), "named there")
    _keep_ends(kept, len(rows), settings)
    errors = _errors(columns, low, wanted)
    _keep(kept, [group[0] for group in errors], "error")
    telling = list(filter(_is_telling, columns))
    if columns:
        _keep_categories(kept, columns, telling, wanted)
    elif rows[0][:1] == '"':
        _keep(kept, _odd_lengths(rows, settings), "odd length")
    _keep_numbers(kept, _numbers(rows, telling, settings), settings, query)
    if len(kept) < wanted:
        _keep(kept, _diverse(rows, kept, wanted - len(kept), settings, has_columns=bool(columns)), "different")
    counts = Counter(kept.values())
    repeats = sum(row not in kept for group in errors for row in group)
    return Selection(sorted(kept), tuple(counts.items()), tuple(asked), repeats, near.told if query.text else "")


def without_small_gaps(selection: Selection, items: list[str]) -> Selection:
    """The selection with the lines that take no more than the note for their gap."""
    back = small_gaps(items, selection.kept)
    if not back:
        return selection
    reasons = (*selection.reasons, ("small gaps", len(back)))
    return msgspec.structs.replace(selection, kept=sorted([*selection.kept, *back]), reasons=reasons)


def _errors(columns: list[Column], rows: RowText, wanted: int) -> list[list[int]]:
    """The different errors, each with its rows; none where most rows speak of ever other ones: then they are the subject."""
    rows, words = speaking(columns, rows)
    loud = alarms(columns, _ERRORS * wanted)
    if loud:
        told = {row for group in loud for row in group}
        others = [group for group in error_rows(rows, words) if group[0] not in told]
        return [*loud, *others[:wanted]][: _ERRORS * wanted]
    errors = [*error_columns(columns), *error_rows(rows, words)]
    if len(errors) > wanted and len({row for group in errors for row in group}) > _ERROR_SHARE * len(rows.ends):
        return []
    return errors[: _ERRORS * wanted]


def _keep(kept: dict[int, str], rows: Iterable[int], reason: str) -> None:
    """Note a reason for the rows that have none yet."""
    for row in rows:
        kept.setdefault(row, reason)


def _keep_ends(kept: dict[int, str], rows: int, settings: CrushSettings) -> None:
    wanted = settings.max_items_after_crush
    first = min(rows, max(_LEAST_FIRST, int(wanted * settings.first_fraction)))
    last = max(_LEAST_LAST, int(wanted * settings.last_fraction))
    _keep(kept, range(first), "first")
    _keep(kept, range(max(first, rows - last), rows), "last")


def _is_telling(column: Column) -> bool:
    """Whether a column tells rows apart by its values: at least half of them have it, and not all of them with the same."""
    cells = column.cells
    return not is_constant(cells) and (not column.has_gaps or cells.count("") * 2 <= len(cells))


def _keep_categories(kept: dict[int, str], columns: list[Column], telling: list[Column], wanted: int) -> None:
    """Keep rows with keys that hardly any other has, and with rare values, which `telling` columns have."""
    _keep(kept, odd_shapes(columns, len(columns[0].cells))[:wanted], "odd shape")
    categories = categories_of(telling)
    _keep(kept, sorted({row for column in categories for row in rare_values(column)})[:wanted], "rare value")
    _keep(kept, _uncovered(categories, kept, wanted), "one of each value")


def _keep_numbers(kept: dict[int, str], numbers: list[Numbers], settings: CrushSettings, query: Query) -> None:
    wanted = settings.max_items_after_crush
    _keep(kept, _extreme_rows(numbers, settings, query), "extreme number")
    if settings.preserve_change_points:
        _keep(kept, _shift_rows(numbers, settings, max(2, wanted // 3)), "level shift")
    scores = next(filter(None, map(score_order, numbers)), [])
    _keep(kept, scores[: max(3, wanted // 3)], "high score")


def _asked_rows(rows: RowText, query: Query, settings: CrushSettings, name: str) -> list[int]:
    """The rows the query asks for, best first: by path (`items.7`), then by the words in them."""
    low_name = name.lower()
    found = [index for path, index in query.indexes if path == low_name and index < len(rows.ends)]
    relevance = settings.relevance
    matches = rows_matching(rows, query, k1=relevance.bm25_k1, b=relevance.bm25_b)
    if not matches:
        return found
    common = max(3, int(len(rows.ends) * _COMMON_SHARE))
    best = max(match.score for match in matches.values())

    def rank(entry: tuple[int, Match]) -> tuple[float, int]:
        return (-entry[1].score, entry[0])

    for row, match in sorted(matches.items(), key=rank):
        if match.score < best * _MATCH_SHARE or len(found) >= _MATCH_ROWS * settings.max_items_after_crush:
            break
        if match.whole or match.rarest <= common:
            found.append(row)
    return found


def _named_rows(rows: list[str], low: RowText, asked: list[int], query: Query) -> list[int]:
    """Of rows that are texts, those that tell of what the best answers speak of."""
    if not asked or len(low.text) <= _TEXT_ROW * len(rows):
        return []
    return linked_rows(low, bridging([rows[row] for row in asked[:2]], query), asked)


def _uncovered(categories: list[Categories], kept: dict[int, str], wanted: int) -> list[int]:
    """Rows with values of small categories that no kept row has yet."""
    found: list[int] = []
    for category in categories:
        firsts = first_of_each(category, wanted)
        if firsts:
            cells = category.column.cells
            shown = {cells[row] for row in kept} | {cells[row] for row in found}
            found.extend(row for row in firsts if cells[row] not in shown)
    return sorted(set(found))[:wanted]


def _numbers(rows: list[str], columns: list[Column], settings: CrushSettings) -> list[Numbers]:
    """The columns of measured numbers: no identifiers, none that is nearly constant."""
    candidates = columns or ([Column("", "", rows)] if rows[0][:1] not in ('"', "{", "[") else [])
    found: list[Numbers] = []
    for column in candidates:
        numbers = numbers_of(column)
        if numbers is None or is_identifier(numbers):
            continue
        least = settings.uniqueness_threshold * min(len(rows), _UNIQUENESS_ROWS)
        if len(set(numbers.values[: 2 * _UNIQUENESS_ROWS])) < least and len(set(numbers.values)) < least:
            continue
        found.append(numbers)
    return found


def _extreme_rows(numbers: list[Numbers], settings: CrushSettings, query: Query) -> list[int]:
    """Rows with the extreme values: of all columns asked about, and of those with values far out."""
    wanted = settings.max_items_after_crush
    begins = {word[:_BEGINNING] for word in query.words}
    asked = [entry for entry in numbers if not begins.isdisjoint(_beginnings(entry.column.path))]
    found: list[int] = []
    ranked: list[tuple[float, int]] = []
    for entry in numbers:
        far = outliers(entry, settings.variance_threshold)
        ranked.extend(far)
        plain = not entry.column.path
        if entry in asked or plain or (query.wants_extremes and not asked):
            found.append(entry.row(entry.values.index(entry.highest)))
            found.append(entry.row(entry.values.index(entry.lowest)))
    ranked.sort(key=lambda pair: (-pair[0], pair[1]))
    found = list(dict.fromkeys(found))[: max(wanted, 4)]
    return [*found, *list(dict.fromkeys(row for _, row in ranked))[: max(2, wanted // 3)]]


def _beginnings(path: str) -> list[str]:
    """How the words in the name of a column begin: a question that says `latencies` speaks of `latency_ms`, too."""
    return [piece.lower()[:_BEGINNING] for piece in _WORD.findall(_CAMEL.sub(" ", path))]


def _shift_rows(numbers: list[Numbers], settings: CrushSettings, most: int) -> list[int]:
    found: list[int] = []
    for entry in numbers:
        if len(found) >= most:
            break
        found.extend(change_points(entry, settings.variance_threshold, most - len(found)))
    return found


def _odd_lengths(rows: list[str], settings: CrushSettings) -> list[int]:
    lengths = numbers_of(Column("", "", [str(len(row)) for row in rows]))
    if lengths is None:
        return []
    return [row for _, row in outliers(lengths, settings.variance_threshold)]


def _diverse(rows: list[str], kept: dict[int, str], free: int, settings: CrushSettings, *, has_columns: bool) -> list[int]:
    """Rows that bring new words, out of evenly spaced candidates."""
    stride = max(1, len(rows) // (free * _CANDIDATES))
    candidates: list[int] = []
    seen = {rows[index] for index in kept}
    for index in range(0, len(rows), stride):
        if index in kept or (settings.dedup_identical_items and rows[index] in seen):
            continue
        seen.add(rows[index])
        candidates.append(index)
    candidates = spread(candidates)
    is_text = rows[0][:1] == '"' and not has_columns
    words = [frozenset(rows[index][:_WORDS_FROM].split(",")) for index in candidates]
    if is_text:
        words = [frozenset(_WORD.findall(rows[index][:_WORDS_FROM])) for index in candidates]
        candidates, words = _unlike(candidates, words, settings.similarity_threshold)
    return diverse_rows(words, candidates, free)


def _unlike(candidates: list[int], words: list[frozenset[str]], threshold: float) -> tuple[list[int], list[frozenset[str]]]:
    """The candidates without those that share most of their words with an earlier one."""
    chosen: list[int] = []
    chosen_words: list[frozenset[str]] = []
    for candidate, own in zip(candidates, words, strict=True):
        if all(len(own & other) < threshold * len(own | other) for other in chosen_words):
            chosen.append(candidate)
            chosen_words.append(own)
    return chosen, chosen_words
