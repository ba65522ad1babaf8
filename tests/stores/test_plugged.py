"""Places that other packages offer."""

from __future__ import annotations

from importlib.metadata import EntryPoint, EntryPoints
from types import SimpleNamespace

import pytest

from headroom.errors import ConfigurationError
from headroom.stores import Retention, open_stores, plugged
from headroom.stores.contract import Backend
from headroom.stores.in_memory import MemoryBackend
from headroom.stores.plugged import BACKENDS, offered_schemes, plugged_backend

HERE = "tests.stores.test_plugged"


def makes_memory(url: str, retention: Retention) -> MemoryBackend:
    """What a package would offer."""
    assert url.startswith("attic://")
    return MemoryBackend(retention)


def makes_nothing(url: str, retention: Retention) -> object:
    """What a broken package would offer."""
    return (url, retention)


class Narrow(MemoryBackend):
    """What does as it was told at first, and takes no more."""

    is_open = True

    def keep(self, retention: Retention) -> None:
        """Refuse to keep more."""
        if retention.max_entries > 1:
            raise RuntimeError("no room")

    def close(self) -> None:
        """Note it."""
        self.is_open = False


def fails(url: str, retention: Retention) -> object:
    """What another broken package would offer."""
    raise RuntimeError(url, retention)


@pytest.fixture(autouse=True)
def packages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some packages, as if they were installed."""
    offered = {"attic": "makes_memory", "nothing": "makes_nothing", "fails": "fails", "absent": "no_such_name"}
    points = EntryPoints(EntryPoint(name, f"{HERE}:{value}", BACKENDS) for name, value in offered.items())
    monkeypatch.setattr(plugged, "entry_points", points.select)


def test_a_scheme_leads_to_its_package() -> None:
    """Opened by URL like any other place, and named in the status."""
    assert offered_schemes() == ("absent", "attic", "fails", "nothing")
    stores = open_stores("attic://box")
    assert stores.originals.put("t", {"h": "x"}, 1.0)
    assert stores.originals.get("t", "h") == "x"
    assert stores.status().url == "attic://box"
    stores.close()


@pytest.mark.parametrize(
    ("scheme", "why"), [("nothing", "it has no check"), ("fails", "cannot be made"), ("absent", "cannot be made")]
)
def test_a_broken_package_is_named(scheme: str, why: str) -> None:
    """At once, and not with the first request."""
    with pytest.raises(ConfigurationError, match=why) as refused:
        plugged_backend(scheme, f"{scheme}://box", Retention())
    assert scheme in str(refused.value)


def test_opening_that_fails_counts_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The place ends with the last client that has it."""
    narrow = Narrow(Retention())
    monkeypatch.setattr(f"{HERE}.makes_memory", lambda _url, _retention: narrow)
    stores = open_stores("attic://box", retention=Retention(max_entries=1))
    with pytest.raises(RuntimeError, match="no room"):
        open_stores("attic://box", retention=Retention(max_entries=2))
    stores.close()
    assert not narrow.is_open


def test_unknown_schemes_are_told_with_those_of_packages() -> None:
    """So that a misspelt one is found."""
    with pytest.raises(ConfigurationError, match="attic://"):
        open_stores("atic://box")


@pytest.mark.parametrize("part", [name for name in dir(Backend) if not name.startswith("_")])
def test_each_part_of_a_backend_is_asked_for(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """When it is opened, and not when it is missed."""
    whole = MemoryBackend(Retention())
    parts = {name: getattr(whole, name) for name in dir(whole) if not name.startswith("__") and name != part}
    monkeypatch.setattr(f"{HERE}.makes_memory", lambda _url, _retention: SimpleNamespace(**parts))
    with pytest.raises(ConfigurationError, match=f"no {part}"):
        plugged_backend("attic", "attic://x", Retention())
