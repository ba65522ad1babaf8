"""The exceptions a caller may meet, by whose fault they are.

Content that cannot be parsed or compressed is never an exception: it is a `Failure` or a skipped part in the report.
"""

from __future__ import annotations

__all__ = ["ConfigurationError", "HeadroomError", "TokenizationError"]


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


class TokenizationError(HeadroomError):
    """A vocabulary that is missing or is not the one that was shipped."""
