"""Law 1: what the provider accepted, it still accepts.

The provider's rules stand beside its codec in `wire/`; this module asks them before and after, and tells what is newly broken.
A conversation that was already invalid may stay so: the provider's own complaint is the right answer to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import msgspec

from headroom.messages import Conversation, Message, WireFormat
from headroom.safety.changes import Changes
from headroom.safety.verdict import Verdict
from headroom.wire import anthropic_rules, openai_responses_rules, openai_rules

__all__ = ["RULES", "Rules", "accepted"]


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """What one provider demands."""

    order: Mapping[str, Callable[[Conversation], Iterator[tuple[int, str]]]]
    """Rules that only roles, kinds, ids and order decide."""
    texts: Mapping[str, Callable[[Message], list[str]]]
    """Rules that each message decides alone, by its texts."""


RULES: Mapping[WireFormat, Rules] = {
    "openai_chat": Rules(order=openai_rules.ORDER_RULES, texts=openai_rules.TEXT_RULES),
    "openai_responses": Rules(order=openai_responses_rules.ORDER_RULES, texts=openai_responses_rules.TEXT_RULES),
    "anthropic": Rules(order=anthropic_rules.ORDER_RULES, texts=anthropic_rules.TEXT_RULES),
}


def accepted(changes: Changes) -> Iterator[Verdict]:
    """A verdict for each provider rule newly broken at some message.

    Cost: rules about order run only if more than texts changed; rules about texts see only changed messages.
    """
    rules = RULES[changes.before.format]
    for changed in changes.messages:
        for rule, check in rules.texts.items():
            broken = check(changed.new)
            if broken:
                known = check(changed.old)
                yield from (_verdict(rule, changed.index, why) for why in broken if why not in known)
    if changes.keeps_shape:
        return
    for rule, look in rules.order.items():
        found = [(changes.places[index] if index >= 0 else -1, why) for index, why in look(changes.after)]
        borne = frozenset(look(changes.before)) if found else frozenset()
        yield from (_verdict(rule, index, why) for index, why in found if (index, why) not in borne)


def _verdict(rule: str, message: int, why: str) -> Verdict:
    return Verdict(law=1, rule=rule, message=message, why=why)
