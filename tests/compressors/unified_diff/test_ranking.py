"""Tests of what a hunk is worth."""

from __future__ import annotations

from headroom.compressors.unified_diff.parse import parse_diff
from headroom.compressors.unified_diff.ranking import Ranked, asks_for, rank_hunks
from headroom.relevance import read_query
from tests.compressors.unified_diff.samples import before, edited, git_diff

LINES = before(20)
SIDES = (LINES, edited(LINES, 9))


def ranked(text: str, query: str = "") -> list[Ranked]:
    """The hunks of a diff with their worth."""
    return rank_hunks(parse_diff(text), read_query(query))


def changed(path: str, old: str, new: str) -> str:
    """A diff of one line of a file."""
    return git_diff({path: ([f"{old}\n"], [f"{new}\n"])})


def test_code_outranks_tests_docs_and_noise() -> None:
    """In this order."""
    paths = ("src/a.py", "package.json", "tests/a.py", "README.md", "logo.svg", "vendor/a.py", "yarn.lock")
    found = [one for path in paths for one in ranked(git_diff({path: SIDES}))]
    assert [one.worth for one in found] == sorted([one.worth for one in found], reverse=True)
    assert [one.noise for one in found] == [False] * 4 + [True] * 3


def test_what_is_asked_for_comes_first() -> None:
    """Words in a hunk, the name of its file, and the class of file."""
    text = (
        changed("src/a.py", "x = 1", "x = 2") + changed("src/b.py", "y = 1", "redirects = 2") + changed("yarn.lock", "a", "b")
    )
    assert [one.asked for one in ranked(text, "What about redirects?")] == [False, True, False]
    assert [one.asked for one in ranked(text, "Explain a.py")] == [True, False, False]
    lock = ranked(text, "Which dependencies were raised?")[2]
    assert lock.asked
    assert not lock.noise


def test_files_are_asked_for_by_name_or_class() -> None:
    """Not by a folder alone, nor by words that stand in many names."""
    assert asks_for("web/yarn.lock", "lock", read_query("Show yarn.lock"))
    assert asks_for("web/yarn.lock", "lock", read_query("Which dependencies were raised?"))
    assert not asks_for("web/yarn.lock", "lock", read_query("What is new in web/ or of the clock?"))
    assert not asks_for("web/yarn.lock", "lock", read_query(""))


def test_a_message_speaks_for_its_hunks() -> None:
    """The commit that is asked for is found by its words."""
    texts = [
        f"commit {at}\n\n    Mend {word}\n\n{changed(f'src/{at}.py', 'x = 1', f'x = {at}')}"
        for at, word in enumerate(("sockets", "ticket-17087", "queues"), start=2)
    ]
    found = ranked("".join(texts), "What did ticket-17087 change?")
    assert [one.asked for one in found] == [False, True, False]


def test_small_changes_say_less() -> None:
    """Whitespace least, then imports and comments."""
    real, space, imports, comment = (
        ranked(changed("src/a.py", old, new))[0].worth
        for old, new in (("x = 1", "x = 2"), ("x = 1", "    x  = 1"), ("import a", "import b"), ("# one", "# two"))
    )
    assert real > imports == comment > space


def test_deleted_files_are_told_of() -> None:
    """Short ones show what went."""
    (short,) = ranked(git_diff({"src/a.py": (before(5), [])}))
    (long,) = ranked(git_diff({"src/a.py": (before(50), [])}))
    assert (short.noise, long.noise) == (False, True)
    assert short.worth < ranked(git_diff({"src/a.py": SIDES}))[0].worth
    assert not ranked(git_diff({"src/a.py": (before(50), [])}), "Why is a.py gone?")[0].noise


def test_a_change_that_stands_there_already_says_next_to_nothing() -> None:
    """In another file; twice in one file is another matter."""
    text = changed("src/a.py", "x = 1", "x = 2") + changed("src/b.py", "x = 1", "x = 2")
    one, two = ranked(text)
    assert (one.repeats, two.repeats) == (False, True)
    assert two.worth < one.worth


def test_letters_that_grow_in_lower_case_move_nothing() -> None:
    """Places in the small text are places in the text."""
    text = (
        changed("src/a.py", "İ" * 400, "İ" * 401)
        + changed("src/b.py", "y = 1", "redirects = 2")
        + changed("src/c.py", "a", "b")
    )
    assert [one.asked for one in ranked(text, "What about redirects?")] == [False, True, False]
