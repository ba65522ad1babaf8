"""Which formats the samples have, by kind and name; those that are not named have the kind's usual one."""

from __future__ import annotations

from tests.detection import samples_of_files as files
from tests.detection import samples_of_output as output

__all__ = ["ALL", "format_of", "others"]

ALL: dict[str, dict[str, str]] = {
    "log": output.LOGS,
    "build": output.BUILDS,
    "traceback": output.TRACEBACKS,
    "search": output.SEARCHES,
    "diff": output.DIFFS,
    "listing": output.LISTINGS,
    "table": output.TABLES,
    "json": files.JSON,
    "code": files.CODE,
    "config": files.CONFIG,
    "markup": files.MARKUP,
    "prose": files.PROSE,
}
"""Every sample, by kind and name."""
_USUAL = {
    "log": "times",
    "search": "grep",
    "diff": "git",
    "table": "columns",
    "json": "json",
    "code": "python",
    "markup": "html",
}
_FORMATS: dict[str, dict[str, str]] = {
    "log": {
        "syslog": "syslog",
        "python logging": "levels",
        "access": "access",
        "logfmt": "logfmt",
        "logfmt without time": "logfmt",
        "compose without times": "prefixed",
        "levels in brackets": "levels",
        "serilog": "levels",
    },
    "build": {
        "pytest": "pytest",
        "pytest, quiet": "pytest",
        "unittest": "unittest",
        "jest": "jest",
        "vitest": "jest",
        "go test": "go",
        "cargo": "cargo",
        "cargo test": "cargo",
        "maven": "maven",
        "gradle": "gradle",
        "npm": "npm",
        "make and gcc": "make",
        "only diagnostics": "lint",
        "cmake": "make",
        "tsc": "lint",
        "webpack": "npm",
        "docker build": "docker",
        "old docker build": "docker",
        "pip": "packages",
        "apt": "packages",
        "coloured": "pytest",
        "build server": "ci",
    },
    "traceback": {name: name for name in output.TRACEBACKS},
    "search": {
        "heading": "heading",
        "numbers": "numbers",
        "count": "count",
        "names": "names",
        "of logs without numbers": "names",
        "results": "results",
        "titled results": "results",
    },
    "diff": {
        "unified": "unified",
        "diff -ruN": "unified",
        "of Markdown": "unified",
        "svn": "svn",
        "combined": "combined",
        "plain": "normal",
    },
    "listing": {
        "ls -l": "ls",
        "windows dir": "ls",
        "find": "paths",
        "names": "paths",
        "ls -R": "paths",
        "tree": "tree",
        "status": "status",
        "short status": "status",
        "du": "sizes",
    },
    "table": {
        "csv": "csv",
        "csv of a log": "csv",
        "tsv": "tsv",
        "semicolon": "semicolon",
        "pipe": "pipe",
        "markdown": "markdown",
        "box": "box",
        "psql": "box",
    },
    "json": {"lines": "lines", "log lines": "lines", "in a string": "string"},
    "code": {
        "javascript": "javascript",
        "typescript": "javascript",
        **{name: name for name in ("java", "c", "go", "rust", "ruby", "shell", "sql", "css", "php")},
    },
    "config": {
        "yaml": "yaml",
        "yaml with words": "yaml",
        "toml": "toml",
        "ini": "ini",
        "env": "env",
        "properties": "properties",
    },
    "markup": {"xml": "xml", "xml without a declaration": "xml"},
    "prose": {"markdown": "markdown", "markdown with a table": "markdown"},
}


def format_of(kind: str, name: str) -> str:
    """The format that a sample should be taken for."""
    return _FORMATS[kind].get(name, _USUAL.get(kind, ""))


def others(*kinds: str) -> list[tuple[str, str]]:
    """Kind and name of the samples of all kinds but these."""
    return [(kind, name) for kind, samples in ALL.items() if kind not in kinds for name in samples]
