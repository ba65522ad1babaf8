"""Tests of diffs that stay without being ranked."""

from __future__ import annotations

from headroom.compressors.unified_diff.fitting import select_fitting, select_small
from headroom.compressors.unified_diff.parse import Diff, FilePart, parse_diff
from headroom.compressors.unified_diff.room import room_chars
from headroom.compressors.unified_diff.selection import Selection
from headroom.config import DiffSettings
from tests.compressors.unified_diff.samples import before, edited, git_diff

LINES = before(60)
SETTINGS = DiffSettings()
ODD = [f"{before(1, f'odd_{at}')[0]}" for at in range(240)]


def kept_paths(diff: Diff, selection: Selection) -> list[str]:
    """The file of each hunk that stays."""
    return [
        part.path for part in diff.parts if isinstance(part, FilePart) for hunk in part.hunks if hunk.start in selection.kept
    ]


def test_small_diffs_lose_noise_alone() -> None:
    """Whatever the settings say of files and hunks."""
    diff = parse_diff(git_diff({path: (LINES, edited(LINES, 9)) for path in ("src/a.py", "docs/a.rst", "yarn.lock")}))
    settings = DiffSettings(max_files=1, max_hunks_per_file=1, max_context_lines=3)
    selection = select_small(diff, "", settings)
    assert kept_paths(diff, selection) == ["src/a.py", "docs/a.rst"]
    assert selection.context == 3
    assert kept_paths(diff, select_small(diff, "What is in yarn.lock?", settings)) == ["src/a.py", "docs/a.rst", "yarn.lock"]


def wide(*, names: tuple[str, ...] = ("src/a.py", "src/b.py"), places: int = 12, apart: bool = True) -> Diff:
    """A diff whose context is most of it."""
    files = [
        LINES if at == 0 or not apart else [line.replace("take", f"take{at}") for line in LINES] for at in range(len(names))
    ]
    step = 240 // places
    return parse_diff(
        git_diff(
            {
                name: (old, edited(old, *range(9 + at, 230, step)))
                for at, (name, old) in enumerate(zip(names, files, strict=True))
            },
            8,
        )
    )


def test_what_fits_without_its_context_stays() -> None:
    """All of it, with less context, within the room."""
    diff = wide(places=8)
    selection = select_fitting(diff, SETTINGS)
    assert selection is not None
    hunks = [hunk for part in diff.parts if isinstance(part, FilePart) for hunk in part.hunks]
    assert set(selection.kept) == {hunk.start for hunk in hunks}
    assert sum(diff.chars(part.start, part.end) for parts in selection.kept.values() for part in parts) < room_chars(
        len(diff.text)
    )
    assert selection.context == 1
    assert selection.terse


def test_what_does_not_fit_is_ranked() -> None:
    """Too many changes, files or hunks; noise; deleted files; changes that stand there twice."""
    assert select_fitting(wide(places=8), DiffSettings(max_files=1)) is None
    assert select_fitting(wide(places=8), DiffSettings(max_hunks_per_file=1)) is None
    assert select_fitting(wide(places=8, names=("src/a.py", "yarn.lock")), SETTINGS) is None
    assert select_fitting(parse_diff(git_diff({"src/a.py": (LINES, []), "b.py": (LINES, edited(LINES, 9))})), SETTINGS) is None
    assert select_fitting(parse_diff(git_diff({"a.py": ([], LINES * 3)})), SETTINGS) is None
    same = {name: (LINES, edited(LINES, *range(9, 230, 30))) for name in ("a.py", "b.py")}
    assert select_fitting(parse_diff(git_diff(same, 8)), SETTINGS) is None
