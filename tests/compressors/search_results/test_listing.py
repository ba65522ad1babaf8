"""Tests of how listings are read."""

from __future__ import annotations

import pytest

from headroom.compressors.search_results.listing import Listing, read_listing


def listing(text: str) -> Listing:
    """The listing of a text that is one."""
    found = read_listing(text.split("\n"))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("a/x.py\nb/y.py", ["a/x.py", "b/y.py"]),
        ("12K\t./a.py\n3.0M\t./b/c.py", ["./a.py", "./b/c.py"]),
        ("  120 ./a.py\n   30 ./b.py", ["./a.py", "./b.py"]),
        (" M src/a.py\n?? src/b.py", ["src/a.py", "src/b.py"]),
        ("my file.txt\nanother one.md", ["my file.txt", "another one.md"]),
        ("bin\nlib\nvar", ["bin", "lib", "var"]),
    ],
)
def test_a_path_a_line(text: str, paths: list[str]) -> None:
    """With a size or a state before it, or blanks in it."""
    assert listing(text).paths == paths


def test_messages_are_no_entries() -> None:
    """They are kept apart."""
    text = "./a.py\n./b.py\n./c.py\nfind: cannot open it: Permission denied"
    assert listing(text).others == [3]


def test_a_tree_has_paths() -> None:
    """Each entry knows the line of its directory."""
    found = listing(".\n├── src\n│   ├── a.py\n│   └── sub\n│       └── b.py\n└── README.md\n\n2 directories, 3 files")
    assert found.paths == [".", "./src", "./src/a.py", "./src/sub", "./src/sub/b.py", "./README.md"]
    assert found.parents == {1: 0, 2: 1, 3: 1, 4: 3, 5: 0}
    assert found.others == [7]


def test_long_listings_name_the_last_column() -> None:
    """Without the target of a link; totals are no messages."""
    text = "total 8\n-rw-r--r-- 1 root root 100 Jan 1 2024 a b.txt\nlrwxrwxrwx 1 root root 9 Jan 1 2024 link -> target"
    found = listing(text)
    assert found.paths == ["a b.txt", "link"]
    assert found.others == []


@pytest.mark.parametrize("long", [False, True])
def test_recursive_listings_have_directories(long: bool) -> None:
    """From the line above the entries."""
    before = "-rw-r--r-- 1 root root 100 Jan 1 2024 " if long else ""
    text = f".:\n{before}a\n{before}b\n\n./sub:\n{before}c\n{before}d\n{before}e"
    found = listing(text)
    assert found.paths == ["./a", "./b", "./sub/c", "./sub/d", "./sub/e"]
    assert found.parents[5] == 4


@pytest.mark.parametrize("text", ["", "Some prose here.\nAnd some more here.", "x" * 5_000])
def test_other_texts_are_none(text: str) -> None:
    """Prose and long lines."""
    assert read_listing(text.split("\n")) is None
