"""Marks for the provider's cache: the caller's never move, ours break no rule, and what a request wrote the next one reads."""

from __future__ import annotations

import copy
from collections import Counter
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from headroom import compress
from headroom.messages import Conversation, WireFormat
from headroom.safety import verify
from headroom.transforms.cache_breakpoints import CacheSettings, bound, optimizer_for, plan_summary
from headroom.wire.cache_marks import CallerMarks, marks_in, ttl_seconds, with_marks
from headroom.wire.codec import decode, encode
from property_tests.strategies.anthropic_messages import anthropic_messages
from property_tests.strategies.configurations import Component, components
from property_tests.strategies.requests import WireRequest, requests

_LOOKBACK = 20


@st.composite
def plans(draw: st.DrawFn) -> CacheSettings:
    """Settings by which most conversations get marks."""
    return CacheSettings(
        min_tokens=draw(st.sampled_from((0, 1_024))),
        lookback_blocks=draw(st.sampled_from((_LOOKBACK, 2))),
        has_breakpoints=draw(st.sampled_from((True, True, False))),
        prefix_tokens=draw(st.sampled_from((None, None, 10, 300, 100_000))),
        ttl=draw(st.sampled_from(("", "", "1h", "12h"))),
    )


def body_of(request: WireRequest, automatic: str = "") -> dict[str, Any]:
    """The request as a caller passes it to an SDK."""
    messages, system = ("input", "instructions") if request.is_input else ("messages", "system")
    body: dict[str, Any] = {"model": "some-model", messages: request.messages}
    if request.system is not None:
        body[system] = request.system
    if request.tools is not None:
        body["tools"] = request.tools
    if automatic:
        body["cache_control"] = {"type": "ephemeral", "ttl": automatic}
    return body


def sent_for(body: dict[str, Any], conversation: Conversation, settings: CacheSettings) -> tuple[Conversation, dict[str, Any]]:
    """What is planned for a conversation, and the body that goes out."""
    caller = marks_in(body, conversation.format)
    provider = "anthropic" if conversation.format == "anthropic" else "openai"
    optimizer = optimizer_for(provider)
    assert optimizer is not None
    planned, report = bound(optimizer, msgspec.structs.replace(settings, caller=caller))(conversation)
    assert verify(conversation, planned, report) == ()
    assert planned.messages is conversation.messages
    assert {(one.message, one.part) for one in report.decisions} == _parts(conversation)
    field = "input" if conversation.format == "openai_responses" else "messages"
    encoded = {**body, field: encode(planned)}
    sent = with_marks(encoded, planned, caller)
    assert sent == with_marks(encoded, planned)
    return planned, sent


@given(requests(), plans(), st.sampled_from(("", "", "5m", "1h")))
def test_marks_keep_the_rules(request: WireRequest, settings: CacheSettings, automatic: str) -> None:
    """The caller's stand where they stood, there are no more than four, times fall, and nothing that is said changes."""
    before = request.decoded()
    body = body_of(request, automatic if before.format == "anthropic" else "")
    given_body = copy.deepcopy(body)
    planned, sent = sent_for(body, before, settings)
    theirs, all_marks = marks_in(body, before.format), marks_in(sent, before.format)
    assert body == given_body
    assert Counter(theirs.marks) <= Counter(all_marks.marks)
    assert all_marks.automatic_ttl == theirs.automatic_ttl
    assert all_marks.count <= max(4, theirs.count)
    assert len(all_marks.marks) - len(theirs.marks) == len(planned.breakpoints)
    if before.format == "anthropic" and _falls(theirs):
        assert _falls(all_marks)
    assert said_by(sent, before.format) == said_by(body, before.format)
    assert with_marks(sent, planned) == sent
    assert plan_summary(before, planned).breakpoints_inserted == len(planned.breakpoints)


@given(requests(), components(), plans(), st.integers(0, 12))
def test_compressed_and_marked_is_prefix_stable(
    request: WireRequest, component: Component, settings: CacheSettings, length: int
) -> None:
    """Modulo marks, what stands before a cut goes out the same, whether compressed before or not."""
    if component.settings.keep_turns:
        return
    whole = request.decoded()
    cut = msgspec.structs.replace(whole, messages=whole.messages[:length])
    ends = [component(one)[0] for one in (whole, cut)]
    of_whole, of_cut = (sent_for(body_of(request), one, settings)[1] for one in ends)
    assert said_by(of_cut, whole.format).messages == said_by(of_whole, whole.format).messages[:length]


@given(anthropic_messages(), st.sampled_from((None, "Answer briefly.")), st.sampled_from((_LOOKBACK, 2)))
def test_what_a_request_wrote_the_next_one_reads(messages: list[Any], system: object, lookback: int) -> None:
    """Each request of a growing conversation finds the newest mark of the one before it by looking back from one of its own."""
    plain = _unmarked(messages)
    settings = CacheSettings(min_tokens=0, lookback_blocks=lookback)
    written: list[tuple[int, int]] = []
    for length in range(1, len(plain) + 1):
        if plain[length - 1]["role"] == "assistant":
            continue
        request = decode(plain[:length], system=system, format="anthropic").unwrap()
        planned, _ = sent_for({"messages": plain[:length], "system": system}, request, settings)
        marks = [(mark.message, mark.part) for mark in planned.breakpoints if mark.place == "messages"]
        if written:
            newest = _flat(plain, written[-1])
            assert any(0 <= _flat(plain, mark) - newest < lookback for mark in marks)
        written = marks


@given(requests(), plans())
def test_compressing_what_was_marked_changes_nothing(request: WireRequest, settings: CacheSettings) -> None:
    """A marked body compresses to the same texts as an unmarked one."""
    if request.is_input:
        return
    _, sent = sent_for(body_of(request), request.decoded(), settings)
    plain, marked = (compress(one, system=request.system, environ={}) for one in (request.messages, sent["messages"]))
    wire_format = request.decoded().format
    assert said_by({"messages": marked.messages}, wire_format) == said_by({"messages": plain.messages}, wire_format)


def said_by(body: dict[str, Any], wire_format: WireFormat) -> Conversation:
    """What a body says, marks apart."""
    is_input = wire_format == "openai_responses"
    system = body.get("instructions" if is_input else "system")
    items = body["input" if is_input else "messages"]
    return decode(_unmarked(items), system=_unmarked(system), model="some-model", format=wire_format).unwrap()


def _parts(conversation: Conversation) -> set[tuple[int, int]]:
    spoken = [(-1, conversation.system), *((at, message.parts) for at, message in enumerate(conversation.messages))]
    return {(at, index) for at, parts in spoken for index in range(len(parts))}


def _falls(marks: CallerMarks) -> bool:
    """Whether times never rise."""
    seconds = [ttl_seconds(mark.ttl) for mark in sorted(marks.marks, key=lambda mark: mark.position)]
    seconds += [ttl_seconds(marks.automatic_ttl)] if marks.automatic_ttl else []
    return seconds == sorted(seconds, reverse=True)


def _flat(messages: list[Any], place: tuple[int, int]) -> int:
    """How many blocks stand before a place."""
    sizes = [len(message["content"]) if isinstance(message["content"], list) else 1 for message in messages]
    return sum(sizes[: place[0]]) + place[1]


def _unmarked(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: _unmarked(inner) for key, inner in value.items() if key not in ("cache_control", "prompt_cache_breakpoint")
        }
    return [_unmarked(inner) for inner in value] if isinstance(value, list) else value
