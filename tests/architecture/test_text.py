"""What no file of the project may say."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.source_tree import ROOT

TEXT_SUFFIXES = {".md", ".py", ".toml", ".yml", ".yaml", ".json", ".txt", ".cfg", ".ini", ".sh", ".css", ".html", ""}
SOMEONES_MACHINE = re.compile(r"(?<![\w.:/-])/(?:root|work|workspace|opt/pypi|opt/wheels|mnt|tmp)/|[A-Z]:\\Users\\")
"""Absolute paths that only one machine has. Paths under /home or /var are left alone: tool output in tests is full of them."""
REGISTRIES = re.compile(r"pythonhosted\.|pypi\.(?:org|python)|--(?:extra-)?index-url|--find-links|PIP_INDEX")


def tracked() -> Iterator[Path]:
    """The files that git tracks or would track; of a tree without git, all of the project's folders."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode == 0:
        yield from (ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file())
        return
    for folder in ("src", "tests", "property_tests", "benchmarks", "docs"):
        yield from (path for path in (ROOT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts)


def texts() -> Iterator[tuple[str, str]]:
    """Every text file with its path, but for this one, which has to name what it looks for."""
    for path in tracked():
        if path.suffix in TEXT_SUFFIXES and path != Path(__file__):
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8", errors="replace")


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    """Where a pattern occurs, as `path:line: what`."""
    return [
        f"{place}:{text.count(chr(10), 0, found.start()) + 1}: {found.group()}"
        for place, text in texts()
        for found in pattern.finditer(text)
    ]


def test_no_file_knows_a_machine() -> None:
    """No file holds a path of the machine it was written on."""
    assert not lines_with(SOMEONES_MACHINE)


def test_no_file_names_a_registry() -> None:
    """Where packages come from is the installer's business, so no file names an index."""
    assert not lines_with(REGISTRIES)


def test_no_file_has_conflict_marks() -> None:
    """No half-merged file is kept."""
    assert not lines_with(re.compile(r"^(?:<{7}|>{7}) ", re.MULTILINE))
