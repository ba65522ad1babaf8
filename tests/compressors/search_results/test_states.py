"""Tests of how lists of changed files are read."""

from __future__ import annotations

import pytest

from headroom.compressors.search_results.listing import Listing
from headroom.compressors.search_results.states import asked_states, read_states, told_states

STATUS = """On branch main
Your branch is behind 'origin/main' by 3 commits.

Changes to be committed:
  (use "git restore --staged <file>..." to unstage)
\trenamed:    old.py -> src/new name.py
\tnew file:   src/a.py

Unmerged paths:
\tboth modified:   src/b.py

Changes not staged for commit:
\tmodified:   Makefile
\tdeleted:    src/gone.py

Untracked files:
  (use "git add <file>..." to include in what will be committed)
\tnotes
\tnew/
"""


def states_of(text: str) -> list[tuple[str, str]]:
    """The states of a list that is one, each with its path."""
    found = read_states(text.split("\n"))
    assert found is not None
    return [*zip(found.states, found.paths, strict=True)]


@pytest.mark.parametrize(
    ("text", "states"),
    [
        (
            " M src/a.py\n D b.py\nR  x.py -> y.py\nUU c.py\n?? new/",
            [(" M", "src/a.py"), (" D", "b.py"), ("R ", "y.py"), ("UU", "c.py"), ("??", "new/")],
        ),
        ("## main...origin/main\n M a.py\n M b.py\n M c.py\n M d.py\n M e.py", [(" M", f"{name}.py") for name in "abcde"]),
        ("M\tsrc/a.py\nR100\told.py\tnew.py\nD\tMakefile", [("M", "src/a.py"), ("R", "new.py"), ("D", "Makefile")]),
        ("M src/a.py\n? b.py\n! .c", [("M", "src/a.py"), ("?", "b.py"), ("!", ".c")]),
        ("M       src/a.py\n?       b\n!       c", [("M", "src/a.py"), ("?", "b"), ("!", "c")]),
    ],
)
def test_codes_stand_before_paths(text: str, states: list[tuple[str, str]]) -> None:
    """Of `git status --short`, `git diff --name-status` and `svn status`; of a file that was moved the new path counts."""
    assert states_of(text) == states


def test_words_stand_before_paths() -> None:
    """Under headings, which are no entries."""
    assert states_of(STATUS) == [
        ("renamed", "src/new name.py"),
        ("new file", "src/a.py"),
        ("both modified", "src/b.py"),
        ("modified", "Makefile"),
        ("deleted", "src/gone.py"),
        ("untracked", "notes"),
        ("untracked", "new/"),
    ]
    found = read_states(STATUS.split("\n"))
    assert isinstance(found, Listing)
    assert {0, 3, 8, 11, 15} <= {*found.others}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "src/a.py\nsrc/b.py",
        "A dog ran.\nA cat slept.\nA bird sang.\nA fox",
        "Many words\nUsed here",
        "On branch main\nnothing to commit",
    ],
)
def test_other_texts_are_none(text: str) -> None:
    """Paths alone, and prose whose lines begin with a letter of its own."""
    assert read_states(text.split("\n")) is None


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("which files were deleted?", {" D", "deleted"}),
        ("what was renamed or moved?", {"R ", "renamed"}),
        ("are there conflicts?", {"UU", "both modified"}),
        ("what is untracked?", {"??"}),
        ("is the work tree clean?", set()),
    ],
)
def test_a_question_may_speak_of_states(question: str, asked: set[str]) -> None:
    """In its own words."""
    assert asked_states([" D", "deleted", "R ", "renamed", "UU", "both modified", "??", " M"], question) == asked


def test_states_are_counted() -> None:
    """Without their blanks."""
    assert told_states([" M", "??", " M", "new file"]) == [("M", 2), ("??", 1), ("new file", 1)]


def test_any_words_before_paths_are_no_states() -> None:
    """There are only so many."""
    assert (
        read_states(["On branch main", *(f"\tword {chr(97 + n)}{chr(97 + m)}: x" for n in range(9) for m in range(9))]) is None
    )
