"""The form in which a broken law is told."""

from __future__ import annotations

import msgspec

__all__ = ["LAWS", "Verdict"]

LAWS = {
    1: "accepted stays accepted",
    2: "people are not edited",
    5: "never larger",
    7: "nothing is lost silently",
    8: "bytes in are bytes out",
}
"""The laws that one input and its output decide; the other four relate several runs."""


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """One law broken at one message."""

    law: int
    rule: str
    """Which demand of the law: a provider rule (`A4`, `O2`) or a name of ours (`original-named`)."""
    message: int
    """Index in the conversation before the step; -1 for the system prompt or the conversation as a whole."""
    why: str

    def __str__(self) -> str:
        place = f"message {self.message}" if self.message >= 0 else "the conversation"
        return f"law {self.law} ({LAWS[self.law]}), {self.rule}, {place}: {self.why}"
