"""Whether a request offers our tool."""

from __future__ import annotations

import pytest

from headroom.client.request.endpoints import Asked
from headroom.client.request.offering import asks_for_form, offer_for
from headroom.client.request.wanted import wanted_for
from headroom.messages import Conversation, WireFormat
from headroom.retrieval.tool import tool_definition
from tests.fakes.ports import asking, core_with

Wire = dict[str, object]
TOOLS: list[object] = [{"type": "function", "function": {"name": "list_jobs", "parameters": {"type": "object"}}}]

STRUCTURED: list[tuple[WireFormat, Wire]] = [
    ("openai_chat", {"response_format": {"type": "json_schema", "json_schema": {}}}),
    ("openai_responses", {"text": {"format": {"type": "json_object"}}}),
    ("anthropic", {"output_config": {"format": {"type": "json_schema"}}}),
    ("anthropic", {"output_format": {"type": "json_schema"}}),
]


def is_offered(asked: Asked) -> bool:
    """Whether our tool is offered."""
    return offer_for(asked, Conversation(messages=()), wanted_for(core_with(), asked)).can


def test_a_plain_request_with_tools_offers_it() -> None:
    """Behind the caller's own."""
    asked = asking("openai_chat", {"model": "gpt-4o", "tools": TOOLS})
    offer = offer_for(asked, Conversation(messages=()), wanted_for(core_with(), asked))
    assert offer.can
    assert offer.tools == [*TOOLS, tool_definition("openai_chat")]


@pytest.mark.parametrize(
    "further",
    [{"n": 2}, {"functions": [{"name": "f"}]}, {"background": True}, {"thread": {"type": "create"}}, {"prompt": {"id": "p"}}],
)
def test_where_our_call_could_not_be_answered_it_is_not_offered(further: Wire) -> None:
    """Several replies, one made elsewhere, or a history that the provider holds."""
    assert not is_offered(asking("openai_chat", {"model": "gpt-4o", "tools": TOOLS, **further}))


def test_a_raw_stream_does_not_offer_it() -> None:
    """The caller reads such a body itself."""
    body: Wire = {"model": "gpt-4o", "tools": TOOLS}
    assert is_offered(asking("openai_chat", body, raw="raw"))
    assert not is_offered(asking("openai_chat", body, raw="streaming"))
    assert not is_offered(asking("openai_chat", body, raw="raw", stream=True))


def test_a_stream_that_is_to_have_a_form_does_not_offer_it() -> None:
    """Words before our call would stand before the form; a whole reply leaves them out."""
    body: Wire = {"model": "gpt-4o", "tools": TOOLS, "response_format": {"type": "json_object"}}
    assert is_offered(asking("openai_chat", body))
    assert not is_offered(asking("openai_chat", body, stream=True))


@pytest.mark.parametrize(("wire", "body"), STRUCTURED)
def test_a_form_is_known_to_be_asked_for(wire: WireFormat, body: Wire) -> None:
    """In each provider's words."""
    assert asks_for_form(body, wire)


@pytest.mark.parametrize(
    ("wire", "body"),
    [("openai_chat", {"response_format": {"type": "text"}}), ("openai_responses", {"text": {}}), ("anthropic", {})],
)
def test_plain_text_is_no_form(wire: WireFormat, body: Wire) -> None:
    """Also where it is said."""
    assert not asks_for_form(body, wire)
