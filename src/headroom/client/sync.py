"""`HeadroomClient`: a client of the SDK that blocks, its requests compressed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from headroom.client.blocking import BlockingCalls
from headroom.client.face import Face, check_original
from headroom.client.health import health_of
from headroom.client.opening import blocking_ports, open_core, tenant_of
from headroom.client.queries import diff_of, metrics_of, original_of, stats_of, summary_of
from headroom.config import HeadroomConfig, HeadroomMode
from headroom.config.environment import read_environment
from headroom.config.parameters import UNSET, Parameters
from headroom.measures.requests import DiffArtifact, RequestMetrics
from headroom.pipeline.hooks import CompressionHooks
from headroom.providers import BareProvider
from headroom.transforms.cache_breakpoints import BaseCacheOptimizer

__all__ = ["HeadroomClient"]


class HeadroomClient(Face):
    """A client of OpenAI's or Anthropic's SDK, or one like them, whose requests are compressed.

    Everything is as with the SDK's own client, which is `client._original`; `chat.completions`, `responses` and `messages`
    also take `headroom_` keywords.
    """

    def __init__(
        self,
        original_client: Any,
        provider: BareProvider,
        store_url: str | None = UNSET.store_url,
        default_mode: HeadroomMode | str = UNSET.default_mode,
        model_context_limits: Mapping[str, int] | None = UNSET.model_context_limits,
        cache_optimizer: BaseCacheOptimizer | None = None,
        enable_cache_optimizer: bool = UNSET.enable_cache_optimizer,  # noqa: FBT001 - its place is documented
        enable_semantic_cache: bool = UNSET.enable_semantic_cache,  # noqa: FBT001 - as above
        config: HeadroomConfig | None = None,
        *,
        hooks: CompressionHooks | None = None,
        tenant: str = "",
        environ: Mapping[str, str] | None = None,
    ) -> None:
        """Nothing is sent, read or written yet.

        What is passed here wins over `config`, and that over the environment (`environ`, if given). `tenant` says whose
        requests these are: what is kept for one is a miss for all others; without it, the client's API key says so.

        Raises: ConfigurationError for a setting that cannot be honoured, and for a client that is awaited.
        """
        check_original(original_client, awaited=False, ours="HeadroomClient", other="AsyncHeadroomClient")
        parameters = Parameters(
            store_url=store_url,
            default_mode=default_mode,
            model_context_limits=model_context_limits,
            cache_optimizer=cache_optimizer,
            enable_cache_optimizer=enable_cache_optimizer,
            enable_semantic_cache=enable_semantic_cache,
        )
        self._original = original_client
        self._core = open_core(
            original_client,
            provider,
            parameters,
            config,
            environment=read_environment(environ),
            hooks=hooks,
            ports=blocking_ports,
        )
        self._tenant = tenant
        self._calls = BlockingCalls(self._core, original_client, tenant_of(original_client, tenant))
        self._calls.face = self

    def get_stats(self) -> dict[str, dict[str, object]]:
        """Counters since the client was made; nothing is read from the store.

        Calls that are over and not counted yet are counted first.
        """
        return stats_of(self._core)

    @property
    def last_diff(self) -> DiffArtifact | None:
        """What each step did to the latest request, with `generate_diff_artifact`; None before the first one."""
        return diff_of(self._core, settles=True)

    def get_metrics(
        self,
        start_time: datetime | None = None,
        end_time: datetime | None = None,
        model: str | None = None,
        mode: str | None = None,
        limit: int = 100,
        offset: int = 0,
    ) -> list[RequestMetrics]:
        """The rows of past requests, newest first; naive times are UTC.

        Raises: StorageError where the store cannot be read; ConfigurationError for times, a limit or an offset that is none.
        """
        return metrics_of(self._core, start_time, end_time, model, mode, limit, offset)

    def get_summary(self, start_time: datetime | None = None, end_time: datetime | None = None) -> dict[str, int | float]:
        """The totals of a time.

        Raises: StorageError where the store cannot be read.
        """
        return summary_of(self._core, start_time, end_time)

    def retrieve(self, original: str, *, tenant: str = "") -> str | None:
        """The whole text that a marker names; None where it is not kept for this tenant, by default the client's own."""
        return original_of(self._core, tenant or self._calls.tenant, original)

    def validate_setup(self, *, raise_on_error: bool = False) -> dict[str, Any]:
        """Whether each part works: `valid`, and `provider`, `storage`, `config` and `cache_optimizer` with what is wrong.

        Raises: ValidationError with the same as `details`, if asked for.
        """
        return health_of(self._core, raise_on_error=raise_on_error)

    def close(self) -> None:
        """Write what is pending and let go of the store. The SDK's client stays open. Again is allowed."""
        self._core.stores.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        self.close()

    def _like(self, original: Any) -> HeadroomClient:
        other = object.__new__(HeadroomClient)
        other._original = original
        other._core = self._core
        other._tenant = self._tenant
        other._calls = BlockingCalls(self._core, original, tenant_of(original, self._tenant))
        other._calls.face = other
        return other
