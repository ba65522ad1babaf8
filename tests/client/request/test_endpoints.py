"""Which calls are compressed."""

from __future__ import annotations

import msgspec
import pytest

from headroom.client.request.endpoints import ENDPOINTS, Asked, endpoint_at, endpoint_of
from headroom.config.overrides import Overrides
from tests.fakes.ports import asking


@pytest.mark.parametrize(
    ("path", "format_name"),
    [
        ("/chat/completions", "openai_chat"),
        ("/deployments/mine/chat/completions?api-version=2026", "openai_chat"),
        ("/responses", "openai_responses"),
        ("/v1/messages", "anthropic"),
        ("/v1/messages?beta=true", "anthropic"),
        *[(path, None) for path in ("/embeddings", "/v1/messages/count_tokens", "/v1/messages/batches", "/responses/r/cancel")],
        *[(path, None) for path in ("/threads/t/messages", "", None, 7)],
    ],
)
def test_paths_say_which_call_it_is(path: object, format_name: str | None) -> None:
    """With a deployment before it and a query behind it; whatever is no call for a reply is none of ours."""
    found = endpoint_of(path)
    assert (None if found is None else found.format) == format_name


@pytest.mark.parametrize(
    ("place", "method", "via", "is_ours"),
    [
        ("chat.completions", "create", "", True),
        ("beta.chat.completions", "create", "", True),
        ("beta.messages", "create", "", True),
        ("responses", "create", "", True),
        ("responses", "create", "with_raw_response", False),
        ("messages", "stream", "", False),
        ("embeddings", "create", "", False),
    ],
)
def test_places_in_clients_of_any_make(place: str, method: str, via: str, *, is_ours: bool) -> None:
    """Only `create` itself, wherever it stands."""
    assert (endpoint_at(place, method, via) is not None) is is_ours


def test_the_model_and_the_call_are_named() -> None:
    """A body without a model, or with something else in its place, names none."""
    words = [Asked(endpoint=each, body={"model": "m"}, overrides=Overrides()) for each in ENDPOINTS]
    assert [(asked.model, asked.operation) for asked in words] == [
        ("m", "chat.completions"),
        ("m", "responses"),
        ("m", "messages"),
    ]
    assert Asked(endpoint=ENDPOINTS[1], body={"model": None}, overrides=Overrides()).model == ""


def test_the_extra_body_is_written_over_the_body() -> None:
    """What stands there is what reaches the provider; fields that we would change are named."""
    plain = asking("anthropic", {"model": "m", "messages": [], "system": "x"})
    assert plain.merged is plain.body
    assert plain.replaced == ()
    for asked in (
        msgspec.structs.replace(plain, extras={"extra_json": {"model": "n", "tools": [], "system": None, "metadata": {}}}),
        msgspec.structs.replace(plain, body={**plain.body, "extra_body": {"model": "n", "tools": [], "system": None}}),
    ):
        assert asked.model == "n"
        assert asked.merged["system"] is None
        assert asked.replaced == ("system", "tools")
