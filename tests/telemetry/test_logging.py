"""Log lines."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest
import structlog

from headroom import compress
from headroom.measures.requests import Bill, RequestMetrics
from headroom.messages import Decision, Report
from headroom.telemetry.logging import (
    decisions_applied,
    extension_failed,
    get_logger,
    hook_failed,
    pipeline_complete,
    preparing_failed,
    request_fell_back,
    request_logged,
    store_degraded,
    store_set_aside,
)
from tests.fakes.requests import openai_messages


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What this thread logged, as `basicConfig` shows it."""
    ours = [record for record in caplog.records if record.thread == threading.get_ident()]
    return [f"{record.levelname}:{record.name}:{record.getMessage()}" for record in ours]


@pytest.fixture
def info(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Everything from INFO on."""
    with caplog.at_level(logging.INFO):
        yield caplog


def test_a_run_is_told_as_documented(info: pytest.LogCaptureFixture) -> None:
    """The logger's name and the words are a promise."""
    pipeline_complete(45_000, 4_500)
    pipeline_complete(0, 0)
    assert lines(info) == [
        "INFO:headroom.transforms.pipeline:Pipeline complete: 45000 -> 4500 tokens (saved 40500, 90.0% reduction)",
        "INFO:headroom.transforms.pipeline:Pipeline complete: 0 -> 0 tokens (saved 0, 0.0% reduction)",
    ]


def test_a_selection_of_rows_is_told_as_documented(info: pytest.LogCaptureFixture) -> None:
    """From what the report of a real compression says."""
    scored = json.dumps([{"id": n, "title": f"result {n * n}", "score": n * 7919 % 1009 / 1009} for n in range(1000)])
    report = compress(openai_messages(scored), environ={}).report
    decisions_applied(report)
    reason = report.final[3, 0].reason
    kept = 1000 - int(reason.split()[0])
    assert "high score" in reason
    assert lines(info) == [
        f"INFO:headroom.transforms.smart_crusher:SmartCrusher applied top_n strategy: kept {kept} of 1000 items"
    ]


@pytest.mark.parametrize(
    ("kind", "reason", "original", "line"),
    [
        (
            "json",
            "8 of 10 rows omitted; kept: level shift 2",
            "a",
            "smart_crusher:SmartCrusher applied time_series strategy: kept 2 of 10 items",
        ),
        (
            "json",
            "8 of 10 rows omitted; 4 of 5 rows omitted; kept: first 2",
            "a",
            "smart_crusher:SmartCrusher applied sample strategy: kept 3 of 15 items",
        ),
        ("json", "lossless: 1 as a table", "", "smart_crusher:SmartCrusher applied lossless strategy: 90 -> 9 characters"),
        ("log", "492 of 500 lines omitted (INFO 492)", "a", "log_compressor:LogCompressor applied: kept 8 of 500 lines"),
        (
            "search",
            "1 of 2 hits omitted, 3 of 4 lines omitted",
            "a",
            "search_compressor:SearchCompressor applied: 90 -> 9 characters",
        ),
        ("", "same as result 1 of read(secret.txt)", "a", "router:router applied: 90 -> 9 characters"),
    ],
)
def test_a_line_holds_numbers_and_words_of_ours(
    info: pytest.LogCaptureFixture, kind: str, reason: str, original: str, line: str
) -> None:
    """Whatever else a decision says stays in the report."""
    decision = Decision(
        message=0,
        part=0,
        step="router",
        action="compressed",
        reason=reason,
        kind=kind,
        original=original,
        chars_before=90,
        chars_after=9,
    )
    decisions_applied(Report(decisions=(decision,)))
    assert lines(info) == [f"INFO:headroom.transforms.{line}"]


def test_what_was_kept_is_not_told(info: pytest.LogCaptureFixture) -> None:
    """There would be a line for every message of every turn."""
    decisions_applied(compress(openai_messages("short"), environ={}).report)
    assert lines(info) == []


def test_trouble_is_a_warning_without_what_others_wrote(info: pytest.LogCaptureFixture) -> None:
    """Neither a password nor the words of an exception."""
    store_degraded("postgres://me:secret@h/db", "full")
    store_set_aside("sqlite:///h.db", "h.db.corrupt-1")
    extension_failed("audit", "pre_send", ValueError("secret"))
    hook_failed("Ours", "protect_messages", "ValueError")
    request_fell_back("the store was too slow", "r1")
    request_fell_back("100% of it")
    assert lines(info) == [
        "WARNING:headroom.stores:Store cannot be used; keeping in memory store=postgres://***@h/db trouble=full",
        "WARNING:headroom.stores:Damaged store moved aside; a new one begun store=sqlite:///h.db moved_to=h.db.corrupt-1",
        "WARNING:headroom.pipeline.extensions:Extension failed extension=audit stage=pre_send error=ValueError",
        "WARNING:headroom.pipeline.extensions:Hook failed extension=Ours hook=protect_messages error=ValueError",
        "WARNING:headroom.client:Request sent otherwise than planned reason='the store was too slow' request_id=r1",
        "WARNING:headroom.client:Request sent otherwise than planned reason='100% of it'",
    ]


def test_that_nothing_is_learned_is_said_once() -> None:
    """In a process, and not at all where nobody set such a thing."""
    code = (
        "import sys, logging\nfrom headroom.telemetry.logging import nothing_is_learned as say\n"
        "logging.basicConfig(level=20, stream=sys.stdout)\nsay(())\nsay(('ccr.feedback_enabled',))\nsay(('ccr.x',))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    (line,) = done.stdout.splitlines()
    assert line.endswith("settings=ccr.feedback_enabled")


def test_a_request_is_told_for_debugging(caplog: pytest.LogCaptureFixture) -> None:
    """Fields that say something; the tenant is nobody's business."""
    metrics = RequestMetrics(request_id="r1", model="m", tokens_input_before=9, tenant="acme", bill=Bill(input_tokens=3))
    with caplog.at_level(logging.INFO):
        request_logged(metrics)
    assert lines(caplog) == []
    with caplog.at_level(logging.DEBUG):
        request_logged(metrics)
    (line,) = lines(caplog)
    assert "request_id=r1" in line
    assert "bill=3/0/0/0/0" in line
    assert "tokens_output" not in line
    assert "acme" not in line


def test_where_something_raised_is_told_for_debugging(caplog: pytest.LogCaptureFixture) -> None:
    """The way there, and nothing of what was said."""
    try:
        json.loads("{the user's words")
    except ValueError as error:
        with caplog.at_level(logging.DEBUG):
            preparing_failed(error)
    (line,) = lines(caplog)
    assert "DEBUG:headroom.client:" in line
    assert "JSONDecodeError" in line
    assert "raw_decode:" in line
    assert "words" not in line


def test_a_level_nobody_listens_to_makes_no_line(caplog: pytest.LogCaptureFixture) -> None:
    """Each level has its own switch."""
    log = get_logger("headroom.test")
    assert get_logger("headroom.test") is log
    with caplog.at_level(logging.WARNING):
        log.debug("one")
        log.info("two")
        log.warning("three", at="one\nline", empty="", spaced="a b")
    assert lines(caplog) == ["WARNING:headroom.test:three at='one\\nline' spaced='a b'"]
    assert not (log.tells_info and log.tells_debug)


def test_a_record_names_the_place_that_told_it(caplog: pytest.LogCaptureFixture) -> None:
    """Not the rooms through which every line goes, however many steps of them there are."""
    log = get_logger("headroom.test")
    with caplog.at_level(logging.DEBUG):
        log.debug("one")
        log.info("two")
        log.warning("three")
        pipeline_complete(2, 1)
        decisions_applied(Report(decisions=(Decision(message=0, part=0, step="s", action="compressed", reason=""),)))
    here = (__file__, "test_a_record_names_the_place_that_told_it")
    assert [(record.pathname, record.funcName) for record in caplog.records] == [here] * 5


def test_structlog_is_not_configured_for_others() -> None:
    """What an application set up stays, and our lines do not go through it."""
    assert not structlog.is_configured()
    get_logger("headroom.test").warning("said")
    assert not structlog.is_configured()


def test_nothing_is_loaded_before_a_line_is_wanted() -> None:
    """Importing structlog takes long."""
    code = (
        "import sys, logging\nfrom headroom.telemetry import logging as ours\nours.pipeline_complete(2, 1)\n"
        "print('structlog' in sys.modules)\nlogging.basicConfig(level=20, stream=sys.stdout)\nours.pipeline_complete(2, 1)\n"
        "print('structlog' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [
        "False",
        "INFO:headroom.transforms.pipeline:Pipeline complete: 2 -> 1 tokens (saved 1, 50.0% reduction)",
        "True",
    ]
