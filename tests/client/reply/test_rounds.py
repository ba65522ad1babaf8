"""Complete replies in which the model asks for originals."""

from __future__ import annotations

import json

import msgspec
import pytest

from headroom.client.exchange import exchange
from headroom.client.reply.rounds import answers_to
from headroom.config import CCRConfig, HeadroomConfig
from headroom.errors import StorageError
from headroom.messages import original_of
from headroom.retrieval.marker import TOOL_NAME
from headroom.retrieval.replies import own_calls
from headroom.runtime.drive import run_sync
from tests.fakes.ports import (
    LOG,
    RawReply,
    Script,
    ScriptedOriginals,
    ScriptedTransport,
    Step,
    answered,
    asking,
    core_with,
    row_of,
)
from tests.fakes.requests import openai_messages

Wire = dict[str, object]
HASH = original_of(LOG).hash
REQUEST: Wire = {"model": "gpt-4o", "messages": openai_messages(LOG)}


def reply(*calls: tuple[str, str], text: str | None = None) -> Wire:
    """A reply with these calls, by name and arguments."""
    wires = [
        {"id": f"{name} {number}", "type": "function", "function": {"name": name, "arguments": arguments}}
        for number, (name, arguments) in enumerate(calls)
    ]
    message: Wire = {"role": "assistant", "content": text, **({"tool_calls": wires} if wires else {})}
    usage = {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110}
    choice = {"index": 0, "message": message, "finish_reason": "tool_calls" if calls else "stop"}
    return {"id": "r", "object": "chat.completion", "model": "gpt-4o", "choices": [choice], "usage": usage}


ASKS = reply((TOOL_NAME, json.dumps({"hash": HASH, "start": 1, "end": 2})))
DONE = reply(text="Done.")


def test_a_reply_without_our_call_is_the_very_object() -> None:
    """And is asked for once."""
    got, bodies = answered(core_with(Script()), asking("openai_chat", REQUEST), Step(reply=DONE))
    assert got is DONE
    assert len(bodies) == 1


def test_our_call_is_answered_from_what_was_left_out() -> None:
    """The original was stored before the request left; usage of both rounds is the caller's and the row's."""
    core = core_with(Script())
    got, bodies = answered(core, asking("openai_chat", REQUEST), Step(reply=ASKS), Step(reply=DONE))
    messages = bodies[1]["messages"]
    assert isinstance(messages, list)
    assert LOG.splitlines()[0] in messages[-1]["content"]
    assert isinstance(got, dict)
    assert got["choices"][0]["message"]["content"] == "Done."
    assert got["usage"]["prompt_tokens"] == 200
    row = row_of(core)
    assert (row.retrieval_rounds, row.bill.input_tokens, row.bill.output_tokens) == (1, 200, 20)


@pytest.mark.parametrize("reason", ["length", "content_filter"])
def test_half_a_call_of_ours_is_not_shown(reason: str) -> None:
    """A reply that was cut in it is not continued, and the caller could not answer it either."""
    other = reply(("look", "{}"), (TOOL_NAME, '{"hash": "3f'), text="I look.")
    for whole, left in ((ASKS, []), (other, ["look"])):
        cut = msgspec.json.decode(msgspec.json.encode(whole))
        cut["choices"][0]["finish_reason"] = reason
        core = core_with(Script())
        got, bodies = answered(core, asking("openai_chat", REQUEST), Step(reply=cut))
        assert isinstance(got, dict)
        choice = got["choices"][0]
        assert [call["function"]["name"] for call in choice["message"].get("tool_calls", ())] == left
        assert (choice["finish_reason"], choice["message"]["content"]) == (reason, "I look." if left else "")
        assert len(bodies) == 1
        assert row_of(core).retrieval_rounds == 0


def test_rounds_are_counted_and_the_last_may_not_call() -> None:
    """After so many the model is asked for an answer; a call of ours that comes all the same is not shown."""
    core = core_with(
        Script(),
        config=HeadroomConfig(store_url="memory://", discover_pipeline_extensions=False, ccr=CCRConfig(max_retrieval_rounds=2)),
    )
    request = {**REQUEST, "tool_choice": "auto"}
    got, bodies = answered(core, asking("openai_chat", request), *[Step(reply=ASKS)] * 5)
    assert [body["tool_choice"] for body in bodies] == ["auto", "auto", "none"]
    assert TOOL_NAME not in json.dumps(got)


def test_calls_of_both_go_to_the_caller_without_ours() -> None:
    """Which come back with the turn, at their place and with their answer."""
    core = core_with(Script())
    mixed = reply((TOOL_NAME, json.dumps({"hash": HASH})), ("list_jobs", "{}"))
    request = asking("openai_chat", REQUEST)
    got, bodies = answered(core, request, Step(reply=mixed), tenant="of mixed calls")
    assert isinstance(got, dict)
    message = got["choices"][0]["message"]
    assert [call["function"]["name"] for call in message["tool_calls"]] == ["list_jobs"]
    assert len(bodies) == 1
    answer = {"role": "tool", "tool_call_id": message["tool_calls"][0]["id"], "content": "none"}
    later = asking("openai_chat", {**REQUEST, "messages": [*openai_messages(LOG), message, answer]})
    _, bodies = answered(core, later, Step(reply=DONE), tenant="of mixed calls")
    messages = bodies[0]["messages"]
    assert isinstance(messages, list)
    assert [call["function"]["name"] for call in messages[4]["tool_calls"]] == [TOOL_NAME, "list_jobs"]
    assert sorted(each["tool_call_id"] for each in messages[5:]) == [f"{TOOL_NAME} 0", "list_jobs 1"]


def test_raw_responses_are_opened_and_closed_again() -> None:
    """The caller has a raw response that holds the whole reply."""
    asked = asking("openai_chat", REQUEST, raw="raw")
    got, _ = answered(core_with(Script()), asked, Step(reply=RawReply(content=ASKS)), Step(reply=RawReply(content=DONE)))
    assert isinstance(got, RawReply)
    assert TOOL_NAME not in json.dumps(got.content)


class RefusedError(Exception):
    """What an SDK raises for a status."""

    def __init__(self, status_code: int) -> None:
        super().__init__(status_code)
        self.status_code = status_code


@pytest.mark.parametrize("status", [400, 413, 422])
def test_a_further_round_that_is_refused_is_sent_shorter(status: int) -> None:
    """Once, without what was asked for and without further calls; a call of ours in what comes ends it all the same."""
    core = core_with(Script())
    error = RefusedError(status)
    got, bodies = answered(
        core, asking("openai_chat", REQUEST), Step(reply=ASKS), Step(error=error), Step(reply=ASKS), Step(reply=DONE)
    )
    _, whole, short = (body["messages"] for body in bodies)
    assert isinstance(whole, list)
    assert isinstance(short, list)
    assert whole[:-1] == short[:-1]
    assert "does not fit" in short[-1]["content"]
    assert len(short[-1]["content"]) < len(whole[-1]["content"])
    assert bodies[2]["tool_choice"] == "none"
    assert TOOL_NAME not in json.dumps(got)
    assert core.session.reasons() == {"a further round was refused": 1}
    assert row_of(core).retrieval_rounds == 1


@pytest.mark.parametrize(("first", "asked"), [(401, 2), (403, 2), (429, 2), (500, 2), (400, 3)])
def test_what_is_refused_again_is_the_callers(first: int, asked: int) -> None:
    """The SDK's own exception; for what a shorter request cannot mend, at once."""
    errors = [RefusedError(first), RefusedError(first)]
    transport = ScriptedTransport([Step(reply=ASKS), *(Step(error=error) for error in errors)], [])
    with pytest.raises(RefusedError) as caught:
        run_sync(exchange(core_with(Script()), asking("openai_chat", REQUEST), "somebody", transport))
    assert caught.value is errors[asked - 2]
    assert caught.value.__context__ is None
    assert len(transport.bodies) == asked


def test_the_rounds_before_one_that_fails_are_paid_for() -> None:
    """They cost what the provider said of them."""
    core = core_with(Script())
    transport = ScriptedTransport([Step(reply=ASKS), Step(error=RefusedError(429))], [])
    with pytest.raises(RefusedError):
        run_sync(exchange(core, asking("openai_chat", REQUEST), "somebody", transport))
    row = row_of(core)
    assert (row.error, row.retrieval_rounds) == ("RefusedError 429", 0)
    assert (row.bill.input_tokens, row.bill.output_tokens, row.tokens_output) == (100, 10, 10)
    assert row.cost_usd is not None
    assert row.cost_usd > 0


def test_what_is_parsed_is_parsed_once_at_the_end() -> None:
    """The SDK's parser gets the reply that follows our rounds, and never one with our call."""
    seen: list[object] = []

    def parser(content: object) -> object:
        seen.append(content)
        return ("parsed", content)

    asked = msgspec.structs.replace(asking("openai_chat", REQUEST), is_parsed=True)
    transport = ScriptedTransport([Step(reply=ASKS), Step(reply=DONE)], [], parser=parser)
    got = run_sync(exchange(core_with(Script()), asked, "somebody", transport))
    (content,) = seen
    assert got == ("parsed", content)
    assert TOOL_NAME not in json.dumps(content)


@pytest.mark.parametrize(("form", "text"), [({}, "Let me look. {}"), ({"response_format": {"type": "json_object"}}, "{}")])
def test_words_before_our_call_are_no_part_of_a_form(form: Wire, text: str) -> None:
    """Where the answer is to be JSON, what was said before it would break it; usage is of all rounds."""
    asks = reply((TOOL_NAME, json.dumps({"hash": HASH})), text="Let me look. ")
    got, _ = answered(
        core_with(Script()), asking("openai_chat", {**REQUEST, **form}), Step(reply=asks), Step(reply=reply(text="{}"))
    )
    assert isinstance(got, dict)
    assert got["choices"][0]["message"]["content"] == text
    assert got["usage"]["prompt_tokens"] == 200


def test_odd_questions_are_answered_in_words() -> None:
    """Without a hash, and with one that nobody kept, or somebody else."""
    core = core_with(Script())
    originals = core.ports.originals
    assert isinstance(originals, ScriptedOriginals)
    originals.kept["another", HASH] = LOG
    calls = own_calls(reply((TOOL_NAME, "{}"), (TOOL_NAME, json.dumps({"hash": HASH}))), "openai_chat")
    answers = run_sync(answers_to(core, "somebody", calls))
    assert "needs `hash`" in answers[f"{TOOL_NAME} 0"]
    assert "not kept" in answers[f"{TOOL_NAME} 1"]


@pytest.mark.parametrize(
    "script",
    [Script(gets=(StorageError("it cannot be read"),)), Script(remembers=(StorageError("it cannot be written"),))],
    ids=["get", "remember"],
)
def test_trouble_with_the_store_is_told_to_the_model(script: Script) -> None:
    """And not to the caller, who has its reply."""
    mixed = reply((TOOL_NAME, json.dumps({"hash": HASH})), ("list_jobs", "{}"))
    for first in (ASKS, mixed):
        got, _ = answered(core_with(script), asking("openai_chat", REQUEST), Step(reply=first), Step(reply=DONE))
        assert isinstance(got, dict)
