"""What reaches the provider keeps the laws, whatever a client is told to do; and no trouble of ours reaches the caller."""

from __future__ import annotations

import copy
import itertools
import json
from collections.abc import Callable, Mapping, Sequence
from typing import NoReturn

import msgspec
from hypothesis import example, given
from hypothesis import strategies as st

from headroom.catalog import ModelFacts
from headroom.client.core import Core
from headroom.client.exchange import exchange
from headroom.client.reply.streaming import StreamedReply
from headroom.client.request.endpoints import ENDPOINTS, Asked, Endpoint
from headroom.config import CacheOptimizerConfig, CCRConfig, HeadroomConfig, HeadroomMode, PrefixFreezeConfig
from headroom.config.overrides import take_overrides
from headroom.config.parameters import NOTHING_PASSED, Parameters
from headroom.errors import StorageError
from headroom.messages import Conversation, Message, Opaque, Part, ToolResult
from headroom.providers import OpenAIProvider, TokenCounter
from headroom.retrieval.marker import TOOL_NAME
from headroom.runtime.drive import run_sync
from headroom.safety import RULES
from headroom.wire.cache_marks import marks_of
from headroom.wire.codec import decode
from headroom.wire.values import plain
from property_tests.oracles.histories import fresh_markers
from property_tests.strategies.choices import FLAGS, below, pick
from property_tests.strategies.client_calls import (
    A_TALK_EACH,
    ClientCall,
    CutShort,
    Talk,
    compressing,
    growing,
    reply_to,
    talks,
)
from property_tests.strategies.replies import FORMATS
from tests.fakes.ports import LOG, Script, ScriptedOriginals, ScriptedTransport, Step, core_with
from tests.fakes.requests import anthropic_messages, openai_messages

_TENANTS = map("somebody {}".format, itertools.count())
"""Each talk is somebody else's, because what the process knows of calls is known by tenant."""


def told(core: Core, call: ClientCall, tenant: str) -> list[Mapping[str, object]]:
    """The bodies that a call sends; its reply is taken as far as the caller wants it."""
    transport = ScriptedTransport(call.steps, [])
    try:
        reply = run_sync(exchange(core, call.asked, tenant, transport))
        taken = 0
        while isinstance(reply, StreamedReply) and (call.reads is None or taken < call.reads):
            if run_sync(reply.next()) is None:
                break
            taken += 1
        if isinstance(reply, StreamedReply):
            run_sync(reply.close())
    except (Exception, CutShort):  # noqa: BLE001 - what is sent is looked at here, not what comes of it
        return transport.bodies
    return transport.bodies


def conversation_in(body: Mapping[str, object], endpoint: Endpoint) -> Conversation:
    """What a body says."""
    system = body.get(endpoint.system) if endpoint.system else None
    return decode(body[endpoint.messages], system=system, tools=body.get("tools"), format=endpoint.format).unwrap()


def broken(conversation: Conversation) -> set[str]:
    """The provider's rules that it breaks."""
    rules = RULES[conversation.format]
    order = {name for name, check in rules.order.items() if any(check(conversation))}
    return order | {name for name, check in rules.texts.items() if any(check(message) for message in conversation.messages)}


def mode_of(talk: Talk, asked: Asked) -> HeadroomMode:
    """What is to be done with a request."""
    return asked.overrides.mode or talk.config.default_mode


@A_TALK_EACH
@given(talks())
def test_what_was_accepted_is_accepted_and_the_callers_stays_its_own(talk: Talk) -> None:
    """Rules that the request keeps, all that is sent for it keeps; a request to be observed goes out as the very object."""
    core = core_with(talk.script, config=talk.config, parameters=NOTHING_PASSED)
    tenant = next(_TENANTS)
    for call in talk.calls:
        given_body = call.asked.body
        before = copy.deepcopy(given_body)
        bodies = told(core, call, tenant)
        assert given_body == before
        mode = mode_of(talk, call.asked)
        if mode == HeadroomMode.SIMULATE:
            assert bodies == []
        elif mode == HeadroomMode.AUDIT:
            assert all(body is given_body for body in bodies)
        borne = broken(conversation_in(before, call.asked.endpoint))
        for number, body in enumerate(bodies):
            # A further round repeats what the model said, with reasoning or without.
            models_own = {"R3-call"} if number else set()
            assert broken(conversation_in(body, call.asked.endpoint)) - models_own <= borne
    core.stores.close()


@A_TALK_EACH
@given(talks())
def test_markers_lead_somewhere(talk: Talk) -> None:
    """What a marker of ours names is kept for this tenant, and where it names the tool, the tool is offered."""
    core = core_with(talk.script, config=talk.config, parameters=NOTHING_PASSED)
    tenant = next(_TENANTS)
    originals = core.ports.originals
    assert isinstance(originals, ScriptedOriginals)
    for call in talk.calls:
        endpoint = call.asked.endpoint
        known = conversation_in(call.asked.body, endpoint)
        for body in told(core, call, tenant)[:1]:
            named = fresh_markers(known, conversation_in(body, endpoint))
            sent = json.dumps(body[endpoint.messages], default=repr)
            if talk.config.ccr.enabled:
                assert all((tenant, name) in originals.kept for name in named)
            if not talk.config.ccr.inject_retrieval_marker:
                assert not named
            if any(f"original {name} via {TOOL_NAME}" in sent for name in named):
                tools = body.get("tools")
                assert isinstance(tools, Sequence)
                assert f'"name": "{TOOL_NAME}"' in json.dumps(tools[-1])
    core.stores.close()


@st.composite
def asked_in_turn(draw: st.DrawFn, *, refuses: bool = False) -> tuple[HeadroomConfig, Script, list[Asked]]:
    """Requests that grow, each treated in its own way, of a client that freezes what was sent."""
    endpoint, _, bodies = draw(growing())
    config = HeadroomConfig(
        store_url="memory://",
        discover_pipeline_extensions=False,
        ccr=CCRConfig(enabled=draw(FLAGS), inject_tool=draw(FLAGS)),
        prefix_freeze=PrefixFreezeConfig(min_cached_tokens=0, force_compress_threshold=1.0),
        **compressing(draw),
    )
    puts = tuple(pick(draw, (True, False)) for _ in bodies) if refuses else ()
    asked = [Asked(endpoint=endpoint, body=body, overrides=take_overrides(draw(_ways()))[0]) for body in bodies]
    return config, Script(puts=puts), asked


@st.composite
def _ways(draw: st.DrawFn) -> dict[str, object]:
    kind = draw(below(5))
    if kind == 0:
        return {"headroom_mode": "audit"}
    if kind == 1:
        return {"headroom_keep_turns": pick(draw, (1, 2))}
    if kind == 2:
        tool = pick(draw, ("search", "run", "Read", "small_tool"))
        return {"headroom_tool_profiles": {tool: {"skip_compression": True}}}
    return {"headroom_cache_prefix_tokens": 2_000}


def unmarked(messages: Sequence[Message]) -> list[tuple[str, list[object]]]:
    """What messages say, without the marks in pictures and the like, which move as the conversation goes on."""
    return [(message.role, list(map(_unmarked, message.parts))) for message in messages]


def _unmarked(part: Part) -> object:
    if isinstance(part, ToolResult):
        return msgspec.structs.replace(part, content=()), list(map(_unmarked, part.content))
    fields = plain(part.value) if isinstance(part, Opaque) else None
    if fields is None:
        return part
    return {name: value for name, value in fields.items() if name not in ("cache_control", "prompt_cache_breakpoint")}


def check_prefixes(config: HeadroomConfig, script: Script, asked: Sequence[Asked]) -> None:
    """Fail where what was sent becomes something else in the next request that does not ask for that itself."""
    core = core_with(script, config=config, parameters=Parameters(default_mode="optimize"))
    tenant = next(_TENANTS)
    sent: Conversation | None = None
    for one in asked:
        call = ClientCall(asked=one, steps=(Step(reply=reply_to(one.endpoint.format)),))
        (body,) = told(core, call, tenant)
        now = conversation_in(body, one.endpoint)
        overrides = one.overrides
        says_how = overrides.mode is not None or overrides.keep_turns is not None or bool(overrides.tool_profiles)
        if sent is not None and not says_how:
            assert unmarked(now.messages[: len(sent.messages)]) == unmarked(sent.messages)
        if not config.cache_optimizer.enabled:
            assert marks_of(now) == marks_of(conversation_in(one.body, one.endpoint))
        sent = now
    core.stores.close()


def before_anybody_spoke() -> tuple[HeadroomConfig, Script, list[Asked]]:
    """A result without a question is observed, and what a user says comes after it."""
    result = {"role": "function", "name": "list_jobs", "content": LOG}
    question = {"role": "user", "content": "Which job failed?"}
    config = HeadroomConfig(
        store_url="memory://",
        discover_pipeline_extensions=False,
        prefix_freeze=PrefixFreezeConfig(min_cached_tokens=0, force_compress_threshold=1.0),
    )
    ways: tuple[tuple[list[Mapping[str, object]], dict[str, object]], ...] = (
        ([result], {"headroom_mode": "audit"}),
        ([result, question], {}),
    )
    asked = [
        Asked(endpoint=ENDPOINTS[0], body={"model": "gpt-4o", "messages": messages}, overrides=take_overrides(how)[0])
        for messages, how in ways
    ]
    return config, Script(), asked


@A_TALK_EACH
@given(asked_in_turn())
@example(before_anybody_spoke())
def test_what_was_sent_is_sent_again(course: tuple[HeadroomConfig, Script, list[Asked]]) -> None:
    """However a request is treated, what the ones before it said is said as it was; marks aside."""
    check_prefixes(*course)


@A_TALK_EACH
@given(asked_in_turn(refuses=True))
def test_a_store_that_refuses_changes_nothing_that_was_sent(course: tuple[HeadroomConfig, Script, list[Asked]]) -> None:
    """Whether a marker can be relied on is decided when a text is first sent."""
    check_prefixes(*course)


def with_marks_somewhere(draw: Callable[[st.SearchStrategy[bool]], bool], one: Asked) -> Asked:
    """The request with cache marks of the caller's on some texts and results, on the prompt and on a tool."""
    is_anthropic = one.endpoint.format == "anthropic"
    mark: dict[str, object] = {
        "cache_control" if is_anthropic else "prompt_cache_breakpoint": {"mode": "x", "type": "ephemeral"}
    }
    body = copy.deepcopy(dict(one.body))
    places = [body.get(one.endpoint.messages), *([body.get("system"), body.get("tools")] if is_anthropic else [])]
    for place in places:
        for item in place if isinstance(place, list) else ():
            content = item.get("content") if isinstance(item, dict) and "role" in item else [item]
            block = content[-1] if isinstance(content, list) and content else None
            is_markable = isinstance(block, dict) and block.get("type") in ("text", "input_text", "tool_result", None)
            if isinstance(block, dict) and is_markable and draw(FLAGS):
                block.update(mark)
    return msgspec.structs.replace(one, body=body)


@A_TALK_EACH
@given(asked_in_turn(), st.data())
def test_marks_of_the_callers_move_and_nothing_else(
    course: tuple[HeadroomConfig, Script, list[Asked]], data: st.DataObject
) -> None:
    """Marks stand where this request has them, and what was sent before is said again as if none had moved."""
    config, script, asked = course
    config.cache_optimizer = CacheOptimizerConfig(enabled=False)

    def draw(strategy: st.SearchStrategy[bool]) -> bool:
        return data.draw(strategy)

    check_prefixes(config, script, [with_marks_somewhere(draw, one) for one in asked])


def request_for(wire: str) -> tuple[Endpoint, dict[str, object]]:
    """A request with something to leave out."""
    endpoint = next(each for each in ENDPOINTS if each.format == wire)
    if wire == "anthropic":
        return endpoint, {"model": "claude-sonnet-4-5", "messages": anthropic_messages(LOG)}
    if wire == "openai_chat":
        return endpoint, {"model": "gpt-4o", "messages": openai_messages(LOG)}
    call = {"type": "function_call", "call_id": "call_1", "name": "list_jobs", "arguments": "{}"}
    output = {"type": "function_call_output", "call_id": "call_1", "output": LOG}
    return endpoint, {"model": "gpt-4o", "input": [{"role": "user", "content": "Which job failed?"}, call, output]}


class _Trouble(Exception):  # noqa: N818 - what somebody else's code may raise
    """Whatever it was."""


class _Troublesome:
    """Somebody else's code that never works: as hooks, as an extension, as an optimizer."""

    name = "troublesome"

    def pre_compress(self, *_: object) -> NoReturn:
        raise _Trouble

    def compute_biases(self, *_: object) -> NoReturn:
        raise _Trouble

    def protect_messages(self, *_: object) -> NoReturn:
        raise _Trouble

    def on_pipeline_event(self, *_: object) -> NoReturn:
        raise _Trouble

    def __call__(self, *_: object) -> NoReturn:
        raise _Trouble


class _TroublesomeProvider(OpenAIProvider):
    """A provider of which some part never works."""

    def __init__(self, *, facts: bool, counts: bool) -> None:
        super().__init__()
        self._has_facts = facts
        self._counts = counts

    def facts(self, model: str) -> ModelFacts:
        if not self._has_facts:
            raise _Trouble
        return super().facts(model)

    def get_token_counter(self, model: str) -> TokenCounter:
        if not self._counts:
            raise _Trouble
        return super().get_token_counter(model)


@A_TALK_EACH
@given(
    st.sampled_from(FORMATS), st.sets(st.sampled_from(("hooks", "extension", "optimizer", "facts", "counts"))), FLAGS, st.data()
)
def test_no_trouble_of_ours_reaches_the_caller(wire: str, broken_parts: set[str], asks: bool, data: st.DataObject) -> None:
    """Whatever hooks, extensions, optimizers, providers and stores raise, the caller has its reply."""
    trouble = StorageError("it cannot be used")
    puts: list[bool | Exception] = data.draw(st.lists(st.sampled_from((True, False, trouble)), max_size=2))
    others = st.lists(st.sampled_from((None, trouble)), max_size=3)
    script = Script(
        puts=tuple(puts), gets=tuple(data.draw(others)), recalls=tuple(data.draw(others)), remembers=tuple(data.draw(others))
    )
    one = _Troublesome()
    core = core_with(
        script,
        config=HeadroomConfig(
            store_url="memory://",
            discover_pipeline_extensions=False,
            generate_diff_artifact=True,
            pipeline_extensions=[one] if "extension" in broken_parts else [],
        ),
        parameters=Parameters(default_mode="optimize", cache_optimizer=one if "optimizer" in broken_parts else None),
        provider=_TroublesomeProvider(facts="facts" not in broken_parts, counts="counts" not in broken_parts),
        hooks=one if "hooks" in broken_parts else None,
    )
    endpoint, body = request_for(wire)
    asking = [Step(reply=reply_to(endpoint.format, asks=True))] if asks else []
    steps = [*asking, Step(reply=reply_to(endpoint.format))]
    asked = Asked(endpoint=endpoint, body=body, overrides=take_overrides({})[0])
    reply = run_sync(exchange(core, asked, next(_TENANTS), ScriptedTransport(steps, [])))
    assert isinstance(reply, Mapping)
    core.stores.writer.settle()
    core.stores.close()
