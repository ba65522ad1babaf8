"""Tests of sending tool results of any kind to their compressors."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from returns.result import Failure, Result, Success

from headroom import compress
from headroom.compressors.contract import Compressed, Skip
from headroom.config import ContentRouterConfig, HeadroomConfig, Profile, RouterSettings, Settings, settings_from
from headroom.config.public import DEFAULT_EXCLUDED_TOOLS
from headroom.errors import ConfigurationError
from headroom.messages import Conversation, Message, Opaque, Text, ToolCall, ToolResult, original_of, part_text
from headroom.retrieval.marker import find_markers
from headroom.safety import verify
from headroom.tokens import estimate_tokens
from headroom.transforms.content_router import ContentRouter
from headroom.wire.codec import decode
from tests.fakes.requests import RECORDS, anthropic_messages, openai_messages
from tests.transforms.histories import Step, anthropic, openai, results_of

FORMATS = [openai, anthropic]
Build = Callable[..., Conversation]
ASK: Step = ("", "{}", "Which job failed?")
LOG = "".join(
    f"2024-05-01T10:{row // 60:02d}:{row % 60:02d} INFO worker {row % 7} handled request {row * 37 % 991}\n"
    for row in range(300)
)
GREP = "".join(f"src/a{row % 9}/m{row % 23}.py:{row * 3}:    value = compute({row}, other)\n" for row in range(300))
REMINDER = "<system-reminder>\nThe tests must pass before you answer.\n</system-reminder>\n"
MARK = {"type": "ephemeral"}


def reason(conversation: Conversation, settings: Settings | None = None) -> str:
    """Why the last part stays; the test fails if anything changed."""
    after, report = ContentRouter(settings or Settings())(conversation)
    assert after is conversation
    assert report.originals == ()
    assert all(decision.action == "kept" for decision in report.decisions)
    return report.decisions[-1].reason


def router(**fields: object) -> Settings:
    """Settings with some of the router's changed."""
    return Settings(router=msgspec.structs.replace(RouterSettings(), **fields))


def failed(text: str, *more: Text | Opaque) -> Conversation:
    """A conversation whose only result is marked as an error."""
    result = ToolResult(call_id="c1", content=(Text(text=text), *more), is_error=True)
    messages = (
        Message(role="user", parts=(Text(text="Go."),)),
        Message(role="assistant", parts=(ToolCall(id="c1", name="run", arguments="{}"),)),
        Message(role="user", parts=(result,)),
    )
    return Conversation(messages=messages, format="anthropic")


@pytest.mark.parametrize("build", FORMATS)
def test_each_result_goes_to_its_compressor(build: Build) -> None:
    """With its kind, sizes and original on record, every law kept; the rest are the very same objects."""
    before = build(ASK, ("jobs", "{}", RECORDS), ("tail", "{}", LOG), ("rg", "{}", GREP), ("echo", "{}", "ok"))
    after, report = ContentRouter()(before)
    done = [decision for decision in report.decisions if decision.action == "compressed"]
    assert [(one.kind, one.chars_before) for one in done] == [("json", len(RECORDS)), ("log", len(LOG)), ("search", len(GREP))]
    assert [one.chars_after for one in done] == [len(text) for text in results_of(after)[:3]]
    assert {one.step for one in report.decisions} == {"content_router"}
    assert report.original_texts == {original_of(text).hash: text for text in (RECORDS, LOG, GREP)}
    assert [str(verdict) for verdict in verify(before, after, report)] == []
    changed = {one.message for one in done}
    assert all(
        (new is old) is (place not in changed)
        for place, (old, new) in enumerate(zip(before.messages, after.messages, strict=True))
    )


@pytest.mark.parametrize("build", FORMATS)
def test_every_part_has_a_decision(build: Build) -> None:
    """The system prompt's included."""
    before = build(ASK, ("jobs", "{}", RECORDS), ("echo", "{}", "ok"), ASK)
    _, report = ContentRouter()(before)
    places = {(index, place) for index, message in enumerate(before.messages) for place in range(len(message.parts))}
    places |= {(-1, place) for place in range(len(before.system))}
    assert {(decision.message, decision.part) for decision in report.decisions} == places


def test_small_results_stay() -> None:
    """By the estimated tokens of each text."""
    tokens = estimate_tokens(RECORDS)
    before = openai(ASK, ("jobs", "{}", RECORDS))
    assert reason(before, router(min_tokens_to_compress=tokens + 1)) == f"below {tokens + 1} tokens"
    assert ContentRouter(router(min_tokens_to_compress=tokens))(before)[0] is not before
    assert reason(openai(ASK, ("jobs", "{}", RECORDS[:400]))) == "below 250 tokens"


@pytest.mark.parametrize("tool", [*DEFAULT_EXCLUDED_TOOLS, "read", "GREP", "mcp__fs__Read"])
def test_excluded_tools_stay(tool: str) -> None:
    """Files that are to be edited, and pages, in any spelling."""
    assert reason(openai(ASK, (tool, "{}", RECORDS))) == f"excluded tool {tool}"
    assert ContentRouter(Settings(excluded_tools=()))(openai(ASK, (tool, "{}", RECORDS)))[1].originals


def test_what_was_retrieved_stays() -> None:
    """Even where no tool is excluded."""
    assert reason(openai(ASK, ("headroom_retrieve", "{}", RECORDS)), Settings(excluded_tools=())) == "retrieved by the model"


def test_protected_tools_lose_nothing() -> None:
    """Records may still become a table, a log stays as it is; other tools are compressed as ever."""
    table = json.dumps([{"id": row, "service": "payments", "region": "eu-west-1"} for row in range(400)])
    settings = Settings(protected_tools=("db",))
    after, report = ContentRouter(settings)(openai(ASK, ("db", "{}", table), ("DB", "{}", LOG), ("tail", "{}", LOG)))
    shortened, log, other = results_of(after)
    assert len(shortened) * 2 < len(table)
    assert find_markers(shortened) == ()
    assert find_markers(log) == ()
    assert [original.text for original in report.originals] == [LOG]
    assert find_markers(other)


def test_tool_profiles_are_by_tool() -> None:
    """More rows for one, none touched of another; the others as ever."""
    settings = Settings(profiles=(Profile(tool="many", max_items_after_crush=80), Profile(tool="skip*", skip_compression=True)))
    after, _ = ContentRouter(settings)(
        openai(ASK, ("jobs", "{}", RECORDS), ("many", "{}", RECORDS), ("skipped", "{}", RECORDS))
    )
    few, many, all_of_it = results_of(after)
    assert len(few) * 2 < len(many) < len(RECORDS)
    assert all_of_it == RECORDS
    assert reason(openai(ASK, ("skipped", "{}", RECORDS)), settings) == "the profile of skipped skips compression"


def test_short_results_marked_as_errors_stay() -> None:
    """All texts of one together are short or not; a long one is compressed like any other and stays an error."""
    limit = RouterSettings().error_protection_max_chars
    assert reason(failed(LOG[:6_000])) == "an error result"
    assert reason(failed(LOG[:limit])) == "an error result"
    after, report = ContentRouter()(failed(LOG[: limit + 1]))
    part = after.messages[-1].parts[0]
    assert isinstance(part, ToolResult)
    assert part.is_error
    assert report.originals
    halves = failed(LOG[: limit // 2 + 1], Text(text=LOG[limit // 2 + 1 : limit + 2]), Opaque(kind="image", value=1))
    assert ContentRouter()(halves)[1].decisions[-1].reason != "an error result"
    assert (
        reason(failed(LOG[:6_000]), router(error_protection_max_chars=6_000, protect_error_outputs=False)) == "an error result"
    )


def test_short_error_outputs_stay() -> None:
    """By two words of failure, whoever marked them or not; turned off, they do not."""
    crash = LOG[:6_000] + "2024-05-01T11:00:00 ERROR the exception was fatal\n"
    before = openai(ASK, ("run", "{}", crash))
    assert reason(before) == "log: a short error output"
    after, _ = ContentRouter(router(protect_error_outputs=False))(before)
    assert "the exception was fatal" in results_of(after)[0]
    assert len(results_of(after)[0]) * 2 < len(crash)


@pytest.mark.parametrize("text", [f"{LOG}{REMINDER}", f"{REMINDER}{LOG}", f"{RECORDS}\n{REMINDER}{LOG}"])
def test_tags_survive(text: str) -> None:
    """Byte for byte, while the rest is compressed."""
    after, _ = ContentRouter()(openai(ASK, ("run", "{}", text)))
    assert REMINDER in results_of(after)[0]
    assert len(results_of(after)[0]) * 3 < len(text)


def test_tags_are_configuration() -> None:
    """The caller's list stands alone."""
    noted = f"<note>\n{LOG}</note>\n"
    config = HeadroomConfig(content_router=ContentRouterConfig(kept_tags=["note"]))
    assert reason(openai(ASK, ("run", "{}", noted)), settings_from(config)) == "mixed: nothing to leave out"
    after, _ = ContentRouter()(openai(ASK, ("run", "{}", noted)))
    assert len(results_of(after)[0]) * 3 < len(noted)


def marked_anthropic() -> list[dict[str, Any]]:
    """Marks on the tool result itself and on a text inside another one."""
    messages = anthropic_messages()
    messages[-1]["content"][0]["cache_control"] = MARK
    call = {"type": "tool_use", "id": "toolu_2", "name": "tail", "input": {}}
    text = {"type": "text", "text": LOG, "cache_control": {"type": "ephemeral", "ttl": "1h"}}
    answer = {"type": "tool_result", "tool_use_id": "toolu_2", "content": [text]}
    return [*messages, {"role": "assistant", "content": [call]}, {"role": "user", "content": [answer]}]


def test_blocks_with_a_cache_mark_are_compressed_and_keep_it() -> None:
    """Anthropic's: text by text nothing else is different from what came in."""
    given = marked_anthropic()
    untouched = copy.deepcopy(given)
    result = compress(given, environ={})
    assert given == untouched
    whole, inner = result.messages[2]["content"][0], result.messages[4]["content"][0]["content"][0]
    assert whole["cache_control"] == MARK
    assert inner["cache_control"] == {"type": "ephemeral", "ttl": "1h"}
    assert len(whole["content"]) * 5 < len(RECORDS)
    assert len(inner["text"]) * 5 < len(LOG)
    for place, path in ((2, whole), (4, inner)):
        theirs = given[place]["content"][0]
        theirs = theirs if place == 2 else theirs["content"][0]
        field = "content" if place == 2 else "text"
        assert {**path, field: theirs[field]} == theirs


def test_the_mark_of_a_text_block_of_a_tool_message_stays() -> None:
    """As gateways pass them on in chat completions."""
    given = openai_messages()
    given[-1]["content"] = [{"type": "text", "text": RECORDS, "cache_control": MARK}]
    block = compress(given, environ={}).messages[-1]["content"][0]
    assert block["cache_control"] == MARK
    assert len(block["text"]) * 5 < len(RECORDS)


@pytest.mark.parametrize("build", FORMATS)
def test_only_an_explicit_keep_turns_rewrites_history(build: Build) -> None:
    """Without, every prefix becomes a prefix of what the whole becomes; with it, the last turns wait."""
    before = build(ASK, ("jobs", "{}", RECORDS), ASK, ("tail", "{}", LOG))
    whole, _ = ContentRouter()(before)
    for cut in range(len(before.messages) + 1):
        part, _ = ContentRouter()(msgspec.structs.replace(before, messages=before.messages[:cut]))
        assert part.messages == whole.messages[:cut]
    assert not ContentRouter().rewrites_history
    waiting = ContentRouter(Settings(keep_turns=1))
    after, report = waiting(before)
    assert waiting.rewrites_history
    assert [text == old for text, old in zip(results_of(after), (RECORDS, LOG), strict=True)] == [False, True]
    assert report.decisions[-1].reason == "within the last 1 turns"


def test_again_changes_nothing() -> None:
    """What it wrote is left alone."""
    once, _ = ContentRouter()(openai(ASK, ("jobs", "{}", RECORDS), ("tail", "{}", f"{LOG}{REMINDER}")))
    assert len(find_markers("\n".join(results_of(once)))) == 2
    assert reason(once, router(min_tokens_to_compress=1)) == "holds a headroom marker"


def test_turned_off_is_off() -> None:
    """For every kind, with the reason."""
    config = HeadroomConfig(content_router=ContentRouterConfig(enabled=False))
    step = ContentRouter.configured(config)
    assert step == ContentRouter(settings_from(config))
    assert reason(openai(ASK, ("jobs", "{}", RECORDS)), step.settings) == "content_router is off"


def test_the_name_is_that_of_reports() -> None:
    """As decisions call it."""
    assert ContentRouter().name == "content_router"


class Shortest(msgspec.Struct, frozen=True):
    """A compressor of somebody else's, for logs of some words only."""

    word: str
    kind: str = "log"

    def __call__(self, text: str, query: str) -> Result[Compressed, Skip]:
        """The compressor."""
        del query
        if self.word not in text:
            return Failure(Skip(f"no {self.word}"))
        return Success(Compressed(text=self.word, summary=f"only {self.word}"))


def test_compressors_of_ones_own_are_asked_first() -> None:
    """And remembered apart from those of another step."""
    before = openai(ASK, ("tail", "{}", LOG))
    outcomes = [
        results_of(ContentRouter(compressors=compressors)(before)[0])[0]
        for compressors in ((Shortest("worker"),), (Shortest("request"),), (Shortest("nothing of it"),), ())
    ]
    assert outcomes[:2] == ["worker", "request"]
    assert outcomes[2] == outcomes[3]
    assert ContentRouter.configured(HeadroomConfig(), compressors=(Shortest("worker"),))(before)[0] is not before


class Unhashable:
    """A compressor that cannot be a key."""

    kind = "log"
    __hash__ = None  # type: ignore[assignment]

    def __call__(self, text: str, query: str) -> Result[Compressed, Skip]:
        """Never anything."""
        del text, query
        return Failure(Skip("no"))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"settings": HeadroomConfig()}, "takes Settings .* not HeadroomConfig"),
        ({"compressors": (Shortest,)}, "is no compressor"),
        ({"compressors": (len,)}, "is no compressor: it must be callable, with a kind"),
        ({"compressors": ("log",)}, "'log' is no compressor"),
        ({"compressors": (Unhashable(),)}, "must be hashable"),
    ],
)
def test_misuse_is_refused_at_once(arguments: dict[str, Any], words: str) -> None:
    """By name."""
    with pytest.raises(ConfigurationError, match=words):
        ContentRouter(**arguments)


def test_results_of_unknown_tools_and_legacy_ones_are_results() -> None:
    """Without a call to answer, the name that the result carries counts."""
    lone = ToolResult(call_id="", content=(Text(text=RECORDS),), name="jobs")
    kept = ToolResult(call_id="", content=(Text(text=RECORDS),), name="Read")
    orphan = ToolResult(call_id="gone", content=(Text(text=RECORDS),))
    before = Conversation(messages=tuple(Message(role="function", parts=(part,)) for part in (lone, kept, orphan)))
    after, _ = ContentRouter()(before)
    assert [len(part_text(message.parts[0])) == len(RECORDS) for message in after.messages] == [False, True, False]


def test_nothing_of_what_people_say_is_looked_at() -> None:
    """Records that a user pasted, a prompt or an answer of records: all stay."""
    given = [
        {"role": "system", "content": RECORDS},
        {"role": "user", "content": RECORDS},
        {"role": "assistant", "content": RECORDS},
    ]
    before = decode(given, model="gpt-4o").unwrap()
    after, report = ContentRouter()(before)
    assert after is before
    assert [decision.reason for decision in report.decisions] == ["system text", "user text", "assistant text"]
