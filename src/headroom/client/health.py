"""Whether each part of a client works, tried and told."""

from __future__ import annotations

from headroom.client.core import Core
from headroom.errors import HeadroomError, ValidationError
from headroom.messages import Conversation, Message, Text

__all__ = ["Health", "health_of"]

Health = dict[str, object]

_MODELS = {
    "anthropic": "claude-sonnet-4-5",
    "google": "gemini-2.5-pro",
    "cohere": "command-a-03-2025",
    "mistral": "mistral-large",
}
"""A model that each provider really has; any other is asked for OpenAI's."""
_USUAL_MODEL = "gpt-4o"
_TEXT = "Headroom counts the tokens of this sentence."


def health_of(core: Core, *, raise_on_error: bool = False) -> Health:
    """`valid`, and for each part whether it is `ok` and what is wrong.

    Raises: ValidationError with the same as `details`, if asked for.
    """
    provider, storage = _provider(core), _storage(core)
    config = {"ok": True, "mode": str(core.settings.mode), "error": None}
    health: Health = {
        "valid": bool(provider["ok"] and storage["ok"]),
        "provider": provider,
        "storage": storage,
        "config": config,
        "cache_optimizer": _optimizer(core),
    }
    if raise_on_error and not health["valid"]:
        wrong = [name for name, part in (("provider", provider), ("storage", storage)) if not part["ok"]]
        raise ValidationError(f"{' and '.join(wrong)} does not work", health)
    return health


def _provider(core: Core) -> Health:
    """Counts a sentence with a model that the provider really has."""
    name = core.provider.name
    try:
        tokens = core.provider.get_token_counter(_MODELS.get(name, _USUAL_MODEL)).count_text(_TEXT)
    except _BROKEN as error:
        return {"ok": False, "name": name, "error": _told(error)}
    ok = isinstance(tokens, int) and tokens > 0
    return {"ok": ok, "name": name, "error": None if ok else f"{tokens!r} tokens were counted of {len(_TEXT)} characters"}


def _storage(core: Core) -> Health:
    """Opens and reads the store that is configured; one that is not used for trouble with it is not ok."""
    status = core.stores.check()
    return {"ok": status.ok, "url": status.url, "error": status.error, "backend": status.backend}


def _optimizer(core: Core) -> Health:
    """Plans for a short conversation."""
    if core.optimizer is None:
        return {"ok": True, "name": None, "error": None}
    conversation = Conversation(messages=(Message(role="user", parts=(Text(text=_TEXT),)),), model=_USUAL_MODEL)
    try:
        core.optimizer(conversation)
    except _BROKEN as error:
        return {"ok": False, "name": core.optimizer.name, "error": _told(error)}
    return {"ok": True, "name": core.optimizer.name, "error": None}


_BROKEN = (ArithmeticError, AttributeError, HeadroomError, LookupError, OSError, RuntimeError, TypeError, ValueError)
"""What a provider or an optimizer of a caller's own raises that does not work."""


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
