"""The laws for steps that look at a whole history: what is left out, what stays, and what the notes promise."""

from __future__ import annotations

import re
from collections import Counter
from typing import TypeGuard

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from headroom import compress
from headroom.compressors.excerpt import split_lines
from headroom.config import HeadroomConfig, RollingWindowConfig
from headroom.messages import (
    Conversation,
    Message,
    Part,
    Text,
    ToolCall,
    ToolResult,
    calls_by_result,
    original_of,
    part_text,
    turns,
)
from headroom.retrieval.marker import OPENING, find_markers
from headroom.safety import recent_from, verify
from headroom.tokens import count_conversation
from headroom.transforms.cache_aligner import CacheAligner
from headroom.transforms.contract import PromptTransform, WindowTransform
from headroom.transforms.rolling_window import RollingWindow
from headroom.transforms.rolling_window.groups import groups_of
from headroom.wire.codec import decode, encode
from property_tests.oracles.histories import SAID_ABOVE, ShownLines, dangling, fresh_markers, last_to_leave, runs_that_left
from property_tests.oracles.wire_texts import spoken
from property_tests.strategies.choices import FLAGS
from property_tests.strategies.histories import EDIT_REFUSED, histories
from property_tests.strategies.history_steps import (
    Step,
    aligners,
    pointed_histories,
    pointing_back,
    read,
    stale_reads,
    steps,
    talks,
    windows,
)
from property_tests.strategies.requests import WireRequest, tool_result_texts

_GAP = re.compile(r"\[headroom: (\d+) turns? \((\d+) messages?\) omitted to fit the context window; original [0-9a-f]{24}")
_RESULT_LEFT_OUT = re.compile(
    r"\[headroom: 1 (failed )?result of \d+ lines? omitted to fit the context window; "
    r"original [0-9a-f]{24}( via headroom_retrieve)?]"
)
_NEARLY = 80
"""Tokens that a window allows for the note for left-out turns, which takes fewer."""
_NOTED_CHARS = 1_000
"""A result that is longer than this takes more than twice the tokens of its note."""


@given(talks(), steps())
def test_every_law_holds(request: WireRequest, step: Step) -> None:
    """Pairs, roles, people's words, sizes, originals and the last turns, as the guard asks; a decision for every part."""
    before = read(request)
    transform = step.make(before)
    after, report = transform(before)
    verdicts = verify(
        before,
        after,
        report,
        may_drop=isinstance(transform, WindowTransform),
        may_edit_prompt=isinstance(transform, PromptTransform) and transform.edits_prompt,
        keep_turns=transform.keeps_turns if isinstance(transform, WindowTransform) else 0,
    )
    assert [str(verdict) for verdict in verdicts] == []
    places = {(index, place) for index, message in enumerate(before.messages) for place in range(len(message.parts))}
    places |= {(-1, place) for place in range(len(before.system))}
    assert {(decision.message, decision.part) for decision in report.decisions} == places
    assert {decision.step for decision in report.decisions} <= {step.name}


@given(talks(), steps())
def test_again_changes_nothing(request: WireRequest, step: Step) -> None:
    """Neither as it is nor read back from the wire."""
    before = read(request)
    transform = step.make(before)
    once, _ = transform(before)
    assert transform(once)[0] is once
    read_back = decode(encode(once), system=[{"type": "text", "text": part_text(part)} for part in once.system] or None)
    sent = msgspec.structs.replace(read_back.unwrap(), model=before.model, tools=before.tools, format=before.format)
    assert transform(sent)[0] is sent


@given(talks(), steps())
def test_what_is_named_can_be_had(request: WireRequest, step: Step) -> None:
    """A marker's original is in the report and is what stood there."""
    before = read(request)
    after, report = step.make(before)(before)
    assert set(fresh_markers(before, after)) <= set(report.original_texts)
    assert all(original == original_of(original.text) for original in report.originals)
    assert dangling(after) <= dangling(before)


@given(pointed_histories(), st.one_of(windows(), stale_reads()))
def test_what_a_pointer_points_at_stays(request: WireRequest, step: Step) -> None:
    """Above it, whole, for as long as the pointer stays; whoever put it there."""
    before = read(request)
    assert dangling(before) == set()
    after, _ = step.make(before)(before)
    assert dangling(after) == set()


@given(talks(), pointing_back())
def test_lines_that_were_said_stand_above(request: WireRequest, step: Step) -> None:
    """What a note stands for is, line for line, what stands at the places it names in this very request; the rest stayed."""
    before = read(request)
    after, _ = step.make(before)(before)
    old, new = tool_result_texts(before), tool_result_texts(after)
    shown = ShownLines(after)
    for place, text in new.items():
        shown.read(*place[:2])
        if text != old[place] and step.name == "repeated_passages":
            lines = iter(split_lines(old[place]))
            for line in split_lines(text)[:-1]:
                gap = SAID_ABOVE.fullmatch(line)
                if gap is None:
                    # The last line may have gained its end.
                    assert next(lines).rstrip("\r\n") == line.rstrip("\r\n")
                    continue
                named = shown.named(gap.group(2))
                assert [next(lines).rstrip("\r\n") for _ in range(int(gap.group(1)))] == [one.rstrip("\r\n") for one in named]
            assert list(lines) == []
        shown.add(text)


@given(talks(), windows())
def test_a_window_acts_only_over_its_limit(request: WireRequest, step: Step) -> None:
    """Then the conversation fits, or a warning says that it does not."""
    before = read(request)
    transform = step.make(before)
    assert isinstance(transform, RollingWindow)
    after, report = transform(before)
    if count_conversation(before) <= transform.limit_tokens:
        assert after is before
    is_told = any(f"the limit is {transform.limit_tokens}" in warning for warning in report.warnings)
    assert is_told is (count_conversation(after) > transform.limit_tokens)


@given(histories(), windows())
def test_a_window_keeps_pairs_prompts_and_the_last_turns(request: WireRequest, step: Step) -> None:
    """Calls and results go together, in order; what stays is the very same, but for notes."""
    before = read(request)
    transform = step.make(before)
    assert isinstance(transform, RollingWindow)
    after, _ = transform(before)
    parts = [part for message in after.messages for part in message.parts]
    asked = [part.id for part in parts if isinstance(part, ToolCall)]
    assert asked == [part.call_id for part in parts if isinstance(part, ToolResult)]
    first = recent_from(before.messages, transform.keep_turns)
    recent = before.messages[first:]
    kept = after.messages[len(after.messages) - len(recent) :]
    assert [_without_notes(new) for new in kept] == [_without_notes(old) for old in recent]
    assert sum(new is not old for new, old in zip(kept, recent, strict=True)) <= 1
    assert after.system is before.system
    prompts = [message for message in before.messages if message.role in ("system", "developer")]
    assert [message for message in after.messages if message.role in ("system", "developer")] == prompts
    shown = {part.call_id: part for message in before.messages for part in message.parts if isinstance(part, ToolResult)}
    for part in parts:
        if isinstance(part, ToolResult):
            changed = (new for new, old in zip(part.content, shown[part.call_id].content, strict=True) if new != old)
            assert all(isinstance(new, Text) and _RESULT_LEFT_OUT.fullmatch(new.text) for new in changed)
    remaining = iter(spoken(encode(before)))
    assert all(said in remaining for said in spoken(encode(after)) if not str(said[1]).startswith(OPENING))


@given(histories(), windows())
def test_what_left_the_window_is_named_once(request: WireRequest, step: Step) -> None:
    """One note for each run of turns, in the first user message behind it, with their number and all that they said."""
    before = read(request)
    after, report = step.make(before)(before)
    runs = list(runs_that_left(before, after))
    notes = _gap_notes(after)
    assert [message.origin for message, _ in notes] == [run[-1] + 1 for run in runs]
    for (message, note), run in zip(notes, runs, strict=True):
        counted = _GAP.match(note)
        assert counted is not None
        left = [index for index in run if before.messages[index].role not in ("system", "developer")]
        assert int(counted.group(1)) == sum(span.start in run for span in turns(before.messages))
        assert int(counted.group(2)) == len(left)
        assert message.role == "user"
        assert next(part for part in message.parts if not isinstance(part, ToolResult)) == Text(text=note)
        (digest,) = (marker.hash for marker in find_markers(note))
        transcript = report.original_texts[digest]
        for index in left:
            assert all(part_text(part) in transcript for part in before.messages[index].parts)
    named = fresh_markers(before, after)
    assert all(named[marker.hash] == 1 for _, note in notes for marker in find_markers(note))


@given(histories(), windows())
def test_results_go_before_turns_and_room_is_made_in_one_go(request: WireRequest, step: Step) -> None:
    """Where the last message alone is too much: no more than it takes goes, and no turn while an old result could.

    It takes what reaches the target; where all that may go is not enough for that, what fits the limit.
    """
    whole = read(request)
    transform = step.make(whole)
    assert isinstance(transform, RollingWindow)
    grown = (msgspec.structs.replace(whole, messages=whole.messages[:length]) for length in range(1, len(whole.messages) + 1))
    before = next((one for one in grown if count_conversation(one) > transform.limit_tokens), whole)
    after, report = transform(before)
    if after is before or any("no turn was left out" in warning for warning in report.warnings):
        return
    target = int(transform.limit_tokens * transform.target_fraction)
    least = count_conversation(msgspec.structs.replace(transform, limit_tokens=1)(before)[0])
    if least > target:
        target = transform.limit_tokens
    elif least + _NEARLY > target and count_conversation(after) > target:
        return
    recent = recent_from(before.messages, transform.keep_turns)
    old = [message for message in after.messages if message.origin < recent]
    stays = [text for message in old for part in message.parts if isinstance(part, ToolResult) for text in _long(part)]
    groups = groups_of(before.messages, before.format)
    is_full = count_conversation(after) > target
    if is_full or _gap_notes(after):
        assert stays == []
    if is_full:
        may_go = [group for group in groups if group.may_go and group.span.stop <= recent]
        assert not any(message.origin in group.leaves for group in may_go for message in old)
        return
    # Without the last thing that went there would not have been room, as far as a window knows what its notes take.
    last = last_to_leave(before, after, report, [group.span for group in groups])
    assert count_conversation(after) + last + _NEARLY * len(_gap_notes(after)) > target


@given(talks(), stale_reads())
def test_the_newest_look_at_a_file_stays_whole(request: WireRequest, step: Step) -> None:
    """Unless the file was changed after it; and nothing but reads becomes a note."""
    before = read(request)
    after, report = step.make(before)(before)
    calls = calls_by_result(before.messages)
    newest: dict[str, tuple[int, int]] = {}
    edited: dict[str, tuple[int, int]] = {}
    for place, call in sorted(calls.items()):
        result = before.messages[place[0]].parts[place[1]]
        found = re.search(r'"file_path": ?"([^"]+)"', call.arguments)
        if found is None or not isinstance(result, ToolResult) or result.is_error or part_text(result) == EDIT_REFUSED:
            continue
        (newest if call.name == "Read" else edited if call.name in ("Edit", "Write") else {})[found.group(1)] = place
    for path, place in newest.items():
        if edited.get(path, (-1, -1)) < place:
            assert after.messages[place[0]].parts[place[1]] is before.messages[place[0]].parts[place[1]]
    done = {(decision.message, decision.part) for decision in report.decisions if decision.action == "compressed"}
    assert all(calls[place].name == "Read" for place in done)
    assert all(report.original_texts[decision.original] for decision in report.decisions if decision.original)


@given(talks(), aligners())
def test_only_whole_lines_and_sentences_move(request: WireRequest, step: Step) -> None:
    """Behind the separator, each as it stood; nothing else of the prompt is new or gone, and instructions stay."""
    before = read(request)
    transform = step.make(before)
    assert isinstance(transform, CacheAligner)
    after, _ = transform(before)
    # What moves out of a top-level prompt is a block of its own, so that a mark on the last one stays behind what it caches.
    assert after.system is before.system or len(after.system) == len(before.system) + 1
    for old, new in zip(_prompts(before), _prompts(after), strict=True):
        if new == old:
            continue
        head, _, tail = new.rpartition(transform.dynamic_tail_separator)
        assert Counter(f"{head} {tail}".split()) == Counter(old.split())
        assert all(line in old for line in tail.split("\n"))
        words = iter(re.split(r"[\n ]+", old))
        assert all(word in words for word in re.split(r"[\n ]+", head) if word)
        for said in (
            "Answer briefly",
            "answer with the date first",
            "which you must repeat",
            "Ask before 2025-01-07",
            "Orders since",
        ):
            assert said not in tail


@given(histories(), st.sampled_from(("default", "token", "max")), st.sampled_from((0.3, 0.6, 2.0)), FLAGS)
def test_one_after_the_other_they_keep_their_word(request: WireRequest, preset: str, share: float, is_aligned: bool) -> None:
    """What any note of the result names is in its originals, or was there; pointers point at what is left; again is enough."""
    before = read(request)
    limit = max(1, int(count_conversation(before) * share))
    config = HeadroomConfig(rolling_window=RollingWindowConfig(limit_tokens=limit, keep_last_turns=1))
    config.cache_aligner.enabled = is_aligned
    config.cache_aligner.mode = "extract"
    result = compress(request.messages, before.model, preset=preset, config=config, system=request.system, environ={})
    after = decode(result.messages, system=result.system, model=before.model).unwrap()
    assert set(fresh_markers(before, after)) <= set(result.originals)
    assert not any("put back" in warning or "failed" in warning for warning in result.report.warnings)
    assert dangling(after, is_noted=True) == set()
    again = compress(result.messages, before.model, preset=preset, config=config, system=result.system, environ={})
    assert again.messages == result.messages
    assert again.system == result.system


def test_every_step_has_something_to_do() -> None:
    """A good part of the drawn histories is changed, by each step and in each of its ways."""
    seen: Counter[str] = Counter()

    @settings(max_examples=120, derandomize=True, database=None)
    @given(histories(), windows(), stale_reads(), pointing_back(), aligners())
    def draw(request: WireRequest, window: Step, stale: Step, pointing: Step, aligner: Step) -> None:
        before = read(request)
        for step in (window, stale, pointing, aligner):
            after, report = step.make(before)(before)
            seen.update((step.name, f"{step.name} acts" if after is not before else "nothing"))
            if step.name == "rolling_window" and after is not before:
                gone = len(after.messages) < len(before.messages)
                seen.update(("turns go" if gone else "only results go", "it fits" if not report.warnings else "it is told"))

    draw()
    for name, least in (("rolling_window", 0.5), ("stale_reads", 0.2), ("duplicates", 0.2), ("repeated_passages", 0.3)):
        assert seen[f"{name} acts"] >= least * seen[name], (name, seen)
    assert seen["cache_aligner acts"] >= 0.3 * seen["cache_aligner"], seen
    for kind in ("turns go", "only results go", "it fits", "it is told"):
        assert seen[kind] >= 0.1 * seen["rolling_window acts"], (kind, seen)


def _gap_notes(conversation: Conversation) -> list[tuple[Message, str]]:
    return [(message, part.text) for message in conversation.messages for part in message.parts if _is_gap(part)]


def _is_gap(part: Part) -> TypeGuard[Text]:
    return isinstance(part, Text) and _GAP.match(part.text) is not None


def _without_notes(message: Message) -> tuple[object, ...]:
    return tuple(part for part in message.parts if not _is_gap(part))


def _long(result: ToolResult) -> list[str]:
    """Texts that would be worth a note."""
    texts = [piece.text for piece in result.content if isinstance(piece, Text)]
    return [text for text in texts if len(text) > _NOTED_CHARS and text.strip() and OPENING not in text]


def _prompts(conversation: Conversation) -> list[str]:
    said = [message.parts for message in conversation.messages if message.role in ("system", "developer")]
    return ["\n".join(part.text for part in parts if isinstance(part, Text)) for parts in (conversation.system, *said)]
