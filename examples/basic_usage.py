"""The SDK's own client with one line changed: what is sent gets smaller, and everything else stays as it was.

Run it with `OPENAI_API_KEY=... python examples/basic_usage.py`. OPENAI_BASE_URL may name any compatible server and OPENAI_MODEL
another model.
"""

from __future__ import annotations

import json
import os

from openai import OpenAI
from openai.types.chat import ChatCompletionMessageParam

from headroom import HeadroomClient, OpenAIProvider

__all__ = ["main", "messages"]

MODEL = os.environ.get("OPENAI_MODEL", "gpt-4o-mini")


def messages() -> list[ChatCompletionMessageParam]:
    """A question, the call of a tool, and all that it found: five hundred orders, two of them lost."""
    orders = [
        {
            "order": 4000 + n,
            "customer": f"C-{n * 13 % 97}",
            "status": "lost" if n in (211, 340) else "shipped",
            "total": 20 + n % 45,
        }
        for n in range(500)
    ]
    return [
        {"role": "system", "content": "You help the people of a shop. Answer in one sentence."},
        {"role": "user", "content": "Which orders were lost?"},
        {
            "role": "assistant",
            "content": None,
            "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "list_orders", "arguments": "{}"}}],
        },
        {"role": "tool", "tool_call_id": "call_1", "content": json.dumps(orders)},
    ]


def main() -> None:
    """Foresee what will be saved, ask, ask again as a stream, and tell what was saved."""
    with HeadroomClient(OpenAI(), OpenAIProvider(), default_mode="optimize") as client:
        plan = client.chat.completions.simulate(model=MODEL, messages=messages())
        print(f"to be sent: {plan.tokens_after:,} of {plan.tokens_before:,} tokens, saving {plan.estimated_savings}")
        print("transforms:", ", ".join(plan.transforms))

        reply = client.chat.completions.create(model=MODEL, messages=messages())
        print("answer:", reply.choices[0].message.content)

        print("streamed: ", end="")
        for chunk in client.chat.completions.create(model=MODEL, messages=messages(), stream=True):
            if chunk.choices:
                print(chunk.choices[0].delta.content or "", end="", flush=True)
        print()

        session = client.get_stats()["session"]
        print(f"saved in {session['requests_total']} requests: {session['tokens_saved_total']:,} tokens")


if __name__ == "__main__":
    main()
