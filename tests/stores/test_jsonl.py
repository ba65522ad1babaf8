"""Rows as lines."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from headroom.errors import StorageError
from headroom.stores.contract import Retention, trouble_kind
from headroom.stores.in_memory import MemoryMetrics
from headroom.stores.jsonl import JsonlBackend, JsonLines
from tests.stores.rows import FULL, row


@pytest.fixture
def lines(tmp_path: Path) -> JsonLines:
    """A store in a file that is not there yet."""
    return JsonLines(tmp_path / "folder" / "x.jsonl")


def test_nothing_is_lost_on_the_way(lines: JsonLines) -> None:
    """Every field comes back as it was, and the file is its owner's alone."""
    assert lines.read() == []
    lines.write([FULL, row(1)])
    lines.write([])
    lines.write([row(2)])
    assert lines.read() == [row(2), row(1), FULL]
    assert lines.path.read_text().count("\n") == 3
    assert stat.S_IMODE(lines.path.stat().st_mode) == 0o600


def test_it_reads_as_memory_does(lines: JsonLines) -> None:
    """Both stores agree on which rows, in which order, and on what they come to."""
    memory = MemoryMetrics()
    rows = [row(number, mode="audit" if number % 3 else "optimize") for number in range(20)]
    lines.write(rows)
    memory.write(rows)
    assert lines.read(mode="audit", limit=3, offset=1) == memory.read(mode="audit", limit=3, offset=1)
    assert lines.summary() == memory.summary()


@pytest.mark.parametrize("torn", ['{"request_id":"r0', "\x00\x00", "not json", '{"request_id":3}'])
def test_a_torn_line_costs_itself(lines: JsonLines, torn: str) -> None:
    """Neither the rows before it nor those written after it are lost."""
    lines.write([row(1)])
    with lines.path.open("a") as file:
        file.write(torn)
    assert lines.read() == [row(1)]
    lines.write([row(2)])
    assert lines.read() == [row(2), row(1)]


def test_odd_values_cannot_stop_a_batch(lines: JsonLines) -> None:
    """What UTF-8 cannot say is replaced."""
    lines.write([msgspec.structs.replace(row(1), model="m\ud800"), row(2)])
    assert [one.model for one in lines.read()] == ["gpt-4o", "m?"]


def test_a_full_disk_takes_nothing_by_halves(lines: JsonLines, monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch that does not fit is taken back, so that writing it again doubles nothing."""
    lines.write([row(1)])
    before = lines.path.read_bytes()
    write: Callable[[int, bytes], int] = os.write
    room = [100]

    def into_the_last_corner(file: int, data: bytes) -> int:
        if not room[0]:
            raise OSError(28, "No space left on device")
        written = write(file, data[: room[0]])
        room[0] -= written
        return written

    monkeypatch.setattr(os, "write", into_the_last_corner)
    with pytest.raises(StorageError) as refused:
        lines.write([row(2), row(3)])
    assert trouble_kind(refused.value) == "full"
    assert lines.path.read_bytes() == before


def test_what_is_no_file_is_an_error(tmp_path: Path) -> None:
    """For writing, looking and reading alike."""
    (tmp_path / "x").mkdir()
    lines = JsonLines(tmp_path / "x")
    for ask in (lambda: lines.write([row(1)]), lines.check, lines.read, lines.summary):
        with pytest.raises(StorageError):
            ask()


def test_originals_stand_beside(tmp_path: Path) -> None:
    """In a database of their own, so that they outlive the process as lines do."""
    path = tmp_path / "x.jsonl"
    place = JsonlBackend(path, Retention())
    place.check()
    place.keep(Retention())
    assert place.originals.put("t", {"h": "text"}, 1.0)
    place.decisions.remember("t", {"k": "v"})
    place.tend()
    place.close()
    again = JsonlBackend(path, Retention())
    assert (again.originals.get("t", "h"), again.decisions.recall("t", ["k"])) == ("text", {"k": "v"})
    again.close()
    assert sorted(found.name for found in tmp_path.iterdir()) == ["x.jsonl", "x.jsonl.originals.db"]
    assert again.set_aside is None
