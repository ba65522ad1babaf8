"""A client's core, made of what its constructor was given."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import pytest

from headroom.client.face import Face
from headroom.client.opening import awaited_ports, blocking_ports, tenant_of
from headroom.client.sync import HeadroomClient
from headroom.config import CacheAlignerConfig, CacheOptimizerConfig, CCRConfig, HeadroomConfig
from headroom.errors import ConfigurationError
from headroom.pipeline.hooks import CompressionHooks
from headroom.pipeline.stages import PipelineEvent
from headroom.providers import AnthropicProvider, GoogleProvider, OpenAIProvider
from headroom.runtime.blocking import BlockingOriginals
from headroom.runtime.nonblocking import NonblockingOriginals
from headroom.stores import open_stores
from tests.fakes.sdk_clients import Sdk


def made(original: Any = None, provider: Any = None, **options: Any) -> HeadroomClient:
    """A client with an environment of its own."""
    options.setdefault("environ", {})
    return HeadroomClient(original or Sdk(), provider or OpenAIProvider(), **options)


def setting(client: Face, name: str) -> tuple[object, str]:
    """A setting with its value and who said so."""
    found = {row.name: (row.value, row.source) for row in client.effective_settings()}
    return found[name]


def test_the_parameter_wins_over_the_configuration_and_that_over_the_environment() -> None:
    """Each in its turn, for one setting after the other."""
    environ = {"HEADROOM_NO_CCR": "1", "HEADROOM_TARGET_RATIO": "0.5"}
    plain = made(store_url="memory://", environ=environ)
    assert setting(plain, "ccr.enabled") == (False, "environment")
    assert setting(plain, "target_ratio") == (0.5, "environment")
    assert setting(plain, "default_mode") == ("audit", "default")
    config = HeadroomConfig(store_url="memory://", default_mode="simulate", ccr=CCRConfig(), target_ratio=0.3)  # type: ignore[arg-type]
    configured = made(config=config, environ=environ)
    assert setting(configured, "target_ratio") == (0.3, "config")
    assert setting(configured, "default_mode") == ("simulate", "config")
    passed = made(config=config, default_mode="optimize", environ=environ)
    assert setting(passed, "default_mode") == ("optimize", "parameter")
    assert setting(passed, "store_url") == ("memory://", "config")
    assert "optimize" in passed.explain_settings(said_only=True)


def test_limits_of_models_come_from_four_places(tmp_path: Path) -> None:
    """The parameter, the configuration, a file, and what is known of the model."""
    (tmp_path / "models.json").write_text('{"openai": {"context_limits": {"mine": 5000, "gpt-4o": 6000}}}')
    environ = {"HEADROOM_CONFIG_DIR": str(tmp_path)}
    client = made(
        store_url="memory://",
        model_context_limits={"a": 1_000},
        config=HeadroomConfig(model_context_limits={"a": 2_000, "b": 2_000}),
        environ=environ,
    )
    assert setting(client, "model_context_limits.a") == (1_000, "parameter")
    assert setting(client, "model_context_limits.b") == (2_000, "config")
    assert setting(client, "model_context_limits.mine") == (5_000, "models.json")
    provider = client._core.provider  # noqa: SLF001 - what limits are for
    assert [provider.get_context_limit(name) for name in ("a", "b", "mine", "gpt-4o")] == [1_000, 2_000, 5_000, 6_000]


@pytest.mark.parametrize("folder", [".headroom/config", ".headroom"])
@pytest.mark.parametrize("said", ["", "~/.headroom/config"])
def test_limits_of_models_stand_at_home(folder: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the folder for configuration, or where the file stood before there was one."""
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / folder).mkdir(parents=True)
    (tmp_path / folder / "models.json").write_text('{"openai": {"context_limits": {"mine": 5000}}}')
    client = made(store_url="memory://", environ={"HEADROOM_CONFIG_DIR": said})
    assert setting(client, "model_context_limits.mine") == (5_000, "models.json")


@pytest.mark.parametrize(
    "config",
    [
        HeadroomConfig(cache_aligner=CacheAlignerConfig(enabled=True, entropy_threshold=7)),
        HeadroomConfig(cache_aligner=CacheAlignerConfig(enabled=True, use_dynamic_detector=False, date_patterns=["("])),
        HeadroomConfig(transforms=["no such step"]),
    ],
    ids=["threshold", "pattern", "step"],
)
def test_what_the_steps_refuse_is_told_at_once(config: HeadroomConfig) -> None:
    """Else every request would go out whole, and only a counter would say so."""
    with pytest.raises(ConfigurationError):
        made(store_url="memory://", config=config)


@pytest.mark.parametrize(
    ("provider", "options", "name"),
    [
        (AnthropicProvider(), {}, "anthropic"),
        (OpenAIProvider(), {}, "openai"),
        (GoogleProvider(), {}, "google"),
        (OpenAIProvider(enable_prefix_caching=False), {}, None),
        (OpenAIProvider(), {"enable_cache_optimizer": False}, None),
        (
            OpenAIProvider(),
            {"config": HeadroomConfig(cache_optimizer=CacheOptimizerConfig(auto_detect_provider=False))},
            None,
        ),
    ],
)
def test_the_optimizer_follows_from_the_provider(provider: Any, options: dict[str, Any], name: str | None) -> None:
    """Unless somebody says otherwise."""
    client = made(provider=provider, store_url="memory://", **options)
    found = client.get_stats()["config"]["cache_optimizer"]
    assert (found is None) if name is None else (name in str(found))


def test_a_tenant_is_a_key_at_an_address() -> None:
    """Told by a digest; clients without a key are all the same one."""
    one, other = Sdk(), Sdk()
    assert tenant_of(one) == tenant_of(other)
    assert "key" not in tenant_of(one)
    other.base_url = "http://localhost/v1/"
    assert tenant_of(one) != tenant_of(other)
    assert tenant_of(object()) == tenant_of(None)


def test_a_tenant_may_be_named_by_a_text_alone() -> None:
    """A number would be a key that stores cannot keep."""
    assert tenant_of(Sdk(), "somebody") == "somebody"
    assert tenant_of(Sdk(), None) == tenant_of(Sdk(), "") == tenant_of(Sdk())
    for named in (42, b"somebody"):
        with pytest.raises(ConfigurationError, match="tenant must be a text"):
            made(tenant=named)


def test_hooks_are_objects_with_such_methods() -> None:
    """A class, or something else, would never be asked for anything."""
    for hooks in (CompressionHooks, 5, "hooks"):
        with pytest.raises(ConfigurationError, match="hooks must be hooks"):
            made(hooks=hooks)
    assert made(hooks=CompressionHooks(), store_url="memory://").get_stats()


def test_extensions_hear_that_a_client_is_made() -> None:
    """Before anything else."""
    heard: list[str] = []

    class Follower:
        def on_pipeline_event(self, event: PipelineEvent) -> None:
            heard.append(str(event.stage))

    made(store_url="memory://", config=HeadroomConfig(pipeline_extensions=[Follower()]))
    assert heard[0] == "setup"


@pytest.mark.parametrize("provider", [OpenAIProvider, "openai", object()])
def test_what_is_no_provider_is_told(provider: Any) -> None:
    """A class above all."""
    with pytest.raises(ConfigurationError) as caught:
        made(provider=provider)
    assert caught.value.details["field"] == "provider"


def test_nothing_is_written_before_it_is_used(tmp_path: Path) -> None:
    """A client that is only made leaves no file."""
    made(store_url=f"sqlite:///{tmp_path}/x.db").close()
    assert made(environ={"HEADROOM_STATELESS": "1"}).get_stats()["storage"]["backend"] == "memory"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("options", [{}, {"store_url": None}])
def test_what_is_kept_stands_in_the_folder_that_is_named(tmp_path: Path, options: dict[str, Any]) -> None:
    """For its owner alone, and no file where there may be none."""
    environ = {"HEADROOM_WORKSPACE_DIR": str(tmp_path / "kept")}
    with made(environ={**environ, "HEADROOM_STATELESS": "true"}, **options) as client:
        assert client.get_metrics() == []
    assert not (tmp_path / "kept").exists()
    client = made(environ=environ, **options)
    assert client._core.stores.originals.put("t", {"h": "text"}, 10.0)  # noqa: SLF001 - where a request would put it
    client.close()
    assert stat.S_IMODE((tmp_path / "kept").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "kept" / "headroom.db").stat().st_mode) == 0o600


def test_an_address_goes_before_the_folder(tmp_path: Path) -> None:
    """Passed or configured."""
    environ = {"HEADROOM_WORKSPACE_DIR": str(tmp_path / "kept")}
    for options in ({"store_url": "memory://"}, {"config": HeadroomConfig(store_url="memory://")}):
        client = made(environ=environ, **options)
        assert client._core.stores.status().url == "memory://"  # noqa: SLF001
        client.close()


def test_ports_are_of_one_kind() -> None:
    """Those that block, or those that suspend."""
    stores = open_stores("memory://")
    assert isinstance(blocking_ports(stores).originals, BlockingOriginals)
    assert isinstance(awaited_ports(stores).originals, NonblockingOriginals)


class Keyed:
    """A client of an SDK, as far as its tenant is concerned."""

    base_url = "https://api.example.com"

    def __init__(self, **keys: object) -> None:
        vars(self).update(keys)


def test_a_token_tells_tenants_apart_as_a_key_does() -> None:
    """Anthropic's clients may have one in place of a key."""
    one, other = Keyed(api_key=None, auth_token="one"), Keyed(api_key=None, auth_token="other")
    assert tenant_of(one) == tenant_of(Keyed(auth_token="one"))
    assert tenant_of(one) != tenant_of(other)


def test_a_key_made_for_each_call_is_a_tenant_of_its_own() -> None:
    """Nobody can tell whose it will be, so nobody else may have what is kept for it."""
    made = Keyed(api_key=lambda: "secret")
    assert tenant_of(made) != tenant_of(made)
