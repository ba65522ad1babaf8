"""What is compressed, and how far: a configuration, tool by tool, request by request, and with a chain of one's own.

Run it with `OPENAI_API_KEY=... python examples/custom_compression.py`. OPENAI_BASE_URL may name any compatible server and
OPENAI_MODEL another model.
"""

from __future__ import annotations

import json
import os
from typing import Any

from openai import OpenAI

from headroom import (
    ContentRouter,
    Duplicates,
    HeadroomClient,
    HeadroomConfig,
    OpenAIProvider,
    SmartCrusherConfig,
    ToolProfile,
    compose,
)
from headroom.wire import decode, encode

__all__ = ["CHAIN", "CONFIG", "main", "messages"]

MODEL = os.environ.get("OPENAI_MODEL", "gpt-4o-mini")

CONFIG = HeadroomConfig(
    smart_crusher=SmartCrusherConfig(max_items_after_crush=25),
    tool_profiles={"list_invoices": ToolProfile(skip_compression=True)},
    protect_tool_results=["read_contract"],
    output_buffer_tokens=2_000,
)
"""More items than usual are kept, invoices are left alone, and nothing is left out of contracts."""

CHAIN = compose(ContentRouter(), Duplicates(), name="mine")
"""Steps that a program runs by itself, without a client."""


def messages() -> list[dict[str, Any]]:
    """Two questions, each with the call of a tool and what it found."""
    history: list[dict[str, Any]] = []
    for tool in ("list_orders", "list_invoices"):
        found = [{"id": n, "of": tool, "state": "open" if n == 77 else "paid", "total": 20 + n * 7 % 45} for n in range(300)]
        call = {"id": f"call_{tool}", "type": "function", "function": {"name": tool, "arguments": "{}"}}
        history += [
            {"role": "user", "content": f"What is open in {tool}?"},
            {"role": "assistant", "content": None, "tool_calls": [call]},
            {"role": "tool", "tool_call_id": call["id"], "content": json.dumps(found)},
        ]
    return history


def sizes(sent: list[Any]) -> str:
    """The lengths of the tool results, in characters."""
    return ", ".join(f"{message['tool_call_id']} {len(message['content']):,}" for message in sent if message["role"] == "tool")


def main() -> None:
    """Show what each way of saying it does to the same conversation."""
    print("as given:       ", sizes(messages()))
    with HeadroomClient(OpenAI(), OpenAIProvider(), default_mode="optimize", config=CONFIG) as client:
        print(client.explain_settings(said_only=True))

        plan = client.chat.completions.simulate(model=MODEL, messages=messages())
        print("by configuration:", sizes(plan.messages_optimized))

        profiles = {"list_orders": {"max_items_after_crush": 100}, "list_invoices": {"skip_compression": False}}
        plan = client.chat.completions.simulate(model=MODEL, messages=messages(), headroom_tool_profiles=profiles)
        print("by request:      ", sizes(plan.messages_optimized))

        reply = client.chat.completions.create(model=MODEL, messages=messages(), headroom_keep_turns=1)
        print("answer:", reply.choices[0].message.content)

        shorter, report = CHAIN(decode(messages(), model=MODEL).unwrap())
        print("by a chain:      ", sizes(encode(shorter)))
        print("its originals:   ", len(report.originals))
        reply = client.chat.completions.create(model=MODEL, messages=encode(shorter), headroom_mode="audit")
        print("answer:", reply.choices[0].message.content)


if __name__ == "__main__":
    main()
