"""A run that goes on from the one before it has the outcome of a run of the whole conversation."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from headroom.messages import Conversation, Message
from headroom.pipeline.composition import Pipeline
from headroom.pipeline.plan import pipeline_for
from headroom.pipeline.resumed import Progress, progress_of, resumed
from headroom.tokens import count_conversation
from headroom.transforms.cache_aligner import CacheAligner
from headroom.transforms.content_router import ContentRouter
from headroom.transforms.contract import Transform
from headroom.transforms.duplicates import Duplicates
from headroom.transforms.repeated_passages import RepeatedPassages
from headroom.transforms.rolling_window import RollingWindow
from property_tests.strategies.choices import FLAGS, below, pick
from property_tests.strategies.configurations import settings_of
from property_tests.strategies.history_steps import read, talks
from property_tests.strategies.json_texts import json_tool_texts
from property_tests.strategies.requests import WireRequest
from property_tests.strategies.responses_items import ODD_ITEMS

_ROWS = tuple(f"    value_{number} = compute({number * 7919 % 10_007}, 'queue', {number % 7})\n" for number in range(120))
_SHORT = ("", "ok", "Done.", "The file was changed.", "Error: no such file.", " \n" * 9)
_NOTED = (
    "[headroom: 1 result omitted (same as the result of Read({}) above); original 0123456789abcdef01234567]",
    "[headroom: 30 lines omitted (same as above in lines 1 to 30 of the result of Read({}))]\n" + "".join(_ROWS[30:45]),
    "[headroom: folded; 3 of 9 lines]\n" + "".join(_ROWS[40:60]),
    "".join(_ROWS[5:25]) + "[headroom: 3 of 9 lines omitted; original 0123456789abcdef01234567]\n",
)
_ASKED = ("Which value is wrong?", "yes please", "Look at value_12 again, and at the queue.", "", "ok", "a\n\x1e\nb c d e")
_SYSTEM = ("From now on in French.", "Current date: January 7, 2025\nAnswer briefly.")

_TOOL = {"type": "function", "function": {"name": "run", "parameters": {"type": "object"}}}


@cache
@st.composite
def _answers(draw: st.DrawFn) -> str:
    """What a tool says: often what another one said, whole, in part, or in a passage."""
    kind = pick(draw, ("part", "part", "two parts", "short", "noted", "rows", "part"))
    if kind == "short":
        return pick(draw, _SHORT)
    if kind == "noted":
        return pick(draw, _NOTED)
    if kind == "rows":
        return draw(json_tool_texts())
    start = pick(draw, (0, 5, 40, 80))
    first = "".join(_ROWS[start : start + pick(draw, (25, 4, 9, 12, 40))])
    if kind == "part":
        return first
    start = pick(draw, (20, 0, 60, 90))
    return first + "what stands between\n" + "".join(_ROWS[start : start + pick(draw, (10, 30))])


@cache
@st.composite
def _echoes(draw: st.DrawFn) -> WireRequest:
    """A conversation of an agent that looks at the same things again and again."""
    messages: list[object] = [{"role": "system", "content": pick(draw, _SYSTEM)}] if draw(FLAGS) else []
    for number in range(2 + draw(below(7))):
        if not number or draw(below(3)) == 2:
            messages.append({"role": "user", "content": pick(draw, _ASKED)})
        if draw(below(6)) == 5:
            messages.append({"role": pick(draw, ("developer", "system")), "content": pick(draw, _SYSTEM)})
        kind = pick(draw, ("tool", "tool", "tool", "tool", "blocks", "beside", "function", "orphan", "failed"))
        name = pick(draw, ("run", "Read", "headroom_retrieve", "run"))
        ids = [f"call_{number}_{index}" for index in range(pick(draw, (1, 1, 2)))]
        function = {"name": name, "arguments": json.dumps({"n": draw(below(3))})}
        calls = [{"id": call_id, "type": "function", "function": function} for call_id in ids]
        if kind == "function":
            messages.append({"role": "assistant", "content": None, "function_call": function})
            messages.append({"role": "function", "name": name, "content": draw(_answers())})
        elif kind in ("beside", "failed"):
            used = [{"type": "tool_use", "id": call_id, "name": name, "input": {}} for call_id in ids]
            blocks: list[object] = [
                {"type": "tool_result", "tool_use_id": call_id, "content": draw(_answers()), "is_error": kind == "failed"}
                for call_id in ids
            ]
            said = {"type": "text", "text": pick(draw, _ASKED) or "And?"}
            messages.extend(({"role": "assistant", "content": used}, {"role": "user", "content": [*blocks, said]}))
        else:
            if kind != "orphan":
                messages.append({"role": "assistant", "content": None, "tool_calls": calls})
            for call_id in ids:
                texts = [draw(_answers()) for _ in range(2 if kind == "blocks" else 1)]
                content: object = texts[0] if kind != "blocks" else [{"type": "text", "text": text} for text in texts]
                messages.append({"role": "tool", "tool_call_id": call_id, "content": content})
        if draw(below(4)) == 3:
            messages.append({"role": "assistant", "content": "Done."})
    return WireRequest(messages, None, [_TOOL] if draw(FLAGS) else None)


@cache
@st.composite
def _pipelines(draw: st.DrawFn, most_tokens: int) -> Pipeline:
    """The default, or its steps with other settings; a window that some conversations do not fit into."""
    if draw(below(4)) == 3:
        return pipeline_for("default", draw(settings_of(keep_turns=False)))
    steps: list[Transform] = [ContentRouter()]
    if draw(FLAGS):
        share = pick(draw, (1.0, 0.5, 0.9, 1.5, 2.5, 5.0))
        steps.append(RollingWindow(limit_tokens=max(1, int(most_tokens * share)), keep_turns=pick(draw, (2, 1))))
    excluded = pick(draw, ((), ("Read",)))
    if draw(below(8)) != 7:
        steps.append(Duplicates(min_chars=pick(draw, (600, 1, 200, 1_000)), excluded_tools=excluded))
    if draw(below(8)) != 7:
        steps.append(RepeatedPassages(min_chars=pick(draw, (600, 450, 1, 1_000)), excluded_tools=excluded))
    if draw(below(4)) == 3:
        steps.append(CacheAligner(mode=pick(draw, ("detect", "extract"))))
    return Pipeline(steps=tuple(steps))


class _Walk:
    """One conversation, request by request, each held against the whole run of it."""

    def __init__(self, pipeline: Pipeline, earlier: _Walk | None = None) -> None:
        self.pipeline = pipeline
        self.after: Conversation | None = None if earlier is None else earlier.after
        self.progress: Progress | None = None if earlier is None else earlier.progress
        self.originals: dict[str, str] = {} if earlier is None else dict(earlier.originals)
        self.warnings: tuple[str, ...] = () if earlier is None else earlier.warnings
        self.found = 0

    def go_on(self, conversation: Conversation) -> None:
        """Send the conversation, which begins with the one sent before."""
        whole, report = self.pipeline(conversation)
        earlier = self.progress
        if earlier is not None and self.after is not None:
            start = len(self.after.messages)
            found = resumed(earlier, conversation)
            if found is not None:
                self.found += 1
                sent, told = found
                assert _plain(whole.messages) == _plain((*self.after.messages, *sent))
                assert whole.system == self.after.system
                assert list(told.decisions) == [decision for decision in report.decisions if decision.message >= start]
                assert report.original_texts == {**self.originals, **told.original_texts}
                assert not told.warnings
                assert report.warnings == self.warnings
            if whole.messages[:start] != self.after.messages:
                earlier = None
        self.progress = progress_of(self.pipeline, conversation, whole, earlier)
        self.after, self.originals, self.warnings = whole, report.original_texts, report.warnings


def _plain(messages: Sequence[Message]) -> list[tuple[object, ...]]:
    return [(message.role, message.parts, message.origin, message.source and message.source.value) for message in messages]


def _cut(conversation: Conversation, length: int) -> Conversation:
    return msgspec.structs.replace(conversation, messages=conversation.messages[:length])


@given(st.one_of(_echoes(), _echoes(), talks()), st.data())
def test_going_on_step_by_step_is_running_the_whole(request: WireRequest, data: st.DataObject) -> None:
    """Same messages, same decisions on the new ones, same originals, wherever a run goes on from another."""
    conversation = read(request)
    walk = _Walk(data.draw(_pipelines(count_conversation(conversation))))
    length = 0
    while length < len(conversation.messages):
        length += data.draw(st.sampled_from((1, 2, 3, 2, 5)))
        walk.go_on(_cut(conversation, length))


@given(_echoes(), _echoes(), st.data())
def test_conversations_that_part_do_not_disturb_each_other(one: WireRequest, other: WireRequest, data: st.DataObject) -> None:
    """Several go on from what is remembered of one, in turns; each has the outcome of its own whole run."""
    trunk = one.decoded()
    start = data.draw(st.integers(1, len(trunk.messages)))
    pipeline = data.draw(_pipelines(count_conversation(trunk)))
    root = _Walk(pipeline)
    root.go_on(_cut(trunk, start))
    walks = [(_Walk(pipeline, root), trunk)]
    for request in (other, one):
        messages = [*one.messages[:start], *request.messages, *ODD_ITEMS[:1]]
        walks.append((_Walk(pipeline, root), msgspec.structs.replace(request, messages=messages, tools=one.tools).decoded()))
    length = start
    while any(length < len(conversation.messages) for _, conversation in walks):
        length += data.draw(st.sampled_from((2, 1, 3)))
        for walk, conversation in walks:
            if _cut(trunk, start).messages == conversation.messages[:start]:
                walk.go_on(_cut(conversation, length))


@given(st.lists(st.integers(0, 20), min_size=2, max_size=8), FLAGS, FLAGS)
def test_what_says_nothing_again_never_needs_the_whole(sizes: list[int], has_window: bool, has_aligner: bool) -> None:
    """An agent that looks at something else each time: every request goes on from the one before."""
    window = (RollingWindow(limit_tokens=100_000),) if has_window else ()
    aligner = (CacheAligner(mode="extract"),) if has_aligner else ()
    walk = _Walk(Pipeline(steps=(ContentRouter(), *window, Duplicates(), RepeatedPassages(), *aligner)))
    messages: list[object] = [{"role": "user", "content": "Which value is wrong?"}]
    walk.go_on(WireRequest(messages).decoded())
    for number, size in enumerate(sizes):
        function = {"name": "run", "arguments": json.dumps({"n": number})}
        call = {"id": f"call_{number}", "type": "function", "function": function}
        lines = "".join(f"value {number} of {line} is {number * 7919 + line * 104_729}\n" for line in range(size))
        messages.append({"role": "assistant", "content": None, "tool_calls": [call]})
        messages.append({"role": "tool", "tool_call_id": f"call_{number}", "content": lines})
        if size % 3 == 0:
            messages.append({"role": "user", "content": "And what of the next one?"})
        walk.go_on(WireRequest(messages).decoded())
    assert walk.found == len(sizes)
