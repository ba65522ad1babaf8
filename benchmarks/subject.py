"""What is measured: one call of `compress`, and the exact count that it is compared with.

The only module here that knows the package's insides.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import cache

import msgspec
import tiktoken

import headroom
from benchmarks.cases import Case, Conversation
from benchmarks.texts import skeleton
from headroom.messages import Report
from headroom.safety import RULES
from headroom.tokens.memo import Memo
from headroom.tokens.tiktoken import encoding
from headroom.wire import decode

__all__ = ["Outcome", "broken", "compressed", "forget", "tokens", "vocabulary"]


_READING_ROOMS = ("headroom.relevance", "headroom.compressors", "headroom.transforms")


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What one call gave back."""

    messages: list[object]
    system: object
    originals: dict[str, str]
    report: Report


@cache
def vocabulary() -> tiktoken.Encoding:
    """The o200k encoding, loaded once."""
    return encoding("o200k_base")


def tokens(texts: Sequence[str]) -> int:
    """The exact o200k tokens of all texts, never from a memo."""
    encode = vocabulary().encode_ordinary
    return sum(len(encode(text)) for text in texts)


def forget() -> None:
    """Every memo of the package emptied, wherever a module holds one, so that the next call is real work.

    Function caches are emptied where they hold what was read in a text; made pipelines and loaded vocabularies stay.
    """
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] != "headroom":
            continue
        for value in list(vars(module).values()):
            if isinstance(value, Memo):
                value.clear()
            elif name.startswith(_READING_ROOMS) and hasattr(value, "cache_clear"):
                value.cache_clear()


def compressed(conversation: Conversation, preset: str) -> Outcome:
    """The conversation as `headroom.compress` gives it back."""
    result = headroom.compress(conversation.messages, model=conversation.model, preset=preset, system=conversation.system)
    return Outcome(messages=result.messages, system=result.system, originals=result.originals, report=result.report)


def broken(case: Case, outcome: Outcome) -> tuple[str, ...]:
    """What the provider would newly refuse, and what changed that no compression may touch.

    The rules are the package's own; that nothing but texts of tool results differs is found by comparing the wire dicts.
    """
    before = decode(case.messages, system=case.system, model=case.model).unwrap()
    after = decode(outcome.messages, system=outcome.system, model=case.model).unwrap()
    rules = RULES[before.format]
    found = [
        f"{name}: {why}"
        for name, look in rules.order.items()
        for why in sorted({f"message {index}: {why}" for index, why in set(look(after)) - set(look(before))})
    ]
    for index, (old, new) in enumerate(zip(before.messages, after.messages, strict=False)):
        for name, check in rules.texts.items():
            found += [f"{name}: message {index}: {why}" for why in check(new) if why not in tuple(check(old))]
    if skeleton(case.messages) != skeleton(outcome.messages) or case.system != outcome.system:
        found.append("something other than a tool result's text changed")
    return tuple(found)
