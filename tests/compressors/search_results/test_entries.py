"""Tests of which entries of a listing stay."""

from __future__ import annotations

import pytest

from headroom.compressors.search_results.choice import Gap
from headroom.compressors.search_results.entries import choose_entries
from headroom.compressors.search_results.listing import read_listing
from headroom.compressors.search_results.states import read_states
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


def test_the_largest_stay_whatever_their_unit() -> None:
    """`7.9G` is more than `9.9K`."""
    lines = [f"-rw-r--r-- 1 app app {1 + n % 9}.{n % 10}K Nov 20 08:{n % 60:02} f{n:04}.bin" for n in range(200)]
    lines[111] = "-rw-r--r-- 1 app app 7.9G Nov 20 08:50 f0111.bin"
    assert lines[111] in kept(lines, "Which file is the largest?")


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


def test_rare_states_stay_whoever_asks() -> None:
    """And gaps tell the number of each state."""
    lines = [
        *(f" M src/a{n}.py" for n in range(100)),
        " D gone.py",
        "UU src/conflict.py",
        *(f"?? new/{n}.txt" for n in range(100)),
    ]
    listing = read_states(lines)
    assert listing is not None
    choice = choose_entries(listing, lines, read_terms("is the work tree clean?"), SearchSettings())
    assert (choice.lines[100], choice.lines[101]) == ("rare state", "rare state")
    assert choice.describe is not None
    assert choice.describe(Gap(90, 120), 100).startswith("M 10, D 1, UU 1, ?? 18; new/ 18 entries; src/ 11")
    assert choice.kinds is not None
    assert choice.kinds([3, 4, 150]) == [("M", 2), ("??", 1)]


def test_states_that_are_asked_for_stay() -> None:
    """Up to twice the wished number."""
    lines = [*(f" M src/a{n}.py" for n in range(100)), *(f" D src/b{n}.py" for n in range(40))]
    listing = read_states(lines)
    assert listing is not None
    choice = choose_entries(listing, lines, read_terms("Which files were deleted?"), SearchSettings())
    assert {*range(100, 140)} <= choice.lines.keys()
    few = choose_entries(listing, lines, read_terms("Which files were deleted?"), SearchSettings(max_total_matches=5))
    assert sum(row >= 100 for row in few.lines) <= 15
