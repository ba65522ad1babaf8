"""What both clients have in common: the SDK's client with compressed calls, and what is told without any I/O."""

from __future__ import annotations

from typing import Any

from headroom.client.core import Core
from headroom.client.queries import SETTLE_S
from headroom.client.resources import Calls, face_at
from headroom.client.sdk import is_asynchronous
from headroom.config.effective import Effective, render
from headroom.errors import ConfigurationError
from headroom.measures.requests import DiffArtifact

__all__ = ["Face", "check_original"]

_OWN = frozenset({"_original", "_core", "_calls", "_tenant"})
"""Attributes of ours; all others are the SDK's client's."""
_COPIES = frozenset({"with_options", "copy"})
"""Methods of the SDKs that return another client like this one."""


class Face:
    """A client of the SDK whose requests are compressed. Whatever is not named here is the SDK's own."""

    _original: Any
    _core: Core
    _calls: Calls
    _tenant: str
    """As it was passed; empty where the SDK's client says it."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name in _OWN:
            super().__setattr__(name, value)
        else:
            setattr(self._original, name, value)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name in _OWN:
            raise AttributeError(name)
        attribute = getattr(self._original, name)
        if name in _COPIES:
            return lambda *arguments, **options: self._like(attribute(*arguments, **options))
        return face_at(self._calls, name, attribute)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {type(self._original).__name__}, mode {self._core.settings.mode}>"

    def _like(self, original: Any) -> Any:
        """The same client round another one of the SDK; stores and counters are shared."""
        raise NotImplementedError

    def get_stats(self) -> dict[str, dict[str, object]]:
        """Counters since the client was made; nothing is read from the store.

        Calls that are over and not counted yet are counted first.
        """
        core = self._core
        core.stores.writer.settle(SETTLE_S)
        settings = core.settings
        status = core.stores.status()
        return {
            "session": {
                **core.session.counts(),
                "rows_failed": status.jobs_failed + status.rows_dropped,
                "fallback_reasons": core.session.reasons(),
            },
            "config": {
                "mode": str(settings.mode),
                "provider": core.provider.name,
                "cache_optimizer": None if core.optimizer is None else core.optimizer.name,
                "semantic_cache": core.replies is not None,
            },
            "transforms": {
                "smart_crusher_enabled": settings.compression.settings.crush.enabled,
                "cache_aligner_enabled": settings.compression.settings.aligner is not None,
                "rolling_window_enabled": settings.compression.preset != "lossless",
            },
            "storage": {"ok": status.ok, "url": status.url, "backend": status.backend, "error": status.error},
        }

    def effective_settings(self) -> tuple[Effective, ...]:
        """Every setting with its value and who said so: parameter, config, environment, models.json or default."""
        return self._core.effective

    def explain_settings(self, *, said_only: bool = False) -> str:
        """The same as a table to print; `said_only` leaves out what nobody set."""
        return render(self._core.effective, said_only=said_only)

    @property
    def last_diff(self) -> DiffArtifact | None:
        """What each step did to the latest request, with `generate_diff_artifact`; None before the first one."""
        self._core.stores.writer.settle(SETTLE_S)
        return self._core.diffs[-1] if self._core.diffs else None


def check_original(original: object, *, awaited: bool, ours: str, other: str) -> None:
    """Nothing, for a client of the right kind.

    Raises: ConfigurationError for a class, for None, and for a client that `other` is made for.
    """
    if original is None or isinstance(original, type):
        raise ConfigurationError(
            f"{ours} takes a client of the SDK, OpenAI() say, not {original!r}", {"field": "original_client"}
        )
    if is_asynchronous(original) is not awaited:
        kind = "blocks" if awaited else "is awaited"
        raise ConfigurationError(
            f"{type(original).__name__} {kind}: wrap it with {other}", {"field": "original_client", "use": other}
        )
