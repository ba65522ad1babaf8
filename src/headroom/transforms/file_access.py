"""Which file a tool call reads or changes, as the tools of coding agents spell it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain
from typing import Literal

import msgspec

from headroom.messages import Text, ToolCall, ToolResult
from headroom.transforms.tool_names import is_named

__all__ = ["EDIT_TOOLS", "READ_TOOLS", "FileAccess", "file_accesses", "has_failed"]

READ_TOOLS = (
    *("Read", "read_file", "read_text_file", "ReadFile", "view", "view_file", "open_file", "cat", "get_file_contents"),
    *("NotebookRead", "str_replace_based_edit_tool", "str_replace_editor", "text_editor"),
)
"""Tools whose result is the content of one file. Compared without case; the last three also edit, as their command says."""

EDIT_TOOLS = (
    *("Edit", "MultiEdit", "Write", "NotebookEdit", "edit_file", "write_file", "write_to_file", "create_file", "replace"),
    *("replace_in_file", "search_replace", "insert_edit_into_file", "replace_string_in_file", "delete_file", "apply_patch"),
    *("apply_diff", "str_replace_based_edit_tool", "str_replace_editor", "text_editor"),
)
"""Tools after which a file is no longer what it was."""

_FAILURES = ("error", "failed", "<tool_use_error>", "traceback", "exception", "no such file", "could not", "cannot")
"""How a result opens that says that nothing was done, for formats that do not mark errors. Chosen: too many keep a read."""
_OPENING_CHARS = 40
_COMMANDS_THAT_EDIT = frozenset({"create", "str_replace", "insert", "undo_edit", "delete", "rename"})
_PATHS = ("file_path", "path", "filename", "filePath", "target_file", "notebook_path", "file", "relative_workspace_path")
_PATCHES = ("patch", "input", "patchText", "diff")
_PATCH_LINES = ("*** Update File: ", "*** Delete File: ", "*** Add File: ", "*** Move to: ")
_END = 1 << 60
"""The last line of a file whose length is not known."""


class FileAccess(msgspec.Struct, frozen=True):
    """A file that a call reads or changes."""

    path: str
    kind: Literal["read", "edit"]
    first: int = 1
    last: int = _END
    """The lines that are read, counted as the tool counts them."""

    @property
    def is_whole_read(self) -> bool:
        """Whether all of the file is read."""
        return self.kind == "read" and self.first <= 1 and self.last >= _END

    def covers(self, other: FileAccess) -> bool:
        """Whether all that the other read is read by this."""
        return self.path == other.path and self.first <= other.first and self.last >= other.last


def file_accesses(call: ToolCall) -> tuple[FileAccess, ...]:
    """The files a call reads or changes; none for any other call and for arguments that say no path."""
    reads, edits = _does(call.name)
    if not reads and not edits:
        return ()
    fields = _fields(call.arguments)
    if fields is None:
        return _edits(_patched(call.arguments)) if edits else ()
    command = fields.get("command") if reads and edits else "view" if reads else "create"
    if command == "view":
        return tuple(FileAccess(path, "read", *_lines(fields)) for path in _path(fields))
    return _edits(chain(_path(fields), _patched_files(fields))) if command in _COMMANDS_THAT_EDIT else ()


def has_failed(result: ToolResult) -> bool:
    """Whether a tool says that it did nothing."""
    first = result.content[0] if result.content else None
    opening = first.text[:_OPENING_CHARS] if isinstance(first, Text) else ""
    return result.is_error or opening.lstrip().lower().startswith(_FAILURES)


def _edits(paths: Iterable[str]) -> tuple[FileAccess, ...]:
    return tuple(FileAccess(path, "edit") for path in dict.fromkeys(paths))


@lru_cache(maxsize=1024)
def _does(tool: str) -> tuple[bool, bool]:
    """Whether a tool reads, and whether it edits."""
    return is_named(tool, READ_TOOLS), is_named(tool, EDIT_TOOLS)


def _fields(arguments: str) -> Mapping[str, object] | None:
    try:
        found: object = msgspec.json.decode(arguments)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        return None
    return found if isinstance(found, dict) else {}


def _path(fields: Mapping[str, object]) -> Iterator[str]:
    for name in _PATHS:
        path = fields.get(name)
        if isinstance(path, str) and path:
            yield path.removeprefix("./")
            return


def _patched_files(fields: Mapping[str, object]) -> Iterator[str]:
    for name in _PATCHES:
        patch = fields.get(name)
        if isinstance(patch, str):
            yield from _patched(patch)


def _patched(patch: str) -> Iterator[str]:
    """The files that a patch in the form of `apply_patch` names."""
    for line in patch.split("\n") if "*** " in patch else ():
        for opening in _PATCH_LINES:
            if line.startswith(opening):
                yield line.removeprefix(opening).strip().removeprefix("./")


def _lines(fields: Mapping[str, object]) -> tuple[int, int]:
    """The first and the last line that a call asks for."""
    view = fields.get("view_range")
    if isinstance(view, list) and len(view) == 2:
        first, last = _number(view[0], 1), _number(view[1], _END)
        return first, last if last >= 0 else _END
    first = _number(fields.get("offset", fields.get("start_line", fields.get("line_start"))), 1)
    limit = _number(fields.get("limit"), 0)
    last = _number(fields.get("end_line", fields.get("line_end")), _END)
    return max(first, 1), min(last, max(first, 1) + limit - 1) if limit > 0 else last


def _number(value: object, otherwise: int) -> int:
    return value if type(value) is int else otherwise
