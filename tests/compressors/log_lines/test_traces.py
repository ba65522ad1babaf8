"""Tests of folding stack traces."""

from __future__ import annotations

import pytest

from headroom.compressors.log_lines.traces import traces_in
from tests.compressors.log_lines.rows import read_templates

JAVA = [
    "ERROR order failed",
    "com.shop.OrderException: no stock",
    *(f"\tat org.springframework.web.Filter{name}.run(Filter.java:{at})" for at, name in enumerate("ABCDEF")),
    "\tat com.shop.Order.place(Order.java:87)",
    *(f"\tat org.apache.catalina.Valve{name}.invoke(Valve.java:{at})" for at, name in enumerate("ABCDEF")),
    "Caused by: java.sql.SQLException: duplicate key",
    "\tat com.mysql.Driver.send(Driver.java:9)",
    "\t... 12 more",
]
PYTHON = [
    "Traceback (most recent call last):",
    *(line for at in range(5) for line in (f'  File "/venv/site-packages/lib.py", line {at}, in call{at}', f"    step{at}()")),
    '  File "/srv/app/jobs.py", line 33, in sync',
    "    client.push(order)",
    '  File "/venv/site-packages/web.py", line 59, in request',
    "    raise ConnectionError(url)",
    "ConnectionError: https://erp",
]


def kept(rows: list[str], longest: int = 20) -> tuple[list[str], list[list[str]]]:
    """Heads and frames of the traces in rows."""
    shapes, places, templates = read_templates(rows)
    traces = traces_in(shapes, templates, places, longest)
    return [rows[row] for row in traces.heads], [[rows[row] for row in frames] for frames in traces.frames]


def test_frames_of_libraries_are_folded() -> None:
    """The exception, the first frames, those of the program, and causes stay."""
    heads, [frames] = kept(JAVA)
    assert heads == [JAVA[1], "Caused by: java.sql.SQLException: duplicate key"]
    assert "\tat com.shop.Order.place(Order.java:87)" in frames
    assert frames[:2] == JAVA[2:4]
    assert not any("catalina" in frame for frame in frames)


def test_python_keeps_where_it_happened() -> None:
    """The program's frames and the deepest ones, each with its source line, and the exception."""
    heads, [frames] = kept(["before", *PYTHON, "after"])
    assert heads == [PYTHON[0], PYTHON[-1]]
    assert PYTHON[-5:-1] == frames[3::-1]
    assert PYTHON[1] not in frames


@pytest.mark.parametrize(
    "frame",
    [
        "    at Object.<anonymous> (src/cart.test.js:13:21)",
        "    at async run (file:///srv/index.js:4:1)",
        "   at Shop.Orders.Place(Order o) in C:\\src\\Orders.cs:line 12",
        "\t/home/u/app/lookup.go:17 +0x1d",
        "\tfrom /srv/app/models/cart.rb:12:in `total'",
        "#1  0x00007f in main () at main.c:4",
    ],
)
def test_frames_of_many_languages_are_known(frame: str) -> None:
    """JavaScript, .NET, Go, Ruby and C."""
    _, [frames] = kept(["it broke", frame])
    assert frames == [frame]


def test_a_trace_seen_before_is_folded() -> None:
    """Though its numbers differ; with another exception it is another trace."""
    again = [line.replace("33", "34") for line in PYTHON]
    other = [*PYTHON[:-1], "ValueError: bad id"]
    heads, frames = kept([*PYTHON, "x", *again, "y", *other])
    assert len(frames) == 2
    assert heads.count(PYTHON[-1]) == 1
    assert "ValueError: bad id" in heads


def test_long_traces_are_cut() -> None:
    """To as many frames as asked for."""
    rows = ["Error: x", *(f"    at step{name} (src/a{name}.js:{at}:1)" for at, name in enumerate("abcdefghijklmnop"))]
    _, [frames] = kept(rows, longest=5)
    assert len(frames) == 5


def test_text_without_frames_has_none() -> None:
    """Words such as `at` do not make one."""
    assert kept(["meet me at noon", "  at home"]) == ([], [])
