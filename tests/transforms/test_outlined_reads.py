"""Tests of outlines in place of first reads."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

from headroom import HeadroomConfig, compress
from headroom.errors import ConfigurationError
from headroom.messages import Conversation, original_of
from headroom.retrieval.marker import find_markers
from headroom.transforms.outlined_reads import OutlinedReads, forget_outlines
from headroom.wire.codec import encode
from tests.transforms.histories import Step, anthropic, listing, openai, results_of, tokens_of, untouched

FORMATS = [openai, anthropic]
Build = Callable[..., Conversation]


def program(functions: int = 6) -> str:
    """A module of functions with bodies that an outline leaves out."""
    body = "".join(f"    total += values[{number}] * {number}  # step {number}\n" for number in range(20))
    return "import math\n\n\n" + "\n\n".join(
        f'def part_{number}(values: list[int]) -> int:\n    """Part {number}."""\n    total = 0\n{body}    return total\n'
        for number in range(functions)
    )


FILE = program()
READ: Step = ("Read", '{"file_path":"a.py"}', FILE)
ASK: Step = ("", "{}", "Go on.")


@pytest.mark.parametrize("build", FORMATS)
def test_the_first_read_becomes_an_outline(build: Build) -> None:
    """It declares what the file declares, says which lines each part takes, and names the file's text."""
    before = build(ASK, READ)
    after, report = OutlinedReads()(before)
    (text,) = results_of(after)
    digest = original_of(FILE).hash
    assert [marker.hash for marker in find_markers(text)] == [digest]
    assert all(f"def part_{number}(values: list[int]) -> int:" in text for number in range(6))
    assert "step 7" not in text
    first = FILE.split("\n").index("    total = 0") + 1
    assert f"omitted ({first}-{first + 21})" in text
    assert report.original_texts == {digest: FILE}
    untouched(before, after, report)
    assert tokens_of(after) < 0.5 * tokens_of(before)
    assert OutlinedReads()(after)[0] is after


@pytest.mark.parametrize("build", FORMATS)
def test_the_second_read_shows_the_file(build: Build) -> None:
    """However the path is spelled, and whatever was read between."""
    other: Step = ("Read", '{"file_path":"b.py"}', program(7))
    before = build(ASK, READ, other, ("Read", '{"file_path":"./a.py"}', FILE), READ)
    after, report = OutlinedReads()(before)
    first, between, second, third = results_of(after)
    assert find_markers(first)
    assert find_markers(between)
    assert second == third == FILE
    reasons = [decision.reason for decision in report.decisions if decision.action == "kept"]
    assert reasons.count("read before: the whole file") == 2


@pytest.mark.parametrize(
    "step",
    [
        ("Read", '{"file_path":"a.py","offset":1,"limit":90}', FILE),
        ("Read", '{"file_path":"a.py"}', program(1)[:400]),
        ("Read", '{"file_path":"a.txt"}', listing(3)),
        ("Read", '{"file_path":"a.py"}', f"{FILE}\n[headroom: 3 lines omitted]"),
        ("Bash", '{"command":"cat a.py"}', FILE),
        ("Edit", '{"file_path":"a.py"}', FILE),
        ("headroom_retrieve", '{"path":"a.py"}', FILE),
    ],
)
def test_what_stays(step: Step) -> None:
    """Ranges, short files, what is no program, texts with a note of ours, other tools, and what the model retrieved."""
    before = openai(ASK, step)
    after, report = OutlinedReads()(before)
    assert after is before
    assert report.originals == ()


def test_what_stays_of_documentation_is_as_configured() -> None:
    """By `code_compressor`, which need not be on for this."""
    file = FILE.replace(
        '"""Part 3."""', '"""Part 3.\n\n    It is the third.\n    And more of it is said here than in any other.\n    """'
    )
    messages = encode(openai(ASK, ("Read", '{"file_path":"a.py"}', file)))
    for mode, shown in (("full", True), ("first_line", False)):
        config = HeadroomConfig(intercept_tool_results=True)
        config.code_compressor.docstring_mode = mode  # type: ignore[assignment]
        text = compress(messages, config=config).messages[3]["content"]
        assert ("It is the third." in text) is shown


def test_a_read_that_failed_was_no_first_read() -> None:
    """Whether its format marks errors or its words say so."""
    failed: Step = ("Read", '{"file_path":"a.py"}', "Error: no such file")
    after, _ = OutlinedReads()(openai(ASK, failed, READ))
    assert find_markers(results_of(after)[1])


REMINDER = "<system-reminder>\nThe user changed this file. Do not undo it.\n</system-reminder>"


def test_what_a_tool_says_behind_a_file_stays() -> None:
    """Agents put reminders there; the original is the whole text."""
    text = f"{FILE}\n{REMINDER}\n"
    after, report = OutlinedReads()(openai(ASK, ("Read", '{"file_path":"a.py"}', text)))
    (shown,) = results_of(after)
    assert shown.endswith(f"\n{REMINDER}\n")
    assert "step 7" not in shown
    assert report.original_texts == {original_of(text).hash: text}
    assert [marker.hash for marker in find_markers(shown)] == [original_of(text).hash]


def test_a_file_with_such_words_inside_stays() -> None:
    """Whatever it is made of: they must survive as they are."""
    lines = FILE.splitlines(keepends=True)
    text = "".join([*lines[:9], f"{REMINDER}\n", *lines[9:]])
    before = openai(ASK, ("Read", '{"file_path":"a.py"}', text))
    assert OutlinedReads()(before)[0] is before
    assert find_markers(results_of(OutlinedReads(kept_tags=())(before)[0])[0])


def test_tools_and_turns_that_must_stay_whole() -> None:
    """As the caller listed them; a boundary that moves is said to rewrite history."""
    before = openai(ASK, READ)
    assert OutlinedReads(whole_tools=("read",))(before)[0] is before
    kept = OutlinedReads(keep_turns=1)
    assert kept(before)[0] is before
    assert (kept.rewrites_history, OutlinedReads().rewrites_history) == (True, False)


@pytest.mark.parametrize("fields", [{"min_chars": 0}, {"keep_turns": -1}])
def test_numbers_out_of_range_are_refused(fields: dict[str, int]) -> None:
    """When the step is made."""
    with pytest.raises(ConfigurationError):
        OutlinedReads(**fields)  # type: ignore[arg-type]


def test_an_outline_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """A history seen before is not parsed again."""
    before = openai(ASK, READ)
    forget_outlines()
    after, _ = OutlinedReads()(before)
    monkeypatch.setattr(sys.modules[OutlinedReads.__module__], "outline", None)
    assert OutlinedReads()(before)[0] == after
    forget_outlines()


@pytest.mark.parametrize("preset", ["default", "cache", "token", "max"])
def test_every_preset_that_may_leave_something_out_does_so_on_request(preset: str) -> None:
    """Also where the tool is excluded; the second read is the file in all of them."""
    messages = encode(openai(ASK, READ, READ))
    plain = compress(messages, preset=preset)
    asked = compress(messages, preset=preset, config=HeadroomConfig(intercept_tool_results=True))
    assert find_markers(asked.messages[3]["content"])
    assert asked.messages[5] is messages[5]
    assert asked.originals == {original_of(FILE).hash: FILE}
    assert (plain.messages[3] is messages[3]) == (preset != "max")


def test_who_must_lose_nothing_loses_nothing() -> None:
    """Protected tools, tools whose profile says so, and the preset `lossless`."""
    messages = encode(openai(ASK, READ))
    for config in (
        HeadroomConfig(intercept_tool_results=True, protect_tool_results=["Read"]),
        HeadroomConfig(intercept_tool_results=True, tool_profiles={"Read": {"skip_compression": True}}),  # type: ignore[dict-item]
    ):
        assert compress(messages, config=config).messages[3] is messages[3]
    config = HeadroomConfig(intercept_tool_results=True)
    assert compress(messages, preset="lossless", config=config).messages[3] is messages[3]
