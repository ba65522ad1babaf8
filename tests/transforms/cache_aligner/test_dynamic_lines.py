"""Tests of lines and sentences that only say what is dynamic."""

from __future__ import annotations

import pytest

from headroom.detection.dynamic_content import find_dynamic
from headroom.transforms.cache_aligner.dynamic_lines import dynamic_spans


def pure(text: str, labels: tuple[str, ...] = ()) -> list[str]:
    """What may move."""
    return [text[start:end] for start, end in dynamic_spans(text, find_dynamic(text, labels=labels), labels)]


@pytest.mark.parametrize(
    "line",
    [
        "Current date: January 7, 2025",
        "Today is 2026-01-07.",
        "Today is Wednesday, January 7th, 2026.",
        "Today's date is 2026-01-07 and the current time is 10:30 AM UTC.",
        "The current date is 2026-01-07T10:11:12Z",
        "Request ID: 550e8400-e29b-41d4-a716-446655440000",
        "session_id=abc123def456",
        "<current_date>2026-01-07</current_date>",
        "- Current time: 14:05",
    ],
)
def test_a_pure_line_moves_whole(line: str) -> None:
    """With its line end; wherever it stands."""
    assert pure(line) == [line]
    assert pure(f"You are helpful.\n{line}\nBe brief.") == [f"{line}\n"]
    assert pure(f"{line}\r\nBe brief.") == [f"{line}\r\n"]


@pytest.mark.parametrize(
    "text",
    [
        "The contract of 2024-01-01 ended on 2025-01-01.",
        "Date format: use ISO 8601 like 2024-01-01",
        "If today is after 2025-01-01, refuse.",
        "Is today 2026-01-07?",
        "# Changelog\n2025-01-07\n- first",
        "## Session 550e8400-e29b-41d4-a716-446655440000",
        "> Today is 2026-01-07.",
        "From: x\nDate: 2024-01-01\nSubject: hi",
        "Answer in this form:\nCurrent date: 2025-01-01",
        "For example:\n\nUser: hello\nToday is 2026-01-07.",
        "```\nToday is 2026-01-07.\n```",
        "~~~\n\nToday is 2026-01-07.",
        "    Today is 2026-01-07.",
        "\tToday is 2026-01-07.",
        '"current_date": "2026-01-07"',
        "{current_date: 2026-01-07}",
        "current_date: 2026-01-07,",
        "| today | 2026-01-07 |",
        "1. Today is 2026-01-07.",
        'Say "Hello. Today is 2026-01-07." first.',
        "Knowledge cutoff: 2024-06-01",
    ],
)
def test_what_is_more_than_that_stays(text: str) -> None:
    """Instructions, examples, code, data, headings, lists, letters."""
    assert pure(text) == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("You are helpful. Current date: January 7, 2025", " Current date: January 7, 2025"),
        ("You are helpful. Today is 2026-01-07. Be brief.", "Today is 2026-01-07. "),
        ("Today is 2026-01-07. Be brief.", "Today is 2026-01-07. "),
        ("Be brief! Today is Jan. 7, 2026.", " Today is Jan. 7, 2026."),
    ],
)
def test_a_pure_sentence_moves(text: str, sentence: str) -> None:
    """With the space that sets it off."""
    assert pure(text) == [sentence]


@pytest.mark.parametrize(
    "text",
    [
        "Today is 2025-01-07. On this day all refunds are free.",
        "You are helpful. Today is 2025-01-07. Answer briefly. Such orders are free.",
        "Today is 2025-01-07. Be brief.\nThen say which day was meant.",
        "Today is 2025-01-07.\nOn this day all refunds are free.",
        "Today is 2025-01-07.\nSession ID: 7f3a9c2e1b4d\nAnd from then on be brief.",
        "Today is 2025-01-07.\nUse this date.",
        "It is now 2025-01-07. It is a holiday.",
    ],
)
def test_what_is_referred_to_stays(text: str) -> None:
    """A sentence wherever the rest of its paragraph does so; a line where the next one opens with it."""
    assert pure(text) == []


def test_words_that_do_not_refer_to_a_line_leave_it_free() -> None:
    """Nor do those of the next paragraph."""
    assert pure("Today is 2025-01-07.\nYou are an agent that answers.") == ["Today is 2025-01-07.\n"]
    assert pure("Today is 2025-01-07.\nMake sure that all is well.") == ["Today is 2025-01-07.\n"]
    assert pure("Be brief. Today is 2025-01-07.\n\nThis is all.") == [" Today is 2025-01-07."]
    assert pure("That is all. Today is 2025-01-07. Be brief.") == ["Today is 2025-01-07. "]
    assert pure("Today is 2025-01-07. Tell this. Current time: 10:30 UTC. Be brief.") == ["Current time: 10:30 UTC. "]


@pytest.mark.parametrize("title", ["## Scenario", "**Scenario**", "<scenario>", "# Scenario\n"])
def test_a_title_keeps_what_is_all_below_it(title: str) -> None:
    """Where something else stays below it, a line moves."""
    assert pure(f"{title}\nToday is 2025-01-07.\n\n## Rules\nBe brief.") == []
    assert pure(f"{title}\nToday is 2025-01-07.\nSession ID: 7f3a9c2e1b4d\n") == []
    assert pure(f"{title}\nToday is 2025-01-07.\nIn Rome.\n\n## Rules\nBe brief.") == ["Today is 2025-01-07.\n"]
    assert pure(f"{title}\nIn Rome. Today is 2025-01-07.") == [" Today is 2025-01-07."]


def test_behind_a_closing_tag_nothing_is_below_a_title() -> None:
    """Tags end what they begin."""
    assert pure("<env>\nIn Rome.\n</env>\nToday is 2025-01-07.") == ["Today is 2025-01-07."]


def test_a_bare_date_moves_from_a_paragraph_of_its_own() -> None:
    """Beside other dynamic lines, too."""
    assert pure("Date: 2026-01-07\nTime: 10:30\n\nBe brief.") == ["Date: 2026-01-07\n", "Time: 10:30\n"]
    assert pure("Be brief.\n\nDate: 2026-01-07") == ["Date: 2026-01-07"]
    assert pure("Be brief.\nDate: 2026-01-07") == []


def test_a_label_of_ones_own_counts() -> None:
    """As a word that a line may consist of."""
    assert pure("Build: 7f3a", ("build",)) == ["Build: 7f3a"]
    assert pure("User: alice@example.com", ("user",)) == ["User: alice@example.com"]
    assert pure("Session: alice\nBe brief.", ("session",)) == ["Session: alice\n"]
    assert pure("Session: always answer in French.", ("session",)) == []
    assert pure("Build 7f3a must pass: 2026-01-07", ("build",)) == []


def test_a_paragraph_behind_an_example_is_free_again() -> None:
    """The example ends where its paragraph does."""
    assert pure("Like this:\n\nToday is 2026-01-07.\n\nToday is 2026-01-08.") == ["Today is 2026-01-08."]


def test_nothing_found_is_nothing_to_move() -> None:
    """Without reading a line."""
    assert dynamic_spans("Today is a good day.", ()) == ()
