"""Tests of finding what changes from request to request."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from headroom.detection.dynamic_content import Finding, find_dates, find_dynamic


def found(text: str, **settings: object) -> list[tuple[str, str]]:
    """What is found, with its kind."""
    return [(one.kind, text[one.start : one.end]) for one in find_dynamic(text, **settings)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("UUID", "550e8400-e29b-41d4-a716-446655440000"),
        ("date and time", "2026-01-07T10:11:12.345Z"),
        ("date and time", "2026-01-07 10:11+02:00"),
        ("date", "2026-01-07"),
        ("date", "1/7/2026"),
        ("date", "January 7, 2025"),
        ("date", "Jan 7th 2025"),
        ("date", "7 January 2025"),
        ("time", "10:30"),
        ("time", "10:30:05 PM"),
        ("hash", "9e107d9d372bb6826bd81d3542a419d6"),
        ("hash", "2fd4e1c67a2d28fced849ee1bb76e7391b93eb12"),
        ("hash", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
        ("JWT", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.SflKxwRJSMeKKF2QT4"),
        ("random string", "kq-proj-a8Fh3k2L0qPz7TnM4xWv9"),
        ("API key", "sk-proj-a8Fh3k2L0qPz7TnM4xWv9"),
        ("API key", "sk-abcdef0123456789abcdef0123456789"),
        ("API key", "AKIAIOSFODNN7EXAMPLE"),
        ("API key", "ghp_16C7e42F292c6912E7710c838347Ae178B4a"),
        ("API key", "xoxb-1234567890-abcdefghij"),
    ],
)
def test_each_kind_is_found(kind: str, value: str) -> None:
    """Whole, and as nothing else."""
    assert found(f"Use {value} now") == [(kind, value)]
    assert found(value) == [(kind, value)]


@pytest.mark.parametrize("label", ["Request ID: ", "session_id=", '"trace-id": "', "Conversation id: "])
def test_ids_are_found_by_their_label(label: str) -> None:
    """Their value alone."""
    assert found(f"{label}req-77812") == [("id", "req-77812")]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "You are a helpful assistant.",
        "Session: always answer in French",
        "Session ID: none",
        "Date format: use ISO 8601",
        "Version 1.2.3 of gpt-4o-mini-2024-07-18 and claude-3-5-sonnet-20241022",
        "a-long-name-with-many-words-and-hyphens",
        "/usr/lib/python3.11/site-packages/requests",
        "ratio 16:9, port 8080, 99:99, 2024-13-45",
        "In January we met; may 2025 be good",
        "Token: ask for it. Tokens: 12345678. Token limit: 12345678",
        "sk-learn-and-other-packages, 1 of them",
    ],
)
def test_what_stays_the_same_is_not_found(text: str) -> None:
    """Words, versions, names of models, paths, figures."""
    assert found(text) == []


def test_labels_may_be_added() -> None:
    """Without case; what the caller names is dynamic whatever it looks like."""
    assert found("Build: 7f3a", labels=("build",)) == [("labelled value", "7f3a")]
    assert found("build: main", labels=("Build",)) == [("labelled value", "main")]
    assert found("user='alice@example.com'", labels=("user",)) == [("labelled value", "alice@example.com")]
    assert found("Build: 7f3a") == []


@pytest.mark.parametrize("label", ["Token: ", "api_key=", '"access token": "', "API key: "])
def test_tokens_are_found_by_their_label(label: str) -> None:
    """Their value alone, and one without a digit is none."""
    assert found(f"{label}k7Qz.x-11+2=") == [("token", "k7Qz.x-11+2=")]
    assert found(f"{label}required, see 1") == []


def test_the_threshold_selects() -> None:
    """A higher one finds fewer random strings."""
    text = "a1b1a1b1a1b1a1b1a1b1"
    assert found(text, entropy_threshold=0.1) == [("random string", text)]
    assert found(text, entropy_threshold=0.9) == []


def test_findings_are_in_order_and_apart() -> None:
    """A date inside a date and time is not found again."""
    text = "at 10:30 on 2026-01-07T10:11:12Z, id 550e8400-e29b-41d4-a716-446655440000, 1 May 2025"
    findings = find_dynamic(text)
    assert [one.kind for one in findings] == ["time", "date and time", "UUID", "date"]
    assert all(one.end <= other.start for one, other in pairwise(findings))


@pytest.mark.parametrize(
    "text",
    [
        "eyJ-" * 50_000,
        "1" * 300_000,
        "abcdef01-" * 30_000,
        "session id " * 30_000 + "1",
        "sk-" * 90_000 + "1",
        "a1" * 100_000,
        "\ud800 1",
    ],
)
def test_odd_texts_end(text: str) -> None:
    """Whatever repeats."""
    assert len(find_dynamic(text)) <= 1


def test_patterns_of_ones_own_find_dates() -> None:
    """All of them dates."""
    assert find_dates("today is Monday", [re.compile("today is [A-Z]\\w+")]) == (Finding("date", 0, 15),)
