"""How a call ended."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from headroom.client.reply.meter import written_in
from headroom.economics.bill import Bill, usage_bill
from headroom.messages import WireFormat

__all__ = ["Outcome", "failed", "outcome_of"]


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


_NOTHING = Outcome()


def outcome_of(replies: Sequence[object], wire: WireFormat) -> Outcome:
    """The outcome of complete replies, the parsed one of each round."""
    bills: list[Bill] = []
    for reply in replies:
        bill = usage_bill(reply.get("usage") if isinstance(reply, dict) else getattr(reply, "usage", None))
        if bill is None:
            return Outcome(text="".join(written_in(reply, wire) for reply in replies), rounds=len(replies) - 1)
        bills.append(bill)
    return Outcome(bills=tuple(bills), rounds=max(len(replies) - 1, 0))


def failed(error: BaseException, until: Outcome = _NOTHING) -> Outcome:
    """The outcome of a call that raised: the error's type, and the status where there is one.

    `until` then it may have cost something already, by what the provider said.
    """
    status = getattr(error, "status_code", None)
    said = f"{type(error).__name__}{f' {status}' if isinstance(status, int) else ''}"
    return Outcome(bills=until.bills, error=said, rounds=until.rounds)
