"""How far a run of lines goes once its first line has shown what it is: a diff, a traceback, JSON, a fenced block."""

from __future__ import annotations

import re

from headroom.detection.json_like import opens_json
from headroom.detection.kinds import Kind

__all__ = ["diff_end", "fenced_kind", "json_end", "line_end", "traceback_end"]

_DIFF_LINE = re.compile(
    r"\n(?![-+ @\\\n\r]|diff |index |Index: |={20}|new |deleted |old mode |rename |copy |similarity |dissimilarity "
    r"|Binary files |GIT binary "
    r"|Only in |literal |delta |Property changes |___|Added: |Modified: |Deleted: |   )"
)
"""The first line that no diff holds."""
_COMMIT = re.compile(r"\s*(?:commit [0-9a-f]{7,40}|From [0-9a-f]{40} |-- ?\n)")
_HUNK = re.compile(
    r"\n@@ -[0-9]|\n@@@+ -[0-9]|\nBinary files |\nGIT binary |\nrename to |\n(?:deleted|new) file mode |\n(?:old|new) mode "
)
_TRACE_LINE = re.compile(r"\n(?![ \t\n\r]|During handling of |The above exception |Traceback \(most)")
_BRACKETS = {"{": "\n}", "[": "\n]"}
_LANGUAGES = """c cpp csharp css dart elixir go haskell java javascript kotlin lua perl php python r ruby rust scala scss sql
    swift typescript zig""".split()
_SHORT = {
    "py": "python",
    "python3": "python",
    "js": "javascript",
    "jsx": "javascript",
    "ts": "typescript",
    "tsx": "typescript",
    "rs": "rust",
    "rb": "ruby",
    "c++": "cpp",
    "cs": "csharp",
    "kt": "kotlin",
    "h": "c",
    "golang": "go",
}
_FENCED: dict[str, tuple[Kind, str]] = {
    **dict.fromkeys(("json", "jsonc", "json5", "jsonl", "ndjson"), ("json", "json")),
    **dict.fromkeys(("diff", "patch", "udiff"), ("diff", "unified")),
    **dict.fromkeys(("html", "xml", "svg", "xhtml"), ("markup", "")),
    **dict.fromkeys(("yaml", "yml", "toml", "ini", "env", "dotenv", "properties", "conf"), ("config", "")),
    **dict.fromkeys(("csv", "tsv"), ("table", "")),
    **dict.fromkeys(("log", "logs"), ("log", "")),
    **dict.fromkeys(("md", "markdown", "rst"), ("prose", "markdown")),
    **dict.fromkeys(("pytb", "traceback"), ("traceback", "python")),
    **{name: ("code", name) for name in _LANGUAGES},
    **{short: ("code", name) for short, name in _SHORT.items()},
}
"""What the words behind a fence say of the block. Shell words say nothing: commands and their output bear the same ones."""


def line_end(text: str, at: int) -> int:
    """Where the line that holds a place ends, behind its line feed."""
    found = text.find("\n", at)
    return len(text) if found < 0 else found + 1


def fenced_kind(words: str) -> tuple[Kind, str] | None:
    """The kind and format that the words behind a fence name; None where they name none."""
    first = words.strip().lower().lstrip("{.").split(maxsplit=1)
    return _FENCED.get(first[0].rstrip("}").split(":")[0]) if first else None


def diff_end(text: str, start: int) -> int:
    """Where the diff that starts here ends; `start` where it is none. Commits between its files belong to it."""
    if not _HUNK.search(text, start, start + 4_000):
        return start
    at = start
    while True:
        found = _DIFF_LINE.search(text, at)
        if found is None:
            return len(text)
        end = found.start() + 1
        if not _COMMIT.match(text, end):
            # Blank lines before what follows are not the diff's.
            return end
        at = text.find("\ndiff --", end)
        if at < 0:
            return len(text)


def traceback_end(text: str, start: int) -> int:
    """Where the Python traceback that starts here ends, behind the line that names the error."""
    at = line_end(text, start) - 1
    while True:
        found = _TRACE_LINE.search(text, at)
        if found is None:
            return len(text)
        end = line_end(text, found.end())
        rest = text[end : end + 120].lstrip("\r\n")
        if not rest.startswith(("During handling of ", "The above exception ")):
            return end
        at = text.find("\nTraceback (most", end)
        if at < 0:
            return end
        at = line_end(text, at + 1) - 1


def json_end(text: str, start: int) -> int:
    """Where the JSON that starts a line here ends, at a line's end; `start` where it is none or does not end."""
    if not opens_json(text[start : start + 400]):
        return start
    first = line_end(text, start)
    mark = text[start]
    closing = "}" if mark == "{" else "]"
    if first - start > 2 and text[max(start, first - 4) : first].rstrip().endswith(closing):
        return _rows_end(text, first, mark + '"')
    at = text.find(_BRACKETS[mark], start)
    if at < 0:
        return start
    end = line_end(text, at + 1)
    return end if text[at + 2 : end].strip() in ("", ",") else start


def _rows_end(text: str, at: int, mark: str) -> int:
    """Where the run of JSON lines ends that goes on here."""
    while text.startswith(mark, at):
        at = line_end(text, at)
    return at
