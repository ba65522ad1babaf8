"""Tests of telling and moving what keeps a prompt from being cached."""

from __future__ import annotations

from collections import Counter

import msgspec
import pytest

from headroom.config.history import DYNAMIC_TAIL
from headroom.errors import ConfigurationError
from headroom.messages import Conversation, Opaque, Text, part_text
from headroom.safety import accepted, changes_between, verify
from headroom.transforms.cache_aligner import CacheAligner
from headroom.transforms.contract import PromptTransform
from headroom.wire.codec import decode, encode, encode_system
from tests.transforms.histories import anthropic, openai, wire

PROMPT = "You are helpful.\nCurrent date: January 7, 2025\n\nRequest ID: 550e8400-e29b-41d4-a716-446655440000\n\nBe brief.\n"
ALIGNED = (
    f"You are helpful.\n\nBe brief.\n{DYNAMIC_TAIL}"
    "Current date: January 7, 2025\nRequest ID: 550e8400-e29b-41d4-a716-446655440000"
)
ASK = ("", "{}", "What happened on 2024-01-01?")
EXTRACT = CacheAligner(mode="extract")


def prompt_of(conversation: Conversation) -> str:
    """The system prompt, wherever the format keeps it."""
    parts = conversation.system or conversation.messages[0].parts
    return "".join(map(part_text, parts))


@pytest.mark.parametrize("build", [openai, anthropic])
def test_detecting_changes_nothing(build: type) -> None:
    """It warns of each kind, naming lines and no values, and decides on each part."""
    before = build(ASK, system=PROMPT)
    after, report = CacheAligner()(before)
    assert after is before
    assert [warning.partition(":")[2].split(" (")[0].split("holds ")[1] for warning in report.warnings] == ["1 date", "1 UUID"]
    assert "(line 2)" in report.warnings[0]
    assert not any("2025" in warning or "550e" in warning for warning in report.warnings)
    spoken = next(decision for decision in report.decisions if decision.reason != "no system prompt")
    assert (spoken.action, spoken.reason) == ("kept", "1 date, 1 UUID")
    assert {decision.action for decision in report.decisions} == {"kept"}
    assert len(report.decisions) == sum(len(message.parts) for message in before.messages) + len(before.system)


@pytest.mark.parametrize("build", [openai, anthropic])
def test_extracting_moves_lines_to_the_end(build: type) -> None:
    """Nothing else changes, and nothing is lost."""
    before = build(ASK, system=PROMPT)
    after, report = EXTRACT(before)
    assert prompt_of(after) == ALIGNED
    assert Counter(ALIGNED.split()) - Counter(PROMPT.split()) == Counter(DYNAMIC_TAIL.split())
    assert Counter(PROMPT.split()) <= Counter(ALIGNED.split())
    assert list(accepted(changes_between(before, after))) == []
    assert [decision.action for decision in report.decisions].count("compressed") == 1
    again, _ = EXTRACT(after)
    assert again is after


def test_the_wire_gets_a_string_for_a_string() -> None:
    """And blocks for blocks, with the caller's cache mark where it was."""
    after, _ = EXTRACT(openai(ASK, system=PROMPT))
    assert encode(after)[0] == {"role": "system", "content": ALIGNED}
    assert prompt_of(wire(after)) == ALIGNED
    before = (Text(text=PROMPT), Text(text="More."))
    blocks = [{"type": "text", "text": PROMPT, "cache_control": {"type": "ephemeral"}}, {"type": "text", "text": "More."}]
    system = EXTRACT(msgspec.structs.replace(anthropic(ASK), system=before))[0].system
    written = encode_system(blocks, before, system)
    assert isinstance(written, list)
    assert written[0] == {"type": "text", "text": "You are helpful.\n\nBe brief.\n", "cache_control": {"type": "ephemeral"}}
    assert written[1] is blocks[1]
    assert written[2]["text"].startswith(f"{DYNAMIC_TAIL}Current date")


def test_what_moves_stands_behind_the_mark() -> None:
    """What a provider caches of the prompt is then the same in the next request, whatever the day."""
    mark = {"type": "ephemeral"}
    for day in ("2025-01-07", "2025-01-08"):
        before = (Text(text=f"You are helpful.\nToday is {day}.\nBe brief."),)
        blocks = [{"type": "text", "text": before[0].text, "cache_control": mark}]
        after, report = EXTRACT(msgspec.structs.replace(anthropic(ASK), system=before))
        assert encode_system(blocks, before, after.system) == [
            {"type": "text", "text": "You are helpful.\nBe brief.", "cache_control": mark},
            {"type": "text", "text": f"{DYNAMIC_TAIL}Today is {day}."},
        ]
        assert report.warnings == ()
        assert EXTRACT(after)[0] is after


def marked(*texts: str, at: int) -> Conversation:
    """A system message of several blocks, one of which has a mark."""
    blocks: list[dict[str, object]] = [{"type": "text", "text": text} for text in texts]
    blocks[at]["cache_control"] = {"type": "ephemeral"}
    return decode([{"role": "system", "content": blocks}, {"role": "user", "content": "Hi."}], model="gpt-4o").unwrap()


def test_nothing_moves_into_what_a_mark_caches() -> None:
    """A message may gain no block, so there is no place behind the mark: that is told, and so is what is found."""
    before = marked("You are helpful.", "Today is 2025-01-07.\nBe brief.", at=1)
    after, report = EXTRACT(before)
    assert after is before
    assert [decision.action for decision in report.decisions] == ["kept"] * 3
    assert "nothing was moved in message 0: its end is marked with cache_control" in report.warnings[0]
    assert "holds 1 date" in report.warnings[1]
    after, report = EXTRACT(marked("Today is 2025-01-07.\nYou are helpful.", "Be brief.", at=0))
    assert [part_text(part) for part in after.messages[0].parts] == [
        "You are helpful.",
        f"Be brief.{DYNAMIC_TAIL}Today is 2025-01-07.",
    ]
    assert report.warnings == ()


def test_a_mark_on_the_message_itself_counts() -> None:
    """Some gateways take it there."""
    message = {"role": "system", "content": "Be brief.\nToday is 2025-01-07.", "cache_control": {"type": "ephemeral"}}
    before = decode([message, {"role": "user", "content": "Hi."}], model="gpt-4o").unwrap()
    assert EXTRACT(before)[0] is before


def test_what_moved_is_not_warned_of() -> None:
    """What stays is."""
    _, report = EXTRACT(openai(ASK, system=PROMPT))
    assert report.warnings == ()
    _, report = EXTRACT(openai(ASK, system=f"{PROMPT}Ask before 2025-01-09.\n"))
    assert len(report.warnings) == 1
    assert "1 date (line 7)" in report.warnings[0]


def test_only_system_and_developer_texts_are_read() -> None:
    """Not what users say."""
    assert CacheAligner()(openai(ASK))[1].warnings == ()
    given = openai(ASK, system=PROMPT)
    developer = msgspec.structs.replace(given.messages[0], role="developer")
    assert len(CacheAligner()(msgspec.structs.replace(given, messages=(developer, given.messages[1])))[1].warnings) == 2


def test_each_message_keeps_its_own_lines() -> None:
    """So that what a message becomes does not depend on the next."""
    given = openai(ASK, system=PROMPT)
    second = msgspec.structs.replace(given.messages[0], parts=(Text(text="Also.\nToday is 2026-01-07."),), origin=1)
    before = msgspec.structs.replace(given, messages=(given.messages[0], second))
    after, _ = EXTRACT(before)
    assert part_text(after.messages[0].parts[0]) == ALIGNED
    assert part_text(after.messages[1].parts[0]) == f"Also.{DYNAMIC_TAIL}Today is 2026-01-07."


def test_a_prompt_without_anything_dynamic_is_the_same_object() -> None:
    """In both modes; so is one of images."""
    before = anthropic(ASK, system="Be brief. Session: always answer in French.")
    assert EXTRACT(before)[0] is before
    before = msgspec.structs.replace(before, system=(Opaque(kind="image"),))
    assert EXTRACT(before)[0] is before


def test_the_score_falls_with_each_finding() -> None:
    """From 1 to 0; what stands at the end already costs nothing."""
    score = CacheAligner().get_alignment_score
    assert score([{"role": "system", "content": "Be brief."}, {"role": "user", "content": "2024-01-01"}]) == 1.0
    assert score([{"role": "system", "content": PROMPT}]) == 0.8
    assert score([{"role": "user", "content": "hi"}], system=PROMPT) == 0.8
    assert score([{"role": "system", "content": ALIGNED}]) == 1.0
    assert score([{"role": "system", "content": "2024-01-01 " * 30}]) == 0.0
    with pytest.raises(ConfigurationError):
        score([{"content": "no role"}])


def test_detectors_of_ones_own_are_asked() -> None:
    """And their absence is told."""
    before = openai(ASK, system="Talk to Alice.")
    _, report = CacheAligner(detection_tiers=("regex", "ner", "semantic"))(before)
    assert report.warnings == (
        "cache_aligner: tier ner asked for; no detector given",
        "cache_aligner: tier semantic asked for; no detector given",
    )
    _, report = CacheAligner(detection_tiers=("ner",), ner=lambda text: [(text.index("Alice"), text.index("Alice") + 5)])(
        before
    )
    assert len(report.warnings) == 1
    assert "1 ner finding (line 1)" in report.warnings[0]
    assert CacheAligner(detection_tiers=("ner",), mode="extract", ner=lambda text: [(0, len(text))])(before)[0] is before


def test_date_patterns_alone() -> None:
    """Without the detector only they are looked for."""
    aligner = CacheAligner(use_dynamic_detector=False)
    assert len(aligner(openai(ASK, system=PROMPT))[1].warnings) == 1
    assert aligner.get_alignment_score([{"role": "system", "content": PROMPT}]) == 0.9
    own = CacheAligner(use_dynamic_detector=False, date_patterns=("Request",))
    assert own.get_alignment_score([{"role": "system", "content": PROMPT}]) == 0.9


def test_labels_and_separator_of_ones_own() -> None:
    """Both are honoured."""
    aligner = CacheAligner(mode="extract", extra_dynamic_labels=("build",), dynamic_tail_separator="\n==\n")
    after, _ = aligner(openai(ASK, system="Build: 7f3a\nBe brief."))
    assert prompt_of(after) == "Be brief.\n==\nBuild: 7f3a"
    after, _ = aligner(openai(ASK, system="Build: main\nBe brief."))
    assert prompt_of(after) == "Be brief.\n==\nBuild: main"


def test_it_does_not_rewrite_history() -> None:
    """Each system text decides alone."""
    assert (EXTRACT.name, EXTRACT.rewrites_history) == ("cache_aligner", False)


@pytest.mark.parametrize("build", [openai, anthropic])
def test_only_extracting_edits_the_prompt(build: type) -> None:
    """It says so, and every law that then holds is kept."""
    assert isinstance(EXTRACT, PromptTransform)
    assert (EXTRACT.edits_prompt, CacheAligner().edits_prompt) == (True, False)
    before = build(ASK, system=PROMPT)
    after, report = EXTRACT(before)
    assert [str(verdict) for verdict in verify(before, after, report, may_edit_prompt=True)] == []


@pytest.mark.parametrize(
    "settings",
    [
        {"mode": "fix"},
        {"detection_tiers": ("magic",)},
        {"entropy_threshold": 2.0},
        {"dynamic_tail_separator": "\n"},
        {"date_patterns": ("(",)},
    ],
)
def test_settings_out_of_range_are_refused(settings: dict[str, object]) -> None:
    """At once."""
    with pytest.raises(ConfigurationError):
        CacheAligner(**settings)  # type: ignore[arg-type]
