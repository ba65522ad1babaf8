"""Tests of what is said of a gap."""

from __future__ import annotations

import re

import pytest

from headroom.compressors.search_results.inventory import describe_files, split_path, within

MANY = [(f"src/part{n % 7}/sub{n % 3}/module{n}.py", 2) for n in range(210)]


def test_files_are_told_by_directory_with_counts() -> None:
    """A directory once, the shared one not at all."""
    counts = [("lib/io/events.py", 3), ("lib/io/tasks.py", 2), ("lib/main.py", 7)]
    assert describe_files(counts, "lib/", 500, "hits") == "io/: events.py 3, tasks.py 2; main.py 7"


def test_entries_have_no_counts() -> None:
    """A path in a listing stands for itself."""
    assert describe_files([("a/x.py", 0), ("b/y.py", 0)], "", 500, "entries") == "a/x.py; b/y.py"


def test_many_files_of_one_directory_are_a_range() -> None:
    """Where they are in order."""
    counts = [(f"docs/note-{n:03}.txt", 2) for n in range(200)]
    assert describe_files(counts, "docs/", 100, "hits") == "note-000.txt to note-199.txt: 400 hits in 200 files"
    assert "200" in describe_files(counts[::-1], "docs/", 100, "hits") or "more files" in describe_files(
        counts[::-1], "docs/", 100, "hits"
    )


@pytest.mark.parametrize("allowed", [60, 120, 300, 700, 2000, 10_000])
def test_every_file_is_counted(allowed: int) -> None:
    """By name, in its directory, or among the others."""
    told = describe_files(MANY, "src/", allowed, "hits")
    named = len(re.findall(r"module\d+\.py 2", told))
    grouped = sum(int(number) for number in re.findall(r"in (\d+) files?", told))
    more = sum(int(number) for number in re.findall(r"and (\d+) more files?", told))
    assert named + grouped + more == len(MANY)
    assert len(told) <= allowed + len(", and 210 more files")


def test_directories_are_merged_until_they_fit() -> None:
    """The ones above tell less, but of more files."""
    told = describe_files([(f"src/part{n}/sub/x{n}.py", 1) for n in range(100)], "src/", 60, "hits")
    assert told == "src/ 100 hits in 100 files"


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
    assert describe_files([], "", 100, "hits") == ""


def test_directories_of_one_file_each_are_told_by_file() -> None:
    """As many as there is room for."""
    counts = [(f"src/c{n}/mod_{n}.py", 2) for n in range(10)]
    told = describe_files(counts, "src/", 120, "hits")
    assert told.startswith("c0/mod_0.py 2; c1/mod_1.py 2; ")
    assert told.endswith(" more files")


def test_windows_paths_are_grouped() -> None:
    """Their directory is written once, too."""
    counts = [("C:\\p\\src\\a.cs", 2), ("C:\\p\\src\\b.cs", 1), ("C:\\p\\c.cs", 7)]
    assert describe_files(counts, "C:\\p\\", 500, "hits") == "src\\: a.cs 2, b.cs 1; c.cs 7"
    many = [(f"C:\\p\\src{n % 3}\\a{n}.cs", 2) for n in range(99)]
    assert describe_files(many, "C:\\p\\", 120, "hits").startswith("src0\\ 66 hits in 33 files; ")


def test_a_directory_is_written_once() -> None:
    """Wherever its files stand."""
    counts = [(f"src/{'ab'[n % 2]}/m{n}.py", n) for n in range(1, 5)]
    assert describe_files(counts, "src/", 500, "hits") == "b/: m1.py 1, m3.py 3; a/: m2.py 2, m4.py 4"
