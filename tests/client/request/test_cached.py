"""Replies given again to the same request."""

from __future__ import annotations

import msgspec
import pytest
from openai._models import construct_type_unchecked as made_by_openai
from openai.types.chat import ChatCompletion
from openai.types.responses import Response

from headroom.client.core import Core
from headroom.client.request.cached import copied, kept, looked_up
from headroom.config import CacheOptimizerConfig, Embedder, HeadroomConfig
from tests.fakes.ports import Script, Step, answered, asking, core_with, row_of
from tests.fakes.requests import openai_messages

Wire = dict[str, object]
REQUEST: Wire = {"model": "gpt-4o", "messages": openai_messages("[]")}
WIRE: Wire = {
    "id": "r",
    "object": "chat.completion",
    "created": 1,
    "model": "gpt-4o",
    "choices": [{"index": 0, "message": {"role": "assistant", "content": "Done."}, "finish_reason": "stop"}],
    "usage": {"prompt_tokens": 5, "completion_tokens": 2, "total_tokens": 7},
}
DONE = made_by_openai(value=WIRE, type_=ChatCompletion)


def caching() -> Core:
    """A client that gives replies again."""
    cache = CacheOptimizerConfig(enable_semantic_cache=True)
    return core_with(
        Script(), config=HeadroomConfig(store_url="memory://", discover_pipeline_extensions=False, cache_optimizer=cache)
    )


def test_the_same_request_is_answered_without_the_provider() -> None:
    """By a copy of the SDK's own object, which the caller may change."""
    core = caching()
    first, _ = answered(core, asking("openai_chat", REQUEST), Step(reply=DONE))
    assert first is DONE
    again, bodies = answered(core, asking("openai_chat", {**REQUEST}))
    assert bodies == []
    assert isinstance(again, ChatCompletion)
    assert again == DONE
    assert again is not DONE
    again.choices[0].message.content = "changed"
    third, _ = answered(core, asking("openai_chat", REQUEST))
    assert third == DONE
    row = row_of(core)
    assert (row.semantic_cache_hit, row.cost_usd) == (True, 0.0)
    assert core.session.counts()["cache_hits"] == 2


def test_another_tenant_model_or_question_is_another_request() -> None:
    """Each is asked for itself."""
    core = caching()
    answered(core, asking("openai_chat", REQUEST), Step(reply=DONE))
    for tenant, changes in (
        ("another", {}),
        ("somebody", {"model": "gpt-4o-mini"}),
        ("somebody", {"temperature": 0}),
        ("somebody", {"messages": openai_messages("[1]")}),
    ):
        _, bodies = answered(core, asking("openai_chat", {**REQUEST, **changes}), Step(reply=DONE), tenant=tenant)
        assert len(bodies) == 1


def test_what_belongs_to_a_connection_is_not_given_again() -> None:
    """Streams, raw responses, and what the SDK makes something else of."""
    core = caching()
    plain = asking("openai_chat", REQUEST)
    assert looked_up(core, plain, "t").key
    assert not looked_up(core, asking("openai_chat", REQUEST, stream=True), "t").key
    assert not looked_up(core, asking("openai_chat", REQUEST, raw="raw"), "t").key
    assert not looked_up(core, msgspec.structs.replace(plain, is_parsed=True), "t").key
    assert not looked_up(core_with(Script()), plain, "t").key


def test_headers_and_parameters_are_part_of_a_request() -> None:
    """They may change the reply."""
    core = caching()
    plain = asking("openai_chat", REQUEST)
    extra = msgspec.structs.replace(plain, extras={"headers": {"x": "1"}})
    assert looked_up(core, plain, "t").key != looked_up(core, extra, "t").key


@pytest.mark.parametrize(("embedder", "is_asked"), [(None, False), (lambda texts: [[1.0] for _ in texts], True)])
def test_questions_are_only_read_where_they_are_compared(embedder: Embedder | None, *, is_asked: bool) -> None:
    """Without an embedder only the very same request is a hit."""
    cache = CacheOptimizerConfig(enable_semantic_cache=True, semantic_cache_embedder=embedder)
    config = HeadroomConfig(store_url="memory://", discover_pipeline_extensions=False, cache_optimizer=cache)
    asked = asking("openai_chat", {"model": "gpt-4o", "messages": [{"role": "user", "content": "What is a cache?"}]})
    found = looked_up(core_with(Script(), config=config), asked, "somebody")
    assert (found.question is not None) is is_asked
    assert found.key


def test_copies_are_deep() -> None:
    """Of the SDK's objects and of anything else."""
    for reply in (DONE, {"a": [1]}):
        copy = copied(reply)
        assert copy == reply
        assert copy is not reply


@pytest.mark.parametrize(
    ("status", "is_kept"), [("completed", True), ("queued", False), ("incomplete", False), ("failed", False)]
)
def test_replies_that_are_not_complete_are_not_kept(status: str, *, is_kept: bool) -> None:
    """They are asked for again."""
    core = caching()
    for reply in ({"id": "r", "status": status}, Response.construct(id="r", status=status)):
        kept(core, f"key {reply}", None, reply)
        assert (core.replies is not None and core.replies.get(f"key {reply}", None) is not None) is is_kept
