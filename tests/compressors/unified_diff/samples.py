"""Files to change, and diffs of the changes as tools print them."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

__all__ = ["before", "diff_of", "edited", "git_diff", "plain_diff"]


def before(count: int, name: str = "take") -> list[str]:
    """The lines of a file of functions."""
    return [
        line
        for at in range(count)
        for line in (
            f"def {name}_{at}(queue):\n",
            f"    item = queue.pop({at * 37})\n",
            f"    return item + {at * 7919}\n",
            "\n",
        )
    ]


def edited(lines: list[str], *places: int) -> list[str]:
    """The lines with those at some places rewritten."""
    return [f"{line.rstrip()}  # changed at {at}\n" if at in places else line for at, line in enumerate(lines)]


def diff_of(path: str, old: list[str], new: list[str], context: int = 3) -> str:
    """One file's `---`, `+++` and hunks."""
    return "".join(difflib.unified_diff(old, new, f"a/{path}", f"b/{path}", n=context))


def git_diff(files: Mapping[str, tuple[list[str], list[str]]], context: int = 3) -> str:
    """What `git diff` prints of files with an old and a new side; a side without lines is no file."""
    texts = []
    for path, (old, new) in files.items():
        mode = "new file mode 100644\n" if not old else "" if new else "deleted file mode 100644\n"
        head = f"diff --git a/{path} b/{path}\n{mode}index 1234567..89abcde{'' if mode else ' 100644'}\n"
        body = diff_of(path, old, new, context)
        if not old:
            body = body.replace(f"--- a/{path}", "--- /dev/null", 1)
        if not new:
            body = body.replace(f"+++ b/{path}", "+++ /dev/null", 1)
        texts.append(head + body)
    return "".join(texts)


def plain_diff(files: Mapping[str, tuple[list[str], list[str]]]) -> str:
    """What `diff -ru` prints."""
    return "".join(f"diff -ru a/{path} b/{path}\n{diff_of(path, old, new)}" for path, (old, new) in files.items())
