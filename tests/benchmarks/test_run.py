from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from benchmarks.cases import IN_TREE
from benchmarks.run import main


def test_results_are_printed_and_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A table for people, the same figures as JSON for programs."""
    file = tmp_path / "results.json"
    status = main(["--corpus", str(IN_TREE), "--cases", "octokit-fixture-0", "--rounds", "1", "--json", str(file)])
    written = msgspec.json.decode(file.read_bytes())
    assert status == 0
    assert [total["slice"] for total in written["totals"]] == ["json", "json-records", "all"]
    assert f"{written['totals'][0]['after']:,}" in capsys.readouterr().out


def test_verbose_has_a_line_a_case(capsys: pytest.CaptureFixture[str]) -> None:
    """Each case is named with what it saved."""
    main(["--corpus", str(IN_TREE), "--kind", "json", "--rounds", "0", "--verbose"])
    assert "octokit-fixture-1" in capsys.readouterr().out


def test_markdown_is_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    """Every line has the same number of cells."""
    main(["--corpus", str(IN_TREE), "--kind", "text", "--rounds", "0", "--markdown", "--rivals"])
    lines = capsys.readouterr().out.strip().splitlines()
    assert lines[0].startswith("| slice |")
    assert len({line.count("|") for line in lines}) == 1


def test_no_matching_case_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    """A mistyped name does not look like success."""
    assert main(["--corpus", str(IN_TREE), "--cases", "no-such-case"]) == 2
    assert "no case" in capsys.readouterr().err
