"""Replies given again to the same request."""

from __future__ import annotations

import copy
from collections.abc import Mapping

import msgspec

from headroom.client.core import Core
from headroom.client.request.endpoints import KEYWORDS, Asked
from headroom.wire.request_key import Question, request_key, similar_question

__all__ = ["Lookup", "copied", "kept", "looked_up"]


class Lookup(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """What the cache of replies says of a request."""

    reply: object = None
    """A copy of the one kept; None where there is none."""
    key: str = ""
    """Under which the reply is to be kept; empty for not at all."""
    question: Question | None = None


_NOTHING = Lookup()


def looked_up(core: Core, asked: Asked, tenant: str) -> Lookup:
    """What the cache has for a request.

    That is nothing for streams and raw responses, which belong to one connection, and for what is parsed.
    """
    if core.replies is None or asked.stream or asked.raw or asked.is_parsed:
        return _NOTHING
    body = {**asked.body, **{name: asked.extras[key] for name, key in KEYWORDS.items() if key in asked.extras}}
    key = request_key(body, tenant=tenant, endpoint=asked.endpoint.path)
    question = similar_question(body, tenant=tenant, endpoint=asked.endpoint.path) if core.replies.compares else None
    return Lookup(reply=core.replies.get(key, question), key=key, question=question)


def kept(core: Core, key: str, question: Question | None, reply: object) -> None:
    """Keep a reply for the same request.

    No-op: for one that is not complete, which the provider goes on with in the background, or which it gave up.
    """
    if core.replies is not None and key and _is_complete(reply):
        core.replies.put(key, reply, question)


def _is_complete(reply: object) -> bool:
    """Whether a reply says that it is all, or does not say how far it is."""
    status = reply.get("status") if isinstance(reply, Mapping) else getattr(reply, "status", None)
    return status in (None, "completed")


def copied(reply: object) -> object:
    """A copy of the SDK's own object: what a caller does with one is not seen by the next."""
    duplicate = getattr(reply, "model_copy", None)
    return duplicate(deep=True) if callable(duplicate) else copy.deepcopy(reply)
