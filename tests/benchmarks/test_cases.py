from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.cases import IN_TREE, fresh, load, slices_of
from benchmarks.texts import seen_texts

KINDS = {"json", "log", "search", "diff", "code", "html", "text", "conversation"}


def test_in_tree_corpus_covers_every_kind() -> None:
    """A fresh clone has something of each kind to run on."""
    assert {case.kind for case in load(IN_TREE)} == KINDS


def test_every_kept_string_stands_in_its_case() -> None:
    """What a case demands is there before compression."""
    for case in load(IN_TREE):
        texts = seen_texts(case.messages, case.system)
        assert [string for string in case.must_keep if not any(string in text for text in texts)] == []


def test_every_case_is_attributed() -> None:
    """Each case of the project's own corpus is named with its source and licence."""
    told = (IN_TREE / "ATTRIBUTION.md").read_text(encoding="utf-8")
    assert [case.id for case in load(IN_TREE) if case.id not in told] == []


def test_cases_can_be_chosen_by_kind_and_id() -> None:
    """Only what was asked for is loaded."""
    assert {case.kind for case in load(IN_TREE, kinds=["json"])} == {"json"}
    assert [case.id for case in load(IN_TREE, ids=["pep-3"])] == ["pep-3"]


def test_fresh_conversation_is_equal_and_shares_no_object() -> None:
    """A round of timing gets its own strings."""
    case = next(load(IN_TREE, ids=["pep-3"]))
    again = fresh(case)
    assert again.messages == case.messages
    assert all(mine is not theirs for mine, theirs in zip(seen_texts(again.messages), seen_texts(case.messages), strict=True))


def test_tables_of_other_formats_are_no_json_records() -> None:
    """YAML files count as json, but not among the JSON records."""
    by_id = {case.id: slices_of(case) for case in load(IN_TREE, kinds=["json"])}
    assert by_id["k8s-yaml-2"] == ("json",)
    assert by_id["k8s-json-1"] == ("json", "json-records")


def test_directory_without_cases_is_an_error(tmp_path: Path) -> None:
    """A wrong path does not look like an empty success."""
    with pytest.raises(FileNotFoundError):
        list(load(tmp_path))
