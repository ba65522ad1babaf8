"""Tests of the list that ships with the package."""

from __future__ import annotations

import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from importlib.resources import files
from pathlib import Path

import msgspec
import pytest

from headroom.catalog import snapshot as module
from headroom.catalog.facts import Prices
from headroom.catalog.snapshot import Entry, index, snapshot
from headroom.errors import ConfigurationError


@pytest.fixture
def unread() -> Iterator[None]:
    """The list as if nobody had asked for it yet, before and after."""
    snapshot.cache_clear()
    index.cache_clear()
    yield
    snapshot.cache_clear()
    index.cache_clear()


def test_the_list_says_when_and_from_what_it_was_made() -> None:
    """A day, and the versions of the packages."""
    assert date.fromisoformat(snapshot().generated) >= date(2026, 11, 1)
    assert set(snapshot().sources) == {"genai-prices", "litellm"}


def test_the_list_is_small_and_in_order() -> None:
    """Tens of kilobytes, and a line for each model, so that a new one can be read as a difference."""
    content = files("headroom.catalog").joinpath(module.SNAPSHOT).read_bytes()
    assert len(content) < 100_000
    entries = snapshot().models
    assert list(entries) == sorted(entries, key=lambda entry: (entry.provider, entry.names))
    assert content.count(b"\n") > len(entries)


def test_every_entry_makes_sense() -> None:
    """Names in lower case, prices that are none of them negative, reading cheaper than input, tiers that rise."""
    for entry in snapshot().models:
        assert entry.names
        assert all(name == name.lower() for name in (*entry.names, *entry.starts))
        assert entry.input_limit is None or entry.input_limit >= 1_000
        assert entry.cache in {"", *snapshot().cache_rules}
        if entry.prices is not None:
            bounds = [0, *(tier.above_tokens for tier in entry.prices.tiers)]
            assert bounds == sorted(set(bounds))
            for prices in (entry.prices, *entry.prices.tiers):
                assert prices.input >= 0
                assert prices.output >= 0
                assert prices.cache_read is None or 0 <= prices.cache_read <= prices.input


def test_names_belong_to_one_model() -> None:
    """No provider lists a name twice."""
    names = [(entry.provider, name) for entry in snapshot().models for name in entry.names]
    assert len(names) == len(set(names))


def test_a_beginning_ends_where_a_word_ends() -> None:
    """`claude-opus-4-1` begins `claude-opus-4-1-fast`, and not `claude-opus-4-10`."""
    found = index().find("anthropic", ("claude-opus-4-1-fast",))
    assert found is not None
    assert found.names[0] == "claude-opus-4-1"
    assert index().find("anthropic", ("claude-opus-4-10",)) is None
    assert index().find("nobody", ("gpt-4o",)) is None


def test_importing_reads_nothing() -> None:
    """Neither the package nor the room of providers opens the list."""
    code = (
        "import pkgutil\n"
        "def refuse(*_): raise SystemExit('read at import')\n"
        "pkgutil.get_data = refuse\n"
        "import headroom.catalog, headroom.catalog.overrides_file, headroom.providers\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.usefixtures("unread")
def test_threads_may_ask_first_at_once() -> None:
    """All of them get the same figures."""
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: index().find("openai", ("gpt-4o",)), range(64)))
    assert len({id(entry) for entry in found if entry is not None}) <= 8
    assert all(entry == found[0] for entry in found)


@pytest.mark.usefixtures("unread")
@pytest.mark.parametrize("content", [None, b"", b"{", b'{"generated": 3}'])
def test_a_damaged_list_is_told(content: bytes | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """By name, not as a decoding error."""

    def damaged(_package: str, _file: str) -> bytes | None:
        return content

    monkeypatch.setattr(pkgutil, "get_data", damaged)
    with pytest.raises(ConfigurationError) as caught:
        snapshot()
    assert caught.value.details["file"] == module.SNAPSHOT


def test_entries_come_back_as_they_were_written(tmp_path: Path) -> None:
    """What is left out when written is what it was."""
    entry = Entry(provider="p", names=("m",), prices=Prices(input=1.0, output=2.0), cache_minimum=3)
    path = tmp_path / "entry.json"
    path.write_bytes(msgspec.json.encode(entry))
    assert msgspec.json.decode(path.read_bytes(), type=Entry) == entry
