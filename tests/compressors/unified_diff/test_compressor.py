"""Tests of the diff compressor as a whole."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from returns.result import Failure, Success

from headroom.compressors.contract import Compressed, Skip
from headroom.compressors.unified_diff import UnifiedDiff
from headroom.config import DiffSettings, Settings, WorkBudget
from headroom.messages import original_of
from headroom.retrieval.marker import find_markers
from headroom.tokens import counter_for
from tests.compressors.unified_diff.samples import before, edited, git_diff, plain_diff

LINES = before(60)
FILES = {
    "src/queue.py": (LINES, edited(LINES, 9, 60, 130, 200)),
    "src/worker.py": (LINES, edited(LINES, 31, 33, 90)),
    "tests/test_queue.py": (LINES, edited(LINES, 2, 50, 100, 150)),
    "docs/usage.rst": (LINES, edited(LINES, 77, 110, 140, 190)),
    "package-lock.json": (LINES, edited(LINES, *range(0, 240, 7))),
    "src/new.py": ([], before(200, "fresh")),
    "src/gone.py": (LINES, []),
}
TEXT = git_diff(FILES)


def compressed(text: str, query: str = "", settings: DiffSettings | None = None) -> Compressed:
    """The compressed text of one that can be compressed."""
    return UnifiedDiff(settings or DiffSettings())(text, query).unwrap()


def test_a_diff_loses_what_says_least() -> None:
    """Code stays; locked files are named with their counts; the marker names the whole text."""
    found = compressed(TEXT)
    assert "+def take_15(queue):  # changed at 60\n" in found.text
    assert "package-lock.json +36 -36" in found.text
    assert "src/gone.py deleted -240" in found.text
    assert all(path in found.text for path in FILES)
    assert [marker.hash for marker in find_markers(found.text)] == [original_of(TEXT).hash] == [found.original]
    count = counter_for("gpt-4o").count
    assert count(found.text) < 0.5 * count(TEXT)
    assert "hunks and" in found.summary
    assert "1 lines of context" in found.summary


def test_what_is_asked_for_stays() -> None:
    """A file that is only told of otherwise, too."""
    assert "changed at 7\n" not in compressed(TEXT).text
    assert "changed at 7\n" in compressed(TEXT, "What changed in package-lock.json?").text
    assert "fresh_0" in compressed(TEXT, "What does src/new.py do?").text


def test_its_own_output_is_left_alone() -> None:
    """As is any text that holds a marker."""
    assert UnifiedDiff()(compressed(TEXT).text, "") == Failure(Skip("holds a headroom marker"))


@pytest.mark.parametrize(
    ("text", "settings", "reason"),
    [
        (TEXT, DiffSettings(lossless_only=True), "only lossless forms are wanted"),
        (TEXT, DiffSettings(budget=WorkBudget(text_bytes=2_000)), "over the work budget of 2000 bytes"),
        ("é" * 900 + TEXT[:600], DiffSettings(budget=WorkBudget(text_bytes=2_000)), "over the work budget of 2000 bytes"),
        ("@@ -1 +1 @@\n-a\n+b\n", DiffSettings(), "too short"),
        ("words and words\n" * 100, DiffSettings(), "no unified diff"),
        ("--- a/x\n+++ b/x\n@@ -1,99 +1,99 @@\n" + "-a\n" * 99 + "+b\n" * 99, DiffSettings(), "every line matters"),
        (git_diff({"x.py": (["a\n"] * 50, ["a\n"] * 9 + ["b\n"] + ["a\n"] * 40)}, context=50)[:700] * 3, DiffSettings(), ""),
    ],
)
def test_what_it_leaves_alone(text: str, settings: DiffSettings, reason: str) -> None:
    """With a reason."""
    found = UnifiedDiff(settings)(text, "")
    if reason:
        assert found == Failure(Skip(reason))
    else:
        assert isinstance(found, Success | Failure)


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("\n", "\r\n"),
        TEXT.replace("\n", "\r"),
        "\ufeff" + TEXT,
        TEXT.rstrip("\n"),
        TEXT.replace("item", "\x00\ud800\u2028"),
        TEXT[700:-700],
        plain_diff(FILES),
        "Only in a: x\n" * 300 + plain_diff(FILES),
    ],
)
def test_odd_text_is_no_trouble(text: str) -> None:
    """It becomes shorter or stays; never does it raise, and never is a marker missing."""
    match UnifiedDiff()(text, "what about take_15?"):
        case Success(found):
            assert len(found.text.encode("utf-8", "surrogatepass")) < len(text.encode("utf-8", "surrogatepass"))
            assert [marker.hash for marker in find_markers(found.text)] == [original_of(text).hash]
        case Failure(skip):
            assert skip.reason


def test_the_tool_is_named_where_it_is_offered() -> None:
    """And only there."""
    assert "via headroom_retrieve]" in compressed(TEXT, settings=DiffSettings(retrieval="tool")).text
    assert "headroom_retrieve" not in compressed(TEXT).text


def test_it_is_made_from_settings() -> None:
    """Of diffs."""
    made = UnifiedDiff.from_settings(Settings(diffs=DiffSettings(max_files=3)))
    assert made.settings.max_files == 3
    assert made.kind == "diff"


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
@pytest.mark.parametrize("context", [1, 3, 12])
@pytest.mark.parametrize("most", [0, 2])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_git_applies_what_stays(tmp_path: Path, context: int, most: int, end: str) -> None:
    """The whole of it, notes and marker included."""
    for path, (old, _) in FILES.items():
        if old:
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_bytes("".join(old).replace("\n", end).encode())
    text = git_diff(FILES, context)
    if end == "\r\n":
        # As git writes it: the lines of the files end so, those of the diff itself do not.
        text = "".join(
            f"{line.removesuffix(chr(10))}\r\n" if line[0] in "+- " and not line.startswith(("--- ", "+++ ")) else line
            for line in text.splitlines(keepends=True)
        )
    found = compressed(text, settings=DiffSettings(max_context_lines=most))
    (tmp_path / "kept.diff").write_bytes(found.text.encode())
    ran = subprocess.run(["git", "apply", "kept.diff"], cwd=tmp_path, capture_output=True, check=False)
    assert ran.returncode == 0, ran.stderr.decode()
    after = (tmp_path / "src/worker.py").read_bytes().decode()
    assert after == "".join(FILES["src/worker.py"][1]).replace("\n", end)
