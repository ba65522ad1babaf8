"""What both clients have in common: the SDK's client with compressed calls, and what is told without any I/O."""

from __future__ import annotations

from typing import Any

from headroom.client.core import Core
from headroom.client.resources import Calls, face_at
from headroom.client.sdk import is_asynchronous
from headroom.config.effective import Effective, render
from headroom.errors import ConfigurationError

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

    def effective_settings(self) -> tuple[Effective, ...]:
        """Every setting with its value and who said so: parameter, config, environment, models.json or default."""
        return self._core.effective

    def explain_settings(self, *, said_only: bool = False) -> str:
        """The same as a table to print; `said_only` leaves out what nobody set."""
        return render(self._core.effective, said_only=said_only)


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
