"""Many calls, each unlike the others: which kind a call is, what it asks, and what has to come of it."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator, Mapping

import msgspec

__all__ = ["CALLS", "IS_FULL", "MODEL", "TURNS", "Asking", "askings"]

IS_FULL = os.environ.get("HEADROOM_LOAD") == "full"
"""Whether the long versions are wanted, which take minutes."""
CALLS = 10_000 if IS_FULL else 990
MODEL = "gpt-4o"
TURNS = 3
"""Calls of one conversation."""
_ROWS = 40
_KINDS = (("stream", 8), ("broken off", 10), ("error 500", 3), ("error 429", 2), ("retrieve", 5), ("cancelled", 1))
"""Kinds with their share in a hundred; all others are plain."""


class Asking(msgspec.Struct, frozen=True, kw_only=True):
    """One call."""

    kind: str
    messages: list[dict[str, object]]

    @property
    def arguments(self) -> Mapping[str, object]:
        """What `create` is given."""
        return {"model": MODEL, "messages": self.messages, **({"stream": True} if self.streams else {})}

    @property
    def streams(self) -> bool:
        """Whether it asks for a stream."""
        return self.kind in ("stream", "broken off")


def askings(conversation: int, *, cancels: bool) -> Iterator[Asking]:
    """The calls of a conversation, one after the other: each goes on from the one before."""
    rng = random.Random(conversation)
    messages: list[dict[str, object]] = []
    for turn in range(TURNS):
        kind = _kind(rng.random() * 100, cancels=cancels)
        # The server reads the kind out of the question.
        messages = [*messages, {"role": "user", "content": f"Case {conversation}, step {turn}: {kind}."}, *_looked(rng, turn)]
        yield Asking(kind=kind, messages=messages)
        messages = [*messages, {"role": "assistant", "content": f"Step {turn} of {conversation} is done."}]


def _kind(point: float, *, cancels: bool) -> str:
    for kind, share in _KINDS:
        point -= share
        if point < 0:
            return "plain" if kind == "cancelled" and not cancels else kind
    return "plain"


def _looked(rng: random.Random, turn: int) -> list[dict[str, object]]:
    """A call of the caller's own tool, and a result long enough that most of it is left out."""
    rows = [
        {"id": rng.randrange(16**12), "at": f"09:{row:02}:11", "service": rng.choice("abcdef") * 4, "ms": rng.randrange(900)}
        for row in range(_ROWS)
    ]
    call = {"id": f"call_{turn}", "type": "function", "function": {"name": "look", "arguments": "{}"}}
    return [
        {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "tool", "tool_call_id": call["id"], "content": json.dumps(rows)},
    ]
