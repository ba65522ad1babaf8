"""The examples run, do what they say, and are told of in the documentation."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.documents import PAGES
from tests.architecture.source_tree import ROOT

EXAMPLES = ROOT / "examples"
PLUGIN = EXAMPLES / "plugin"

PRINTED = {
    "own_chain.py": (
        "content_router: message",
        "stale_reads: message 3: steps.py was changed after this read",
        "duplicates: message 18: same as the result of read_file",
        "warning: cache_aligner: message 0 holds 1 date",
    ),
    "own_compressor.py": (
        "# thermometer cellar",
        "01:17 21.2\n",
        "02:00 35.4\n",
        "thermometer: 195 of 201 lines omitted; kept: jumps 2, asked for 1",
        "the original comes back: True",
    ),
    "own_transform.py": (
        "[headroom: 147 of 150 lines omitted; original ",
        "2.0 compressed: the first 3 lines of list_branches",
        "untouched messages are the same objects: True",
    ),
}
"""What each example prints, among other things."""

WITH_PLUGIN = """
from headroom import HeadroomConfig, compress

text = "\\n".join(["# thermometer cellar", *(f"{n // 60:02}:{n % 60:02} 21.{n % 7}" for n in range(200))])
call = {"id": "c1", "type": "function", "function": {"name": "read_thermometer", "arguments": "{}"}}
messages = [
    {"role": "user", "content": "How warm is it?"},
    {"role": "assistant", "content": None, "tool_calls": [call]},
    {"role": "tool", "tool_call_id": "c1", "content": text},
]
config = HeadroomConfig(compressors=["thermometer"], transforms=["calibrated"])
result = compress(messages, config=config)
decision = result.report.final[2, 0]
print(decision.kind, decision.action, result.originals[decision.original] == text)
print(*result.report.warnings)
lossless = compress(messages, config=config, preset="lossless")
print(lossless.originals, "omitted" in lossless.messages[2]["content"])
print(compress(messages).report.final[2, 0].kind == "thermometer")
"""


def run(arguments: list[str], directory: Path, *paths: Path) -> str:
    """What Python prints when it is run like this in a directory, with these folders to import from."""
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(map(str, paths)),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
    }
    outcome = subprocess.run(
        [sys.executable, "-W", "error", *arguments],
        cwd=directory,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert outcome.returncode == 0, outcome.stderr
    return outcome.stdout


def test_every_example_is_listed_here() -> None:
    """What runs below are all the examples that there are."""
    assert sorted(path.name for path in EXAMPLES.glob("*.py")) == sorted(PRINTED)


@pytest.mark.parametrize("name", PRINTED)
def test_example_does_what_it_says(name: str, tmp_path: Path) -> None:
    """An example runs anywhere, without arguments, and prints what it did."""
    printed = run([str(EXAMPLES / name)], tmp_path)
    assert not [line for line in PRINTED[name] if line not in printed], printed


def test_plugin_is_found_by_its_entry_points(tmp_path: Path) -> None:
    """Installed, the plugin's compressor and transform are used where a configuration names them, and only there."""
    project = tomllib.loads((PLUGIN / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    installed = tmp_path / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n")
    groups = (
        f"[{group}]\n" + "".join(f"{name} = {place}\n" for name, place in points.items())
        for group, points in project["entry-points"].items()
    )
    (installed / "entry_points.txt").write_text("\n".join(groups))
    printed = run(["-c", WITH_PLUGIN], tmp_path, tmp_path, PLUGIN / "src")
    assert printed.splitlines() == ["thermometer compressed True", "calibrated: 3 messages", "{} False", "False"]


@pytest.mark.parametrize("path", [*PRINTED, "plugin"])
def test_example_is_told_of(path: str) -> None:
    """The documentation names each example by its path."""
    assert any(f"examples/{path}" in page.read_text(encoding="utf-8") for page in PAGES)
