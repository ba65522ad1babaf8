"""Clients on a machine that may be busy, which is no behaviour of ours."""

from __future__ import annotations

import pytest

from headroom.client import queries


@pytest.fixture(autouse=True)
def _settles_patiently(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows are waited for as long as they take."""
    monkeypatch.setattr(queries, "_SETTLE_S", 60.0)
