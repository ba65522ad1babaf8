"""A chain of one's own: messages in, through five steps, messages out.

Run it with `python examples/own_chain.py`.
"""

from __future__ import annotations

import json

from headroom import CacheAligner, ContentRouter, Duplicates, Gated, RollingWindow, StaleReads, compose
from headroom.wire import decode, encode

__all__ = ["CHAIN", "main", "messages"]

CHAIN = compose(
    ContentRouter(),
    Gated(StaleReads(), limit_tokens=2_200),
    RollingWindow(limit_tokens=2_200),
    Duplicates(),
    CacheAligner(),
    name="mine",
)
"""What points back comes late, so that it points at what has stayed."""


def messages() -> list[dict[str, object]]:
    """An agent's history: a file read, edited and read again; the rules, twice; a list of orders; some talk."""
    source = "\n".join(f"def step_{n}(order):\n    return order.total * {n}" for n in range(40))
    rules = "\n".join(f"Rule {n}: an order of shop {n * 7 % 40} is checked by two of us." for n in range(30))
    orders = json.dumps([{"id": 4000 + n, "status": "shipped", "total": 20 + n * 7 % 45} for n in range(150)])
    history: list[dict[str, object]] = [{"role": "system", "content": "You mend the shop. Today is 2025-11-20."}]
    for question, tool, arguments, answer in (
        ("Show me the steps.", "read_file", {"path": "steps.py"}, source),
        ("Rename step_3.", "edit_file", {"path": "steps.py", "old": "step_3", "new": "third"}, "done"),
        ("Show me the steps again.", "read_file", {"path": "steps.py"}, source.replace("step_3", "third")),
        ("What are the rules?", "read_file", {"path": "RULES"}, rules),
        ("Which orders are there?", "list_orders", {}, orders),
        ("The rules again, please.", "read_file", {"path": "RULES"}, rules),
        ("Thank you.", "note", {"text": "asked and answered"}, "noted"),
    ):
        call = {"id": f"c{len(history)}", "type": "function", "function": {"name": tool, "arguments": json.dumps(arguments)}}
        history += [
            {"role": "user", "content": question},
            {"role": "assistant", "content": None, "tool_calls": [call]},
            {"role": "tool", "tool_call_id": call["id"], "content": answer},
        ]
    return history


def main() -> None:
    """Run the chain and tell what each step did."""
    wire = messages()
    before = decode(wire, model="gpt-4o").unwrap()
    after, report = CHAIN(before)
    for decision in report.decisions:
        if decision.action == "compressed":
            print(f"{decision.step}: message {decision.message}: {decision.reason}")
    for warning in report.warnings:
        print("warning:", warning)
    sent = encode(after)
    print(f"{len(json.dumps(wire)):,} -> {len(json.dumps(sent)):,} characters, {len(report.originals)} originals")


if __name__ == "__main__":
    main()
