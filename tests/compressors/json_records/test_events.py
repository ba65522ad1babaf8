"""Tests of telling the errors and warnings of log records apart."""

from __future__ import annotations

import pytest

from headroom.compressors.json_records.columns import Column
from headroom.compressors.json_records.events import alarms, template_of
from tests.compressors.json_records.builders import column


def log(*entries: tuple[object, str], level: str = "level", message: str = "message") -> list[Column]:
    """The columns of log records: level and message."""
    return [column([entry[0] for entry in entries], level), column([entry[1] for entry in entries], message)]


def test_each_kind_of_error_and_warning_is_found_once() -> None:
    """Errors first; ids, addresses and numbers apart, a lone digit not."""
    entries = [
        ("INFO", "started"),
        ("WARN", "Cannot open channel to 2 at 10.10.34.12:3888"),
        ("WARN", "Cannot open channel to 2 at 10.10.34.11:3888"),
        ("WARN", "Cannot open channel to 3 at 10.10.34.13:3888"),
        ("ERROR", "session 0x14ed93111f20020 expired after 1000 ms"),
        ("ERROR", "session 0x24ed93111f20021 expired after 20 ms"),
    ]
    assert alarms(log(*entries), 10) == [[4, 5], [1, 2], [3]]


def test_room_goes_to_different_messages_first() -> None:
    """Those that differ in a digit only come when there is room left."""
    entries = [("error", f"disk {number} is gone") for number in range(9)] + [("error", "no route")]
    assert alarms(log(*entries), 2) == [[0], [9]]


@pytest.mark.parametrize(
    ("name", "calm", "warning", "error"),
    [
        ("level", 30, 40, 50),
        ("PRIORITY", "6", "4", "3"),
        ("severityText", "Info", "Warn", "Fatal"),
        ("log.level", "debug", "warning", "critical"),
        ("type", "Normal", "Warning", "Error"),
    ],
)
def test_levels_are_read_as_they_are_written(name: str, calm: object, warning: object, error: object) -> None:
    """By name, by pino's tens, by syslog's digits."""
    assert alarms(log((calm, "a"), (warning, "b"), (error, "c"), (calm, "d"), level=name), 9) == [[2], [1]]


def test_other_records_have_no_alarms() -> None:
    """Without a level, without a message, with levels of something else."""
    assert alarms([column(["error", "error"], "text")], 9) == []
    assert alarms([column(["error", "info"], "level")], 9) == []
    assert alarms(log((1, "a"), (2, "b"), (77, "c")), 9) == []
    assert alarms([], 9) == []


def test_templates_mask_what_differs_between_reports() -> None:
    """Ids, addresses, times and numbers."""
    one = template_of("req 3f2504e0-4f89-11d3-9a0c-0305e82c3301 from 10.0.0.1:80 took 1.5 s, at deadbeef12, 404")
    assert one == template_of("req 3f2504e0-4f89-11d3-9a0c-0305e82c3302 from 10.0.0.2:443 took 22.75 s, at cafebabe01, 500")
    assert template_of("replica 2") != template_of("replica 3")
