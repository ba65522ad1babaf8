"""Writes the list of models that ships with the package: `python -m tools.build_catalog [YYYY-MM-DD]`.

Needs two packages that are kept up to date by others, and imports neither of them as a whole: prices come from `genai-prices`;
limits, the smallest prefix that is cached and the price of a long write from the list inside `litellm`
(`pip install genai-prices && pip install --no-deps litellm`). What neither says stands below, with its source. Prices are
those of the day given, today unless given; the same packages and day give the same bytes.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from importlib import import_module, metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import msgspec

from headroom.catalog.facts import CacheRules, Prices
from headroom.catalog.snapshot import SNAPSHOT, Entry, Snapshot

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "headroom" / "catalog"
LIMITS = "model_prices_and_context_window_backup.json"

OWN_MODELS = {
    "anthropic": "claude",
    "openai": "",
    "google": "gemini",
    "mistral": "",
    "cohere": "command",
    "deepseek": "deepseek",
    "x-ai": "grok",
    "moonshotai": "kimi",
    "groq": "",
    "together": "",
    "fireworks": "",
}
"""Providers in the list, and what the names of their models start with. The last three are hosts with prices of their own."""

LITELLM_PREFIXES = {
    "google": "gemini/",
    "mistral": "mistral/",
    "deepseek": "deepseek/",
    "x-ai": "xai/",
    "moonshotai": "moonshot/",
    "groq": "groq/",
    "together": "together_ai/",
    "fireworks": "fireworks_ai/",
}

NO_CHAT = re.compile(
    r"embed|tts|image|audio|realtime|transcribe|live|whisper|moderation|ocr|voxtral|banana|omni|robotics|rerank|search|safeguard"
    r"|computer-use|vision|guard|instruct-0914|:free|:extended|^(?:ada|babbage|curie|davinci|text-)|codestral-embed|flux|voice"
)
"""Names of what is no chat model."""

MOVED = {"mistral-large-latest": "mistral-large-2512"}
"""Names that the first list still has at an older model. Source: the maker's page of models, November 2026."""

NOT_SOLD = {("openai", "gpt-oss-120b"), ("openai", "gpt-oss-20b")}
"""Listed under their maker at the price of some host."""

CACHE_RULES = {
    # Documentation of prompt caching, and the SDK 2.12 (`cache_control`).
    "anthropic": CacheRules(minimum_tokens=1024, explicit=True, max_breakpoints=4, lookback_blocks=20, ttls=("5m", "1h")),
    # The guide to prompt caching.
    "openai": CacheRules(minimum_tokens=1024, implicit=True, routing_key=True),
    # `prompt_cache_options` in the SDK 3.54: one mark is set by itself unless the mode is explicit, four in all; 12h is offered
    # by Responses alone.
    "openai_explicit": CacheRules(
        minimum_tokens=1024, implicit=True, explicit=True, max_breakpoints=4, ttls=("30m", "12h"), routing_key=True
    ),
    # The guide to context caching: implicit on Gemini 2.5 and later. Explicit caches are objects of their own, no marks.
    "google": CacheRules(minimum_tokens=2048, implicit=True),
    # The guide to context caching on disk: units of 64 tokens.
    "deepseek": CacheRules(minimum_tokens=64, implicit=True),
}
GEMINI_3_MINIMUM = 4096
"""Where the list does not say. Source: the guide to context caching, November 2026."""
OLDEST_CACHED_GEMINI = (2, 5)

INPUT_LIMITS = {
    "gemini-1.5-pro": 2_000_000,
    "command-r": 128_000,
    "command-r-plus": 128_000,
    "command-r7b": 128_000,
    "command-a": 256_000,
    "gemini-3-pro-preview": 1_048_576,
    "gpt-4-32k": 32_768,
    "gpt-5-nano": 272_000,
    "gpt-5-pro": 272_000,
    "gpt-5.1-codex-mini": 272_000,
}
"""Where neither package says, or one gives the window with the output in it. Source: the providers' pages of models."""

OUTPUT_LIMITS = {
    "claude-3-haiku": 4_096,
    "claude-3-sonnet": 4_096,
    "claude-3-opus-latest": 4_096,
    "claude-3-5-haiku-latest": 8_192,
    "claude-3-5-sonnet": 8_192,
    "claude-3-7-sonnet-latest": 64_000,
    "claude-opus-4-0": 32_000,
    "claude-opus-4-1": 32_000,
    "claude-sonnet-4-0": 64_000,
    "gemini-1.5-flash": 8_192,
    "gemini-1.5-pro": 8_192,
    "gemini-2.0-flash": 8_192,
    "gemini-2.0-flash-lite": 8_192,
}
"""Of retired models, which the second list no longer holds. Source: the providers' pages of models."""

CACHE_MINIMA = {"claude-3-haiku": 2_048, "claude-3-5-haiku-latest": 2_048, "claude-fable-5-2": 512, "claude-mythos-5-2": 512}
"""Where the second list is silent. Source: the documentation of prompt caching; the last two as their families."""

_DATE = re.compile(r"[-@](?:20\d{2}-?\d{2}-?\d{2}|20\d{2})$")


def own_names(match: Any) -> tuple[list[str], list[str]]:
    """The names that a clause of genai-prices matches, and the beginnings of names."""
    parts = vars(match)
    if "equals" in parts:
        return [parts["equals"].lower()], []
    if "starts_with" in parts or "contains" in parts:
        start = (parts.get("starts_with") or parts["contains"]).lower()
        # Behind an @ stands a date, and behind a name without one the number of a version may stand.
        return [start.rstrip("-@")], [] if start.endswith("@") else [start]
    if "ends_with" in parts:
        return [parts["ends_with"].lower()], []
    names: list[str] = []
    starts: list[str] = []
    # A pattern only ever adds dates to names that are listed beside it, and dates are looked through when a name is sought.
    for clause in (*parts.get("or_", ()), *parts.get("and_", ())):
        more_names, more_starts = own_names(clause)
        names += more_names
        starts += more_starts
    return names, starts


def prices_on(day: date, model: Any) -> Any:
    """The model's prices on that day; those of an hour of the day are not looked at."""
    if not isinstance(model.prices, list):
        return model.prices
    found = None
    for conditional in model.prices:
        constraint = conditional.constraint
        start = date.min if constraint is None else getattr(constraint, "start_date", None)
        if start is not None and start <= day:
            found = conditional.prices
    return found


def prices_of(listed: Any, limits: Mapping[str, Any]) -> Prices | None:
    """The prices in our form; None for a model that is not paid by tokens of input and output."""
    if listed is None or getattr(listed, "input_mtok", None) is None or getattr(listed, "output_mtok", None) is None:
        return None
    starts = sorted({tier.start for price in vars(listed).values() for tier in getattr(price, "tiers", ())})
    tiers = [_prices_above(listed, limits, start) for start in (0, *starts)]
    return msgspec.structs.replace(tiers[0], tiers=tuple(tiers[1:]))


def _prices_above(listed: Any, limits: Mapping[str, Any], above_tokens: int) -> Prices:
    def price(name: str) -> float | None:
        listed_price = getattr(listed, name, None)
        value = getattr(listed_price, "base", listed_price)
        for tier in getattr(listed_price, "tiers", ()):
            if tier.start <= above_tokens:
                value = tier.price
        return None if value is None else float(value)

    write = price("cache_write_mtok")
    long_write = price("cache_write_1h_mtok")
    if long_write is None and write is not None:
        # OpenAI's twelve hours are in the second list alone; as a ratio, so that both prices are of one day.
        usual = limits.get("cache_creation_input_token_cost")
        longer = limits.get("cache_creation_input_token_cost_above_12hr")
        long_write = round(write * longer / usual, 6) if usual and longer else None
    return Prices(
        input=price("input_mtok") or 0.0,
        output=price("output_mtok") or 0.0,
        cache_read=price("cache_read_mtok"),
        cache_write=write,
        cache_write_long=long_write,
        above_tokens=above_tokens,
    )


def limits_of(provider: str, names: Iterable[str], listed: Mapping[str, Any]) -> Mapping[str, Any]:
    """The entry of the second list under any of these names; empty for none."""
    for name in sorted(names, key=lambda name: name.endswith("-latest")):
        for key in (LITELLM_PREFIXES.get(provider, "") + name, name):
            found = listed.get(key)
            if isinstance(found, dict) and found.get("mode") in {"chat", "responses", "completion"}:
                return found
    return {}


def cache_of(provider: str, name: str, prices: Prices | None, limits: Mapping[str, Any]) -> tuple[str, int | None]:
    """The name of the rules that a model's cache follows, and the smallest prefix where it differs from theirs."""
    if prices is None or prices.cache_read is None or provider not in {"anthropic", "openai", "google", "deepseek"}:
        return "", None
    rules = provider
    minimum = limits.get("prompt_cache_min_tokens", CACHE_MINIMA.get(name))
    if provider == "openai" and (limits.get("supports_prompt_cache_breakpoint") or prices.cache_write is not None):
        rules = "openai_explicit"
    if provider == "google":
        version = re.match(r"gemini-(\d+)(?:\.(\d+))?", name)
        if version is None or (int(version[1]), int(version[2] or 0)) < OLDEST_CACHED_GEMINI:
            return "", None
        minimum = minimum or (GEMINI_3_MINIMUM if int(version[1]) >= 3 else None)
    if minimum is not None:
        minimum = int(minimum)
    return rules, None if minimum == CACHE_RULES[rules].minimum_tokens else minimum


def entries(day: date, providers: Iterable[Any], listed: Mapping[str, Any]) -> Iterator[Entry]:
    """Every chat model of the providers we know."""
    for provider in providers:
        if provider.id not in OWN_MODELS:
            continue
        for model in provider.models:
            own = model.id.lower()
            if NO_CHAT.search(own) or not own.startswith(OWN_MODELS[provider.id]) or (provider.id, own) in NOT_SOLD:
                continue
            names, starts = own_names(model.match)
            moved_here = [name for name, place in MOVED.items() if place == own]
            names = [own, *moved_here, *(name for name in names if name not in MOVED)]
            limits = limits_of(provider.id, names, listed)
            prices = prices_of(prices_on(day, model), limits)
            if prices is None:
                continue
            cache, minimum = cache_of(provider.id, own, prices, limits)
            known = {name for name in names if NO_CHAT.search(name) is None and not name.endswith("-2025")}
            yield Entry(
                provider=provider.id,
                names=(own, *sorted(known - {own})),
                starts=tuple(sorted({start for start in starts if _DATE.search(start) is None})),
                input_limit=INPUT_LIMITS.get(own) or limits.get("max_input_tokens") or model.context_window,
                output_limit=limits.get("max_output_tokens") or OUTPUT_LIMITS.get(own),
                prices=prices,
                cache=cache,
                cache_minimum=minimum,
            )


def written(content: Snapshot) -> bytes:
    """The file: a line for each model, so that differences can be read."""
    encode = msgspec.json.encode
    lines = b",\n".join(encode(entry) for entry in content.models)
    head = b",\n".join(
        encode(name) + b":" + encode(value)
        for name, value in (
            ("generated", content.generated),
            ("sources", content.sources),
            ("cache_rules", content.cache_rules),
        )
    )
    return b"{" + head + b',\n"models":[\n' + lines + b"\n]}\n"


def main(arguments: list[str]) -> None:
    """Write the list of the day given, or of today."""
    day = date.fromisoformat(arguments[0]) if arguments else datetime.now(UTC).date()
    where = find_spec("litellm")
    if where is None or not where.submodule_search_locations:
        raise SystemExit(__doc__)
    listed = msgspec.json.decode(Path(where.submodule_search_locations[0], LIMITS).read_bytes())
    found = entries(day, import_module("genai_prices.data").providers, listed)
    content = Snapshot(
        generated=day.isoformat(),
        sources={name: metadata.version(name) for name in ("genai-prices", "litellm")},
        cache_rules=CACHE_RULES,
        models=tuple(sorted(found, key=lambda entry: (entry.provider, entry.names))),
    )
    target = PACKAGE / SNAPSHOT
    target.write_bytes(written(content))
    print(f"{len(content.models)} models, {target.stat().st_size:,} bytes in {target}")


if __name__ == "__main__":
    main(sys.argv[1:])
