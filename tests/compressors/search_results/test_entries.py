"""Tests of which entries of a listing stay."""

from __future__ import annotations

import pytest

from headroom.compressors.search_results.choice import Gap
from headroom.compressors.search_results.entries import choose_entries
from headroom.compressors.search_results.listing import read_listing
from headroom.compressors.search_results.terms import read_terms
from headroom.config import SearchSettings

PATHS = [f"src/part{n // 40}/module{n:03}.py" for n in range(400)]


def kept(lines: list[str], query: str, most: int = 30) -> dict[str, str]:
    """The lines that stay, with reasons."""
    listing = read_listing(lines)
    assert listing is not None
    choice = choose_entries(listing, lines, read_terms(query), SearchSettings(max_total_matches=most))
    return {lines[line]: why for line, why in choice.lines.items()}


def test_a_path_that_is_asked_for_stays() -> None:
    """By name, by number, by a part of it."""
    lines = [*PATHS]
    lines[222] = "src/part5/zoneinfo_cache.py"
    assert kept(lines, "Where is the cache of zoneinfo?")["src/part5/zoneinfo_cache.py"] == "asked for"
    assert kept(lines, "Is there a module 17?")["src/part0/module017.py"] == "asked for"


def test_ends_and_landmarks_stay() -> None:
    """And little else."""
    lines = [*PATHS]
    lines[100] = "src/README.md"
    stay = kept(lines, "")
    assert stay["src/README.md"] == "landmark"
    assert {lines[0], lines[-1]} <= stay.keys()
    assert len(stay) == 30


@pytest.mark.parametrize("most", [1, 2, 5, 12, 30, 100])
def test_no_more_entries_stay_than_are_wished(most: int) -> None:
    """With landmarks among them; those that are asked for come on top."""
    lines = [*PATHS[:200], *(f"src/part{n}/README.md" for n in range(10)), *PATHS[200:]]
    assert len(kept(lines, "", most)) == most
    assert len(kept(lines, "Find them.\x1fmodule", most)) <= most
    assert len(kept(lines, "Which are in part 7?", most)) <= 3 * most


def test_the_largest_stay_where_extremes_are_asked_for() -> None:
    """By the size in a long listing."""
    lines = [f"-rw-r--r-- 1 root root {100 + n} Jan 1 2024 file{n}" for n in range(200)]
    lines[120] = "-rw-r--r-- 1 root root 999999 Jan 1 2024 file120"
    assert lines[120] in kept(lines, "Which file is the largest?")


def test_the_largest_of_sizes_stay_whoever_asks() -> None:
    """What `du` and `wc` were called for, with units and without."""
    for size, others in (("48G", "12M"), ("4100", "12")):
        lines = [f"{others}\t./src/part{n}/file{n}.py" for n in range(200)]
        lines[120] = f"{size}\t./src/part120/file120.py"
        assert lines[120] in kept(lines, "")


def test_directories_above_a_kept_entry_stay() -> None:
    """A name without its directory says little."""
    lines = ["."]
    for part in range(20):
        lines += [f"├── part{part}", *(f"│   ├── module{part}x{n}.py" for n in range(20))]
    stay = kept(lines, "Where is module12x7?")
    assert stay["├── part12"] == "directory"


def test_gaps_tell_their_directories() -> None:
    """With the number of entries."""
    listing = read_listing(PATHS)
    assert listing is not None
    choice = choose_entries(listing, PATHS, read_terms(""), SearchSettings())
    assert choice.describe is not None
    assert choice.describe(Gap(20, 100), 100) == "part1/ 40 entries; part0/ 20 entries; part2/ 20 entries"
