"""The exceptions a caller may meet, by whose fault they are, and how anybody's is told in a report.

Content that cannot be parsed or compressed is never an exception: it is a `Failure` or a skipped part in the report. What a
provider's SDK raises is never one of these: it reaches the caller as it was raised.
"""

from __future__ import annotations

__all__ = [
    "CacheError",
    "CompressionError",
    "ConfigurationError",
    "HeadroomError",
    "ProviderError",
    "StorageError",
    "TokenizationError",
    "TransformError",
    "ValidationError",
    "in_a_line",
]

_MESSAGE_CHARS = 200
"""Of an exception's message in a report. Chosen: a line on a screen, and no room for a user's text."""


class HeadroomError(Exception):
    """Base of every exception that Headroom raises itself."""

    def __init__(self, message: str, details: dict[str, object] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.details: dict[str, object] = dict(details or {})

    def __str__(self) -> str:
        if not self.details:
            return self.message
        return f"{self.message} ({', '.join(f'{key}={value!r}' for key, value in self.details.items())})"


class ConfigurationError(HeadroomError, ValueError):
    """A setting or argument that cannot be honoured; `details` names it."""


class ProviderError(HeadroomError):
    """A provider or model of which something is asked that it does not have."""


class StorageError(HeadroomError):
    """A store that was asked for what it holds and cannot be read. Writing trouble is counted and logged instead."""


class CompressionError(HeadroomError):
    """A compression asked for by itself, not for a request, that failed. Requests go out as they are instead."""


class TokenizationError(HeadroomError):
    """A vocabulary that is missing or is not the one that was shipped."""


class CacheError(HeadroomError):
    """A cache of replies that cannot do what it was asked."""


class ValidationError(HeadroomError):
    """A setup of which a part does not work; `details` says which."""


class TransformError(HeadroomError):
    """A transform used by itself that failed. In a pipeline it changes nothing instead, and the report says why."""


def in_a_line(error: BaseException) -> str:
    """An exception's kind, and the start of what it says, for a report; nothing of one that cannot be read."""
    try:
        message = " ".join(str(error).split())[:_MESSAGE_CHARS]
    except Exception:  # noqa: BLE001 - an exception may be anybody's code, too
        message = ""
    return f"{type(error).__name__}{': ' if message else ''}{message}"
