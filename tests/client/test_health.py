"""Whether each part of a client works."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NoReturn

import pytest

from headroom.client.health import health_of
from headroom.client.sync import HeadroomClient
from headroom.config.parameters import Parameters
from headroom.errors import ValidationError
from headroom.providers import AnthropicProvider, CohereProvider, GoogleProvider, MistralProvider, OpenAIProvider
from tests.fakes.ports import core_with
from tests.fakes.sdk_clients import Sdk


@pytest.mark.parametrize(
    "provider", [OpenAIProvider(), AnthropicProvider(), GoogleProvider(), CohereProvider(), MistralProvider()]
)
def test_a_sound_client_is_valid(provider: Any) -> None:
    """With each provider, by a model that it has."""
    health = health_of(core_with(provider=provider), raise_on_error=True)
    assert health["valid"] is True
    for part in ("provider", "storage", "config", "cache_optimizer"):
        assert health[part]["ok"] is True  # type: ignore[index]
        assert health[part]["error"] is None  # type: ignore[index]


def test_a_provider_that_cannot_count_is_told() -> None:
    """With what it raised."""

    class Broken(OpenAIProvider):
        def get_token_counter(self, model: str) -> NoReturn:
            raise LookupError(model)

    core = core_with(provider=Broken())
    health = health_of(core)
    assert health["valid"] is False
    assert "LookupError" in health["provider"]["error"]  # type: ignore[index]
    with pytest.raises(ValidationError, match="provider does not work") as caught:
        health_of(core, raise_on_error=True)
    assert caught.value.details["valid"] is False


def test_a_store_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    """Calls go on in memory all the same."""
    (tmp_path / "folder").mkdir()
    client = HeadroomClient(Sdk(), OpenAIProvider(), f"sqlite:///{tmp_path}/folder", environ={})
    health = client.validate_setup()
    assert health["valid"] is False
    assert health["storage"]["error"]
    client.close()


def test_an_optimizer_that_fails_is_told() -> None:
    """Which does not make the client invalid: requests go out without it."""

    class Broken:
        name = "broken"

        def __call__(self, *_: object) -> NoReturn:
            raise ValueError("never")

    core = core_with(parameters=Parameters(cache_optimizer=Broken()))
    part = health_of(core)["cache_optimizer"]
    assert part == {"ok": False, "name": "broken", "error": "ValueError: never"}
    off = core_with(parameters=Parameters(enable_cache_optimizer=False))
    assert health_of(off)["cache_optimizer"] == {"ok": True, "name": None, "error": None}
