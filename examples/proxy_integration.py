"""Headroom before a gateway, with the SDKs of OpenAI and of Anthropic.

Headroom's own proxy server is still to come. What a gateway wants is a base URL, and that stays with the SDK's client: wrapped,
it sends smaller requests to whatever server it is pointed at, be it a company's gateway, Azure, or a model on this machine.

Run it with `GATEWAY_URL=http://... GATEWAY_API_KEY=... python examples/proxy_integration.py`.
"""

from __future__ import annotations

import os

from anthropic import Anthropic
from openai import OpenAI

from headroom import AnthropicProvider, HeadroomClient, OpenAIProvider

__all__ = ["log", "main"]

GATEWAY = os.environ.get("GATEWAY_URL", "http://127.0.0.1:4000")
KEY = os.environ.get("GATEWAY_API_KEY", "none")
OPENAI_MODEL = os.environ.get("OPENAI_MODEL", "gpt-4o-mini")
ANTHROPIC_MODEL = os.environ.get("ANTHROPIC_MODEL", "claude-haiku-4-5")
QUESTION = "Why did the deployment fail?"


def log() -> str:
    """What a tool found: six hundred lines, of which one matters."""
    lines = [f"12:{n // 60:02}:{n % 60:02} INFO  step {n} of 600 took {30 + n * 7 % 11} ms" for n in range(600)]
    lines[431] = "12:07:11 ERROR step 431: no space left on /var/lib/registry"
    return "\n".join(lines)


def ask_openai() -> None:
    """Ask as OpenAI's clients do."""
    gateway = OpenAI(base_url=f"{GATEWAY}/v1", api_key=KEY)
    with HeadroomClient(gateway, OpenAIProvider(), default_mode="optimize") as client:
        call = {"id": "call_1", "type": "function", "function": {"name": "read_log", "arguments": "{}"}}
        reply = client.chat.completions.create(
            model=OPENAI_MODEL,
            messages=[
                {"role": "user", "content": QUESTION},
                {"role": "assistant", "content": None, "tool_calls": [call]},
                {"role": "tool", "tool_call_id": "call_1", "content": log()},
            ],
        )
        print("openai:", reply.choices[0].message.content)
        print("openai: saved", client.get_stats()["session"]["tokens_saved_total"], "tokens")


def ask_anthropic() -> None:
    """Ask as Anthropic's clients do; the tool is defined, as Anthropic wants it."""
    gateway = Anthropic(base_url=GATEWAY, api_key=KEY)
    with HeadroomClient(gateway, AnthropicProvider(), default_mode="optimize") as client:
        reply = client.messages.create(
            model=ANTHROPIC_MODEL,
            max_tokens=300,
            tools=[{"name": "read_log", "input_schema": {"type": "object"}}],
            messages=[
                {"role": "user", "content": QUESTION},
                {"role": "assistant", "content": [{"type": "tool_use", "id": "toolu_1", "name": "read_log", "input": {}}]},
                {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "toolu_1", "content": log()}]},
            ],
        )
        print("anthropic:", "".join(block.text for block in reply.content if block.type == "text"))
        print("anthropic: saved", client.get_stats()["session"]["tokens_saved_total"], "tokens")


def main() -> None:
    """Ask both ways."""
    ask_openai()
    ask_anthropic()


if __name__ == "__main__":
    main()
