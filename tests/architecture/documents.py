"""The fenced blocks of README and docs, the commands in them, and what they really print."""

from __future__ import annotations

import contextlib
import doctest
import io
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from tests.architecture.source_tree import ROOT
from tests.fakes.provider_server import serve

__all__ = ["PAGES", "Block", "blocks", "commands", "same_output", "shell", "shown"]

PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))

_FENCE = re.compile(
    r"^(?:<!-- *(?P<note>[^\n]*?) *-->\n\n?)?```(?P<language>\w*)[^\n]*\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
_SDKS = re.compile(r"^from (?:openai|anthropic) import", re.MULTILINE)
_CHECKER = doctest.OutputChecker()


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """One fenced block."""

    language: str
    text: str
    start: int
    """Where `text` starts in the page, in characters."""
    line: int
    note: str
    """The comment right above it. `prints`: what the Python above prints. `headroom ...`: what that command prints.
    `exit 2`: its commands end with that code. `sketch`: not to be run."""


def blocks(page: Path) -> tuple[Block, ...]:
    """The fenced blocks of a page, in order."""
    text = page.read_text(encoding="utf-8")
    return tuple(
        Block(
            language=found["language"],
            text=found["text"],
            start=found.start("text"),
            line=text.count("\n", 0, found.start()) + 1,
            note=found["note"] or "",
        )
        for found in _FENCE.finditer(text)
    )


def commands(page: Path) -> tuple[str, ...]:
    """Every `headroom ...` command line of a page's shell blocks, without prompt."""
    return tuple(
        found.group(1)
        for block in blocks(page)
        if block.language in {"sh", "bash", "shell", "console"}
        for found in re.finditer(r"(?:^|[|&] |\$ )(headroom\b[^\n|&>]*)", block.text, re.MULTILINE)
    )


def shown(page: Path, directory: Path) -> Iterator[tuple[Block, str]]:
    """Each block of a page that shows an output, with the output there really is.

    All blocks run in order, in one namespace and in `directory`; SDKs in them meet a provider of our own. What an example
    raises is raised here.
    """
    if not _SDKS.search(page.read_text(encoding="utf-8")):
        yield from _shown(page, directory)
        return
    with serve() as server, pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPENAI_BASE_URL", server.openai_url)
        patch.setenv("ANTHROPIC_BASE_URL", server.url)
        for name in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY"):
            patch.setenv(name, "of-nobody")
        yield from _shown(page, directory)


def _shown(page: Path, directory: Path) -> Iterator[tuple[Block, str]]:
    names: dict[str, object] = {"__name__": "__docs__"}
    printed = ""
    for block in blocks(page):
        if block.note == "prints":
            yield block, printed
        elif block.note.startswith("headroom "):
            yield block, _printed_by_shell(block.note, directory, 0)
        elif block.language == "console":
            yield block, _printed_by_console(block, directory)
        elif block.language == "python" and block.note != "sketch":
            printed = _printed_by_python(block, page, names, directory)


def _printed_by_python(block: Block, page: Path, names: dict[str, object], directory: Path) -> str:
    # Padded with empty lines, so that a traceback names the line of the page.
    code = compile("\n" * block.line + block.text, str(page), "exec")
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.chdir(directory):
        exec(code, names)  # noqa: S102  # The page's own example is what is under test.
    return out.getvalue()


def _printed_by_console(block: Block, directory: Path) -> str:
    code = int(block.note.removeprefix("exit ")) if block.note.startswith("exit ") else 0
    session = []
    for command, wanted in re.findall(r"^\$ ([^\n]*)\n((?:(?!\$ )[^\n]*\n)*)", block.text, re.MULTILINE):
        printed = _printed_by_shell(command, directory, code)
        session.append(f"$ {command}\n{printed if wanted else ''}")
    return "".join(session)


def _printed_by_shell(command: str, directory: Path, code: int) -> str:
    outcome = shell(command, directory)
    if outcome.returncode != code:
        raise AssertionError(f"{command} ends with {outcome.returncode}:\n{outcome.stdout}")
    return outcome.stdout


def shell(command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """The outcome of a command line with our own `headroom` first on the path, 80 columns wide and without colour."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    environment = {**os.environ, "PATH": path, "COLUMNS": "80", "NO_COLOR": "1", "TERM": "dumb", "PYTHONUTF8": "1"}
    return subprocess.run(  # noqa: S602  # Lines of our own documentation, with the pipes that readers type.
        command,
        shell=True,
        cwd=cwd,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def same_output(wanted: str, got: str) -> bool:
    """Whether two outputs agree; `...` in the wanted one stands for anything, spaces at line ends do not count."""
    trimmed = ["\n".join(line.rstrip() for line in text.strip().splitlines()) + "\n" for text in (wanted, got)]
    return _CHECKER.check_output(trimmed[0], trimmed[1], doctest.ELLIPSIS)
