"""A client's core, made of what its constructor was given."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import cast
from urllib.parse import urlsplit
from uuid import uuid4

from headroom.catalog.overrides_file import overrides_by_source
from headroom.client.core import Core, Ports
from headroom.client.lineages import Lineages
from headroom.client.request.cached import copied
from headroom.client.request.marking import FIRST_PARTY_HOSTS
from headroom.client.session import SessionCounters
from headroom.config import HeadroomConfig
from headroom.config.client_settings import ClientSettings, learning_fields_set
from headroom.config.environment import Environment
from headroom.config.parameters import Parameters, is_said
from headroom.config.precedence import resolve
from headroom.errors import ConfigurationError
from headroom.pipeline.extensions import PipelineExtensionManager
from headroom.pipeline.hooks import HOOKS, CompressionHooks
from headroom.pipeline.plan import pipeline_for
from headroom.pipeline.stages import PipelineExtension, PipelineStage
from headroom.providers import BareProvider, with_overrides
from headroom.runtime.blocking import BlockingDecisions, BlockingOriginals, BlockingWork, SystemClock
from headroom.runtime.nonblocking import NonblockingDecisions, NonblockingOriginals, NonblockingWork
from headroom.runtime.ports import Clock
from headroom.stores import Retention, Stores, StoreTrouble, open_stores
from headroom.stores.replies import ReplyCache
from headroom.telemetry import logging as log
from headroom.tokens import Memo
from headroom.transforms.cache_breakpoints import BaseCacheOptimizer, optimizer_for

__all__ = ["awaited_ports", "blocking_ports", "open_core", "tenant_of"]


_KEYS = ("api_key", "auth_token", "_api_key_provider", "_azure_ad_token_provider")
"""Where the SDKs' clients hold what they are let in by. Source: their code, openai 3.54 and anthropic 2.12."""


def blocking_ports(stores: Stores) -> Ports:
    """The ports of a client that blocks."""
    return Ports(
        originals=BlockingOriginals(stores.originals),
        decisions=BlockingDecisions(stores.decisions),
        work=BlockingWork(),
        clock=SystemClock(),
    )


def awaited_ports(stores: Stores) -> Ports:
    """The ports of a client that is awaited."""
    return Ports(
        originals=NonblockingOriginals(stores.originals),
        decisions=NonblockingDecisions(stores.decisions),
        work=NonblockingWork(),
        clock=SystemClock(),
    )


def open_core(
    original: object,
    provider: BareProvider,
    parameters: Parameters,
    config: HeadroomConfig | None,
    *,
    environment: Environment,
    hooks: CompressionHooks | None,
    ports: Callable[[Stores], Ports],
) -> Core:
    """The core; nothing is read or written but the file of model limits.

    Raises: ConfigurationError for what cannot be honoured.
    """
    if isinstance(provider, type) or not hasattr(provider, "get_token_counter"):
        raise ConfigurationError("provider must be a provider, OpenAIProvider() say", {"field": "provider"})
    if hooks is not None and (isinstance(hooks, type) or not any(hasattr(hooks, name) for name in HOOKS)):
        raise ConfigurationError("hooks must be hooks, CompressionHooks() say", {"field": "hooks"})
    said = overrides_by_source(environment.model_limits, environment.config_dir)
    models = said["environment"].over(said["models.json"])
    settings, effective = resolve(
        parameters=parameters,
        config=config,
        environment=environment,
        models={
            "environment": said["environment"].limits_by_model,
            "models.json": said["models.json"].limits_by_model,
        },
    )
    # What its steps refuse would else be found out with every request, and each would go out whole.
    pipeline_for(settings.compression.preset, settings.compression.settings)
    stores, session = _stores(settings), SessionCounters()
    extensions = _extensions(settings, hooks, session)
    core = Core(
        settings=settings,
        effective=effective,
        provider=with_overrides(provider, models, dict(settings.model_context_limits)),
        stores=stores,
        ports=ports(stores),
        extensions=extensions,
        hooks=hooks,
        optimizer=_optimizer(provider, parameters, settings),
        replies=_replies(settings, SystemClock()),
        lineages=Lineages(),
        hidden=Memo(max_entries=16_384, max_weight=16_000_000),
        held=Memo(max_entries=65_536, max_weight=4_000_000),
        session=session,
        diffs=[],
        is_first_party=_is_first_party(original, provider),
    )
    learning = learning_fields_set(config) if config is not None else ()
    if learning:
        log.nothing_is_learned(learning)
    if extensions.has_listeners:
        extensions.emit(PipelineStage.SETUP, operation="client", provider=provider.name)
    return core


def _stores(settings: ClientSettings) -> Stores:
    retention = Retention(
        max_entries=settings.ccr.store_max_entries,
        max_bytes=settings.ccr.store_max_bytes,
        ttl_seconds=settings.ccr.store_ttl_seconds,
    )
    return open_stores(
        settings.store_url,
        folder=settings.workspace_dir,
        retention=retention,
        stateless=settings.stateless,
        on_trouble=_store_trouble,
    )


def _extensions(settings: ClientSettings, hooks: CompressionHooks | None, session: SessionCounters) -> PipelineExtensionManager:
    """What listens, its failures counted and logged."""

    def failed(name: str, stage: str, error: BaseException) -> None:
        session.add(extension_failures=1)
        log.extension_failed(name, stage, error)

    return PipelineExtensionManager(
        hooks=hooks,
        extensions=cast("tuple[PipelineExtension, ...]", settings.pipeline_extensions),
        discover=settings.discover_pipeline_extensions,
        only=settings.named_extensions,
        on_trouble=failed,
    )


def _store_trouble(trouble: StoreTrouble) -> None:
    if trouble.set_aside is None:
        log.store_degraded(trouble.url, trouble.kind)
    else:
        log.store_set_aside(trouble.url, trouble.set_aside)


def tenant_of(original: object, named: object = "") -> str:
    """Whose requests a client's are: whoever is named, else those of its key at its address, told by a digest.

    A key that is made anew for each call tells nobody; such a client is a tenant of its own, for as long as it lives.

    Raises: ConfigurationError for a name that is no text.
    """
    if named is not None and not isinstance(named, str):
        raise ConfigurationError(f"tenant must be a text, not {type(named).__name__}", {"field": "tenant"})
    if named:
        return named
    address = getattr(original, "base_url", "")
    keys = [getattr(original, name, None) for name in _KEYS]
    if any(callable(key) for key in keys):
        return uuid4().hex
    said = "\n".join([str(address), *(key for key in keys if isinstance(key, str) and key)])
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _optimizer(provider: BareProvider, parameters: Parameters, settings: ClientSettings) -> BaseCacheOptimizer | None:
    """The caller's own, else the provider's."""
    cache = settings.cache_optimizer
    if not cache.enabled:
        return None
    own = parameters.cache_optimizer
    if is_said(own) and own is not None:
        if not callable(own) or isinstance(own, type):
            raise ConfigurationError("cache_optimizer must be an optimizer, not a class", {"field": "cache_optimizer"})
        return cast("BaseCacheOptimizer", own)
    wants_marks = getattr(provider, "enable_prefix_caching", True) and getattr(provider, "enable_cache_control", True)
    return optimizer_for(provider.name) if cache.auto_detect_provider and wants_marks else None


def _is_first_party(original: object, provider: BareProvider) -> bool:
    """Whether the provider itself is asked, as far as the address says."""
    address = urlsplit(str(getattr(original, "base_url", "")))
    return provider.name != "openai" or (address.hostname or "").endswith(FIRST_PARTY_HOSTS)


def _replies(settings: ClientSettings, clock: Clock) -> ReplyCache | None:
    cache = settings.cache_optimizer
    if not cache.enable_semantic_cache:
        return None
    return ReplyCache(
        clock=clock,
        copy=copied,
        max_entries=cache.semantic_cache_max_entries,
        ttl_seconds=cache.semantic_cache_ttl_seconds,
        similarity=cache.semantic_cache_similarity,
        embedder=cache.semantic_cache_embedder,
    )
