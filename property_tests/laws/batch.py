"""A fixed batch of conversations and what every preset makes of it, for comparing processes."""

from __future__ import annotations

import hashlib
import json

from headroom import compress
from headroom.pipeline.plan import PRESETS
from property_tests.strategies.rows import row_pool

__all__ = ["digest_of_batch"]


def digest_of_batch() -> str:
    """A digest over all messages, reports and originals of the batch."""
    digest = hashlib.sha256()
    for preset in sorted(PRESETS):
        for family, rows in row_pool():
            result = compress(_conversation(family, f"[{','.join(rows)}]"), preset=preset, environ={})
            written = json.dumps([result.messages, sorted(result.originals)]) + repr(result.report)
            digest.update(written.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _conversation(family: str, answer: str) -> list[object]:
    call = {"id": "call_1", "type": "function", "function": {"name": "search", "arguments": '{"q": "timeout queue"}'}}
    return [
        {"role": "user", "content": f"Which {family} failed, and what is item-7?"},
        {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "call_1", "content": answer},
    ]
