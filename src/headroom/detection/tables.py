"""Whether a text is a table: separated values, Markdown, boxes, or columns of fixed width."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from headroom.detection.kinds import Guess
from headroom.detection.sample import Sample, share_of

__all__ = ["guess_table"]

_LEAST_LINES = 3
"""Chosen: a heading and two rows."""
_SEPARATORS = (("\t", "tsv"), (";", "semicolon"), ("|", "pipe"), (",", "csv"))
"""In the order in which they are tried: a comma is also punctuation inside the cells of the others."""
_RULE = re.compile(r"\s*(?:\|\s*)?(?::?-{2,}:?\s*[|+]\s*)*:?-{2,}:?\s*\|?$|\+[-=+:]+\+$")
_COLUMN = re.compile(r"(?:^|(?<=  ))\S(?:[^\s]| (?=[^\s]))*")
_WIDE_GAP = re.compile(r"\S(?:  +|\t+)(?=\S)")
_ALIGNED = 0.7
"""Chosen: share of the rows whose cells stand below the names; some are too wide for their column."""
_FILLED = 0.7
_MANY = 5
"""Chosen: columns of numbers that are not below their names."""
_TITLES = 7
"""Chosen: lines from the first one on of which one may be the heading; titles and legends stand above it."""
_ALL = 0.95
"""Chosen: nearly all, where the form alone says little."""
_LEVEL = re.compile(r"\t(?i:trace|debug|info|notice|warn|warning|error|fatal|critical|panic)\t")
_STAMP = re.compile(r"[^\w|]{0,2}[0-9]{4}[-/.]?[0-9]{2}[-/.]?[0-9]{2}[-T _][0-9]{2}:")
_KEYED = re.compile(r"=(?<=[\w.-]=)\S")
"""What follows a key and belongs to it. It opens with the sign, which is searched for at the speed of memory."""


def guess_table(sample: Sample) -> Guess:
    """How much a text looks like a table; the format is `csv`, `tsv`, `semicolon`, `pipe`, `markdown`, `box` or `columns`."""
    if len(sample.lines) < _LEAST_LINES:
        return Guess()
    return max((_ruled(sample), _separated(sample), _columns(sample)), key=_score)


def _score(guess: Guess) -> float:
    return guess.score


def _ruled(sample: Sample) -> Guess:
    """A table with a rule of dashes below its heading."""
    if "--" not in sample.body:
        return Guess()
    lines = sample.lines
    top = lines[: min(3, sample.top)]
    if not any(_RULE.match(line) and ("|" in line or "+" in line) for line in top):
        return Guess()
    rows = sum(1 for line in lines if "|" in line or _RULE.match(line)) / len(lines)
    boxed = any(line.startswith("+") for line in top) or "-+-" in sample.body
    return Guess(rows, "box" if boxed else "markdown") if rows >= 0.8 else Guess()


def _separated(sample: Sample) -> Guess:
    """Values with one character between them, the same number in each line."""
    best = Guess()
    for mark, name in _SEPARATORS:
        if sample.body.count(mark) >= len(sample.lines) * 0.9:
            found = Guess(_separated_score(sample, mark, [_marks(line, mark) for line in sample.lines]), name)
            best = max(best, found, key=_score)
    return best


def _separated_score(sample: Sample, mark: str, counts: Sequence[int]) -> float:
    """How sure it is that a mark, of which the lines have so many, separates values."""
    common, times = Counter(counts).most_common(1)[0]
    if common == 0:
        return 0.0
    # The cut lines of wide tables hold fewer, and a quoted value may go over several lines.
    share = times / len(counts)
    if share < 0.5:
        return _headed_score(sample, mark)
    if _is_punctuation(sample, mark, common):
        return 0.0
    score = share * (0.97 if common >= 2 or _is_pair(sample, mark, share) else 0.8)
    if mark == "," and _reads_as_words(sample.lines):
        score *= 0.5
    return score if counts[0] == common else score * 0.85


def _is_pair(sample: Sample, mark: str, share: float) -> bool:
    """Whether lines with one comma each, which no space follows, are two values below their names."""
    head = sample.lines[0].split(mark)
    return mark == "," and share >= _ALL and ", " not in sample.body and len(head) == 2 and all(map(_is_name, head))


def _headed_score(sample: Sample, mark: str) -> float:
    """How sure it is where values go over several lines, or lines are wider than the sample: the heading has to speak."""
    header = sample.lines[0].split(mark)
    plain = len(header) >= 4 and all(map(_is_name, header))
    return 0.75 if plain and sample.share(lambda line: mark in line) >= 0.7 else 0.0


def _is_punctuation(sample: Sample, mark: str, common: int) -> bool:
    """Whether marks that are the same in number on each line separate something else than values."""
    lines = sample.lines
    if "=" in sample.body and sample.share(lambda line: len(_KEYED.findall(line)) > 1) > 0.5:
        return True
    match mark:
        case "|":
            # Services before their output, and records of a log.
            return common == 1 or _STAMP.match(lines[0]) is not None
        case ";":
            ended = sample.share(lambda line: line[-1] in "{}();")
            return (common == 1 and ended > 0.5) or sample.share(lambda line: line[-1] == ";" and "=" in line) > 0.5
        case "\t" if lines[0][:1] == "\t" or _STAMP.match(lines[1]):
            return _is_indented_or_log(sample)
        case _:
            return sample.share(lambda line: line[-1] in "{}();\\") > 0.3


def _is_indented_or_log(sample: Sample) -> bool:
    """Whether tabs stand before lines and none in them, or round the level of records that have no heading."""
    lines = sample.lines
    if lines[0][:1] == "\t":
        return not any("\t" in line.lstrip("\t") for line in lines)
    return sample.share(_LEVEL.search) > 0.5 and not all(map(_is_name, lines[0].split("\t")))


def _reads_as_words(lines: Sequence[str]) -> bool:
    """Whether what stands between the commas are clauses of sentences, or pieces of code."""
    spaced = sum(line.count(", ") for line in lines)
    marks = sum(line.count(",") for line in lines)
    return spaced > 0.7 * marks and sum(len(line) for line in lines) > 30 * marks


def _is_name(cell: str) -> bool:
    """Whether a cell may head a column."""
    name = cell.strip(' "')
    return 0 < len(name) <= 40 and not name[0].isdigit() and name.replace("_", "").replace(" ", "").replace("-", "").isalnum()


def _marks(line: str, mark: str) -> int:
    """The separators of a line outside quotes."""
    if '"' not in line:
        return line.count(mark)
    return sum(piece.count(mark) for piece in line.split('"')[::2])


def _columns(sample: Sample) -> Guess:
    """Columns of fixed width below a heading: `ps`, `kubectl get`, `docker ps`, `df`, `free`, `pip list`, `dpkg -l`."""
    best = Guess()
    for at, heading in enumerate(sample.lines[: min(_TITLES, sample.top)]):
        rows = sample.lines[at + 1 :]
        if len(rows) < _LEAST_LINES - 1:
            break
        if not at or ("  " in heading.lstrip() and "| " not in heading and not any(map(str.isdigit, heading.split()))):
            best = max(best, _columns_below(heading, rows), key=_score)
        if best.score >= _ALIGNED or not _is_title(heading):
            break
    return best


def _is_title(line: str) -> bool:
    """Whether a line may stand above the heading of a table, and says nothing of it itself: words, a box, a legend."""
    return line[0] not in "{[<(\"'#*-" and line[-1] not in ";{,"


def _columns_below(heading: str, rows: Sequence[str]) -> Guess:
    """Rows of cells below the names of a heading."""
    names = heading.split()
    cells = [found.span() for found in _COLUMN.finditer(heading)]
    marked = _is_underline(rows[0])
    titled = _is_titled(heading, names)
    least = 2 if marked or titled else 3
    if _is_no_heading(heading) or not least <= len(names) <= 40 or (least == 3 and len(cells) < 3):
        return Guess()
    rows = rows[marked:]
    aligned = share_of(rows, lambda row: _fits(row, cells)) if len(cells) > 1 else 0.0
    if titled and len(names) >= 4:
        # Numbers stand at the right of their columns, and one space is enough between them; names may be of two words.
        filled = share_of(rows, lambda row: len(row.split()) >= max(3, _FILLED * len(names)))
        aligned = max(aligned, min(filled, share_of(rows, _WIDE_GAP.search)) * 0.95)
    if aligned < _ALIGNED and len(cells) >= _MANY:
        # Numbers that are wider than their column move all that is right of them.
        aligned = share_of(rows, lambda row: len(row.split()) == len(names) and _is_of_numbers(row))
    return Guess(aligned * 0.95, "columns") if aligned >= _ALIGNED else Guess()


def _is_no_heading(line: str) -> bool:
    """Whether a line begins or ends as names of columns do not."""
    return line[:1] in "-+#=*[{<0123456789" or line.endswith((":", ".", ";", "{", ","))


def _is_of_numbers(row: str) -> bool:
    """Whether most words of a row are numbers."""
    words = row.split()
    return sum(1 for word in words if word[0].isdigit()) > 0.6 * len(words)


def _is_titled(heading: str, names: list[str]) -> bool:
    """Whether a line heads columns: `NAME READY STATUS`, or `Filesystem      Size  Used Avail Use% Mounted on`."""
    if heading.upper() == heading:
        return any(map(str.isalpha, names))
    if "  " not in heading or len(names) < 5 or not names[0][0].isupper():
        return False
    return sum(1 for name in names if name[0].isupper() or name[0].isdigit()) >= len(names) - 1


def _is_underline(line: str) -> bool:
    """Whether a line holds dashes below names, with crosses where columns meet perhaps."""
    marks = line.replace(" ", "")
    return len(marks) >= 3 and not marks.strip("-=─━+")


def _fits(row: str, cells: Sequence[tuple[int, int]]) -> bool:
    """Whether cells of a row start where most names of the heading do, or end where they end, with space beside them."""
    width = len(row)
    inside = [cell for cell in cells[1:] if cell[0] < width]
    if not inside:
        return False
    fitting = sum(1 for start, end in inside if (row[start] != " " and row[start - 1] == " ") or _ends_at(row, end))
    return fitting >= max(1, 0.6 * len(inside))


def _ends_at(row: str, end: int) -> bool:
    """Whether a cell ends there."""
    return row[end - 1 : end].strip() != "" and row[end : end + 1] in ("", " ")
