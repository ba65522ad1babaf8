"""Tests of how the lines of grep-like results are read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headroom.compressors.search_results.hits import CONTEXT, HEADING, HIT, OTHER, SEPARATOR, Hits, read_hits


def hits_of(text: str) -> Hits:
    """The hits of a text that has some."""
    found = read_hits(text.split("\n"))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("a.py:1:x\na.py:2:y\nb.py:3:z", ["a.py", "b.py"]),
        ("a.py:1:5:x\nb.py:2:7:y", ["a.py", "b.py"]),
        ("src/a.py:import x\nsrc/b.py:import y", ["src/a.py", "src/b.py"]),
        ("./a.py:3\n./b.py:0", ["./a.py", "./b.py"]),
        ("C:\\a\\b.py:12:x\nC:\\a\\c.py:1:y", ["C:\\a\\b.py", "C:\\a\\c.py"]),
        ("HEAD:src/a.c:12:x\nHEAD:src/b.c:2:y", ["HEAD:src/a.c", "HEAD:src/b.c"]),
        ("a b.py\x0012:x\na b.py\x0014:y", ["a b.py"]),
        ("my dir/a.py:12:x\nmy dir/b.py:1:y", ["my dir/a.py", "my dir/b.py"]),
    ],
)
def test_paths_are_read(text: str, paths: list[str]) -> None:
    """In every form of `path:text`."""
    found = hits_of(text)
    assert found.paths == paths
    assert set(found.roles) == {HIT}


@given(st.lists(st.sampled_from(["a", "a-1.c", "a=1", "a-", "a-²", "src/b.py", "a b", "x\r"]), min_size=1, max_size=8))
def test_lines_that_are_all_hits_are_read_as_any(paths: list[str]) -> None:
    """A separator at the end makes no difference to what stands before it."""
    lines = [f"{path}:{number}:text-1-2:3:" for number, path in enumerate(paths)]
    whole, parted = read_hits(lines), read_hits([*lines, "--"])
    assert (whole is None) == (parted is None)
    if whole is not None and parted is not None:
        assert (whole.paths, whole.owners, whole.bodies) == (parted.paths, parted.owners[:-1], parted.bodies[:-1])
        assert whole.roles == parted.roles[:-1]


def test_context_belongs_to_the_hit_of_its_group() -> None:
    """Its own path is ambiguous: a name may have numbers and dashes."""
    found = hits_of("a-1.py-3-x\na-1.py:4:y\na-1.py-5-z\n--\nb.py-1-q\nb.py:2:r")
    assert list(found.roles) == [CONTEXT, HIT, CONTEXT, SEPARATOR, CONTEXT, HIT]
    assert found.owners == [0, 0, 0, -1, 1, 1]
    assert found.bodies[0] == "3-x"


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("src/a.py\n12:x\n13-y\n20:z", "src/a.py"),
        ("File: src/a.py\nL12: x\nL20: z", "src/a.py"),
        ("/p/a.py:\n  Line 12: x\n  Line 15: y", "/p/a.py"),
        ("## `src/a.py`\n12:x\n20:z", "src/a.py"),
    ],
)
def test_headings_give_the_path(text: str, path: str) -> None:
    """Without what tools put round it."""
    found = hits_of(text)
    assert found.paths == [path]
    assert found.roles[0] == HEADING
    assert found.owners == [0] * len(found.roles)


def test_numbers_without_a_path_are_of_one_file() -> None:
    """As grep writes them when it is given one."""
    found = hits_of("12:foo\n13-bar\n--\n20:baz")
    assert found.paths == [""]
    assert list(found.roles) == [HIT, CONTEXT, SEPARATOR, HIT]


def test_messages_are_of_no_file() -> None:
    """They are neither hits nor context."""
    found = hits_of("a.py:1:x\na.py:2:y\nBinary file b.bin matches\ngrep: foo: No such file or directory\nc.py:1:z\nc.py:2:z")
    assert list(found.roles) == [HIT, HIT, OTHER, OTHER, HIT, HIT]


@pytest.mark.parametrize(
    "text",
    ["", "\n\n", "Just some prose.\nAnd more of it.", "src/a.py\nsrc/b.py\nsrc/c.py", "https://a.org/x\nhttps://b.org/y"],
)
def test_other_texts_are_no_hits(text: str) -> None:
    """Prose, lists of paths and addresses."""
    assert read_hits(text.split("\n")) is None
