"""The examples run, do what they say, and are told of in the documentation."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.documents import PAGES
from tests.architecture.source_tree import ROOT
from tests.fakes.provider_server import serve

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

WITH_PROVIDER = {
    "basic_usage.py": (
        r"^to be sent: [\d,]+ of [\d,]+ tokens, saving \$\d+\.\d+ per request$",
        r"^transforms: \S+",
        r"^answer: The tool said \d{3,4} characters\.$",
        r"^streamed: The tool said \d{3,4} characters\.$",
        r"^saved in 2 requests: \d+,\d{3} tokens$",
    ),
    "custom_compression.py": (
        r"^as given: .* call_list_invoices ([\d,]+)$(?s:.*)^by configuration: +call_list_orders \d{3}, call_list_invoices \1$",
        r"^smart_crusher\.max_items_after_crush +25 +config$",
        r"^by request: +call_list_orders \d,\d{3}, call_list_invoices \d{3}$",
        r"^answer: The tool said \d{5} characters\.$",
        r"^by a chain: +call_list_orders \d{3}, call_list_invoices \d{3}$",
        r"^its originals: +2$",
        r"^answer: The tool said \d{3} characters\.$",
    ),
    "proxy_integration.py": (
        r"^openai: The tool said \d{2,4} characters\.$",
        r"^openai: saved \d{4,} tokens$",
        r"^anthropic: The tool said \d{2,4} characters\.$",
        r"^anthropic: saved \d{4,} tokens$",
    ),
}
"""What each example that asks a provider prints: a pattern for each line that matters."""
DASHBOARD = (
    r"^model +mode +requests +tokens +saved +cached +cost +saved \$ +errors$",
    r"^gpt-4o-mini +optimize +2 +[\d,]+ +[\d,]+ +0 +0\.\d{4} +0\.\d{4} +0$",
    r"^\d{4}-\d\d-\d\dT\d\dh  #{40} [\d,]+$",
)
"""What the dashboard prints after the first example ran: the figures of its two requests."""

PATIENT = """
import runpy, sys
from headroom.client import queries
from headroom.client.request import prepare

prepare.ORIGINALS_WITHIN_S, queries._SETTLE_S = 5.0, 60.0
runpy.run_path(sys.argv[1], run_name="__main__")
"""
"""Runs an example whose store has more time than it is promised to need: a busy machine is no behaviour of ours."""

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


def run(arguments: list[str], directory: Path, *paths: Path, **variables: str) -> str:
    """What Python prints when it is run like this in a directory, with these folders to import from."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("HEADROOM_", "OPENAI_", "ANTHROPIC_"))},
        **variables,
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
    listed = [*PRINTED, *WITH_PROVIDER, "metrics_dashboard.py"]
    assert sorted(path.name for path in EXAMPLES.glob("*.py")) == sorted(listed)


@pytest.mark.parametrize("name", PRINTED)
def test_example_does_what_it_says(name: str, tmp_path: Path) -> None:
    """An example runs anywhere, without arguments, and prints what it did."""
    printed = run([str(EXAMPLES / name)], tmp_path)
    assert not [line for line in PRINTED[name] if line not in printed], printed


def on_provider(name: str, directory: Path) -> str:
    """What an example prints that asks a provider, files being written below the directory."""
    with serve() as server:
        return run(
            ["-c", PATIENT, str(EXAMPLES / name)],
            directory,
            OPENAI_BASE_URL=server.openai_url,
            OPENAI_API_KEY="key",
            GATEWAY_URL=server.url,
            HOME=str(directory),
            TMPDIR=str(directory),
        )


@pytest.mark.parametrize("name", WITH_PROVIDER)
def test_example_talks_to_a_provider(name: str, tmp_path: Path) -> None:
    """An example asks any server that it is pointed at, and prints what came of it."""
    printed = on_provider(name, tmp_path)
    assert not [line for line in WITH_PROVIDER[name] if not re.search(line, printed, re.MULTILINE)], printed


def test_dashboard_shows_what_was_recorded(tmp_path: Path) -> None:
    """After a client ran, the dashboard finds its file and adds up its requests; before, it says where it looked."""
    with pytest.raises(AssertionError, match="no metrics at"):
        run([str(EXAMPLES / "metrics_dashboard.py")], tmp_path, TMPDIR=str(tmp_path))
    on_provider("basic_usage.py", tmp_path)
    printed = run([str(EXAMPLES / "metrics_dashboard.py")], tmp_path, TMPDIR=str(tmp_path))
    (file,) = tmp_path.glob("headroom-*/headroom.db")
    assert run([str(EXAMPLES / "metrics_dashboard.py")], tmp_path, HEADROOM_WORKSPACE_DIR=str(file.parent)) == printed
    assert not [line for line in DASHBOARD if not re.search(line, printed, re.MULTILINE)], printed


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


@pytest.mark.parametrize("path", [*PRINTED, *WITH_PROVIDER, "metrics_dashboard.py", "plugin"])
def test_example_is_told_of(path: str) -> None:
    """The documentation names each example by its path."""
    assert any(f"examples/{path}" in page.read_text(encoding="utf-8") for page in PAGES)
