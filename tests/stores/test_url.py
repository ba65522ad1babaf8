"""What storage URLs mean."""

from __future__ import annotations

from pathlib import Path

import pytest

from headroom.errors import ConfigurationError
from headroom.stores.folders import default_place
from headroom.stores.url import parse_url


def test_three_slashes_are_relative(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A relative path is fixed when the URL is read."""
    monkeypatch.chdir(tmp_path)
    place = parse_url("sqlite:///below/x.db")
    monkeypatch.chdir("/")
    assert place.path == tmp_path / "below" / "x.db"
    assert place.written() == "sqlite:///below/x.db"


@pytest.mark.parametrize("scheme", ["sqlite", "jsonl", "SQLite"])
def test_four_slashes_are_absolute(scheme: str) -> None:
    """As in SQLAlchemy, for lines as for SQLite; schemes know no case."""
    place = parse_url(f"{scheme}:////var/data/x")
    assert (place.scheme, place.path, place.is_shared) == (scheme.lower(), Path("/var/data/x"), True)


@pytest.mark.parametrize("url", ["memory://", "memory:", "sqlite://", "sqlite:///:memory:"])
def test_memory_is_nobody_elses(url: str) -> None:
    """Every name for memory is a memory of its own."""
    if url == "memory:":
        with pytest.raises(ConfigurationError):
            parse_url(url)
        return
    assert (parse_url(url).scheme, parse_url(url).is_shared) == ("memory", False)


def test_no_url_is_the_default_place() -> None:
    """Where that is can be told without going there."""
    place = parse_url(None)
    assert (place.scheme, place.path) == ("sqlite", None)
    assert place.written() == f"sqlite:///{default_place()}"


def test_a_folder_that_is_named_is_the_default_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From home, from the working directory, or absolute; a URL goes before it."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    for folder in ("~/mine", "mine", str(tmp_path / "mine")):
        assert parse_url(None, folder=folder) == parse_url(f"sqlite:///{tmp_path}/mine/headroom.db")
    assert parse_url("sqlite:////x.db", folder="mine") == parse_url("sqlite:////x.db")


def test_a_folder_below_no_home_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in some containers."""

    def homeless(path: Path) -> Path:
        raise RuntimeError(f"no home for {path}")

    monkeypatch.setattr(Path, "expanduser", homeless)
    with pytest.raises(ConfigurationError) as caught:
        parse_url(None, folder="~/mine")
    assert caught.value.details == {"folder": "~/mine"}


def test_unknown_schemes_name_the_known() -> None:
    """The error says what there is, packages included."""
    with pytest.raises(ConfigurationError, match="sqlite://, jsonl://, memory://, redis://") as refused:
        parse_url("postgres://host/db", offered=("redis",))
    assert refused.value.details == {"store_url": "postgres://host/db"}
    assert parse_url("redis://host", offered=("redis",)).scheme == "redis"


def test_passwords_are_shown_to_nobody() -> None:
    """Neither in the status nor by an error; the storage itself is given the URL as it is."""
    url = "redis://me:secret@host/0?password=another"
    place = parse_url(url, offered=("redis",))
    assert place.url == url
    assert place.written() == "redis://***@host/0?password=***"
    with pytest.raises(ConfigurationError) as refused:
        parse_url(url)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    "url", ["", "x.db", "jsonl:///", "jsonl://name", "sqlite://host/x.db", "sqlite:////folder/", "sqlite:///a\0b"]
)
def test_what_names_no_file_is_refused(url: str) -> None:
    """A missing slash is an error and not a file somewhere else."""
    with pytest.raises(ConfigurationError):
        parse_url(url)
