"""Tests of making a conversation fit."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from headroom.errors import ConfigurationError
from headroom.messages import Conversation, Message, Text, ToolCall, ToolResult, original_of, part_text
from headroom.pipeline.guard import guarded
from headroom.retrieval.marker import find_markers
from headroom.safety import recent_from
from headroom.tokens import count_conversation
from headroom.transforms.contract import WindowTransform
from headroom.transforms.rolling_window import RollingWindow
from headroom.wire.codec import decode, encode
from tests.transforms.histories import Step, anthropic, listing, openai, results_of, tokens_of, untouched

FORMATS = [openai, anthropic]
Build = Callable[..., Conversation]
TURNS: list[Step] = []
for _turn in range(8):
    TURNS.append(("", "{}", f"Question {_turn}: {'what of it? ' * 60}"))
    TURNS += [("f", f'{{"n":{number}}}', listing(number)) for number in range(3 * _turn, 3 * _turn + 3)]


@pytest.mark.parametrize("build", FORMATS)
@pytest.mark.parametrize("share", [0.99, 0.6, 0.4, 0.3])
def test_it_fits_and_nothing_is_broken(build: Build, share: float) -> None:
    """Within the limit, accepted over the wire, every law kept, the last turns the very same objects."""
    before = build(*TURNS)
    limit = int(count_conversation(before) * share)
    after, report = RollingWindow(limit_tokens=limit)(before)
    assert count_conversation(after) <= limit
    assert tokens_of(after) < tokens_of(before)
    assert report.warnings == ()
    untouched(before, after, report, keep_turns=2)
    first = recent_from(before.messages, 2)
    recent = before.messages[first:]
    assert all(one is other for one, other in zip(after.messages[-len(recent) :], recent, strict=True))
    assert RollingWindow(limit_tokens=limit)(after)[0] is after


@pytest.mark.parametrize("build", FORMATS)
def test_what_was_left_out_comes_back(build: Build) -> None:
    """Every marker names an original of the report, which holds all that was said."""
    before = build(*TURNS)
    after, report = RollingWindow(limit_tokens=int(count_conversation(before) * 0.3))(before)
    texts = [part_text(part) for message in after.messages for part in message.parts]
    named = {marker.hash for text in texts for marker in find_markers(text)}
    assert named == set(report.original_texts)
    held = "\n".join((*texts, *report.original_texts.values()))
    for message in before.messages:
        assert all(part_text(part) in held for part in message.parts)
    assert all(original == original_of(original.text) for original in report.originals)


@pytest.mark.parametrize("build", FORMATS)
def test_a_string_becomes_text_blocks_on_the_wire(build: Build) -> None:
    """The note first, what was said behind it, unchanged."""
    before = build(*TURNS)
    after, _ = RollingWindow(limit_tokens=int(count_conversation(before) * 0.3))(before)
    noted = next(message for message in encode(after) if isinstance(message, dict) and message["role"] == "user")
    note, said = noted["content"]
    assert note["type"] == said["type"] == "text"
    assert note["text"].startswith("[headroom: ")
    assert said["text"].startswith("Question ")


@pytest.mark.parametrize("build", FORMATS)
def test_where_nothing_more_may_go_it_says_so(build: Build) -> None:
    """The last turns stay, whatever their size."""
    before = build(*TURNS)
    after, report = RollingWindow(limit_tokens=100)(before)
    assert len(results_of(after)) == 6
    assert len(report.warnings) == 1
    assert "the limit is 100" in report.warnings[0]
    untouched(before, after, report, keep_turns=2)


@pytest.mark.parametrize("build", FORMATS)
def test_what_is_gentle_enough_comes_first(build: Build) -> None:
    """The last turns are above the target, and notes for old results are enough for the limit: all turns stay."""
    turns: list[Step] = [step for number in range(8) for step in (("", "{}", "Go on."), ("f", "{}", listing(number, 200)))]
    before = build(*turns)
    last = count_conversation(build(*turns[-4:]))
    limit = last + 6 * 150
    assert limit * 0.7 < last
    after, report = RollingWindow(limit_tokens=limit)(before)
    assert len(after.messages) == len(before.messages)
    assert report.warnings == ()
    assert count_conversation(after) <= limit
    untouched(before, after, report, keep_turns=2)


def test_a_mark_that_went_is_told() -> None:
    """The caller has lost what it was to cache; a mark that stayed is not named."""
    given = anthropic(*TURNS)
    for place, told in ((2, True), (len(given.messages) - 1, False)):
        wire = encode(given)
        *others, last = _blocks(wire[place])
        assert isinstance(last, dict)
        wire[place] = {"role": "user", "content": [*others, {**last, "cache_control": {"type": "ephemeral"}}]}
        before = _decoded(wire, given)
        after, report = RollingWindow(limit_tokens=int(count_conversation(before) * 0.3))(before)
        assert len(after.messages) < len(before.messages)
        assert [f"cache_control of message {place} went" in warning for warning in report.warnings] == [True] * told


def test_one_long_turn_stays() -> None:
    """It is the last."""
    before = openai(("", "{}", "Go."), *(("f", "{}", listing(number)) for number in range(20)))
    after, report = RollingWindow(limit_tokens=1_000)(before)
    assert after is before
    assert len(report.warnings) == 1


@pytest.mark.parametrize("build", FORMATS)
def test_within_the_limit_is_the_same_conversation(build: Build) -> None:
    """And every part has the reason."""
    before = build(*TURNS)
    after, report = RollingWindow(limit_tokens=count_conversation(before))(before)
    assert after is before
    assert report.warnings == ()
    assert "within the limit" in report.decisions[-1].reason


def test_system_messages_amid_the_turns_stay() -> None:
    """OpenAI allows them anywhere."""
    told = Message(role="developer", parts=(Text(text="From now on in French."),))
    given = openai(*TURNS)
    messages = (*given.messages[:4], told, *given.messages[4:])
    # Ids and results stand side by side, so the developer speaks behind a result.
    numbered = tuple(msgspec.structs.replace(message, origin=index) for index, message in enumerate(messages))
    before = msgspec.structs.replace(given, messages=numbered)
    after, report = RollingWindow(limit_tokens=int(count_conversation(before) * 0.3))(before)
    roles = [message.role for message in after.messages]
    assert roles[:2] == ["system", "developer"]
    untouched(before, after, report, keep_turns=2)


def test_no_turn_goes_that_the_provider_would_miss() -> None:
    """A server tool's result whose call stands in an old turn keeps all turns; results go all the same."""
    given = anthropic(*TURNS)
    use = {"type": "server_tool_use", "id": "s1", "name": "web", "input": {}}
    found = {"type": "web_tool_result", "tool_use_id": "s1", "content": []}
    wire = encode(given)
    wire[1] = {"role": "assistant", "content": [use, *_blocks(wire[1])]}
    wire[-1] = {"role": "user", "content": [*_blocks(wire[-1]), found]}
    before = _decoded(wire, given)
    after, report = RollingWindow(limit_tokens=int(count_conversation(before) * 0.3))(before)
    assert len(after.messages) == len(before.messages)
    assert any("no turn was left out" in warning for warning in report.warnings)
    untouched(before, after, report, keep_turns=2)


def test_calls_keep_their_results() -> None:
    """A user who speaks beside a result does not cut a call off."""
    given = anthropic(*TURNS)
    wire = encode(given)
    for index, message in enumerate(wire):
        if isinstance(message, dict) and message["role"] == "user" and isinstance(message["content"], list):
            wire[index] = {"role": "user", "content": [*message["content"], {"type": "text", "text": "Go on, please."}]}
    before = _decoded(wire, given)
    after, report = RollingWindow(limit_tokens=int(count_conversation(before) * 0.5))(before)
    untouched(before, after, report, keep_turns=2)
    calls = {part.id for message in after.messages for part in message.parts if isinstance(part, ToolCall)}
    answers = {part.call_id for message in after.messages for part in message.parts if isinstance(part, ToolResult)}
    assert calls == answers


def test_it_is_a_window() -> None:
    """It says what it keeps, so that the guard holds it to that."""
    step = RollingWindow(limit_tokens=10, keep_turns=3)
    assert isinstance(step, WindowTransform)
    assert (step.name, step.rewrites_history, step.keeps_turns) == ("rolling_window", True, 3)


def test_the_tool_is_named_where_it_is_offered() -> None:
    """In the notes for results and for turns."""
    before = openai(*TURNS)
    after, _ = RollingWindow(limit_tokens=int(count_conversation(before) * 0.3), retrieval="tool")(before)
    texts = [part_text(part) for message in after.messages for part in message.parts]
    notes = [text for text in texts if find_markers(text)]
    assert notes
    assert all(text.endswith(" via headroom_retrieve]") for text in notes)


@pytest.mark.parametrize(
    "settings", [{"limit_tokens": 0}, {"keep_turns": 0}, {"target_fraction": 0.0}, {"target_fraction": 1.1}]
)
def test_settings_out_of_range_are_refused(settings: dict[str, float]) -> None:
    """At once."""
    with pytest.raises(ConfigurationError):
        RollingWindow(**{"limit_tokens": 10, **settings})  # type: ignore[arg-type]


def _blocks(message: object) -> list[object]:
    assert isinstance(message, dict)
    content = message["content"]
    assert isinstance(content, list)
    return content


def _decoded(messages: list[object], given: Conversation) -> Conversation:
    tools = [tool.source for tool in given.tools]
    return decode(messages, system="You are careful.", tools=tools, model=given.model).unwrap()


def test_messages_built_by_hand_may_go() -> None:
    """They carry no number; the one that gains the note is told by the part that it kept."""
    messages = [
        Message(role=role, parts=(Text(text=f"{role} {turn}: " + "so it goes, and on it goes. " * 30),))
        for turn in range(8)
        for role in ("user", "assistant")
    ]
    before = Conversation(messages=tuple(messages), model="gpt-4o")
    after, report = guarded(RollingWindow(limit_tokens=900), before)
    assert len(after.messages) < len(before.messages)
    assert not [decision for decision in report.decisions if decision.action == "reverted"]
