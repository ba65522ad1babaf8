"""Our calls of turns in which the model also called the caller's tools.

The caller gets such a reply without our call and answers its own. When it sends the turn back, our call and its result stand
in it again, so that the model has what it asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import msgspec

from headroom.client.core import Core
from headroom.client.endpoints import Endpoint
from headroom.errors import HeadroomError
from headroom.retrieval.pending import Pending, anchors, meant

__all__ = ["aliased", "hidden_calls", "hide", "keep_alias"]

_KEY = "pending:"
"""How keys of decisions begin that hold such calls."""
_ALIAS = "response:"
"""How keys of decisions begin that say which reply is meant by an id."""
_NONE: Mapping[str, Pending] = MappingProxyType({})


async def hide(core: Core, tenant: str, pending: Pending | None) -> None:
    """Keep our calls of a turn until the caller sends it back; None is nothing to keep."""
    if pending is None:
        return
    text = msgspec.json.encode(pending).decode()
    for anchor in pending.anchors:
        core.hidden.put((tenant, anchor), text, len(text))
    await _keep(core, tenant, {_KEY + anchor: text for anchor in pending.anchors})


async def hidden_calls(
    core: Core, tenant: str, endpoint: Endpoint, items: object, known: Mapping[str, Pending] = _NONE
) -> Mapping[str, Pending]:
    """Our calls of the turns among the messages, beside those known already."""
    found = await _found(core, tenant, anchors(items, endpoint.format))
    return {**known, **found} if found else known


async def keep_alias(core: Core, tenant: str, alias: tuple[str, str] | None) -> None:
    """Keep which reply is meant by the id that the caller of a stream saw; None is nothing to keep."""
    if alias is not None:
        shown, meant_id = alias
        await _keep(core, tenant, {_ALIAS + shown: meant_id})


async def aliased(core: Core, tenant: str, body: Mapping[str, object]) -> Mapping[str, object]:
    """The body going on from the reply that is meant, not from the round whose id the caller saw."""
    shown = body.get("previous_response_id")
    if not isinstance(shown, str):
        return body
    found = await core.ports.decisions.recall(tenant, [_ALIAS + shown])
    return meant(body, {shown: found[_ALIAS + shown]}) if found else body


async def _keep(core: Core, tenant: str, decisions: Mapping[str, str]) -> None:
    try:
        await core.ports.decisions.remember(tenant, decisions)
    except HeadroomError:
        core.session.fell_back("a decision could not be kept")


async def _found(core: Core, tenant: str, calls: Iterable[str]) -> Mapping[str, Pending]:
    texts: dict[str, str] = {}
    unknown: list[str] = []
    for call in calls:
        text = core.hidden.get((tenant, call))
        if text is None:
            unknown.append(call)
        else:
            texts[call] = text
    if unknown:
        kept = await core.ports.decisions.recall(tenant, [_KEY + call for call in unknown])
        for key, text in kept.items():
            call = key.removeprefix(_KEY)
            core.hidden.put((tenant, call), text, len(text))
            texts[call] = text
    return {call: msgspec.json.decode(text, type=Pending) for call, text in texts.items()}
