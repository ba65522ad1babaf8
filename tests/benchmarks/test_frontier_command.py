from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.cases import IN_TREE
from benchmarks.frontier.command import FOLDER, main, read

PAGE = "Words.\n<!-- figures: verdict -->\n<!-- end of figures -->\nMore words.\n"


@pytest.fixture(scope="module")
def small_corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The diffs of the in-tree corpus."""
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "diff.jsonl.gz").write_bytes((IN_TREE / "diff.jsonl.gz").read_bytes())
    return folder


def test_measuring_writes_data_and_page_and_drawing_repeats_it(
    small_corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The pictures and the page follow from the data alone."""
    pytest.importorskip("matplotlib")
    folder, page = tmp_path / "frontier", tmp_path / "frontier.md"
    page.write_text(PAGE, encoding="utf-8")
    assert main(["--corpus", str(small_corpus), "--folder", str(folder), "--jobs", "1"]) == 0
    measured = {file.name: file.read_bytes() for file in (*folder.iterdir(), page)}
    assert {"data.json", "diff.svg", "all.svg", "sheet.svg"} <= set(measured)
    assert b"| Diffs |" in measured["frontier.md"]
    assert str(small_corpus).encode() not in b"".join(measured.values())
    first = capsys.readouterr().out
    for file in folder.glob("*.svg"):
        file.unlink()
    page.write_text(PAGE, encoding="utf-8")
    assert main(["--draw", "--folder", str(folder)]) == 0
    assert {file.name: file.read_bytes() for file in (*folder.iterdir(), page)} == measured
    assert capsys.readouterr().out == first


def test_one_kind_is_printed_and_nothing_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A look at one kind does not overwrite what was measured of all."""
    assert main(["--corpus", str(IN_TREE), "--kind", "diff", "--folder", str(tmp_path / "new"), "--jobs", "1"]) == 0
    assert "Diffs" in capsys.readouterr().out
    assert not (tmp_path / "new").exists()


def test_no_matching_case_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    """A mistyped kind does not look like success."""
    assert main(["--corpus", str(IN_TREE), "--kind", "no-such-kind"]) == 2
    assert "no case" in capsys.readouterr().err


def test_published_data_can_be_drawn_from() -> None:
    """What stands in the documentation has every kind, and nothing in it was broken."""
    frontier = read(FOLDER)
    assert [curve.name for curve in frontier.curves][-1] == "all"
    assert frontier.faults == 0
