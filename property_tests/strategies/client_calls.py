"""Calls of a client as an application makes them: a conversation that grows, with settings, and what the provider answers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from typing import Any

import msgspec
from anthropic._models import construct_type_unchecked as made_by_anthropic
from anthropic.types import Message, RawMessageStreamEvent
from hypothesis import settings
from hypothesis import strategies as st
from openai._models import construct_type_unchecked as made_by_openai
from openai.types.chat import ChatCompletion, ChatCompletionChunk
from openai.types.responses import Response, ResponseStreamEvent

from headroom.client.request.endpoints import ENDPOINTS, Asked, Endpoint, Raw
from headroom.config import (
    CacheOptimizerConfig,
    CCRConfig,
    ContentRouterConfig,
    HeadroomConfig,
    HeadroomMode,
    LogCompressorConfig,
    PrefixFreezeConfig,
    SearchCompressorConfig,
    SmartCrusherConfig,
)
from headroom.config.overrides import take_overrides
from headroom.errors import StorageError
from headroom.messages import WireFormat
from headroom.retrieval.marker import TOOL_NAME
from property_tests.strategies.choices import FLAGS, below, pick
from property_tests.strategies.histories import histories
from property_tests.strategies.replies import Call, Said, Wire, events_of, reply_of, rounds, streamed_in
from property_tests.strategies.requests import WireRequest, irregular_requests, regular_requests
from tests.fakes.ports import RawReply, Script, Step

__all__ = [
    "A_TALK_EACH",
    "CUT_SHORT",
    "ClientCall",
    "CutShort",
    "RefusedByProvider",
    "Talk",
    "compressing",
    "growing",
    "reply_to",
    "settings_of_clients",
    "talks",
]

_MODELS = ("gpt-4o", "claude-sonnet-4-5", "somebody-s-model")
_KINDS: dict[WireFormat, type[object]] = {
    "openai_chat": ChatCompletion,
    "openai_responses": Response,
    "anthropic": Message,
}
_RAW: tuple[Raw, ...] = ("", "", "", "", "raw", "streaming")
_SPARE = 6
"""Replies behind those that were drawn, for rounds that go on."""


A_TALK_EACH = settings(max_examples=max(50, (settings.default.max_examples if settings.default else 0) // 4))
"""For laws over talks, each of which is several calls and many rounds: a quarter of the examples of others."""


class RefusedByProvider(Exception):  # noqa: N818 - it stands for an SDK's own
    """What an SDK raises for a status."""

    def __init__(self, status_code: int) -> None:
        super().__init__(status_code)
        self.status_code = status_code


class CutShort(BaseException):
    """What an event loop raises in a task that it ends."""


CUT_SHORT = (
    RefusedByProvider(400),
    RefusedByProvider(429),
    TimeoutError("the provider was silent"),
    ConnectionResetError("the line broke"),
    CutShort(),
)
"""What a transport may raise."""


class ClientCall(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """One call and what comes of it."""

    asked: Asked
    steps: tuple[Step, ...]
    reads: int | None = None
    """How many events the caller takes before it closes the stream; None for all."""


class Talk(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """The calls of one client."""

    config: HeadroomConfig
    calls: tuple[ClientCall, ...]
    script: Script


@cache
@st.composite
def settings_of_clients(draw: st.DrawFn) -> HeadroomConfig:
    """Any mode and any switch; such small thresholds that most texts are compressed."""
    return HeadroomConfig(
        store_url="memory://",
        default_mode=pick(draw, (HeadroomMode.OPTIMIZE,) * 5 + (HeadroomMode.AUDIT,)),
        discover_pipeline_extensions=False,
        generate_diff_artifact=draw(below(8)) == 0,
        ccr=CCRConfig(
            enabled=draw(below(6)) != 0,
            inject_tool=draw(below(6)) != 0,
            inject_retrieval_marker=draw(below(6)) != 0,
            max_retrieval_rounds=pick(draw, (3, 1, 0, 2)),
        ),
        cache_optimizer=CacheOptimizerConfig(
            enabled=draw(FLAGS), min_cacheable_tokens=pick(draw, (0, 1_024)), enable_semantic_cache=draw(below(6)) == 0
        ),
        prefix_freeze=PrefixFreezeConfig(
            enabled=draw(below(5)) != 0,
            min_cached_tokens=pick(draw, (0, 1_024)),
            force_compress_threshold=pick(draw, (0.5, 1.0, 0.0)),
        ),
        **compressing(draw),
    )


def compressing(draw: st.DrawFn) -> dict[str, Any]:
    """Fields of a configuration by which most texts are compressed."""
    few = pick(draw, (3, 1, 10))
    return {
        "content_router": ContentRouterConfig(min_tokens_to_compress=pick(draw, (1, 50))),
        "smart_crusher": SmartCrusherConfig(min_items_to_analyze=2, min_tokens_to_crush=10, max_items_after_crush=few),
        "log_compressor": LogCompressorConfig(max_total_lines=few, error_context_lines=0),
        "search_compressor": SearchCompressorConfig(max_total_matches=few),
        "exclude_tools": [],
    }


@cache
@st.composite
def overrides(draw: st.DrawFn) -> dict[str, object]:
    """Keywords of one request; mostly none."""
    kind = draw(below(8))
    if kind == 0:
        return {"headroom_mode": pick(draw, ("optimize", "audit", "simulate"))}
    if kind == 1:
        return {"headroom_keep_turns": pick(draw, (1, 0, 2))}
    if kind == 2:
        profile = pick(draw, ({"skip_compression": True}, {"max_items_after_crush": 2}, {"skip_compression": False}))
        return {"headroom_tool_profiles": {pick(draw, ("search", "run", "Read", "*")): profile}}
    if kind == 3:
        return {"headroom_output_buffer_tokens": 100, "headroom_cache_prefix_tokens": pick(draw, (0, 2_000))}
    return {}


@cache
def _requests() -> st.SearchStrategy[WireRequest]:
    """Any that a client may be given; half of them plain ones."""
    return st.one_of(regular_requests(), regular_requests(), histories(), irregular_requests())


@cache
@st.composite
def growing(draw: st.DrawFn) -> tuple[Endpoint, str, list[Wire]]:
    """The endpoint, the model, and the bodies of one to three requests, each of which goes on from the one before."""
    request = draw(_requests())
    endpoint = endpoint_for(request)
    model = pick(draw, _MODELS)
    length = len(request.messages)
    cuts = sorted(draw(below(length)) + 1 for _ in range(draw(below(3)))) if length else []
    return endpoint, model, [body_of(request.prefix(cut), endpoint, model) for cut in (*cuts, length)]


def endpoint_for(request: WireRequest) -> Endpoint:
    """Where the request would be posted."""
    shape = request.decoded().format
    return next(endpoint for endpoint in ENDPOINTS if endpoint.format == shape)


def body_of(request: WireRequest, endpoint: Endpoint, model: str) -> Wire:
    """The request as it is posted; lists are its own."""
    body: Wire = {"model": model, endpoint.messages: list(request.messages)}
    if endpoint.system and request.system is not None:
        body[endpoint.system] = request.system
    if request.tools is not None:
        body["tools"] = list(request.tools)
    return body


@cache
@st.composite
def talks(draw: st.DrawFn) -> Talk:
    """A conversation of several calls, each on top of what came before it."""
    endpoint, _, bodies = draw(growing())
    calls: list[ClientCall] = []
    behind: list[object] = []
    for number, body in enumerate(bodies):
        items = body[endpoint.messages]
        assert isinstance(items, list)
        goes_on = draw(FLAGS)
        if behind and goes_on:
            # The caller goes on from the reply, which is the only way in which calls that it never saw come back.
            items = behind
            body[endpoint.messages] = items
        call, spoken = _call(draw, endpoint, body, number)
        calls.append(call)
        behind = [*items, *turn_of(spoken, endpoint.format), {"role": "user", "content": "Go on."}]
    return Talk(config=draw(settings_of_clients()), calls=tuple(calls), script=draw(_scripts()))


def _call(draw: st.DrawFn, endpoint: Endpoint, body: Wire, number: int) -> tuple[ClientCall, Said]:
    keywords, _ = take_overrides(draw(overrides()))
    is_stream, raw = draw(FLAGS), pick(draw, _RAW)
    wire = endpoint.format
    spoken = [_renamed(one, number) for one in draw(rounds())]
    is_typed, (size, mixed) = draw(FLAGS), draw(streamed_in())
    plain = msgspec.structs.replace(spoken[-1], calls=(), text="That is all.", is_cut=False)
    replies = [*spoken, *[plain] * _SPARE]
    if is_stream:
        body["stream"] = True
        steps = [
            Step(events=tuple(_event(one, wire, typed=is_typed) for one in events_of(each, wire, size=size, mixed=mixed)))
            for each in replies
        ]
    else:
        steps = [Step(reply=_reply(each, wire, typed=is_typed)) for each in replies]
        if raw:
            steps = [Step(reply=RawReply(content=step.reply)) for step in steps]
    if draw(below(4)) == 0:
        place, error = draw(below(len(spoken))), pick(draw, CUT_SHORT)
        events = steps[place].events
        kept = events[: draw(below(len(events)))] if events and draw(FLAGS) else None
        steps[place] = Step(events=kept, error=error)
    asked = Asked(endpoint=endpoint, body=body, overrides=keywords, stream=is_stream, raw=raw)
    reads = draw(below(12)) if is_stream and draw(below(4)) == 0 else None
    return ClientCall(asked=asked, steps=tuple(steps), reads=reads), spoken[-1]


@cache
@st.composite
def _scripts(draw: st.DrawFn) -> Script:
    """A store that mostly works and a clock that mostly stands."""
    is_sound = draw(below(3)) != 0
    trouble = StorageError("it cannot be read")
    answers = (None, None, None, trouble)
    puts: tuple[bool | Exception, ...] = (True, False, True, trouble)
    return Script(
        puts=() if is_sound else tuple(pick(draw, puts) for _ in range(4)),
        gets=() if is_sound else (pick(draw, answers),),
        recalls=() if is_sound else tuple(pick(draw, answers) for _ in range(3)),
        remembers=() if is_sound else tuple(pick(draw, answers) for _ in range(3)),
        moments=tuple(pick(draw, (0.0, 1.0, 700.0)) for _ in range(3)),
    )


def _renamed(spoken: Said, number: int) -> Said:
    """The same reply with ids of its own call."""
    calls = tuple(msgspec.structs.replace(call, id=f"{call.id}_of_{number}") for call in spoken.calls)
    return msgspec.structs.replace(spoken, calls=calls, number=spoken.number + 10 * number)


def _reply(spoken: Said, wire: WireFormat, *, typed: bool) -> object:
    reply = reply_of(spoken, wire)
    if not typed:
        return reply
    return (made_by_anthropic if wire == "anthropic" else made_by_openai)(value=reply, type_=_KINDS[wire])


def _event(event: Wire, wire: WireFormat, *, typed: bool) -> object:
    if not typed:
        return event
    if wire == "anthropic":
        return made_by_anthropic(value=event, type_=RawMessageStreamEvent)  # type: ignore[arg-type]
    kind = ChatCompletionChunk if wire == "openai_chat" else ResponseStreamEvent
    return made_by_openai(value=event, type_=kind)  # type: ignore[arg-type]


def turn_of(spoken: Said, wire: WireFormat) -> Sequence[object]:
    """What the caller sends back of a reply: what it saw of it, and the results of its own calls."""
    text = spoken.text or "Well."
    if wire == "openai_chat":
        calls = [
            {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": call.arguments}}
            for call in spoken.others
        ]
        turn: Wire = {"role": "assistant", "content": text, **({"tool_calls": calls} if calls else {})}
        return [turn, *({"role": "tool", "tool_call_id": call.id, "content": "ok"} for call in spoken.others)]
    if wire == "anthropic":
        blocks = [
            {"type": "tool_use", "id": call.id, "name": call.name, "input": json.loads(call.arguments)}
            for call in spoken.others
        ]
        turn = {"role": "assistant", "content": [{"type": "text", "text": text}, *blocks]}
        results = [{"type": "tool_result", "tool_use_id": call.id, "content": "ok"} for call in spoken.others]
        return [turn, *([{"role": "user", "content": results}] if results else [])]
    calls = [
        {"type": "function_call", "call_id": call.id, "name": call.name, "arguments": call.arguments} for call in spoken.others
    ]
    outputs = [{"type": "function_call_output", "call_id": call.id, "output": "ok"} for call in spoken.others]
    return [{"role": "assistant", "content": text}, *calls, *outputs]


def reply_to(wire: WireFormat, *, asks: bool = False) -> Wire:
    """A plain reply, or one that asks for an original."""
    own = Call(id="call_own", name=TOOL_NAME, arguments='{"hash": "3f9c0a1b2c3d4e5f60718293"}')
    return reply_of(Said(number=0, text="That is all.", calls=(own,) if asks else ()), wire)
