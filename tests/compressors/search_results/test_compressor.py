"""Tests of the compressor of search results as a whole."""

from __future__ import annotations

import pytest
from returns.pipeline import is_successful

from headroom.compressors.search_results import SearchResults
from headroom.config import SearchSettings, Settings
from headroom.config.reduction import WorkBudget
from headroom.relevance import query_text
from headroom.tokens import count
from tests.compressors.search_results.samples import grep, headed, is_faithful, ranked

SENTENCES = [f"Sentence {number} speaks about weather, food and other everyday matters at length" for number in range(12)]


def written(text: str, query: str = "", settings: SearchSettings | None = None) -> str:
    """What the compressor makes of a text."""
    return SearchResults(settings or SearchSettings())(text, query).unwrap().text


def reason(text: str, settings: SearchSettings | None = None) -> str:
    """Why a text stays."""
    return SearchResults(settings or SearchSettings())(text, "anything").failure().reason


def test_settings_come_from_the_pipeline() -> None:
    """And the kind is the one detection names."""
    compressor = SearchResults.from_settings(Settings(search=SearchSettings(max_files=7)))
    assert compressor.settings.max_files == 7
    assert compressor.kind == "search"


@pytest.mark.parametrize(
    "lines",
    [
        grep(100),
        headed(100),
        [f"src/a{n // 50}/file{n}.txt" for n in range(400)],
        ranked(12, SENTENCES),
        [f"{line}\r" for line in grep(100)] + [""],
    ],
)
@pytest.mark.parametrize("end", ["", "\n"])
def test_what_is_written_is_faithful_and_shorter(lines: list[str], end: str) -> None:
    """Kept lines are the text's own; gaps tell their size; fewer tokens and bytes."""
    text = "\n".join(lines) + end
    found = SearchResults()(text, "Where is compute_17_2 called?").unwrap()
    assert is_faithful(found.text, text)
    assert count(found.text) < count(text)
    assert len(found.text.encode()) < len(text.encode())
    assert found.original in found.text


def test_an_output_is_left_alone() -> None:
    """It holds our marker."""
    first = written("\n".join(grep(100)))
    assert reason(first) == "holds a headroom marker"


def test_colours_are_read_through_and_kept() -> None:
    """The line with the answer stays with its escapes."""
    lines = [f"\x1b[35m{line.split(':')[0]}\x1b[m:{line.split(':', 1)[1]}" for line in grep(100)]
    text = "\n".join(lines)
    assert lines[41] in written(text, "Where is compute_10_1 called?").split("\n")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a.py:1:x\n", "below 600 characters"),
        ("a.py:1:" + "x" * 700, "below 5 lines"),
        ('{"type":"begin"}\n' * 100, "JSON"),
        ("Some prose that goes on.\nAnd on it goes, with words.\n" * 30, "no result of a search"),
    ],
)
def test_other_texts_stay(text: str, why: str) -> None:
    """With the reason."""
    assert reason(text) == why


def test_settings_may_forbid() -> None:
    """Where nothing may be dropped, or the text is too large, or the compressor is off."""
    text = "\n".join(grep(100))
    assert reason(text, SearchSettings(lossless_only=True)) == "only lossless forms are wanted"
    assert reason(text, SearchSettings(budget=WorkBudget(text_bytes=1000))).startswith("over the work budget")
    assert reason(text, SearchSettings(enabled=False)) == "turned off"


@pytest.mark.parametrize("lines", [grep(100), headed(100), [f"src/a{n // 50}/file{n}.txt" for n in range(400)]])
@pytest.mark.parametrize("query", ["", "Where is compute_17_2 called, and what is file17.txt?"])
def test_nothing_is_shown_where_nothing_may_be(lines: list[str], query: str) -> None:
    """A limit of nothing is one, too."""
    text = "\n".join(lines)
    for settings in (SearchSettings(max_files=0), SearchSettings(max_matches_per_file=0), SearchSettings(max_total_matches=0)):
        assert is_faithful(written(text, query, settings), text)
    assert "compute" not in written("\n".join(grep(100)), query, SearchSettings(max_files=0))


def test_a_small_result_stays_whole() -> None:
    """As many hits as are wished are no burden."""
    assert reason("\n".join(grep(6))) == "every line matters"


@pytest.mark.parametrize("odd", ["\ud800", "\x00", "\ufeff", "\r", "\u2028", "\x1b[", "İ"])
def test_odd_characters_do_not_raise(odd: str) -> None:
    """Whatever stands in a text, it is compressed or left alone, faithfully."""
    text = "".join(f"{line}{odd}\n" for line in grep(100))
    assert is_faithful(written(text, f"compute_10_1 {odd}"), text)


def test_the_marker_names_the_tool_only_where_it_is_offered() -> None:
    """By the settings."""
    text = "\n".join(grep(100))
    assert "headroom_retrieve" in written(text, settings=SearchSettings(retrieval="tool"))
    assert "headroom_retrieve" not in written(text)


def test_a_later_question_leaves_a_larger_sample() -> None:
    """Where nothing of the question is in the result, more of it stays."""
    text = "\n".join(grep(100))
    blind = written(text, query_text("First run it, please; my question comes later.", '{"pattern": "value"}'))
    asked = written(text, "Where is compute_10_1 called?")
    assert len(blind) > len(asked)
    assert is_successful(SearchResults()(text, ""))


def test_every_file_is_named_where_files_are_asked_for() -> None:
    """With the number of its hits that are left out, on Windows as well."""
    paths = [f"src/a/b/c{n}/mod_{n}.py" for n in range(120)]
    for names in (paths, ["C:\\" + path.replace("/", "\\") for path in paths]):
        text = "\n".join(f"{path}:{10 + k}:    total = compute({n},{k})" for n, path in enumerate(names) for k in range(2))
        shown = written(text, "Which files call compute?")
        assert all(f"mod_{n}.py" in shown for n in range(120))
        assert count(shown) < 0.4 * count(text)


def test_what_stands_out_stays_whoever_asks() -> None:
    """A rare rule of a linter, an error among calm lines, a rare state."""
    lint = [f"src/a{n % 9}.py:{n + 1}:80: E501 line too long ({80 + n % 30} > 79 characters)" for n in range(200)]
    lint[100] = "src/a1.py:101:1: F821 undefined name 'price'"
    log = [f"logs/app-{n % 5}.log:{n + 1}:2025-11-20 08:00:{n % 60:02} INFO order {n} accepted" for n in range(400)]
    log[143] = "logs/app-3.log:144:2025-11-20 08:02:23 ERROR order lost: disk full"
    status = [*(f"\tmodified:   src/a{n}.py" for n in range(100)), "\tdeleted:    src/gone.py", "", "Untracked files:"]
    status = ["On branch main", "Changes not staged for commit:", *status, *(f"\tnew/b{n}.py" for n in range(60))]
    for lines, row in ((lint, 100), (log, 143), (status, 102)):
        assert lines[row] in written("\n".join(lines), "what is going on?").split("\n")


@pytest.mark.parametrize(
    "settings",
    [SearchSettings(max_matches_per_file=0), SearchSettings(max_total_matches=0), SearchSettings(max_files=0)],
    ids=["of a file", "in all", "files"],
)
@pytest.mark.parametrize("line", ["src/part{n}/file{n}.py:{n}", "src/file{n}.py:7:value = {n}", "src/part{n}/file{n}.py"])
def test_nothing_may_be_wanted(settings: SearchSettings, line: str) -> None:
    """A limit of nought is a limit: hits go, or the text stays; nothing raises."""
    text = "\n".join(line.replace("{n}", str(number)) for number in range(200)) + "\n"
    for question in ("", "file7", "Which file has the most?"):
        compressed = SearchResults(settings)(text, question).value_or(None)
        assert compressed is None or len(compressed.text) < len(text)
