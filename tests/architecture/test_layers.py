"""Which room may import which, and which library belongs where."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source_tree import PACKAGE, ROOT, modules

LINT = """
import sys
sys.path.insert(0, "src")
from importlinter.cli import lint_imports
sys.exit(lint_imports(no_cache=True, no_logo=True))
"""
"""The console script would find the installed package; this finds the one below the working directory."""


def lint_imports(directory: Path) -> subprocess.CompletedProcess[str]:
    """The outcome of import-linter over the checkout, or a copy of it, in `directory`."""
    return subprocess.run([sys.executable, "-c", LINT], cwd=directory, capture_output=True, text=True, check=False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the package and its rules that a test may break."""
    shutil.copytree(PACKAGE, tmp_path / "src" / "headroom", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_contracts_are_kept() -> None:
    """Every import contract of pyproject.toml holds."""
    outcome = lint_imports(ROOT)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ("messages/parts.py", "import headroom.pipeline"),
        ("messages/parts.py", "import time"),
        ("wire/codec.py", "import headroom.safety"),
        ("transforms/contract.py", "import anyio"),
        ("pipeline/plan.py", "import tiktoken"),
        ("pipeline/entry.py", "import structlog"),
        ("compressors/contract.py", "import click"),
    ],
)
def test_a_wrong_import_is_caught(copy: Path, place: str, line: str) -> None:
    """An import against the order of rooms, or of a library out of its room, breaks a contract."""
    module = copy / "src" / "headroom" / place
    module.write_text(f"{module.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")
    outcome = lint_imports(copy)
    assert outcome.returncode == 1, outcome.stdout + outcome.stderr
    assert "BROKEN" in outcome.stdout


def test_a_room_without_a_place_is_caught(copy: Path) -> None:
    """A new package that no layer names breaks the contract."""
    room = copy / "src" / "headroom" / "attic"
    room.mkdir()
    (room / "__init__.py").write_text("", encoding="utf-8")
    outcome = lint_imports(copy)
    assert outcome.returncode == 1
    assert "headroom.attic" in outcome.stdout


def reads_environment(node: ast.AST) -> bool:
    """Whether a node is `os.environ` or the like, or imports it by name."""
    names = {"environ", "environb", "getenv", "getenvb"}
    if isinstance(node, ast.ImportFrom) and node.module == "os":
        return any(alias.name in names for alias in node.names)
    return isinstance(node, ast.Attribute) and node.attr in names and isinstance(node.value, ast.Name) and node.value.id == "os"


def test_the_environment_is_read_in_one_place() -> None:
    """`os.environ` and `os.getenv` stand in `config/environment.py` alone."""
    readers = {module.place for module in modules() for node in ast.walk(module.tree) if reads_environment(node)}
    assert readers == {"config/environment.py"}
