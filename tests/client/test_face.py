"""What both clients have in common."""

from __future__ import annotations

from typing import Any

import pytest

from headroom.client.face import check_original
from headroom.client.sync import HeadroomClient
from headroom.errors import ConfigurationError
from headroom.providers import OpenAIProvider
from tests.fakes.sdk_clients import AsyncSdk, Reply, Sdk


def wrapped(**options: Any) -> HeadroomClient:
    """A client with nothing but memory."""
    options = {"store_url": "memory://", "default_mode": "optimize", "environ": {}, **options}
    return HeadroomClient(Sdk(Reply(usage=None, choices=[])), OpenAIProvider(), **options)


def test_settings_are_told_with_who_said_so() -> None:
    """As rows, and as a table to print."""
    client = wrapped(environ={"HEADROOM_NO_CCR": "1"})
    rows = {row.name: row for row in client.effective_settings()}
    assert (rows["default_mode"].source, rows["ccr.enabled"].source) == ("parameter", "environment")
    table = client.explain_settings()
    said = client.explain_settings(said_only=True)
    assert "smart_crusher.enabled" in table
    assert "smart_crusher.enabled" not in said
    assert "HEADROOM_NO_CCR" in said


def test_private_names_are_never_the_sdks() -> None:
    """A client that is not made yet has none, so that copying and pickling do not go round in circles."""
    bare = object.__new__(HeadroomClient)
    for name in ("_original", "_core", "_calls", "__deepcopy__"):
        with pytest.raises(AttributeError):
            getattr(bare, name)
    assert "HeadroomClient of Sdk, mode optimize" in repr(wrapped())


def test_only_clients_of_the_right_kind_pass() -> None:
    """The others are told which one to use."""
    check_original(Sdk(), awaited=False, ours="A", other="B")
    check_original(AsyncSdk(), awaited=True, ours="B", other="A")
    for original, awaited in ((Sdk(), True), (AsyncSdk(), False), (Sdk, False), (None, True)):
        with pytest.raises(ConfigurationError):
            check_original(original, awaited=awaited, ours="A", other="B")


def test_what_is_set_is_set_on_the_sdks_client() -> None:
    """As its own attributes are read through, they are written through."""
    client = wrapped()
    client.timeout = 3
    assert client._original.timeout == 3  # noqa: SLF001 - the documented name
    assert client.timeout == 3
