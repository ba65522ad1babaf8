"""`compress` and `compress_body` on requests as providers take them."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Sequence
from typing import Any, cast

import pytest

from headroom.config import HeadroomConfig, ToolProfile
from headroom.errors import ConfigurationError
from headroom.pipeline.entry import compress, compress_body
from headroom.tokens import count
from tests.fakes.requests import RECORDS, anthropic_messages, openai_messages

Requests = Callable[[], list[dict[str, Any]]]
BOTH = pytest.mark.parametrize("messages_of", [openai_messages, anthropic_messages], ids=["openai", "anthropic"])


@BOTH
def test_a_tool_result_becomes_smaller(messages_of: Requests) -> None:
    """The result is shorter, names its original, and the original is there."""
    result = compress(messages_of(), environ={})
    text = json.dumps(result.messages[-1])
    assert result.tokens_after < result.tokens_before / 2
    assert "disk full on node-9" in text
    assert list(result.originals.values()) == [RECORDS]
    assert next(iter(result.originals)) in text


@BOTH
def test_unchanged_messages_are_the_same_objects(messages_of: Requests) -> None:
    """Only the message with the compressed result is a new one, of the same fields."""
    messages = messages_of()
    result = compress(messages, environ={})
    assert all(new is old for new, old in zip(result.messages[:-1], messages[:-1], strict=True))
    assert result.messages[-1] is not messages[-1]
    assert result.messages[-1].keys() == messages[-1].keys()


@BOTH
def test_nothing_given_is_mutated(messages_of: Requests) -> None:
    """Messages, system prompt and tools are as they were, and the latter two come back themselves."""
    messages, system, tools = messages_of(), [{"type": "text", "text": "Be brief."}], [{"name": "list_jobs"}]
    given = copy.deepcopy((messages, system, tools))
    result = compress(messages, system=system, tools=tools, environ={})
    assert (messages, system, tools) == given
    assert result.system is system
    assert result.tools is tools


@BOTH
def test_every_part_has_a_decision(messages_of: Requests) -> None:
    """The report speaks of each part of each message."""
    result = compress(messages_of(), environ={})
    addresses = {(index, part) for index, message in enumerate(result.before.messages) for part in range(len(message.parts))}
    assert set(result.report.final) == addresses
    assert not result.report.warnings
    assert not any(decision.action == "reverted" for decision in result.report.decisions)


@BOTH
def test_compressing_again_changes_nothing(messages_of: Requests) -> None:
    """What was compressed comes back as it is."""
    once = compress(messages_of(), environ={})
    twice = compress(once.messages, environ={})
    assert all(new is old for new, old in zip(twice.messages, once.messages, strict=True))
    assert twice.tokens_saved == 0


@pytest.mark.parametrize(
    ("given", "where"),
    [
        ("hello", ""),
        (None, ""),
        (42, ""),
        ({"role": "user", "content": "hi"}, ""),
        ([{"role": "user", "content": "hi"}, "hi"], "[1]"),
        ([{"content": "hi"}], "[0]"),
    ],
)
def test_what_is_no_conversation_comes_back(given: object, where: str) -> None:
    """The very same value with a warning that says where and why."""
    result = compress(cast("Sequence[object]", given), environ={})
    assert cast("object", result.messages) is given
    assert len(result.report.warnings) == 1
    assert where in result.report.warnings[0]
    assert result.report.warnings[0].endswith("the messages are unchanged")
    assert (result.tokens_before, result.tokens_after) == (0, 0)


def test_a_tuple_comes_back_as_a_list() -> None:
    """Messages are a list whatever sequence they came as, readable or not."""
    messages = openai_messages()
    assert compress(tuple(messages), environ={}).messages[:3] == messages[:3]
    assert compress(("hi",), environ={}).messages == ["hi"]


def test_an_empty_conversation_is_one() -> None:
    """No messages in, none out, and nothing to warn of."""
    result = compress([], environ={})
    assert result.messages == []
    assert not result.report.warnings


@pytest.mark.parametrize(
    "options",
    [
        {"preset": "best"},
        {"preset": "cache", "keep_turns": 1},
        {"keep_turns": -1},
        {"config": {"keep_turns": 1}},
        {"model": None},
        {"tool_profiles": {"list_jobs": {"skip": True}}},
    ],
)
def test_a_setting_that_makes_no_sense_raises(options: dict[str, Any]) -> None:
    """Misuse is an exception, also where the messages are none."""
    for messages in (openai_messages(), cast("list[dict[str, Any]]", "hello")):
        with pytest.raises(ConfigurationError):
            compress(messages, **{"environ": {}, **options})


@pytest.mark.parametrize(
    "options",
    [
        {"tool_profiles": {"list_jobs": {"skip_compression": True}}},
        {"tool_profiles": {"list_jobs": ToolProfile(skip_compression=True)}},
        {"config": HeadroomConfig(tool_profiles={"list_jobs": ToolProfile(skip_compression=True)})},
        {"config": HeadroomConfig(exclude_tools=["LIST_*"])},
        {"keep_turns": 1},
    ],
    ids=["profile", "profile struct", "configured profile", "excluded", "kept turn"],
)
def test_what_the_caller_keeps_is_kept(options: dict[str, Any]) -> None:
    """Each way to leave a tool's result alone leaves every message the same object."""
    messages = openai_messages()
    result = compress(messages, **{"environ": {}, **options})
    assert all(new is old for new, old in zip(result.messages, messages, strict=True))
    assert result.report.final[3, 0].action == "kept"


@pytest.mark.parametrize(
    "options",
    [
        {"environ": {"HEADROOM_PROTECT_TOOL_RESULTS": "list_jobs"}},
        {"environ": {}, "config": HeadroomConfig(protect_tool_results=["list_jobs"])},
        {"environ": {}, "preset": "lossless"},
    ],
    ids=["environment", "config", "lossless"],
)
def test_protected_results_lose_nothing(options: dict[str, Any]) -> None:
    """Where nothing may be dropped there is no original to keep, but the result may be re-encoded."""
    result = compress(openai_messages(), **options)
    assert result.originals == {}
    assert result.tokens_saved >= 0


def test_the_process_environment_counts_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without `environ` the variable of the process protects."""
    monkeypatch.setenv("HEADROOM_PROTECT_TOOL_RESULTS", "list_jobs")
    assert compress(openai_messages()).originals == {}


def test_excluded_tools_are_compressed_in_max() -> None:
    """The default list of excluded tools holds in default and not in max."""
    messages = openai_messages(tool="Read")
    assert compress(messages, environ={}).tokens_saved == 0
    assert compress(messages, preset="max", environ={}).tokens_saved > 0


def test_a_body_keeps_its_other_bytes() -> None:
    """Only the result's string changes; spelling and unknown fields stay."""
    body = json.dumps({"model": "gpt-4o", "x": 1.50, "messages": openai_messages()}, indent=1).encode()
    result = compress_body(body, environ={}).unwrap()
    start = body.index(json.dumps(RECORDS).encode())
    assert len(result.body) < len(body) / 2
    assert result.body.startswith(body[:start])
    assert result.body.endswith(body[start + len(json.dumps(RECORDS)) :])
    assert list(result.originals.values()) == [RECORDS]


def test_an_unchanged_body_is_the_same_object() -> None:
    """Where nothing could be compressed the very bytes come back."""
    body = b'[ {"role": "user", "content": "hi"} ]'
    assert compress_body(body, environ={}).unwrap().body is body


@pytest.mark.parametrize("body", [b"", b"{", b"42", b'{"messages": 3}', b"\xff"])
def test_a_body_that_is_no_conversation_is_a_failure(body: bytes) -> None:
    """The failure says why in words."""
    assert compress_body(body, environ={}).failure().why


def test_tokens_of_a_body_are_those_of_its_model() -> None:
    """The request's model counts, unless another is named."""
    body = json.dumps({"model": "gpt-4", "messages": [{"role": "user", "content": "Straße und Brücke"}]}).encode()
    assert compress_body(body, environ={}).unwrap().tokens_before == count("Straße und Brücke", "gpt-4")
    assert compress_body(body, "gpt-4o", environ={}).unwrap().model == "gpt-4o"
    assert compress_body(b"[]", environ={}).unwrap().model == "gpt-4o"
