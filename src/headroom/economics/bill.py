"""From a reply's usage to money: what a request cost, and what it would have cost as the caller gave it.

Usage is read by the names of its fields, from an SDK's objects or from dicts; no SDK is imported.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from headroom.catalog import Prices

__all__ = ["Bill", "cost_usd", "net_saving_usd", "usage_bill"]

_MILLION = 1_000_000


class Bill(msgspec.Struct, frozen=True, kw_only=True):
    """Tokens as they are billed, by price."""

    input_tokens: int = 0
    """Plain input: neither read from nor written to a cache."""
    cache_write_tokens: int = 0
    cache_write_long_tokens: int = 0
    """Written for longer than the shortest retention, where that costs more (Anthropic's hour)."""
    cache_read_tokens: int = 0
    output_tokens: int = 0
    exact: bool = False
    """Whether the provider said so; otherwise it is our own count."""

    @property
    def prompt_tokens(self) -> int:
        """All input, cached or not."""
        return self.input_tokens + self.cache_write_tokens + self.cache_write_long_tokens + self.cache_read_tokens

    def __add__(self, other: Bill) -> Bill:
        return Bill(
            input_tokens=self.input_tokens + other.input_tokens,
            cache_write_tokens=self.cache_write_tokens + other.cache_write_tokens,
            cache_write_long_tokens=self.cache_write_long_tokens + other.cache_write_long_tokens,
            cache_read_tokens=self.cache_read_tokens + other.cache_read_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
            exact=self.exact and other.exact,
        )


def cost_usd(bill: Bill, prices: Prices | None) -> float | None:
    """What the bill comes to; None where the prices are unknown.

    A bill is one request: its whole input decides which tier of prices holds. Bills of several requests are priced one by one
    and their costs added.
    """
    if prices is None:
        return None
    tier = prices.at(bill.prompt_tokens)
    return (_input_usd(bill, tier) + bill.output_tokens * tier.output) / _MILLION


def net_saving_usd(bill: Bill, prices: Prices | None, tokens_saved: int, *, own_marks: bool = False) -> float | None:
    """What the request would have cost as it was given, less what it cost; negative when it cost more. None without prices.

    As it was given it had `tokens_saved` tokens more. Which of them would have been read from the cache nobody can tell; they
    are priced as the reply's input was on average, plain, written and read in the same shares.

    `own_marks` says that nothing would have been cached without cache marks of ours. Then all input is priced as plain input in
    the request as given, so that what the marks cost (writes) and brought (reads) is in the figure: a first request that is
    only marked, and not shortened, comes out negative, and later ones that read what it wrote make up for it.

    Both sides pay for the same output, at the tier that their input falls into.
    """
    if prices is None:
        return None
    sent = bill.prompt_tokens
    given = max(0, sent + tokens_saved)
    as_given, as_sent = prices.at(given), prices.at(sent)
    per_token = as_given.input if own_marks or sent == 0 else _input_usd(bill, as_given) / sent
    cost = _input_usd(bill, as_sent) + bill.output_tokens * as_sent.output
    return (given * per_token + bill.output_tokens * as_given.output - cost) / _MILLION


def usage_bill(usage: object, earlier: object = None) -> Bill | None:
    """The bill that a provider's usage is; None where it says nothing of input.

    Reads the usage of OpenAI's chat completions and responses, of Anthropic's messages, of Gemini (`usage_metadata`) and of
    Cohere, and what compatible servers make of them. `earlier` is a usage that a stream gave before and that speaks for fields
    absent in `usage`: Anthropic tells the input at the start and the output at the end.
    """
    for read in (_openai_chat, _gemini, _by_input_and_output, _cohere):
        bill = read((usage, earlier))
        if bill is not None:
            return bill
    return None


def _input_usd(bill: Bill, tier: Prices) -> float:
    """Millionths of a dollar for the input, at one tier's prices."""
    write = tier.input if tier.cache_write is None else tier.cache_write
    return (
        bill.input_tokens * tier.input
        + bill.cache_write_tokens * write
        + bill.cache_write_long_tokens * (write if tier.cache_write_long is None else tier.cache_write_long)
        + bill.cache_read_tokens * (tier.input if tier.cache_read is None else tier.cache_read)
    )


_Usages = tuple[object, ...]


def _field(usages: _Usages, name: str) -> object:
    """The field of the first of these that has it, by attribute or key."""
    for usage in usages:
        value = usage.get(name) if isinstance(usage, Mapping) else getattr(usage, name, None)
        if value is not None:
            return value
    return None


def _tokens(usages: _Usages, *names: str) -> int | None:
    """The first of these fields that is a number of tokens; None for none."""
    for name in names:
        value = _field(usages, name)
        if isinstance(value, int) and not isinstance(value, bool):
            return max(0, value)
        if isinstance(value, float) and value.is_integer():  # Cohere bills in floats.
            return max(0, int(value))
    return None


def _within(usages: _Usages, *names: str) -> _Usages:
    """The first of these fields that is there, to read fields of its own from."""
    return next(((value,) for name in names if (value := _field(usages, name)) is not None), ())


def _with_input_in_all(prompt: int, read: int, write: int, write_long: int, output: int) -> Bill:
    """A bill where the provider's input figure holds what was cached, too."""
    return Bill(
        input_tokens=max(0, prompt - read - write - write_long),
        cache_write_tokens=write,
        cache_write_long_tokens=write_long,
        cache_read_tokens=read,
        output_tokens=output,
        exact=True,
    )


def _openai_chat(usages: _Usages) -> Bill | None:
    prompt = _tokens(usages, "prompt_tokens")
    if prompt is None:
        return None
    details = _within(usages, "prompt_tokens_details")
    # DeepSeek and its kin tell hits beside the total.
    read = _tokens(details, "cached_tokens") or _tokens(usages, "prompt_cache_hit_tokens", "cached_tokens") or 0
    write, write_long = _written(details)
    return _with_input_in_all(prompt, read, write, write_long, _tokens(usages, "completion_tokens") or 0)


def _written(details: _Usages) -> tuple[int, int]:
    """What OpenAI wrote to its cache for the usual time, and for long."""
    write = _tokens(details, "cache_write_tokens") or 0
    write_long = _tokens(_within(details, "cache_write_tokens_details"), "ttl_12h_tokens") or 0
    return max(0, write - write_long), write_long


def _by_input_and_output(usages: _Usages) -> Bill | None:
    given = _tokens(usages, "input_tokens")
    if given is None:
        return None
    output = _tokens(usages, "output_tokens") or 0
    details = _within(usages, "input_tokens_details", "input_token_details")
    if details:
        write, write_long = _written(details)
        return _with_input_in_all(given, _tokens(details, "cached_tokens") or 0, write, write_long, output)
    # Anthropic's input is what was neither read nor written.
    by_time = _within(usages, "cache_creation")
    write_long = _tokens(by_time, "ephemeral_1h_input_tokens") or 0
    written = _tokens(usages, "cache_creation_input_tokens")
    write = _tokens(by_time, "ephemeral_5m_input_tokens") or 0 if written is None else max(0, written - write_long)
    return Bill(
        input_tokens=given,
        cache_write_tokens=write,
        cache_write_long_tokens=write_long,
        cache_read_tokens=_tokens(usages, "cache_read_input_tokens") or 0,
        output_tokens=output,
        exact=True,
    )


def _gemini(usages: _Usages) -> Bill | None:
    prompt = _tokens(usages, "prompt_token_count", "promptTokenCount")
    if prompt is None:
        return None
    prompt += _tokens(usages, "tool_use_prompt_token_count", "toolUsePromptTokenCount") or 0
    read = _tokens(usages, "cached_content_token_count", "cachedContentTokenCount") or 0
    said = _tokens(usages, "candidates_token_count", "candidatesTokenCount", "response_token_count", "responseTokenCount") or 0
    thought = _tokens(usages, "thoughts_token_count", "thoughtsTokenCount") or 0
    return _with_input_in_all(prompt, read, 0, 0, said + thought)


def _cohere(usages: _Usages) -> Bill | None:
    billed = _within(usages, "billed_units", "tokens")
    return _by_input_and_output(billed) if billed else None
