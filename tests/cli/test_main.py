from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

HELLO = '[{"role":"user","content":"hi"}]'
COMMAND = (sys.executable, "-m", "headroom")


def run(*arguments: str, stdin: bytes = b"", environ: dict[str, str] | None = None) -> subprocess.CompletedProcess[bytes]:
    """The command line in a process of its own."""
    return subprocess.run(
        [*COMMAND, *arguments], input=stdin, capture_output=True, check=False, timeout=60, env={**os.environ, **(environ or {})}
    )


def shell(command: str, cwd: Path) -> subprocess.CompletedProcess[bytes]:
    """The command line, with redirections that only a shell can make."""
    line = f"{' '.join(map(shlex.quote, COMMAND))} {command}"
    return subprocess.run(["/bin/sh", "-c", line], cwd=cwd, capture_output=True, check=False, timeout=60)


def test_the_version_is_the_packages() -> None:
    """One line with the name."""
    done = run("--version")
    assert (done.returncode, done.stdout.decode()) == (0, f"headroom {version('headroom')}\n")


@pytest.mark.parametrize("option", ["--help", "-h", "-?"])
def test_help_names_the_commands(option: str) -> None:
    """In any of its spellings."""
    done = run(option)
    assert done.returncode == 0
    assert all(command in done.stdout for command in (b"compress", b"retrieve", b"demo"))


@pytest.mark.parametrize(
    "arguments", [("nonsense",), ("compress",), ("compress", "--preset", "odd", "-"), ("compress", "--odd", "-")]
)
def test_bad_usage_exits_with_two(arguments: tuple[str, ...]) -> None:
    """And says on stderr what is wrong."""
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"Error: " in done.stderr


@pytest.mark.parametrize("missing", ["click", "rich"])
def test_without_the_extra_one_line_says_how_to_install(missing: str) -> None:
    """The library works without click and rich; the command line says what it needs."""
    code = f"import sys; sys.modules[{missing!r}] = None; from headroom.cli.main import main; main()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr == b"headroom: the command line needs click and rich; install them with: pip install 'headroom[cli]'\n"


def test_another_missing_module_is_not_hidden() -> None:
    """A broken installation is not mistaken for a missing extra."""
    code = "import sys; sys.modules['msgspec'] = None; from headroom.cli.main import main; main()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, timeout=60)
    assert done.returncode == 1
    assert b"msgspec" in done.stderr


def test_a_script_gets_conversation_and_report(tmp_path: Path) -> None:
    """Standard output and standard error are both JSON and nothing else."""
    file = tmp_path / "in.json"
    file.write_text(HELLO)
    done = run("compress", str(file), "--json")
    assert done.returncode == 0
    assert done.stdout == file.read_bytes()
    assert json.loads(done.stderr)["tokens_saved"] == 0


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGPIPE on Windows")
def test_a_reader_that_goes_away_ends_it_quietly(tmp_path: Path) -> None:
    """As other tools are ended: by the signal, without a word."""
    file = tmp_path / "in.json"
    file.write_text(json.dumps([{"role": "user", "content": "x y " * 500_000}]))
    running = subprocess.Popen([*COMMAND, "compress", "--quiet", str(file)], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert running.stdout is not None
    assert running.stderr is not None
    running.stdout.read(10)
    running.stdout.close()
    told = running.stderr.read()
    running.stderr.close()
    assert running.wait(30) == -signal.SIGPIPE
    assert told == b""


READING = """
import io, signal, sys
from headroom.cli.main import main

class Told(io.BufferedReader):
    def read(self, *size):
        print("reads", file=sys.stderr, flush=True)
        return super().read(*size)

# Whoever runs the tests in the background has children ignore interrupts.
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.stdin = io.TextIOWrapper(Told(sys.stdin.buffer.raw))
main()
"""
"""The command line, telling when it begins to wait for input."""


@pytest.mark.skipif(sys.platform == "win32", reason="signals differ on Windows")
def test_an_interrupt_exits_with_130() -> None:
    """While it waits for input, without a traceback."""
    running = subprocess.Popen(
        [sys.executable, "-c", READING, "compress", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert running.stderr is not None
    assert running.stderr.readline() == b"reads\n"
    running.send_signal(signal.SIGINT)
    out, told = running.communicate(timeout=30)
    assert (running.returncode, out) == (130, b"")
    assert b"Traceback" not in told


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("arguments", [("compress", "in.json"), ("compress", "in.json", "-o", "out.json"), ("demo",)])
def test_a_full_disk_is_told(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """Output that cannot be written, conversation or report, is one line and exit code 2."""
    (tmp_path / "in.json").write_text(HELLO)
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*COMMAND, *arguments], cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, check=False, timeout=60
        )
    assert done.returncode == 2
    assert done.stderr.startswith(b"headroom: cannot write")
    assert done.stderr.count(b"\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")
@pytest.mark.parametrize("options", ["", "--json", "--diff --verbose"])
def test_a_report_nobody_can_read_stays_out_of_the_conversation(tmp_path: Path, options: str) -> None:
    """With standard error closed, standard output holds the conversation alone."""
    (tmp_path / "in.json").write_text(HELLO)
    done = shell(f"compress in.json {options} 2>&-", tmp_path)
    assert (done.returncode, done.stdout) == (0, HELLO.encode())


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")
@pytest.mark.parametrize("command", ["demo >&-", "compress in.json >&-", "compress - <&-"])
def test_closed_standard_streams_are_told(tmp_path: Path, command: str) -> None:
    """One line, exit code 2."""
    (tmp_path / "in.json").write_text(HELLO)
    done = shell(command, tmp_path)
    assert done.returncode == 2
    assert done.stderr.endswith(b" is closed\n")
    assert done.stderr.count(b"\n") == 1
