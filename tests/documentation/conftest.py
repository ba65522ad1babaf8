"""Where the documentation's code runs: a local provider, and folders of its own."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from headroom.client import queries
from headroom.client.request import prepare
from tests.documentation.running import Session
from tests.fakes.provider_server import ProviderServer, serve


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ProviderServer]:
    """A provider that the SDKs find by the environment; files are written below `tmp_path`."""
    for name in os.environ:
        if name.startswith(("HEADROOM_", "OPENAI_", "ANTHROPIC_")):
            monkeypatch.delenv(name)
    for name, folder in (("TMPDIR", "tmp"), ("HOME", "home"), ("HEADROOM_CONFIG_DIR", "config")):
        (tmp_path / folder).mkdir()
        monkeypatch.setenv(name, str(tmp_path / folder))
    # Read from the environment once, then remembered.
    monkeypatch.setattr(tempfile, "tempdir", None)
    # Stores have more time than they are promised to need: a busy machine is no behaviour of ours.
    monkeypatch.setattr(prepare, "ORIGINALS_WITHIN_S", 5.0)
    monkeypatch.setattr(queries, "_SETTLE_S", 60.0)
    monkeypatch.chdir(tmp_path)
    with serve() as provider:
        monkeypatch.setenv("OPENAI_BASE_URL", provider.openai_url)
        monkeypatch.setenv("OPENAI_API_KEY", "key")
        monkeypatch.setenv("ANTHROPIC_BASE_URL", provider.url)
        monkeypatch.setenv("ANTHROPIC_API_KEY", "key")
        yield provider


@pytest.fixture
def session(server: ProviderServer) -> Iterator[Session]:
    """A reader's session, its clients closed in the end."""
    opened = Session(server)
    try:
        yield opened
    finally:
        opened.close()
