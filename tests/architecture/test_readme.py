"""README and docs name only commands, options and files that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.architecture.documents import PAGES, blocks, commands, shell
from tests.architecture.source_tree import ROOT

README = ROOT / "README.md"
COMMANDS = sorted({command for page in PAGES for command in commands(page)})


def test_readme_shows_the_help() -> None:
    """README holds the help of the command line, in a block that names the command."""
    assert any(block.note == "headroom --help" for block in blocks(README))


@pytest.mark.parametrize("command", ["python3 -m pip install '.[cli]' && headroom demo", "python3 -m pip install nox && nox"])
def test_readme_holds_the_two_commands(command: str) -> None:
    """A newcomer finds the command that shows the product and the one that checks it."""
    assert command in README.read_text(encoding="utf-8")


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_and_options_exist(command: str, tmp_path: Path) -> None:
    """Every command line shown names a command there is and options that it has."""
    words = command.split()
    options = set(re.findall(r"(?<=\s)--[a-z][a-z-]*", command))
    called = [word for word in words[:2] if not word.startswith("-")]
    outcome = shell(f"{' '.join(called)} --help", tmp_path)
    assert outcome.returncode == 0, outcome.stdout
    assert options <= set(re.findall(r"--[a-z][a-z-]*", outcome.stdout))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    """Every relative link of a page names a file of the project."""
    targets = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", page.read_text(encoding="utf-8"))
    assert not [target for target in targets if not (page.parent / target).exists()]
