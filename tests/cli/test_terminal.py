from __future__ import annotations

import io
import time

import pytest
from rich.console import Console

from headroom.cli import terminal
from headroom.cli.terminal import console_on, printable, progress


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain\ttext\nné 文字 🙂", "plain\ttext\nné 文字 🙂"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("over\rwrite\b", "over\\rwrite\\x08"),
        ("\x9b2J", "\\x9b2J"),
        ("\u202eesrever", "\\u202eesrever"),
        ("lone \ud800", "lone \\ud800"),
    ],
)
def test_nothing_can_steer_the_terminal(text: str, shown: str) -> None:
    """Control, bidirectional and surrogate characters are spelled out; everything else stays."""
    assert printable(text) == shown


def test_a_pipe_gets_no_colour_and_no_markup() -> None:
    """Brackets are text, and no escape sequence is written."""
    out = io.StringIO()
    console_on(out).print("[bold]kept 12 of 480[/bold] :smile:", style="green")
    assert out.getvalue() == "[bold]kept 12 of 480[/bold] :smile:\n"


def test_no_color_means_no_escape_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bold and dim go too, even where colours are forced."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    styled, plain = io.StringIO(), io.StringIO()
    console_on(styled).print("text", style="bold green")
    monkeypatch.setenv("NO_COLOR", "1")
    console_on(plain).print("text", style="bold green")
    assert ("\x1b" in styled.getvalue(), plain.getvalue()) == (True, "text\n")


def test_a_closed_stream_prints_nowhere(capsys: pytest.CaptureFixture[str]) -> None:
    """Not on standard output, which carries the conversation."""
    console_on(None).print("report")
    assert capsys.readouterr() == ("", "")


def test_no_progress_on_a_pipe() -> None:
    """Logs stay free of spinners."""
    out = io.StringIO()
    with progress(console_on(out), "reading") as say:
        say("compressing")
    assert out.getvalue() == ""


def test_a_long_run_shows_its_stage(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal, once patience has run out."""
    monkeypatch.setattr(terminal, "PATIENCE_S", 0.0)
    out = io.StringIO()
    with progress(Console(file=out, force_terminal=True, width=60), "reading") as say:
        say("compressing 48.1 MB")
        deadline = time.monotonic() + 60
        while "compressing 48.1 MB" not in out.getvalue() and time.monotonic() < deadline:
            time.sleep(0.02)
    assert "compressing 48.1 MB" in out.getvalue()


def test_a_short_run_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is over at once does not flicker."""
    monkeypatch.setattr(terminal, "PATIENCE_S", 60.0)
    out = io.StringIO()
    with progress(Console(file=out, force_terminal=True), "reading"):
        pass
    assert out.getvalue() == ""


def test_progress_ends_with_an_error() -> None:
    """The spinner's thread is gone when an error leaves the block."""
    with pytest.raises(ValueError, match="broken"), progress(Console(file=io.StringIO(), force_terminal=True), "reading"):
        raise ValueError("broken")
