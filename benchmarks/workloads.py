"""The four workloads of the published performance table, generated from a fixed seed.

Each is a conversation of the stated shape and size whose records look like what such a tool returns: few rare failures among
many ordinary rows, values that repeat, identifiers that do not. `must_keep` names what its question is about.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence

import msgspec

__all__ = ["WORKLOADS", "Workload", "exchange", "history", "log_entries", "search_items"]

Message = dict[str, object]

_SEED = 20250314
_SERVICES = ("checkout", "payments", "inventory", "gateway", "search-indexer", "notifications")
_ROUTES = ("/api/v1/orders", "/api/v1/cart", "/api/v1/products/search", "/api/v1/users/me", "/healthz", "/api/v1/refunds")
_MODULES = ("auth/session", "auth/tokens", "billing/invoice", "billing/tax", "search/ranker", "core/retry", "web/routes")
_THINGS = ("session token", "retry window", "cache entry", "invoice line", "tax rate", "ranking model", "worker pool")
_SNIPPETS = (
    "def refresh({}): return client.get({})",
    "raise Expired when the {} is older than its {}",
    "# the {} is shared with the {}, do not mutate",
    "falls back to the slow path if the {} has no {}",
    "assert {} is not None, missing {}",
    "log.debug('{} rebuilt from {}')",
)
_NAMES = ("Amara Osei", "Jonas Weber", "Mei Tanaka", "Lucía Romero", "Priya Nair", "Tom Baker", "Ines Duarte", "Olu Adeyemi")
_CITIES = ("Accra", "Berlin", "Osaka", "Sevilla", "Pune", "Leeds", "Porto", "Lagos")


class Workload(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the table."""

    name: str
    messages: list[Message]
    must_keep: tuple[str, ...]


def search_items(count: int, rng: random.Random) -> list[dict[str, object]]:
    """Ranked hits of a code or document search, best first."""
    scores = sorted((round(rng.betavariate(2, 5), 4) for _ in range(count)), reverse=True)
    return [
        {
            "id": f"doc-{rng.randrange(16**6):06x}",
            "path": f"services/{rng.choice(_MODULES)}_{rng.randrange(90) + 10}.py",
            "line": rng.randrange(900) + 1,
            "score": score,
            "snippet": rng.choice(_SNIPPETS).format(*rng.sample(_THINGS, 2)),
        }
        for score in scores
    ]


def log_entries(count: int, rng: random.Random) -> list[dict[str, object]]:
    """Structured log records over an hour; about one in a hundred is a warning, far fewer an error."""
    seconds = 0.0
    entries: list[dict[str, object]] = []
    for _ in range(count):
        seconds += rng.expovariate(count / 3600)
        level = rng.choices(("INFO", "DEBUG", "WARN"), weights=(88, 11, 1))[0]
        millis = rng.gammavariate(3, 15)
        whole = int(seconds)
        entries.append(
            {
                "ts": f"2025-03-14T09:{whole // 60 % 60:02}:{whole % 60:02}Z",
                "level": level,
                "service": rng.choice(_SERVICES),
                "msg": f"GET {rng.choice(_ROUTES)} 200" if level != "WARN" else "upstream slow, retrying",
                "duration_ms": round(millis if level != "WARN" else millis * 8, 1),
                "trace": f"{rng.randrange(16**8):08x}",
            }
        )
    return entries


def exchange(number: int, question: str, tool: str, arguments: object, result: object, answer: str = "") -> list[Message]:
    """A question, the call it led to, the tool's result as JSON, and the answer if there is one yet."""
    call = {
        "id": f"call_{number:04}",
        "type": "function",
        "function": {"name": tool, "arguments": json.dumps(arguments)},
    }
    messages: list[Message] = [
        {"role": "user", "content": question},
        {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "tool", "tool_call_id": call["id"], "content": json.dumps(result, ensure_ascii=False, separators=(",", ":"))},
    ]
    if answer:
        messages.append({"role": "assistant", "content": answer})
    return messages


def history(calls: int, rows: int, rng: random.Random) -> list[Message]:
    """An agent at work on one task: `calls` pairs of call and result, two messages each, after the task itself."""
    messages: list[Message] = [{"role": "user", "content": "Find out why checkout is slow for some tenants, then fix it."}]
    for number in range(calls):
        records = log_entries(rows, rng) if number % 2 else search_items(rows, rng)
        messages.extend(exchange(number, "", "query_logs" if number % 2 else "search_code", {"page": number}, records)[1:])
    return messages


def search_results() -> Workload:
    """A thousand search hits, about 45,000 tokens."""
    rng = random.Random(_SEED)
    items = search_items(1000, rng)
    items[640]["path"] = "services/billing/proration_hotfix.py"
    items[640]["snippet"] = "proration rounds half cents down which shorts the annual invoice"
    question = "Which file rounds half cents in proration?"
    messages = exchange(1, question, "search_code", {"query": "proration rounds half cents", "limit": 1000}, {"results": items})
    return Workload(
        name="Search results (1000 items)",
        messages=messages,
        must_keep=("services/billing/proration_hotfix.py", str(items[0]["id"]), str(items[-1]["id"])),
    )


def log_analysis() -> Workload:
    """Five hundred log records, about 22,000 tokens, with two errors among them."""
    rng = random.Random(_SEED + 1)
    entries = log_entries(500, rng)
    entries[217].update(level="ERROR", service="payments", msg="card vault timeout after 30s, order 88213 not charged")
    entries[401].update(level="FATAL", service="inventory", msg="out of memory, worker 7 killed")
    messages = exchange(1, "What went wrong this morning?", "query_logs", {"since": "09:00", "limit": 500}, entries)
    kept = ("order 88213 not charged", "worker 7 killed", str(entries[217]["trace"]))
    return Workload(name="Log analysis (500 entries)", messages=messages, must_keep=kept)


def api_response() -> Workload:
    """A page of orders with customers and items inside, about 15,000 tokens."""
    rng = random.Random(_SEED + 2)
    orders = [_order(number, rng) for number in range(128)]
    orders[52]["status"] = "charge_disputed"
    orders[52]["total"] = 18250.75
    body = {
        "object": "list",
        "data": {"orders": orders, "filters": {"region": "eu", "from": "2025-03-01", "to": "2025-03-14"}},
        "meta": {"page": 1, "per_page": 200, "total": 128, "request_id": "req_5f2c81d0"},
    }
    question = "Is any order of this period in trouble?"
    messages = exchange(1, question, "list_orders", {"region": "eu", "from": "2025-03-01"}, body)
    kept = ("charge_disputed", "18250.75", str(orders[52]["id"]), "req_5f2c81d0")
    return Workload(name="API response (nested JSON)", messages=messages, must_keep=kept)


def long_conversation() -> Workload:
    """Fifty turns, each with one JSON tool result, about 80,000 tokens in all."""
    rng = random.Random(_SEED + 3)
    messages: list[Message] = [{"role": "system", "content": "You are an assistant for an online shop's operations team."}]
    kept: list[str] = []
    for turn in range(50):
        service = _SERVICES[turn % len(_SERVICES)]
        if turn % 3 == 0:
            entries = log_entries(42, rng)
            failure = f"job {4000 + turn} failed"
            entries[rng.randrange(42)].update(level="ERROR", service=service, msg=f"{failure}: disk quota exceeded")
            kept.append(failure)
            asked, tool, result = f"Any failures in {service} lately?", "query_logs", entries
        elif turn % 3 == 1:
            asked, tool, result = f"Where does {service} handle retries?", "search_code", search_items(36, rng)
        else:
            orders = [_order(turn * 100 + number, rng) for number in range(11)]
            asked, tool, result = f"Show me the latest orders from {rng.choice(_CITIES)}.", "list_orders", orders
        answer = f"I looked at {len(result)} records of {service}. " + " ".join(
            rng.choice(_SNIPPETS).format(*rng.sample(_THINGS, 2)) + "." for _ in range(4)
        )
        messages += exchange(turn, asked, tool, {"service": service}, result, answer)
    messages.append({"role": "user", "content": "Thanks. Sum up which jobs failed today."})
    return Workload(name="Long conversation (50 turns)", messages=messages, must_keep=tuple(kept))


WORKLOADS: Sequence[Callable[[], Workload]] = (search_results, log_analysis, api_response, long_conversation)
"""Makers of the four, in the table's order."""


def _order(number: int, rng: random.Random) -> dict[str, object]:
    who = rng.randrange(len(_NAMES))
    return {
        "id": f"ord_{rng.randrange(16**8):08x}",
        "number": 71000 + number,
        "status": rng.choices(("fulfilled", "shipped", "processing"), weights=(7, 2, 1))[0],
        "currency": "EUR",
        "total": round(rng.lognormvariate(4, 0.7), 2),
        "customer": {
            "id": f"cus_{rng.randrange(16**6):06x}",
            "name": _NAMES[who],
            "address": {"city": _CITIES[who], "postcode": f"{rng.randrange(90000) + 10000}", "verified": True},
        },
        "items": [
            {"sku": f"SKU-{rng.randrange(900) + 100}", "qty": rng.randint(1, 4), "price": round(rng.lognormvariate(3, 0.6), 2)}
            for _ in range(rng.randint(1, 3))
        ],
        "created_at": f"2025-03-{rng.randrange(14) + 1:02}T{rng.randrange(24):02}:{rng.randrange(60):02}:00Z",
    }
