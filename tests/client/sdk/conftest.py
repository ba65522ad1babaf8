"""The real SDKs, by every endpoint and in every style."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from headroom.client.request import prepare
from tests.client.sdk.apis import APIS, Api
from tests.client.sdk.callers import STYLES, Caller, Style


@pytest.fixture(params=APIS, ids=lambda api: api.name)
def api(request: pytest.FixtureRequest) -> Api:
    """Every endpoint."""
    found: Api = request.param
    return found


@pytest.fixture(params=STYLES)
def style(request: pytest.FixtureRequest) -> Style:
    """Blocking, and on both event loops."""
    found: Style = request.param
    return found


@pytest.fixture
def caller(api: Api, style: Style) -> Iterator[Caller]:
    """Who asks."""
    with ExitStack() as stack:
        yield Caller(api, style, stack)


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stores have more time than they are promised to need: a busy machine is no behaviour of ours."""
    monkeypatch.setattr(prepare, "ORIGINALS_WITHIN_S", 5.0)
