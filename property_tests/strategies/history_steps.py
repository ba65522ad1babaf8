"""Steps over a whole history with limits by which most histories are acted on, and the histories to act on."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Literal

import msgspec
from hypothesis import strategies as st

from headroom.config.history import DYNAMIC_TAIL
from headroom.messages import Conversation
from headroom.tokens import count_conversation
from headroom.transforms.cache_aligner import CacheAligner
from headroom.transforms.contract import Transform
from headroom.transforms.duplicates import Duplicates
from headroom.transforms.gated import Gated
from headroom.transforms.repeated_passages import RepeatedPassages
from headroom.transforms.rolling_window import RollingWindow
from headroom.transforms.stale_reads import StaleReads
from headroom.wire.codec import encode
from property_tests.strategies.choices import FLAGS, pick
from property_tests.strategies.histories import histories
from property_tests.strategies.requests import WireRequest, requests

__all__ = ["Step", "aligners", "pointed_histories", "pointing_back", "read", "stale_reads", "steps", "talks", "windows"]

_RETRIEVALS: tuple[Literal["none", "tool"], ...] = ("none", "tool")


class Step(msgspec.Struct, frozen=True):
    """A step over a history, whose limits may depend on how long that is."""

    name: str
    make: Callable[[Conversation], Transform]


@cache
@st.composite
def windows(draw: st.DrawFn) -> Step:
    """A window that most histories do not fit into."""
    share = pick(draw, (0.5, 0.3, 0.7, 0.9, 0.1, 1.0))
    target = pick(draw, (0.7, 0.7, 1.0, 0.4))
    keep = pick(draw, (1, 2, 1, 3))
    retrieval = pick(draw, _RETRIEVALS)

    def make(conversation: Conversation) -> Transform:
        limit = max(1, int(count_conversation(conversation) * share))
        return RollingWindow(limit_tokens=limit, keep_turns=keep, target_fraction=target, retrieval=retrieval)

    return Step("rolling_window", make)


@cache
@st.composite
def stale_reads(draw: st.DrawFn) -> Step:
    """Outdated reads, gated or not."""
    step = StaleReads(
        keep_turns=pick(draw, (0, 0, 1, 2)),
        compress_superseded=draw(FLAGS),
        min_size_bytes=pick(draw, (512, 1)),
        retrieval=pick(draw, _RETRIEVALS),
    )
    share = pick(draw, (0.0, 0.0, 0.5, 1.0))

    def make(conversation: Conversation) -> Transform:
        limit = int(count_conversation(conversation) * share)
        return Gated(step, limit) if limit else step

    return Step("stale_reads", make)


@cache
@st.composite
def pointing_back(draw: st.DrawFn) -> Step:
    """What says again what was said."""
    kind = Duplicates if draw(FLAGS) else RepeatedPassages
    step = kind(
        min_chars=pick(draw, (600, 1, 2_000)),
        keep_turns=pick(draw, (0, 0, 0, 1)),
        excluded_tools=pick(draw, ((), ("run",))),
        retrieval=pick(draw, _RETRIEVALS),
    )
    return Step(step.name, lambda _: step)


@cache
@st.composite
def aligners(draw: st.DrawFn) -> Step:
    """What moves dynamic lines to the end."""
    step = CacheAligner(
        mode="extract",
        use_dynamic_detector=pick(draw, (True, True, True, False)),
        normalize_whitespace=draw(FLAGS),
        collapse_blank_lines=draw(FLAGS),
        dynamic_tail_separator=pick(draw, (DYNAMIC_TAIL, "\n\n<now>\n")),
    )
    return Step("cache_aligner", lambda _: step)


@cache
def steps() -> st.SearchStrategy[Step]:
    """Any of them."""
    return st.one_of(windows(), stale_reads(), pointing_back(), aligners())


@cache
def pointed_histories() -> st.SearchStrategy[WireRequest]:
    """Histories of an agent once what is said again became pointers and notes."""
    return histories().map(_pointed)


@cache
def talks() -> st.SearchStrategy[WireRequest]:
    """Histories of an agent, some of them compressed before, and now and then anything else, regular or not."""
    return st.one_of(histories(), histories(), pointed_histories(), requests())


def read(request: WireRequest) -> Conversation:
    """The conversation, counted for a model of its provider."""
    conversation = request.decoded()
    if conversation.format == "anthropic":
        return msgspec.structs.replace(conversation, model="claude-sonnet-4-5")
    return conversation


def _pointed(request: WireRequest) -> WireRequest:
    """The request as it is once what is said again became pointers and notes."""
    conversation = request.decoded()
    for step in (RepeatedPassages(min_chars=2_000), Duplicates()):
        conversation, _ = step(conversation)
    return msgspec.structs.replace(request, messages=encode(conversation))
