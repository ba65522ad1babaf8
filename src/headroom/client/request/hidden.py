"""Our calls of turns in which the model also called the caller's tools.

The caller gets such a reply without our call and answers its own. When it sends the turn back, our call and its result stand
in it again, so that the model has what it asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import msgspec

from headroom.client.core import Core
from headroom.client.request.endpoints import Endpoint
from headroom.errors import HeadroomError
from headroom.retrieval.pending import Pending, anchors, found_at, grown_by, meant, openings
from headroom.retrieval.turns import standing_before

__all__ = ["aliased", "hidden_calls", "hide", "keep_alias"]

_KEY = "pending:"
"""How keys of decisions begin that hold such calls."""
_IS_THERE = "+"
"""What is kept by the first call of a turn: that something is kept by what stands before it too."""
_ALIAS = "response:"
"""How keys of decisions begin that say which reply is meant by an id."""
_NONE: Mapping[str, Pending] = MappingProxyType({})


async def hide(core: Core, tenant: str, pending: Pending | None, before: object = None) -> None:
    """Keep our calls of a turn until the caller sends it back; None is nothing to keep.

    `before` are the messages of the request that was answered; None where they are not known.
    """
    if pending is None:
        return
    text = msgspec.json.encode(pending).decode()
    texts = dict.fromkeys(pending.anchors, text)
    if pending.opening:
        # That it is there is known by the calls alone, so that most histories need not be gone through.
        texts[pending.opening] = _IS_THERE
        texts[f"{pending.opening}:{standing_before(before, (), 0)}"] = text
    for anchor, value in texts.items():
        core.hidden.put((tenant, anchor), value, len(value))
    await _keep(core, tenant, {_KEY + anchor: value for anchor, value in texts.items()})


async def hidden_calls(
    core: Core,
    tenant: str,
    endpoint: Endpoint,
    items: object,
    known: Mapping[str, Pending] = _NONE,
    before: object = None,
) -> Mapping[str, Pending]:
    """Our calls of the turns among the messages, beside those known already.

    `before` are the messages before them; None where `hide` was not told what stood before a turn either.
    """
    wire = endpoint.format
    by_id, by_opening = anchors(items, wire), openings(items, wire)
    there = await _found(core, tenant, (*by_id, *by_opening))
    places = {anchor: index for anchor, index in by_id.items() if anchor in there}
    texts = {anchor: there[anchor] for anchor in places}
    turns: dict[str, int] = {}
    for opening in (opening for opening in by_opening if opening in there):
        for index in by_opening[opening]:
            turns.setdefault(f"{opening}:{standing_before(before, items, index)}", index)
    if turns:
        texts.update(await _found(core, tenant, turns))
        places.update(turns)
    found = {anchor: found_at(_read(text), items, places[anchor], wire) for anchor, text in texts.items()}
    grown = {anchor: grown_by(pending, items, wire) for anchor, pending in known.items()}
    is_same = not found.keys() - known.keys() and all(grown[anchor] is known[anchor] for anchor in known)
    return known if is_same else {**found, **grown}


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


async def _found(core: Core, tenant: str, anchors_wanted: Iterable[str]) -> Mapping[str, str]:
    """What is kept under each of these, as text."""
    texts: dict[str, str] = {}
    unknown: list[str] = []
    for anchor in anchors_wanted:
        text = core.hidden.get((tenant, anchor))
        if text is None:
            unknown.append(anchor)
        else:
            texts[anchor] = text
    if unknown:
        kept = await core.ports.decisions.recall(tenant, [_KEY + anchor for anchor in unknown])
        for key, text in kept.items():
            anchor = key.removeprefix(_KEY)
            core.hidden.put((tenant, anchor), text, len(text))
            texts[anchor] = text
    return texts


def _read(text: str) -> Pending:
    return msgspec.json.decode(text, type=Pending)
