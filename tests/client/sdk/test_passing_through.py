"""What is not ours is the SDK's: other resources, other methods, copies of the client, Azure and compatible servers."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import openai
import pytest

from headroom.client.aio import AsyncHeadroomClient
from headroom.client.sync import HeadroomClient
from headroom.providers import OpenAIProvider
from tests.client.sdk.apis import APIS, Api, records
from tests.client.sdk.callers import Caller
from tests.fakes.provider_server import serve


def test_other_resources_are_the_sdks(caller: Caller) -> None:
    """Models, counts of tokens, and attributes of the client itself."""
    server = caller.serve()
    sdk = caller.bare(server)
    client = caller.wrapped(server, sdk=sdk)
    listed = caller.do(client.models.list)
    assert listed.data[0].id == "gpt-4o"
    assert caller.do(client.models.retrieve, "gpt-4o").id == "gpt-4o"
    assert client._original is sdk  # noqa: SLF001 - documented
    assert (client.base_url, client.api_key, client.max_retries) == (sdk.base_url, "key", 0)
    assert client.models is sdk.models
    with pytest.raises(AttributeError, match="no_such"):
        client.no_such  # noqa: B018


def test_other_methods_of_our_resources_are_the_sdks(caller: Caller) -> None:
    """`count_tokens`, `retrieve`, `batches`: their requests go out as they are, positional arguments too."""
    server = caller.serve()
    client = caller.wrapped(server)
    if caller.api.is_anthropic:
        asked = caller.api.request(caller.api.conversation(records()), tools=caller.api.tools("list_jobs"))
        del asked["max_tokens"]
        counted = caller.do(client.messages.count_tokens, **asked)
        assert counted.input_tokens > len(records()) / 8
        assert client.messages.batches is client._original.messages.batches  # noqa: SLF001
    else:
        with pytest.raises(openai.NotFoundError):
            caller.do(caller.api.resource(client).retrieve, "kept_1")
        assert server.requests[-1].path.endswith("/kept_1")
    assert caller.rows(client) == []


@pytest.mark.parametrize("name", ["with_options", "copy"])
def test_a_copy_of_the_client_compresses_too(caller: Caller, name: str) -> None:
    """`with_options` and `copy` give a client of ours that shares store and counters."""
    server = caller.serve()
    client = caller.wrapped(server)
    other = getattr(client, name)(default_headers={"x-team": "blue"})
    caller.ask(other, caller.api.conversation(records()), tools=caller.api.tools("list_jobs"))
    assert type(other) is type(client)
    assert server.requests[0].headers["x-team"] == "blue"
    assert len(server.requests[0].raw) < len(records()) / 2
    assert caller.one_row(client).mode == "optimize"
    assert caller.stats(client)["session"]["requests_total"] == 1


def test_the_beta_resources_are_compressed(caller: Caller) -> None:
    """`beta.messages`, `beta.chat.completions` and `beta.responses` are as those without the word."""
    server = caller.serve()
    client = caller.wrapped(server)
    asked = caller.api.request(caller.api.conversation(records()), tools=caller.api.tools("list_jobs"))
    caller.do(caller.api.resource(client.beta).create, **asked, headroom_tenant="blue")
    assert len(server.requests[0].raw) < len(records()) / 2
    assert caller.one_row(client).tenant == "blue"


def azure(kind: type[Any], url: str) -> Any:
    """A client of Azure's, on the server."""
    return kind(azure_endpoint=url, azure_deployment="nightly", api_key="key", api_version="2025-03-01-preview", max_retries=0)


@pytest.mark.parametrize("api", APIS[:1], ids=["chat"])
@pytest.mark.parametrize("stream", [False, True])
def test_azure(api: Api, stream: bool) -> None:
    """The deployment's path, the key's header, and the opening chunk that Azure sends."""
    with serve() as server, closing(azure(openai.AzureOpenAI, server.url)) as sdk:
        with HeadroomClient(sdk, OpenAIProvider(), store_url="memory://", default_mode="optimize") as client:
            reply = client.chat.completions.create(**api.request(api.conversation(records())), stream=stream)
            assert "".join(map(api.delta, reply)) if stream else api.text(reply)
            (row,) = client.get_metrics()
        (sent,) = server.requests
        assert sent.path == "/openai/deployments/nightly/chat/completions"
        assert sent.headers["api-key"] == "key"
        assert len(sent.raw) < len(records()) / 2
        assert row.tokens_output


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_azure_awaited() -> None:
    """The same with the client that is awaited, deployments named by the request."""
    api = APIS[0]
    with serve() as server:
        told: dict[str, Any] = {
            "azure_endpoint": server.url,
            "api_key": "key",
            "api_version": "2025-03-01-preview",
            "max_retries": 0,
        }
        async with (
            openai.AsyncAzureOpenAI(**told) as sdk,
            AsyncHeadroomClient(sdk, OpenAIProvider(), store_url="memory://", default_mode="optimize") as client,
        ):
            reply = await client.chat.completions.create(**api.request(api.conversation(records())))
        assert api.text(reply)
        assert server.requests[0].path == "/openai/deployments/gpt-4o/chat/completions"
        assert len(server.requests[0].raw) < len(records()) / 2


def test_a_compatible_server_under_any_path(caller: Caller) -> None:
    """A base URL of its own, a model that nobody knows: compressed, counted as an estimate, priced at nothing."""
    server = caller.serve()
    sdk = caller.bare(
        server, base_url=f"{server.url}/gateway/llm/v1" if not caller.api.is_anthropic else f"{server.url}/gateway"
    )
    client = caller.wrapped(server, sdk=sdk)
    asked = {
        **caller.api.request(caller.api.conversation(records())),
        "model": "house-model-7b",
        "tools": caller.api.tools("x"),
    }
    caller.do(caller.api.resource(client).create, **asked)
    row = caller.one_row(client)
    assert server.requests[0].path.startswith("/gateway/")
    assert len(server.requests[0].raw) < len(records()) / 2
    assert "prompt_cache_key" not in server.requests[0].body
    assert (row.model, row.exact, row.cost_usd) == ("house-model-7b", False, None)
