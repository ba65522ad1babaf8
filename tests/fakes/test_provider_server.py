"""The local provider answers the real SDKs as the providers do."""

from __future__ import annotations

from collections.abc import Callable

import anthropic
import openai
import pytest
from anthropic import Anthropic
from anthropic.types import TextBlock, ThinkingBlock, ToolUseBlock
from openai import AzureOpenAI, OpenAI
from pydantic import BaseModel

from tests.fakes.provider_server import (
    ProviderServer,
    Reply,
    Usage,
    calls,
    cut,
    delayed,
    error,
    fails_midway,
    hangs,
    paced,
    says,
    serve,
    serve_apart,
    using,
)

MODEL = "claude-sonnet-5"
HELLO = "Hello there, and a good morning to you all."
SEARCH = calls(("search", {"q": "naïve 東京", "limit": 3}), ("open", "{}"), text="Let me look.", thinking="They want to know.")


def openai_client(server: ProviderServer, *, retries: int = 0) -> OpenAI:
    """OpenAI's own client, on the server."""
    return OpenAI(base_url=server.openai_url, api_key="key", max_retries=retries, timeout=10)


def anthropic_client(server: ProviderServer, *, retries: int = 0) -> Anthropic:
    """Anthropic's own client, on the server."""
    return Anthropic(base_url=server.url, api_key="key", max_retries=retries, timeout=10)


def chat(client: OpenAI) -> str | None:
    """What a chat completion says."""
    reply = client.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": "Hi"}])
    return reply.choices[0].message.content


def message(client: Anthropic) -> str:
    """What a message says."""
    reply = client.messages.create(model=MODEL, max_tokens=50, messages=[{"role": "user", "content": "Hi"}])
    return "".join(block.text for block in reply.content if isinstance(block, TextBlock))


def on_openai(server: ProviderServer) -> str | None:
    """One call of OpenAI's client."""
    with openai_client(server) as client:
        return chat(client)


def on_anthropic(server: ProviderServer) -> str | None:
    """One call of Anthropic's client."""
    with anthropic_client(server) as client:
        return message(client)


BOTH = pytest.mark.parametrize("call", [on_openai, on_anthropic])


def test_chat_says_what_was_said() -> None:
    """Without a script the reply tells what came, and the request is on record as it was sent."""
    with serve() as server, openai_client(server) as client:
        assert chat(client) == "You said: Hi"
        (received,) = server.requests
        assert (received.path, received.model, received.format) == ("/v1/chat/completions", "gpt-4o", "openai_chat")
        assert received.headers["authorization"] == "Bearer key"
        assert received.messages == [{"role": "user", "content": "Hi"}]
        assert received.raw.startswith(b'{"')


def test_chat_calls_tools() -> None:
    """A completion with words, reasoning and two calls has all of them, and ids that no other call has."""
    with serve([SEARCH, SEARCH]) as server, openai_client(server) as client:
        replies = [
            client.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": "Hi"}]) for _turn in range(2)
        ]
    found = replies[0].choices[0]
    assert (found.message.content, found.finish_reason) == ("Let me look.", "tool_calls")
    wanted = [call for reply in replies for call in reply.choices[0].message.tool_calls or () if call.type == "function"]
    assert [call.function.name for call in wanted] == ["search", "open"] * 2
    assert wanted[0].function.arguments == '{"q":"naïve 東京","limit":3}'
    assert len({call.id for call in wanted}) == 4


@pytest.mark.parametrize("reply", [says(HELLO), SEARCH, calls(("search", {"q": "x"}))], ids=["text", "all", "one call"])
def test_chat_stream_adds_up(reply: Reply) -> None:
    """The SDK puts a stream together to the message that came in one piece, whatever it holds."""
    with serve([reply, reply]) as server, openai_client(server) as client:
        whole = client.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": "Hi"}])
        with client.chat.completions.stream(model="gpt-4o", messages=[{"role": "user", "content": "Hi"}]) as stream:
            streamed = stream.get_final_completion()
    assert streamed.choices[0].finish_reason == whole.choices[0].finish_reason
    assert streamed.choices[0].message.content == whole.choices[0].message.content
    named = [[call.model_dump()["function"] for call in each.choices[0].message.tool_calls or ()] for each in (streamed, whole)]
    for call in named[0]:
        call.pop("parsed_arguments", None)
    assert [(call["name"], call["arguments"]) for call in named[0]] == [(call["name"], call["arguments"]) for call in named[1]]


@pytest.mark.parametrize("asked", [True, False])
def test_chat_stream_tells_usage_when_asked(asked: bool) -> None:
    """The last chunk holds the usage and no choice, if and only if the caller asked for it."""
    with serve() as server, openai_client(server) as client:
        options = {"stream_options": {"include_usage": True}} if asked else {}
        chunks = list(
            client.chat.completions.create(
                model="gpt-4o", messages=[{"role": "user", "content": "Hi"}], stream=True, extra_body=options
            )
        )
    assert chunks[0].choices[0].delta.role == "assistant"
    assert [bool(chunk.usage) for chunk in chunks] == [False] * (len(chunks) - 1) + [asked]
    assert [bool(chunk.choices) for chunk in chunks] == [True] * (len(chunks) - 1) + [not asked]


def test_usage_is_what_the_script_says() -> None:
    """Cached tokens are part of OpenAI's input and beside Anthropic's, as the providers have it."""
    account = Usage(input_tokens=1_000, output_tokens=7, cached_tokens=600, cache_write_tokens=100, cache_write_long_tokens=50)
    with serve([using(says("Hi"), account)] * 2) as server, openai_client(server) as ours, anthropic_client(server) as theirs:
        of_openai = ours.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": "Hi"}]).usage
        of_anthropic = theirs.messages.create(model=MODEL, max_tokens=9, messages=[{"role": "user", "content": "Hi"}]).usage
    assert of_openai is not None
    assert of_openai.prompt_tokens_details is not None
    assert (of_openai.prompt_tokens, of_openai.prompt_tokens_details.cached_tokens, of_openai.completion_tokens) == (
        1_000,
        600,
        7,
    )
    assert (of_anthropic.input_tokens, of_anthropic.cache_read_input_tokens, of_anthropic.output_tokens) == (250, 600, 7)
    assert of_anthropic.cache_creation_input_tokens == 150
    assert of_anthropic.cache_creation is not None
    assert of_anthropic.cache_creation.ephemeral_1h_input_tokens == 50


def test_reply_may_say_nothing_of_usage() -> None:
    """As some compatible servers do, a completion comes without an account of tokens."""
    with serve([using(says("Hi"), None)]) as server, openai_client(server) as client:
        reply = client.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": "Hi"}])
    assert reply.usage is None


def test_completion_is_parsed() -> None:
    """Structured output comes back as the caller's own class."""

    class Answer(BaseModel):
        number: int

    with serve([says('{"number": 42}')]) as server, openai_client(server) as client:
        reply = client.chat.completions.parse(
            model="gpt-4o", messages=[{"role": "user", "content": "Hi"}], response_format=Answer
        )
    assert reply.choices[0].message.parsed == Answer(number=42)


def test_azure_names_the_model_in_the_path() -> None:
    """Azure's client is served by deployment, and its stream begins with a chunk without choices."""
    with serve() as server, AzureOpenAI(azure_endpoint=server.url, api_key="key", api_version="2024-10-21") as client:
        reply = client.chat.completions.create(model="mine", messages=[{"role": "user", "content": "Hi"}])
        chunks = list(client.chat.completions.create(model="mine", messages=[{"role": "user", "content": "Hi"}], stream=True))
        received = server.requests[0]
    assert (reply.model, reply.choices[0].message.content) == ("mine", "You said: Hi")
    assert (received.path, received.query) == ("/openai/deployments/mine/chat/completions", "api-version=2024-10-21")
    assert received.is_azure
    assert chunks[0].choices == []
    assert chunks[1].choices[0].delta.role == "assistant"


@pytest.mark.parametrize("reply", [says(HELLO), SEARCH, says("Cut", stop="length")], ids=["text", "all", "cut off"])
def test_responses_stream_adds_up(reply: Reply) -> None:
    """The last event holds the response that comes in one piece, and the events are numbered."""
    with serve([reply, reply, reply]) as server, openai_client(server) as client:
        whole = client.responses.create(model="gpt-4o", input="Hi")
        events = list(client.responses.create(model="gpt-4o", input="Hi", stream=True))
        with client.responses.stream(model="gpt-4o", input="Hi") as stream:
            assert [event.type for event in stream][-1] == events[-1].type
    assert [event.sequence_number for event in events] == list(range(len(events)))
    assert (events[0].type, events[-1].type) == ("response.created", f"response.{whole.status}")
    last = events[-1]
    assert last.type in ("response.completed", "response.incomplete")
    assert last.response.output_text == whole.output_text == reply.text
    assert [item.type for item in last.response.output] == [item.type for item in whole.output]
    assert whole.usage is not None
    deltas = [event.delta for event in events if event.type == "response.output_text.delta"]
    assert "".join(deltas) == reply.text


def test_message_has_all_blocks() -> None:
    """A message thinks, talks and calls, in this order, and says that it waits for tools."""
    with serve([SEARCH]) as server, anthropic_client(server) as client:
        reply = client.messages.create(model=MODEL, max_tokens=50, messages=[{"role": "user", "content": "Hi"}])
    thinking, text, search, opened = reply.content
    assert isinstance(thinking, ThinkingBlock)
    assert isinstance(text, TextBlock)
    assert isinstance(search, ToolUseBlock)
    assert isinstance(opened, ToolUseBlock)
    assert (thinking.thinking, text.text, search.input) == (
        "They want to know.",
        "Let me look.",
        {"q": "naïve 東京", "limit": 3},
    )
    assert reply.stop_reason == "tool_use"


@pytest.mark.parametrize("reply", [says(HELLO), SEARCH], ids=["text", "all"])
def test_message_stream_adds_up(reply: Reply) -> None:
    """The SDK puts a stream together to the message that came in one piece."""
    with serve([reply, reply]) as server, anthropic_client(server) as client:
        whole = client.messages.create(model=MODEL, max_tokens=50, messages=[{"role": "user", "content": "Hi"}])
        with client.messages.stream(model=MODEL, max_tokens=50, messages=[{"role": "user", "content": "Hi"}]) as stream:
            streamed = stream.get_final_message()
    left, right = ([block.model_dump(exclude={"id", "parsed_output"}) for block in each.content] for each in (streamed, whole))
    assert left == right
    assert (streamed.stop_reason, streamed.usage.output_tokens) == (whole.stop_reason, whole.usage.output_tokens)


def test_tokens_are_counted_and_models_listed() -> None:
    """Both stand beside the script: they use up no reply of it."""
    with serve([]) as server, openai_client(server) as ours, anthropic_client(server) as theirs:
        counted = theirs.messages.count_tokens(model=MODEL, messages=[{"role": "user", "content": "Hi " * 400}])
        assert 250 < counted.input_tokens < 400
        assert "gpt-4o" in [model.id for model in ours.models.list()]
        assert ours.models.retrieve("mine").id == "mine"
        assert next(iter(theirs.models.list())).type == "model"


@pytest.mark.parametrize(
    ("status", "ours", "theirs"),
    [
        (400, openai.BadRequestError, anthropic.BadRequestError),
        (401, openai.AuthenticationError, anthropic.AuthenticationError),
        (404, openai.NotFoundError, anthropic.NotFoundError),
        (429, openai.RateLimitError, anthropic.RateLimitError),
        (500, openai.InternalServerError, anthropic.InternalServerError),
        (529, openai.InternalServerError, anthropic.InternalServerError),
    ],
)
def test_errors_are_the_sdk_s_own(
    status: int, ours: type[openai.APIStatusError], theirs: type[anthropic.APIStatusError]
) -> None:
    """Each status becomes the exception that the SDK has for it, with the provider's body."""
    with serve([error(status, "so it is", retry_after=0.25)] * 2) as server:
        with pytest.raises(ours, match="so it is") as of_openai:
            on_openai(server)
        with pytest.raises(theirs, match="so it is") as of_anthropic:
            on_anthropic(server)
    assert of_openai.value.status_code == of_anthropic.value.status_code == status
    assert of_openai.value.response.headers["retry-after"] == "0.25"
    assert of_anthropic.value.response.headers["request-id"]


@BOTH
def test_script_comes_to_an_end(call: Callable[[ProviderServer], str | None]) -> None:
    """A request beyond the script is refused, so that one too many fails its test."""
    with serve([says("One.")]) as server:
        assert call(server) == "One."
        with pytest.raises((openai.BadRequestError, anthropic.BadRequestError), match="the script has 1 replies"):
            call(server)


def test_script_may_be_a_function() -> None:
    """A function answers each request by what it holds; what it raises is raised by the test."""
    with serve(lambda received: says(received.model.upper())) as server:
        assert on_openai(server) == "GPT-4O"
    with (
        pytest.raises(KeyError),
        serve(lambda received: says(received.body["no such field"])) as server,
        pytest.raises(openai.InternalServerError),
    ):
        on_openai(server)


def test_retries_are_the_sdk_s() -> None:
    """A client that retries sees the next reply of the script."""
    with serve([error(529, retry_after=0.01), says("Now.")] * 2) as server:
        with openai_client(server, retries=1) as ours, anthropic_client(server, retries=1) as theirs:
            assert (chat(ours), message(theirs)) == ("Now.", "Now.")
        assert len(server.requests) == 4


@BOTH
@pytest.mark.parametrize("after_bytes", [None, 0, 40])
def test_cut_reply_is_a_connection_error(call: Callable[[ProviderServer], str | None], after_bytes: int | None) -> None:
    """A reply that ends before its end is no reply, wherever it is cut."""
    with serve([cut(says(HELLO), after_bytes=after_bytes)]) as server:
        with pytest.raises((openai.APIConnectionError, anthropic.APIConnectionError)):
            call(server)
        assert not server.interrupted


@pytest.mark.parametrize("after", [{"after_events": 3}, {"after_bytes": 700}])
def test_cut_stream_yields_what_came(after: dict[str, int]) -> None:
    """A stream that is cut gives the events before, then fails as connections do."""
    seen: list[object] = []
    with serve([cut(says(HELLO), **after)]) as server, openai_client(server) as client:
        stream = client.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": "Hi"}], stream=True)
        with pytest.raises(openai.APIConnectionError):
            seen.extend(stream)
    assert 1 <= len(seen) <= 3


def test_stream_may_fail_midway() -> None:
    """An error event in a stream is the SDK's exception, in either provider's shape."""
    with serve([fails_midway(529, says(HELLO), after_events=3)] * 2) as server:
        with openai_client(server) as ours, pytest.raises(openai.APIError, match="midway"):
            list(ours.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": "Hi"}], stream=True))
        with anthropic_client(server) as theirs, pytest.raises(anthropic.APIStatusError, match="midway"):
            list(theirs.messages.create(model=MODEL, max_tokens=9, messages=[{"role": "user", "content": "Hi"}], stream=True))


@pytest.mark.parametrize("reply", [hangs(30), delayed(30, says(HELLO))])
def test_late_reply_is_a_timeout(reply: Reply) -> None:
    """A client that waits less than the reply takes gets its time-out, and the server sees it go."""
    patience = openai.Timeout(10, read=0.2)
    with serve([reply]) as server, OpenAI(base_url=server.openai_url, api_key="k", max_retries=0, timeout=patience) as client:
        with pytest.raises(openai.APITimeoutError):
            chat(client)
        assert server.wait_interrupted() is not None


@pytest.mark.parametrize("reply", [hangs(30, says(HELLO), after_events=2), paced(0.05, says(HELLO * 50))])
def test_early_break_closes_the_connection(reply: Reply) -> None:
    """A stream that is closed in the middle closes its connection, which the server sees."""
    with serve([reply]) as server, openai_client(server) as client:
        stream = client.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": "Hi"}], stream=True)
        next(stream)
        stream.close()
        gone = server.wait_interrupted()
        assert gone is not None
        assert gone.received is server.requests[0]
        assert gone.events_written >= 1


def test_connections_are_kept_and_counted() -> None:
    """Calls one after the other share a connection; a closed client leaves none open."""
    with serve() as server:
        with openai_client(server) as client:
            assert [chat(client) for _call in range(5)] == ["You said: Hi"] * 5
            assert (server.connections_opened, server.connections_open) == (1, 1)
        assert server.wait_for(lambda server: server.connections_open == 0)
    with pytest.raises(openai.APIConnectionError):
        on_openai(server)


def test_requests_may_be_forgotten() -> None:
    """For long runs nothing is kept of a request but that it came."""
    with serve(remembers=False) as server:
        on_openai(server)
        assert (server.served, server.requests) == (1, [])


def test_bodies_are_compared() -> None:
    """Two requests differ in the fields that differ; tools and tool results are found in every format."""
    tools = [{"type": "function", "function": {"name": "search", "parameters": {"type": "object"}}}]
    with serve(is_strict=False) as server, openai_client(server) as ours, anthropic_client(server) as theirs:
        chat(ours)
        ours.chat.completions.create(
            model="gpt-4o", messages=[{"role": "tool", "tool_call_id": "1", "content": "found"}], extra_body={"tools": tools}
        )
        result = {"type": "tool_result", "tool_use_id": "1", "content": [{"type": "text", "text": "found"}]}
        theirs.messages.create(
            model=MODEL, max_tokens=9, messages=[], extra_body={"messages": [{"role": "user", "content": [result]}]}
        )
        first, second, third = server.requests
    assert second.differs(first) == {"messages", "tools"}
    assert second.tool_names == ["search"]
    assert second.tool_results == third.tool_results == ["found"]


def test_echo_tells_of_tools() -> None:
    """Where a tool spoke last, the reply tells how much it said."""
    with serve(is_strict=False) as server, openai_client(server) as client:
        reply = client.chat.completions.create(
            model="gpt-4o", messages=[{"role": "tool", "tool_call_id": "1", "content": "found"}]
        )
    assert reply.choices[0].message.content == "The tool said 5 characters."


def test_server_may_run_apart() -> None:
    """In a process of its own it answers the same, and ends with its block."""
    with serve_apart() as url, OpenAI(base_url=f"{url}/v1", api_key="key", max_retries=0) as client:
        assert chat(client) == "You said: Hi"
    with OpenAI(base_url=f"{url}/v1", api_key="key", max_retries=0) as client, pytest.raises(openai.APIConnectionError):
        chat(client)
