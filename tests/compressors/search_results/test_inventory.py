"""Tests of what is said of a gap."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from headroom.compressors.search_results.inventory import Inventory, split_path, within


def told(counts: Sequence[tuple[str, int]], allowed: int, unit: str = "hits") -> str:
    """What is said of files with so many lines each; of those alone, so that the directory they share is not."""
    numbers = [number for _, number in counts if number]
    return Inventory([path for path, _ in counts], unit).told(range(len(counts)), numbers, allowed)


MANY = [(f"src/part{n % 7}/sub{n % 3}/module{n}.py", 2) for n in range(210)]


def test_files_are_told_by_directory_with_counts() -> None:
    """A directory once, the shared one not at all."""
    counts = [("lib/io/events.py", 3), ("lib/io/tasks.py", 2), ("lib/main.py", 7)]
    assert told(counts, 500) == "io/: events.py 3, tasks.py 2; main.py 7"


def test_entries_have_no_counts() -> None:
    """A path in a listing stands for itself."""
    assert told([("a/x.py", 0), ("b/y.py", 0)], 500, "entries") == "a/x.py; b/y.py"


def test_many_files_of_one_directory_are_a_range() -> None:
    """Where they are in order."""
    counts = [(f"docs/note-{n:03}.txt", 2) for n in range(200)]
    assert told(counts, 100) == "note-000.txt to note-199.txt: 400 hits in 200 files"
    assert "to note" not in told(counts[::-1], 100)


@pytest.mark.parametrize("allowed", [60, 120, 300, 700, 2000, 10_000])
def test_every_file_is_counted(allowed: int) -> None:
    """By name, in its directory, or among the others."""
    said = told(MANY, allowed)
    named = len(re.findall(r"module\d+\.py 2", said))
    grouped = sum(int(number) for number in re.findall(r"in (\d+) files?", said))
    more = sum(int(number) for number in re.findall(r"and (\d+) more files?", said))
    assert named + grouped + more == len(MANY)
    assert len(said) <= allowed + len(", and 210 more files")


def test_directories_are_merged_until_they_fit() -> None:
    """The ones above tell less, but of more files."""
    said = told([(f"src/part{n}/sub/x{n}.py", 1) for n in range(100)], 60)
    assert said == "src/ 100 hits in 100 files"


def test_windows_paths_have_directories() -> None:
    """Backslashes separate as well."""
    assert split_path("C:\\a\\b.py") == ("C:\\a\\", "b.py")
    assert within(["C:\\a\\b.py", "C:\\a\\c\\d.py"]) == "C:\\a\\"


def test_the_shared_directory_is_whole() -> None:
    """A shared beginning of names is none."""
    assert within(["src/abc/x", "src/abd/y"]) == "src/"
    assert within(["a/x", "b/x"]) == ""
    assert within([]) == ""


def test_nothing_is_said_of_nothing() -> None:
    """A gap may hold no hits."""
    assert told([], 100) == ""


def test_directories_of_one_file_each_are_told_by_file() -> None:
    """As many as there is room for."""
    counts = [(f"src/c{n}/mod_{n}.py", 2) for n in range(10)]
    said = told(counts, 120)
    assert said.startswith("c0/mod_0.py 2; c1/mod_1.py 2; ")
    assert said.endswith(" more files")


def test_windows_paths_are_grouped() -> None:
    """Their directory is written once, too."""
    counts = [("C:\\p\\src\\a.cs", 2), ("C:\\p\\src\\b.cs", 1), ("C:\\p\\c.cs", 7)]
    assert told(counts, 500) == "src\\: a.cs 2, b.cs 1; c.cs 7"
    many = [(f"C:\\p\\src{n % 3}\\a{n}.cs", 2) for n in range(99)]
    assert told(many, 120).startswith("src0\\ 66 hits in 33 files; ")


def test_a_directory_is_written_once() -> None:
    """Wherever its files stand."""
    counts = [(f"src/{'ab'[n % 2]}/m{n}.py", n) for n in range(1, 5)]
    assert told(counts, 500) == "b/: m1.py 1, m3.py 3; a/: m2.py 2, m4.py 4"


def test_short_names_are_all_told_where_they_fit() -> None:
    """However many they are."""
    assert told([(f"{n}", 0) for n in range(9)], 40, "entries") == "0, 1, 2, 3, 4, 5, 6, 7, 8"
