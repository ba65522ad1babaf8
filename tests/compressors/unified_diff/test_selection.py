"""Tests of which hunks stay."""

from __future__ import annotations

from headroom.compressors.unified_diff.hunks import divided
from headroom.compressors.unified_diff.parse import Diff, FilePart, parse_diff
from headroom.compressors.unified_diff.ranking import rank_hunks
from headroom.compressors.unified_diff.room import room_chars
from headroom.compressors.unified_diff.selection import Selection, select
from headroom.config import DiffSettings
from headroom.relevance import read_query
from tests.compressors.unified_diff.samples import before, edited, git_diff

LINES = before(60)
SETTINGS = DiffSettings()


def chosen(text: str, query: str = "", settings: DiffSettings = SETTINGS) -> tuple[Diff, Selection]:
    """What stays of a diff."""
    diff = divided(parse_diff(text))
    return diff, select(diff, rank_hunks(diff, read_query(query)), settings)


def kept_paths(diff: Diff, selection: Selection) -> list[str]:
    """The file of each hunk that stays."""
    return [
        part.path for part in diff.parts if isinstance(part, FilePart) for hunk in part.hunks if hunk.start in selection.kept
    ]


def many(count: int, *, places: int = 1) -> str:
    """A diff of files whose changes all differ."""
    lines = [before(60, f"take{at}_") for at in range(count)]
    return git_diff(
        {f"src/{at}.py": (old, edited(old, *range(9 + at % 7, 230, 220 // places))) for at, old in enumerate(lines)}
    )


def test_large_diffs_keep_a_share() -> None:
    """With less context, spread over the files."""
    text = many(30, places=8)
    diff, selection = chosen(text)
    kept = kept_paths(diff, selection)
    assert 15 <= len(set(kept)) <= 20
    assert sum(diff.chars(part.start, part.end) for parts in selection.kept.values() for part in parts) < 0.4 * len(text)
    assert selection.context == 1


def test_files_and_hunks_are_limited_unless_asked_for() -> None:
    """The settings are wishes; a question goes before them."""
    text = many(12, places=8)
    settings = DiffSettings(max_files=2, max_hunks_per_file=1)
    assert len(kept_paths(*chosen(text, settings=settings))) == 2
    asked = kept_paths(*chosen(text, "Explain src/7.py", settings))
    assert asked.count("src/7.py") == 9
    assert len(set(asked)) <= 2


def test_repeated_changes_stay_once() -> None:
    """The other files are told to have the same."""
    text = git_diff({f"src/{at}.py": (LINES, edited(LINES, 9)) for at in range(30)})
    diff, selection = chosen(text)
    assert kept_paths(diff, selection) == ["src/0.py"]
    assert len(selection.repeated) == 29


def test_new_files_that_do_not_fit_show_their_beginning() -> None:
    """A copy that an editor left shows less of it."""
    text = git_diff(
        {"src/new.py": ([], before(900)), "src/x.py.orig": ([], before(900, "old")), "src/a.py": (LINES, edited(LINES, 9))}
    )
    diff, selection = chosen(text)
    new, old, _ = (selection.kept[hunk.start] for part in diff.parts if isinstance(part, FilePart) for hunk in part.hunks)
    assert 1_000 < diff.chars(new[0].start, new[-1].end) <= 1_500
    assert diff.chars(old[0].start, old[-1].end) <= 400


def rewrite(count: int) -> str:
    """A diff of a file of which no line stays."""
    old, new = ([f"{word} {at}\n" for at in range(count)] for word in ("old", "new"))
    return git_diff({"src/a.py": (old, new)})


def test_something_always_stays() -> None:
    """One rewrite that is too long stays whole; nothing does if no file is wished for."""
    diff, selection = chosen(rewrite(900))
    ((part,),) = selection.kept.values()
    assert diff.chars(part.start, part.end) > room_chars(len(diff.text))
    assert not selection.begun
    assert not chosen(rewrite(900), settings=DiffSettings(max_files=0))[1].kept


def test_a_change_is_never_cut() -> None:
    """It goes as a whole, unless something in it or its file is asked for."""
    text = rewrite(900) + many(12, places=8)
    assert "src/a.py" not in kept_paths(*chosen(text))
    for query in ("Why new 444 in it?", "Explain src/a.py"):
        diff, selection = chosen(text.replace("new 444", "new_444"), query.replace("new 444", "new_444"))
        assert kept_paths(diff, selection).count("src/a.py") == 1
        ((part,),) = [parts for parts in selection.kept.values() if parts[0].start == 5]
        assert diff.tags.count("+", part.start, part.end) == diff.tags.count("-", part.start, part.end) == 900


def test_noise_alone_is_none() -> None:
    """Some of it stays."""
    lines = before(300)
    diff, selection = chosen(git_diff({"yarn.lock": (lines, edited(lines, *range(5, 1200, 9)))}, 3))
    assert 0 < len(selection.kept) <= SETTINGS.max_hunks_per_file
    assert set(kept_paths(diff, selection)) == {"yarn.lock"}


def test_parts_are_told_from_whole_hunks() -> None:
    """Of a file that does not fit, too."""
    diff, selection = chosen(git_diff({"src/new.py": ([], before(900)), "src/a.py": (LINES, edited(LINES, 9))}))
    new, edit = (hunk.start for part in diff.parts if isinstance(part, FilePart) for hunk in part.hunks)
    assert selection.begun == {new}
    assert {new, edit} == set(selection.kept)
    assert selection.reasons["parts of new files"] == 1
