from __future__ import annotations

import io
import os
import stat
import sys
from pathlib import Path

import pytest

from headroom.cli import files
from headroom.cli.files import CannotDo, exclusive, read_input, readable_size, replace_file, shown, write_output


class Standard(io.TextIOWrapper):
    """A standard stream over bytes in memory."""

    def __init__(self, content: bytes = b"") -> None:
        super().__init__(io.BytesIO(content))


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    """Bytes come as they are."""
    file = tmp_path / "in.json"
    file.write_bytes(b"\xff [1]\r\n")
    assert read_input(str(file)) == b"\xff [1]\r\n"


def test_a_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """`-` reads the pipe."""
    monkeypatch.setattr(sys, "stdin", Standard(b"[]"))
    assert read_input("-") == b"[]"


@pytest.mark.parametrize(
    ("name", "why"), [("missing.json", "cannot read missing.json: "), (".", "cannot read .: "), ("a\0b", "cannot read")]
)
def test_what_cannot_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, why: str) -> None:
    """The line names the file and the reason."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CannotDo) as told:
        read_input(name)
    assert told.value.message.startswith(why)


@pytest.mark.parametrize("content", [b"", b" \n\t"])
def test_an_empty_file_is_told(tmp_path: Path, content: bytes) -> None:
    """White space alone counts as empty."""
    file = tmp_path / "in.json"
    file.write_bytes(content)
    with pytest.raises(CannotDo, match="is empty"):
        read_input(str(file))


def test_a_file_over_the_limit_is_told_with_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No more than the limit is read."""
    monkeypatch.setattr(files, "LIMIT_BYTES", 2_000_000)
    file = tmp_path / "in.json"
    file.write_bytes(b" " * 2_000_001)
    with pytest.raises(CannotDo, match=r"larger than 2 MB"):
        read_input(str(file))


@pytest.mark.parametrize("stream", ["stdin", "stdout"])
def test_a_closed_standard_stream_is_told(monkeypatch: pytest.MonkeyPatch, stream: str) -> None:
    """A process may be started without them."""
    monkeypatch.setattr(sys, stream, None)
    with pytest.raises(CannotDo, match="closed"):
        read_input("-") if stream == "stdin" else write_output("-", b"[]")


def test_a_dash_writes_to_standard_output(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bytes, and nothing more."""
    out = Standard()
    monkeypatch.setattr(sys, "stdout", out)
    write_output("-", b"[1]\r\n\xff")
    assert isinstance(out.buffer, io.BytesIO)
    assert out.buffer.getvalue() == b"[1]\r\n\xff"


def test_an_output_file_is_replaced_and_keeps_its_mode(tmp_path: Path) -> None:
    """Whoever may read it, may still."""
    file = tmp_path / "out.json"
    file.write_bytes(b"old")
    file.chmod(0o604)
    write_output(str(file), b"new")
    assert file.read_bytes() == b"new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o604 or sys.platform == "win32"


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """What it points to is replaced."""
    target, link = tmp_path / "target.json", tmp_path / "link.json"
    link.symlink_to(target)
    write_output(str(link), b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_a_device_is_written_straight() -> None:
    """`-o /dev/null` throws the bytes away and leaves the device."""
    if not Path("/dev/null").is_char_device():
        pytest.skip("no /dev/null here")
    write_output("/dev/null", b"[]")
    assert Path("/dev/null").is_char_device()


@pytest.mark.parametrize("name", [".", "missing/out.json"])
def test_what_cannot_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """The line names the file."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CannotDo, match="cannot write"):
        write_output(name, b"[]")


def test_a_full_disk_leaves_the_old_file_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither half a file nor a temporary one is left."""
    file = tmp_path / "out.json"
    file.write_bytes(b"old")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        replace_file(file, b"new", new_mode=0o666)
    assert [entry.name for entry in tmp_path.iterdir()] == ["out.json"]
    assert file.read_bytes() == b"old"


def test_the_lock_is_given_back(tmp_path: Path) -> None:
    """Taking it twice in a row does not wait for ever."""
    with exclusive(tmp_path):
        pass
    with exclusive(tmp_path):
        assert list(tmp_path.iterdir()) == []


def test_sizes_are_in_millions_of_bytes() -> None:
    """Round figures stay round."""
    assert [readable_size(size) for size in (48_100_000, 100_000_000, 148_555)] == ["48.1 MB", "100 MB", "149 kB"]


def test_odd_file_names_can_be_shown() -> None:
    """A name that is no UTF-8 is printed with a stand-in."""
    assert shown("-") == "standard input"
    shown("odd \udcff name").encode()
