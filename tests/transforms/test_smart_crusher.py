"""Tests of compressing the tool results of a conversation."""

from __future__ import annotations

import json
import sys

import msgspec
import pytest

from headroom.config import CrushSettings, HeadroomConfig, Profile, RelevanceSettings, Settings, settings_from
from headroom.errors import ConfigurationError
from headroom.messages import (
    Conversation,
    Decision,
    Message,
    Opaque,
    Report,
    Text,
    ToolCall,
    ToolResult,
    original_of,
    part_text,
)
from headroom.relevance import choice_for
from headroom.transforms.smart_crusher import SmartCrusher
from headroom.transforms.tool_results import forget_outcomes
from headroom.wire.codec import decode, encode

WORDS = ("queue", "worker", "shard", "index", "region", "cursor", "batch")
ROWS = json.dumps([{"id": 1000 + n, "topic": WORDS[n % 7], "note": f"batch {n * 31} done"} for n in range(200)])


def talk(*results: ToolResult, tool: str = "search", question: str = "What is there?", arguments: str = "{}") -> Conversation:
    """A question, then a call and a message for each result."""
    messages = [Message(role="user", parts=(Text(text=question),))]
    for result in results:
        call = ToolCall(id=result.call_id, name=tool, arguments=arguments)
        messages += [Message(role="assistant", parts=(call,)), Message(role="tool", parts=(result,))]
    return Conversation(messages=tuple(messages), model="gpt-4o")


def result(text: str = ROWS, call_id: str = "c1", *, is_error: bool = False) -> ToolResult:
    """A result of one text."""
    return ToolResult(call_id=call_id, content=(Text(text=text),), is_error=is_error)


def crush(conversation: Conversation, settings: Settings | None = None) -> tuple[Conversation, Report]:
    """What the transform makes of a conversation."""
    return SmartCrusher(settings or Settings())(conversation)


def last_text(conversation: Conversation) -> str:
    """What the model reads in the last part."""
    return part_text(conversation.messages[-1].parts[-1])


def last_reason(conversation: Conversation, settings: Settings | None = None) -> str:
    """Why the last part stays; the test fails if it does not."""
    after, report = crush(conversation, settings)
    assert after is conversation
    assert report.originals == ()
    assert report.decisions[-1].action == "kept"
    return report.decisions[-1].reason


def test_a_result_is_compressed_and_its_original_handed_back() -> None:
    """The rest of the conversation stays the very same objects."""
    before = talk(result())
    after, report = crush(before)
    assert len(last_text(after)) * 5 < len(ROWS)
    assert after.messages[:2] == before.messages[:2]
    assert all(one is other for one, other in zip(after.messages[:2], before.messages[:2], strict=True))
    assert report.original_texts == {original_of(ROWS).hash: ROWS}
    assert part_text(before.messages[-1].parts[0]) == ROWS


def test_every_part_has_a_decision() -> None:
    """System prompts, texts, calls, results, images: each with its place and reason."""
    image = Opaque(kind="image_url", value={"url": "x"})
    parts = (Text(text="look"), image)
    before = msgspec.structs.replace(talk(result(), result("short", "c2")), system=(Text(text="be brief"),))
    before = msgspec.structs.replace(before, messages=(*before.messages, Message(role="user", parts=parts)))
    _, report = crush(before)
    assert [
        (decision.message, decision.part, decision.action, decision.reason)
        for decision in report.decisions
        if decision.message != 2
    ] == [
        (-1, 0, "kept", "system text"),
        (0, 0, "kept", "user text"),
        (1, 0, "kept", "a tool call"),
        (3, 0, "kept", "a tool call"),
        (4, 0, "kept", "below 200 tokens"),
        (5, 0, "kept", "user text"),
        (5, 1, "kept", "image_url: never touched"),
    ]


def test_what_was_done_is_told() -> None:
    """Kind, sizes, hash and a reason for people."""
    after, report = crush(talk(result()))
    (done,) = (decision for decision in report.decisions if decision.action == "compressed")
    assert done == Decision(
        message=2,
        part=0,
        step="smart_crusher",
        action="compressed",
        reason=done.reason,
        kind="json",
        original=original_of(ROWS).hash,
        relevance="bm25",
        chars_before=len(ROWS),
        chars_after=len(last_text(after)),
    )
    assert done.reason.startswith("185 of 200 rows omitted; kept: first 4")


def test_nothing_to_do_is_the_same_conversation() -> None:
    """Not a copy of it."""
    before = talk(result("ok"))
    assert crush(before)[0] is before


@pytest.mark.parametrize(
    ("content", "reason"),
    [((), "nothing in it"), ((Opaque(kind="image", value=1),), "no text in it"), ((Text(text="word " * 300),), "not JSON")],
)
def test_results_without_json_stay(content: tuple[Text | Opaque, ...], reason: str) -> None:
    """Empty, images only, and prose."""
    assert last_reason(talk(ToolResult(call_id="c1", content=content))) == reason


def test_blocks_of_one_result_are_compressed_one_by_one() -> None:
    """Each text with its own decision and original; images between them stay."""
    image = Opaque(kind="image", value=1)
    other = ROWS.replace("queue", "quota")
    before = talk(ToolResult(call_id="c1", content=(Text(text=ROWS), image, Text(text="ok"), Text(text=other)), name="n"))
    after, report = crush(before)
    part = after.messages[-1].parts[0]
    assert isinstance(part, ToolResult)
    assert (part.call_id, part.name, part.content[1:3]) == ("c1", "n", (image, Text(text="ok")))
    assert set(report.original_texts) == {original_of(ROWS).hash, original_of(other).hash}
    assert sum(decision.action == "compressed" for decision in report.decisions) == 2


def test_parallel_results_of_one_message() -> None:
    """Each part of a message is looked at, what stands between them stays."""
    parts = (result(call_id="c1"), Text(text="and"), result("ok", "c2"), result(call_id="c3"))
    before = Conversation(messages=(Message(role="user", parts=parts),))
    after, _ = crush(before)
    new = after.messages[0].parts
    assert [one is other for one, other in zip(new, parts, strict=True)] == [False, True, True, False]


def test_the_question_before_a_result_chooses_its_rows() -> None:
    """The last user text before it, not one that follows."""
    assert "1077" in last_text(crush(talk(result(), question="What about 1077?"))[0])
    before = talk(result())
    later = msgspec.structs.replace(before, messages=(*before.messages, Message(role="user", parts=(Text(text="And 1077?"),))))
    assert "1077" not in part_text(crush(later)[0].messages[2].parts[0])
    assert crush(later)[0].messages[:3] == crush(before)[0].messages


def test_the_arguments_of_the_call_choose_rows() -> None:
    """As a weaker part of the question."""
    assert "1077" in last_text(crush(talk(result(), arguments='{"id":"1077"}'))[0])


@pytest.mark.parametrize("tool", ["Read", "mcp__fs__GREP", "headroom_retrieve"])
def test_excluded_and_retrieved_results_stay(tool: str) -> None:
    """By the name of the call that they answer."""
    assert last_reason(talk(result(), tool=tool)) in (f"excluded tool {tool}", "retrieved by the model")


def test_legacy_results_carry_their_own_name() -> None:
    """Without a call to answer."""
    lone = ToolResult(call_id="", content=(Text(text=ROWS),), name="Read")
    before = Conversation(messages=(Message(role="function", parts=(lone,)),))
    assert last_reason(before) == "excluded tool Read"


def test_error_results_stay() -> None:
    """What went wrong is shown whole."""
    assert last_reason(talk(result(is_error=True))) == "an error result"


def test_protected_results_lose_nothing() -> None:
    """Tables may still be made of them."""
    table = json.dumps([{"id": n, "service": "payments", "region": "eu-west-1"} for n in range(400)])
    after, report = crush(talk(result(table), tool="db"), Settings(protected_tools=("DB",)))
    assert report.originals == ()
    assert "400 rows {" in last_text(after)


def test_profiles_are_by_tool() -> None:
    """More rows for one, none touched of another."""
    settings = Settings(profiles=(Profile(tool="list", max_items_after_crush=60), Profile(tool="skip", skip_compression=True)))
    lines = [len(last_text(crush(talk(result(), tool=tool), settings)[0]).split("\n")) for tool in ("search", "list")]
    assert lines[1] > 2 * lines[0]
    assert last_reason(talk(result(), tool="skip"), settings) == "the profile of skip skips compression"


@pytest.mark.parametrize(("keep", "changed"), [(0, [2, 5, 8]), (1, [2, 5]), (2, [2]), (3, []), (9, [])])
def test_recent_turns_stay(keep: int, changed: list[int]) -> None:
    """The last N turns, all of them if there are fewer; and that rewrites history."""
    messages: list[Message] = []
    for turn in range(3):
        messages += talk(result(call_id=f"c{turn}")).messages
    before = Conversation(messages=tuple(messages))
    step = SmartCrusher(Settings(keep_turns=keep))
    after, report = step(before)
    assert [place for place in range(9) if after.messages[place] is not before.messages[place]] == changed
    assert step.rewrites_history is (keep > 0)
    if keep:
        assert report.decisions[-1].reason == f"within the last {keep} turns"


def test_memory_changes_nothing() -> None:
    """Fresh, remembered and forgotten again: the same result and report."""
    before = talk(result(), result("word " * 300, "c2"), question="What about 1077?")
    forget_outcomes()
    fresh = crush(before)
    assert crush(before) == fresh
    forget_outcomes()
    assert crush(before) == fresh


def test_memory_keeps_questions_and_settings_apart() -> None:
    """The same text under another question, call or setting is another matter."""
    plain = last_text(crush(talk(result()))[0])
    asked = last_text(crush(talk(result(), question="What about 1077?"))[0])
    called = last_text(crush(talk(result(), arguments='{"id":"1093"}'))[0])
    many = last_text(crush(talk(result()), Settings(crush=CrushSettings(max_items_after_crush=40)))[0])
    assert len({plain, asked, called, many}) == 4


def test_our_own_output_is_left_alone() -> None:
    """A conversation that was compressed once is not compressed again."""
    once, _ = crush(talk(result()))
    assert last_reason(once) == "holds a headroom marker"


def test_wire_messages_come_back_changed_only_where_they_are() -> None:
    """What the codec encodes is a new dict for the result and the given one for the rest."""
    call = {"id": "c1", "type": "function", "function": {"name": "search", "arguments": "{}"}}
    wire: list[object] = [
        {"role": "user", "content": "What is there?"},
        {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "c1", "content": ROWS, "extra": 1},
    ]
    after = encode(crush(decode(wire, model="gpt-4o").unwrap())[0])
    assert after[0] is wire[0]
    assert after[1] is wire[1]
    assert isinstance(after[2], dict)
    assert after[2].keys() == {"role", "tool_call_id", "content", "extra"}


def test_the_name_is_that_of_reports() -> None:
    """As decisions call it."""
    assert SmartCrusher().name == "smart_crusher"


def test_turned_off_is_off() -> None:
    """For every tool."""
    assert last_reason(talk(result()), Settings(crush=CrushSettings(enabled=False))) == "smart_crusher is off"


def test_a_configured_crusher_is_one_of_its_settings() -> None:
    """A configuration is frozen where the transform is made; anything else is refused by name."""
    config = HeadroomConfig(keep_turns=2)
    assert SmartCrusher.configured(config) == SmartCrusher(settings_from(config))
    with pytest.raises(ConfigurationError, match="not HeadroomConfig"):
        SmartCrusher(config)  # type: ignore[arg-type]


def near(word: str, asked: str, tier: str = "hybrid") -> Settings:
    """Settings of a tier whose embedder takes a word of a row and one of the question to mean the same."""

    def embed(texts: list[str]) -> list[list[float]]:
        return [[float(word in text or asked in text) * 4, 1.0, float(len(text) % 3)] for text in texts]

    return Settings(crush=CrushSettings(relevance=RelevanceSettings(tier=tier, embedder=embed)))  # type: ignore[arg-type]


def test_the_report_says_which_tier_chose() -> None:
    """The one that ran, in a field of its own."""
    before = talk(result(), question="What of zebras?")
    reports = {tier: crush(before, near("batch 3100 ", "zebras", tier))[1] for tier in ("bm25", "embedding", "hybrid")}
    assert {tier: report.decisions[-1].relevance for tier, report in reports.items()} == {tier: tier for tier in reports}
    assert {decision.relevance for report in reports.values() for decision in report.decisions[:-1]} == {""}


def test_another_embedder_does_not_find_what_was_remembered() -> None:
    """Two that differ in nothing but what they do."""
    before = talk(result(), question="What of zebras?")
    for number in (100, 121):
        after, _ = crush(before, near(f"batch {number * 31} ", "zebras"))
        assert f"batch {number * 31} " in last_text(after)
        assert f"batch {(221 - number) * 31} " not in last_text(after)


def test_a_tier_without_vectors_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither given nor installed: words decide, and nobody has to guess."""
    monkeypatch.delitem(sys.modules, "headroom.relevance.static_vectors", raising=False)
    monkeypatch.setitem(sys.modules, "numpy", None)
    choice_for.cache_clear()
    forget_outcomes()
    config = HeadroomConfig()
    config.smart_crusher.relevance.tier = "embedding"
    _, report = SmartCrusher.configured(config)(talk(result(), question="What of zebras?"))
    assert report.decisions[-1].relevance == "embedding asked for; bm25 ran: no embedder"
    choice_for.cache_clear()
    forget_outcomes()
