"""Tests of how the lines above a file's hunks are read."""

from __future__ import annotations

import pytest

from headroom.compressors.unified_diff.headers import header_end, named_path, opens_header, read_header, side_path


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("diff --git a/src/x.py b/src/x.py\nindex 1..2 100644\n--- a/src/x.py\n+++ b/src/x.py\n", "src/x.py"),
        ("diff --git a/x b/x\nnew file mode 100644\nindex 0..2\n--- /dev/null\n+++ b/x\n", "x"),
        ("diff --git a/x b/x\ndeleted file mode 100644\nindex 0..2\n--- a/x\n+++ /dev/null\n", "x"),
        ("diff --git a/old b/new\nsimilarity index 100%\nrename from old\nrename to new\n", "new"),
        ("diff --git a/my file b/my file\nold mode 100644\nnew mode 100755\n", "my file"),
        ("diff --git x/y x/y\nold mode 100644\nnew mode 100755\n", "x/y"),
        ("diff --git a/x.png b/x.png\nindex 1..2 100644\nBinary files a/x.png and b/x.png differ\n", "x.png"),
        ('diff --git "a/\\303.py" "b/\\303.py"\nindex 1..2 100644\n--- "a/\\303.py"\n+++ "b/\\303.py"\n', "\\303.py"),
        ("diff -ruN one/x.js two/x.js\n--- one/x.js\t2024-01-01 10:00:00\n+++ two/x.js\t2024-01-02 10:00:00\n", "two/x.js"),
        ("diff -r 44299fd3d1a8 x.py\n--- a/x.py\tThu Jan 01\n+++ b/x.py\tSun Oct 13\n", "x.py"),
        ("Index: src/x.c\n=======================\n--- src/x.c\t(revision 1)\n+++ src/x.c\t(revision 2)\n", "src/x.c"),
        ("Index: logo.png\n=======================\nCannot display: file marked as a binary type.\n", "logo.png"),
        ("diff --cc lib/x.py\nindex 1,2..3\n--- a/lib/x.py\n+++ b/lib/x.py\n", "lib/x.py"),
    ],
)
def test_whole_headers_are_read(text: str, path: str) -> None:
    """The header reaches to its last line, and the path is the new one, or the old one of a deleted file."""
    lines = text.splitlines(keepends=True)
    assert opens_header(lines, 0)
    assert header_end([*lines, "@@ -1 +1 @@\n"], 0) == len(lines)
    assert named_path(lines, 0, len(lines)) == path
    assert read_header([*lines, "@@ -1 +1 @@\n"], 0) == (len(lines), path)


def test_binary_patches_belong_to_the_header() -> None:
    """Both blocks of one, up to the empty line behind each."""
    block = ["literal 10\n", "zcmV-r0\n", "zcmV-r1\n", "\n"]
    lines = ["diff --git a/x b/x\n", "index 1..2\n", "GIT binary patch\n", *block, *block, "diff --git a/y b/y\n"]
    assert header_end(lines, 0) == len(lines) - 1


def test_a_removed_line_of_dashes_opens_no_file() -> None:
    """`--- ` only does above `+++ ` and a hunk."""
    assert not opens_header(["--- a\n", "+++ b\n", " c\n"], 0)
    assert not opens_header(["--- a\n"], 0)
    assert opens_header(["--- a\n", "+++ b\n", "@@ -1 +1 @@\n"], 0)


def test_each_command_opens_a_file_of_its_own() -> None:
    """A file whose mode changed stands above the next without anything between."""
    lines = ["diff --git a/x b/x\n", "old mode 1\n", "new mode 2\n", "diff --git a/y b/y\n"]
    assert header_end(lines, 0) == 3


def test_paths_lose_prefix_date_and_line_end() -> None:
    """Whatever the tool writes round them."""
    assert side_path("+++ b/a b/c.py\t2024\r\n") == "a b/c.py"
    assert side_path("--- /dev/null\n") == "/dev/null"


def test_no_header_is_read_where_none_starts() -> None:
    """Nor behind the last line."""
    assert read_header(["- a\n", "+ b\n"], 0) is None
    assert read_header(["--- a\n", "+++ b\n", " c\n"], 0) is None
    assert read_header(["diff --git a/x b/x\n"], 0) == (1, "x")
    assert read_header(["diff --git a/x b/x\n", "index 1..2\n"], 0) == (2, "x")


def test_new_names_go_before_old_ones() -> None:
    """Renamed and changed, with quotes, and with Windows' line ends."""
    head = 'diff --git a/old "b/n\\303w"\nsimilarity index 90%\nrename from old\nrename to "n\\303w"\nindex 1..2 100644\n'
    lines = f'{head}--- a/old\n+++ "b/n\\303w"\n@@ -1 +1 @@\n'.splitlines(keepends=True)
    assert read_header(lines, 0) == (7, "n\\303w")
    assert read_header([*lines[:5], "diff --git a/y b/y\n"], 0) == (5, "n\\303w")
    windows = "diff --git a/x b/x\r\nindex 1..2\r\n--- a/x\r\n+++ b/x\r\n@@ -1 +1 @@\r\n".splitlines(keepends=True)
    assert read_header(windows, 0) == (4, "x")
