"""What is kept of a request for the one that goes on from it."""

from __future__ import annotations

import copy

from headroom.client.core import Core
from headroom.client.lineages import Sent
from headroom.client.request.received import received
from headroom.client.request.wanted import wanted_for
from headroom.wire.codec import WireError
from tests.fakes.ports import LOG, Script, Step, answered, asking, core_with
from tests.fakes.requests import anthropic_messages, openai_messages

Wire = dict[str, object]


def kept(core: Core, body: Wire, wire: str = "openai_chat") -> Sent:
    """What is remembered of a request that has been sent."""
    asked = asking("anthropic" if wire == "anthropic" else "openai_chat", body)
    read = received(core, asked, "somebody", wanted_for(core, asked))
    assert not isinstance(read, WireError)
    assert read.sent is not None
    return read.sent


def test_both_ends_and_how_to_go_on_are_kept() -> None:
    """What was given, what was sent, and that our tool was offered."""
    core = core_with(Script())
    body: Wire = {"model": "gpt-4o", "messages": openai_messages(LOG)}
    _, (posted,) = answered(core, asking("openai_chat", body), Step(reply={}))
    sent = kept(core, body)
    assert list(sent.items) == body["messages"]
    assert list(sent.wire) == posted["messages"]
    assert len(sent.before.messages) == len(sent.after.messages) == 4
    assert sent.offers_tool
    assert sent.progress is not None
    assert sent.report.originals[0].text == LOG
    assert sent.chars > len(LOG)


def test_nothing_kept_is_the_callers() -> None:
    """At no depth, in messages that were changed as in those that were not."""
    messages = anthropic_messages(LOG)
    messages[2]["content"].append({"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "x"}})
    body: Wire = {"model": "claude-sonnet-4-5", "messages": messages}
    given = copy.deepcopy(body)
    core = core_with(Script())
    answered(core, asking("anthropic", body), Step(reply={}))
    before = copy.deepcopy(kept(core, given, "anthropic").wire)
    messages[0]["content"] = "Something else."
    messages[1]["content"][0]["input"]["night"] = "friday"
    messages[2]["content"][1]["source"]["data"] = "y"
    sent = kept(core, given, "anthropic")
    assert sent.wire == before
    assert list(sent.items) == given["messages"]


def test_what_goes_on_takes_over_what_was_kept() -> None:
    """Only what is new is copied."""
    core = core_with(Script())
    first: Wire = {"model": "gpt-4o", "messages": openai_messages(LOG)}
    answered(core, asking("openai_chat", first), Step(reply={}))
    earlier = kept(core, first)
    second: Wire = {"model": "gpt-4o", "messages": [*openai_messages(LOG), {"role": "user", "content": "Why?"}]}
    answered(core, asking("openai_chat", second), Step(reply={}))
    later = kept(core, second)
    assert len(core.lineages) == 1
    assert len(later.items) == 5
    assert all(one is other for one, other in zip(earlier.items, later.items, strict=False))
    assert all(one is other for one, other in zip(earlier.wire, later.wire, strict=False))
    assert later.chars - earlier.chars < 100


def test_all_that_is_kept_is_counted() -> None:
    """Pictures, prompts and tools as well as texts."""
    core = core_with(Script())
    picture = {"type": "image_url", "image_url": {"url": "data:" + "x" * 50_000}}
    body: Wire = {
        "model": "gpt-4o",
        "messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, picture]}],
        "tools": [{"type": "function", "function": {"name": "f", "description": "y" * 20_000}}],
    }
    answered(core, asking("openai_chat", body), Step(reply={}))
    assert 70_000 < kept(core, body).chars < 71_000


def test_large_files_are_not_kept() -> None:
    """Neither where they open a conversation nor behind what is kept of it; long texts are."""
    core = core_with(Script())
    picture = {"type": "image_url", "image_url": {"url": "data:" + "x" * 1_100_000}}
    first = {"role": "user", "content": "Look at this."}
    for messages, length in (
        ([{"role": "user", "content": [picture]}], 0),
        ([first], 1),
        ([first, {"role": "user", "content": [picture]}], 1),
        ([first, {"role": "user", "content": "x y " * 300_000}], 2),
    ):
        body: Wire = {"model": "gpt-4o", "messages": messages}
        answered(core, asking("openai_chat", body, headroom_mode="audit"), Step(reply={}))
        assert len(core.lineages) == min(length, 1)
        assert length == 0 or len(kept(core, body).items) == length
