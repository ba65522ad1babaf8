"""Tests of which file a call reads or changes."""

from __future__ import annotations

import json

import pytest

from headroom.messages import ToolCall
from headroom.transforms.file_access import FileAccess, file_accesses

PATCH = "*** Begin Patch\n*** Update File: ./a.py\n@@\n-x\n+y\n*** Add File: b.py\n*** Delete File: c.py\n*** End Patch"


def accesses(name: str, **arguments: object) -> tuple[FileAccess, ...]:
    """What a call with these arguments does."""
    return file_accesses(ToolCall(id="c", name=name, arguments=json.dumps(arguments)))


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("Read", {"file_path": "a.py"}),
        ("read_file", {"path": "./a.py"}),
        ("mcp__filesystem__read_text_file", {"path": "a.py"}),
        ("cat", {"filename": "a.py"}),
        ("str_replace_based_edit_tool", {"command": "view", "path": "a.py"}),
    ],
)
def test_reads_are_known(name: str, arguments: dict[str, object]) -> None:
    """By the tool's name, and its command where it has one."""
    assert accesses(name, **arguments) == (FileAccess("a.py", "read"),)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("Edit", {"file_path": "a.py", "old_string": "x", "new_string": "y"}),
        ("write_file", {"path": "a.py", "content": ""}),
        ("str_replace_based_edit_tool", {"command": "str_replace", "path": "a.py"}),
        ("str_replace_editor", {"command": "create", "path": "a.py"}),
    ],
)
def test_edits_are_known(name: str, arguments: dict[str, object]) -> None:
    """Likewise."""
    assert accesses(name, **arguments) == (FileAccess("a.py", "edit"),)


def test_a_patch_edits_several_files() -> None:
    """As an argument, and as the free text of a custom tool."""
    expected = tuple(FileAccess(path, "edit") for path in ("a.py", "b.py", "c.py"))
    assert accesses("apply_patch", input=PATCH) == expected
    assert file_accesses(ToolCall(id="c", name="apply_patch", arguments=PATCH)) == expected


@pytest.mark.parametrize(
    ("arguments", "lines"),
    [
        ({"offset": 10, "limit": 5}, (10, 14)),
        ({"limit": 5}, (1, 5)),
        ({"start_line": 3, "end_line": 9}, (3, 9)),
        ({"view_range": [2, 8]}, (2, 8)),
    ],
)
def test_a_range_is_read(arguments: dict[str, object], lines: tuple[int, int]) -> None:
    """In whichever words the tool has for it."""
    (access,) = accesses("Read", path="a.py", **arguments)
    assert (access.first, access.last) == lines


def test_more_covers_less() -> None:
    """Of the same file alone."""
    (whole,) = accesses("Read", path="a.py")
    (some,) = accesses("Read", path="a.py", offset=10, limit=5)
    (rest,) = accesses("view", path="a.py", view_range=[10, -1])
    (other,) = accesses("Read", path="b.py")
    assert whole.covers(some)
    assert whole.covers(rest)
    assert rest.covers(some)
    assert not some.covers(whole)
    assert not whole.covers(other)


@pytest.mark.parametrize("arguments", ["", "[]", '"x"', "{", "\ud800", "[" * 100_000, '{"path": 3}', '{"path": ""}'])
def test_arguments_without_a_path_say_nothing(arguments: str) -> None:
    """And raise nothing."""
    for name in ("Read", "Edit", "apply_patch"):
        assert file_accesses(ToolCall(id="c", name=name, arguments=arguments)) == ()


def test_other_tools_say_nothing() -> None:
    """Whatever their arguments; neither does an edit tool whose command is unknown."""
    assert accesses("search", path="a.py") == ()
    assert accesses("str_replace_editor", path="a.py", command="dance") == ()
