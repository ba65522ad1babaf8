"""How a call ended."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from headroom.client.reply.meter import written_in
from headroom.economics.bill import Bill, usage_bill
from headroom.messages import WireFormat

__all__ = ["Outcome", "failed", "known_bills", "outcome_of"]


class Outcome(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """How a call ended."""

    bills: tuple[Bill, ...] = ()
    """What the provider says each round costs; empty where it does not say."""
    text: str | None = None
    """What the model wrote, where that has to be counted."""
    error: str | None = None
    """What the SDK raised, in words without any text of the caller's."""
    rounds: int = 0
    cached: bool = False
    """Whether the reply is one kept from before."""


def outcome_of(replies: Sequence[object], wire: WireFormat) -> Outcome:
    """The outcome of complete replies, the parsed one of each round."""
    bills, rounds = known_bills(replies), max(len(replies) - 1, 0)
    if len(bills) < len(replies):
        return Outcome(text="".join(written_in(reply, wire) for reply in replies), rounds=rounds)
    return Outcome(bills=bills, rounds=rounds)


def known_bills(replies: Sequence[object]) -> tuple[Bill, ...]:
    """What the provider said of those replies of which it did."""
    usages = (reply.get("usage") if isinstance(reply, dict) else getattr(reply, "usage", None) for reply in replies)
    return tuple(bill for bill in map(usage_bill, usages) if bill is not None)


def failed(error: BaseException, bills: tuple[Bill, ...] = (), rounds: int = 0) -> Outcome:
    """The outcome of a call that raised: the error's type, and the status where there is one.

    `bills` are of the rounds before, which cost something already.
    """
    status = getattr(error, "status_code", None)
    said = f"{type(error).__name__}{f' {status}' if isinstance(status, int) else ''}"
    return Outcome(bills=bills, error=said, rounds=rounds)
