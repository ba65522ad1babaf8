"""A store that cannot be used: calls succeed, and the trouble is told."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from headroom.client.request import prepare
from headroom.errors import ValidationError
from tests.client.sdk.apis import records
from tests.client.sdk.callers import STYLES, Caller

NOT_TRIO = pytest.mark.parametrize("style", STYLES[:2])

WHOLE = records()


@contextmanager
def trouble(kind: str, folder: Path) -> Iterator[str]:
    """The URL of a store that cannot be used."""
    place = folder / "kept.db"
    if kind == "corrupt":
        place.write_bytes(b"this is no database, and never was one\n" * 500)
    elif kind == "a folder":
        place.mkdir()
    elif kind == "no folder":
        folder.joinpath("file").write_text("in the way")
        place = folder / "file" / "kept.db"
    else:
        folder.chmod(0o500)
    try:
        yield f"sqlite:///{place}"
    finally:
        folder.chmod(0o700)


@NOT_TRIO
@pytest.mark.parametrize("kind", ["corrupt", "a folder", "no folder", "read-only"])
def test_calls_succeed_and_the_status_says_why(
    caller: Caller, kind: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Compressed all the same, kept in memory, and told by the statistics, by `validate_setup` and once in the log."""
    if kind == "read-only" and os.geteuid() == 0:
        pytest.skip("nothing is read-only for this user")
    server = caller.serve()
    with trouble(kind, tmp_path) as url:
        client = caller.wrapped(server, store_url=url)
        caller.ask(client, caller.api.conversation(WHOLE), tools=caller.api.tools("list_jobs"))
        row = caller.one_row(client)
        storage = caller.stats(client)["storage"]
        health = caller.do(client.validate_setup)
        kept = caller.do(client.retrieve, hashlib.sha256(WHOLE.encode()).hexdigest()[:24])
        if kind != "corrupt":
            # A damaged file is moved aside, and a new one begun.
            assert not storage["ok"]
            assert storage["error"]
            assert not health["valid"]
            assert not health["storage"]["ok"]
            with pytest.raises(ValidationError):
                caller.do(client.validate_setup, raise_on_error=True)
    assert len(server.requests[0].tool_results[0]) < len(WHOLE) / 3
    assert row.fallback == ""
    assert kept == WHOLE
    told = [record.getMessage() for record in caplog.records if record.name == "headroom.stores"]
    if kind == "corrupt":
        (aside,) = tmp_path.glob("*.corrupt-*")
        assert told == [f"Damaged store moved aside; a new one begun store={url} moved_to={aside}"]
    else:
        assert told == [f"Store cannot be used; keeping in memory store={url} trouble=unwritable"]


@NOT_TRIO
def test_a_healthy_setup_is_valid(caller: Caller, tmp_path: Path) -> None:
    """Nothing is wrong, and nothing raises."""
    client = caller.wrapped(caller.serve(), store_url=f"sqlite:///{tmp_path}/kept.db")
    health = caller.do(client.validate_setup, raise_on_error=True)
    assert health["valid"]
    assert {"provider", "storage", "config", "cache_optimizer"} <= health.keys()
    assert caller.stats(client)["storage"]["ok"]


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Somebody else is writing."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@NOT_TRIO
def test_originals_that_cannot_be_kept_in_time_go_out_whole(
    caller: Caller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No marker without its original; the same texts stay whole later, new ones are compressed again."""
    server, path = caller.serve(), tmp_path / "kept.db"
    client = caller.wrapped(server, store_url=f"sqlite:///{path}")
    tools = caller.api.tools("list_jobs")
    caller.ask(client, [caller.api.said("Hi")], tools=tools)
    assert len(caller.rows(client)) == 1
    items: list[Any] = caller.api.conversation(WHOLE)
    with held(path), monkeypatch.context() as patched:
        patched.setattr(prepare, "ORIGINALS_WITHIN_S", 0.02)
        caller.ask(client, items, tools=tools)
    later = [
        *items,
        caller.api.said("It was 150.", "assistant"),
        caller.api.said("And here?"),
        *caller.api.round(5, records(seed=2)),
    ]
    caller.ask(client, later, tools=tools)
    _, refused, after = server.requests
    assert refused.tool_results == [WHOLE]
    assert after.tool_results[0] == WHOLE
    assert len(after.tool_results[1]) < len(WHOLE) / 3
    assert [row.fallback for row in caller.rows(client)] == ["", "originals could not be stored in time", ""]
    session = caller.stats(client)["session"]
    assert session["fallbacks"] == 1
    assert session["fallback_reasons"] == {"originals could not be stored in time": 1}


@NOT_TRIO
def test_memory_needs_no_file(caller: Caller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`memory://` writes nothing anywhere, and JSON lines write one line a call."""
    monkeypatch.chdir(tmp_path)
    server = caller.serve()
    caller.ask(caller.wrapped(server), caller.api.conversation(WHOLE), tools=caller.api.tools("list_jobs"))
    assert list(tmp_path.iterdir()) == []
    client = caller.wrapped(server, store_url="jsonl:///rows.jsonl")
    caller.ask(client, [caller.api.said("Hi")])
    assert len(caller.rows(client)) == 1
    assert len(tmp_path.joinpath("rows.jsonl").read_text().splitlines()) == 1
