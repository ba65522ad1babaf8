"""Runs that go on from one before: what is taken over, and when the whole conversation has to be run."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest

from headroom.config import Settings
from headroom.messages import Conversation, Message, Report, Text, ToolCall, ToolResult, part_text
from headroom.pipeline.composition import Pipeline, compose
from headroom.pipeline.plan import pipeline_for
from headroom.pipeline.resumed import Progress, progress_of, resumed
from headroom.tokens import count_conversation
from headroom.transforms.cache_aligner import CacheAligner
from headroom.transforms.content_router import ContentRouter
from headroom.transforms.contract import Transform
from headroom.transforms.duplicates import Duplicates
from headroom.transforms.gated import Gated
from headroom.transforms.outlined_reads import OutlinedReads
from headroom.transforms.protected import Protected
from headroom.transforms.repeated_passages import RepeatedPassages
from headroom.transforms.rolling_window import RollingWindow
from headroom.transforms.stale_reads import StaleReads
from tests.fakes.conversations import agent_conversation
from tests.fakes.transforms import FoldsSpace

DEFAULT = pipeline_for("default")
NOTHING = "nothing was found"


def lines(start: int, end: int) -> str:
    """Some lines, different ones for different numbers."""
    return "".join(f"value {number} is {number * 7919 % 10_007} and stays so\n" for number in range(start, end))


def rows(count: int, first: int = 0) -> str:
    """JSON of which a compressor leaves something out."""
    return json.dumps([{"id": first + number, "status": "ok", "took_ms": 10 + number % 7} for number in range(count)])


def cut(conversation: Conversation, length: int) -> Conversation:
    """The conversation when it had so many messages."""
    return msgspec.structs.replace(conversation, messages=conversation.messages[:length])


def progress_at(pipeline: Pipeline, conversation: Conversation, length: int, earlier: Progress | None = None) -> Progress:
    """What is remembered of a run of the first messages."""
    before = cut(conversation, length)
    progress = progress_of(pipeline, before, pipeline(before)[0], earlier)
    assert progress is not None
    return progress


def gone_on(pipeline: Pipeline, conversation: Conversation, length: int) -> tuple[tuple[Message, ...], Report] | None:
    """What a run makes of the rest; compared with the whole run where it can be told."""
    found = resumed(progress_at(pipeline, conversation, length), conversation)
    if found is not None:
        whole, report = pipeline(conversation)
        assert found[0] == whole.messages[length:]
        assert list(found[1].decisions) == [decision for decision in report.decisions if decision.message >= length]
    return found


def with_words(conversation: Conversation, *words: str) -> Conversation:
    """The conversation with user messages behind it."""
    said = tuple(Message(role="user", parts=(Text(text=text),)) for text in words)
    return msgspec.structs.replace(conversation, messages=(*conversation.messages, *said))


def test_a_new_result_becomes_what_it_becomes_in_the_whole() -> None:
    """The message, the decisions with their places, and the original are those of the whole run."""
    found = gone_on(DEFAULT, agent_conversation(rows(300), lines(0, 40), rows(400, 7)), 5)
    assert found is not None
    sent, report = found
    assert len(part_text(sent[1].parts[0])) < len(rows(400, 7))
    assert [decision.message for decision in report.decisions] == [5, 6] * 3
    assert list(report.original_texts.values()) == [rows(400, 7)]


def test_new_words_have_their_decisions() -> None:
    """Where no tool said anything, every step's decision is on record all the same."""
    found = gone_on(DEFAULT, with_words(agent_conversation(rows(300)), "And now?"), 3)
    assert found is not None
    assert [(decision.message, decision.step) for decision in found[1].decisions] == [(3, step.name) for step in DEFAULT.steps]


def test_the_same_conversation_again_has_nothing_new() -> None:
    """No message, no decision."""
    conversation = agent_conversation(rows(300))
    assert resumed(progress_at(DEFAULT, conversation, 3), conversation) == ((), Report())


def test_a_shorter_conversation_does_not_go_on() -> None:
    """What was run is no prefix of it."""
    conversation = agent_conversation(rows(300), lines(0, 40))
    assert resumed(progress_at(DEFAULT, conversation, 5), cut(conversation, 3)) is None


def test_the_question_is_taken_over() -> None:
    """Rows are chosen by what was asked before the cut, also through an answer of two words."""
    asked = with_words(agent_conversation(), "Find the record with id 217 please", "yes please")
    ends = agent_conversation(rows(300)).messages[1:]
    conversation = msgspec.structs.replace(asked, messages=(*asked.messages, *ends))
    for length in (2, 3):
        found = gone_on(DEFAULT, conversation, length)
        assert found is not None
        assert "217" in part_text(found[0][-1].parts[0])


@pytest.mark.parametrize("text", [lines(0, 40), lines(100, 120) + lines(10, 35)], ids=["whole", "passage"])
def test_what_says_something_again_needs_the_whole(text: str) -> None:
    """A new result that would point at an earlier one is left to the whole run, and does point there."""
    conversation = agent_conversation(lines(0, 40), text)
    assert "same as" in part_text(DEFAULT(conversation)[0].messages[-1].parts[0])
    assert gone_on(DEFAULT, conversation, 3) is None


def test_what_new_results_say_twice_needs_the_whole() -> None:
    """Two new results of which one points at the other."""
    assert gone_on(DEFAULT, agent_conversation(rows(9), lines(0, 40), lines(0, 40)), 3) is None


def test_several_new_results_go_on_together() -> None:
    """Texts that share a few lines only are told apart."""
    texts = (lines(0, 30) + lines(90, 92), lines(30, 60) + lines(90, 92), lines(60, 88) + lines(90, 92))
    assert gone_on(DEFAULT, agent_conversation(*texts), 1) is not None
    assert gone_on(DEFAULT, agent_conversation(*texts), 3) is not None


def test_lines_of_a_text_that_became_short_are_found() -> None:
    """A text lost lines to a note; what is left of it is below the size of a source, and is one."""
    least = len(lines(40, 58)) + 200
    pipeline = compose(ContentRouter(), RepeatedPassages(min_chars=least))
    conversation = agent_conversation(lines(0, 40), lines(0, 40) + lines(40, 58), lines(40, 58) + lines(60, 90))
    after, _ = pipeline(conversation)
    assert len(part_text(after.messages[4].parts[0])) < least
    assert "same as" in part_text(after.messages[6].parts[0])
    assert gone_on(pipeline, conversation, 5) is None


def test_short_texts_may_come_again() -> None:
    """The reason is the one of the whole run, which knows of both."""
    found = gone_on(DEFAULT, agent_conversation(NOTHING, rows(300), NOTHING), 5)
    assert found is not None
    assert "below 600 characters" in [decision.reason for decision in found[1].decisions]


def test_what_may_never_point_may_come_again() -> None:
    """A file is read again with a tool whose results stay; once lines went out of one, nobody is sure what there was."""
    steps = (ContentRouter(), Duplicates(excluded_tools=("fetch",)), RepeatedPassages(excluded_tools=("fetch",)))
    conversation = agent_conversation(lines(0, 40), rows(9), lines(0, 40), lines(20, 60))
    assert gone_on(Pipeline(steps=steps), conversation, 5) is not None
    noted = "[headroom: 9 lines omitted (same as above in lines 1 to 9 of this result)]\n" + lines(0, 40)
    assert gone_on(Pipeline(steps=steps), agent_conversation(noted, lines(0, 40)), 3) is None


def test_a_result_of_an_earlier_call_needs_the_whole() -> None:
    """Its call decides what becomes of it, and stands in what was run."""
    assert gone_on(DEFAULT, agent_conversation(rows(9), rows(300)), 4) is None


def test_what_is_warned_of_needs_the_whole() -> None:
    """Warnings name messages by their number, and most are told once for a conversation."""
    pipeline = compose(ContentRouter(), CacheAligner())
    dated = Message(role="developer", parts=(Text(text="Current date: January 7, 2025\nAnswer briefly."),))
    conversation = agent_conversation(rows(300))
    conversation = msgspec.structs.replace(conversation, messages=(*conversation.messages, dated))
    assert "message 3" in pipeline(conversation)[1].warnings[0]
    assert gone_on(pipeline, conversation, 3) is None


BIASED = msgspec.structs.replace(Settings(), biases=((2, 0.5),))
SPARED = msgspec.structs.replace(Settings(), protected_messages=(2,))
KEEPING = msgspec.structs.replace(Settings(), keep_turns=1)


@pytest.mark.parametrize(
    "steps",
    [
        (ContentRouter(BIASED),),
        (ContentRouter(SPARED),),
        (ContentRouter(KEEPING),),
        (Protected(ContentRouter(), (2,)),),
        (ContentRouter(), Duplicates(keep_turns=1)),
        (ContentRouter(), RepeatedPassages(keep_turns=1)),
        (OutlinedReads(), ContentRouter()),
        (ContentRouter(), Gated(StaleReads(), 100_000)),
        (Duplicates(), ContentRouter()),
        (ContentRouter(), Duplicates(), RollingWindow(limit_tokens=100_000)),
        (ContentRouter(), ContentRouter()),
        (Pipeline(steps=(ContentRouter(),)),),
        (ContentRouter(), FoldsSpace()),
    ],
)
def test_nobody_goes_on_from_steps_that_look_further(steps: tuple[Transform, ...]) -> None:
    """What depends on places, on turns or on more than texts, and steps that are not known."""
    pipeline, conversation = Pipeline(steps=steps), agent_conversation(rows(300))
    assert progress_of(pipeline, conversation, pipeline(conversation)[0], None) is None


def test_a_prompt_is_aligned_alone() -> None:
    """Aligning changes system texts only, each by itself; lines that move are no trouble."""
    pipeline = compose(ContentRouter(), Duplicates(), RepeatedPassages(), CacheAligner(mode="extract"))
    prompt = Message(role="system", parts=(Text(text="Current date: January 7, 2025\nAnswer briefly."),), origin=0)
    conversation = agent_conversation(rows(300), rows(400))
    conversation = msgspec.structs.replace(conversation, messages=(prompt, *conversation.messages))
    assert gone_on(pipeline, conversation, 4) is not None
    behind = msgspec.structs.replace(conversation, messages=(*conversation.messages[1:], prompt))
    assert gone_on(pipeline, behind, 3) is not None


def windowed(limit_tokens: int) -> Pipeline:
    """The default steps with a window."""
    return compose(ContentRouter(), RollingWindow(limit_tokens=limit_tokens, keep_turns=1), Duplicates(), RepeatedPassages())


def test_a_window_with_room_is_gone_on_with() -> None:
    """By the bytes alone where these are few, by a count where they are not; one token less and the whole is run."""
    conversation = agent_conversation(lines(0, 40), lines(40, 80), lines(80, 120))
    tokens = count_conversation(conversation)
    assert gone_on(windowed(100 * tokens), conversation, 5) is not None
    assert gone_on(windowed(tokens), conversation, 5) is not None
    assert gone_on(windowed(tokens - 1), conversation, 5) is None


def test_a_window_is_gone_on_with_until_it_is_full() -> None:
    """Many small steps, each judged by its bytes where it can be: the whole is run only where there is no more room."""
    conversation = agent_conversation(*[lines(30 * number, 30 * number + 25) for number in range(16)])
    pipeline = windowed(count_conversation(cut(conversation, 31)))
    progress = progress_at(pipeline, conversation, 3)
    for length in range(5, 32, 2):
        now = cut(conversation, length)
        found = resumed(progress, now)
        assert found is not None
        assert found[0] == pipeline(now)[0].messages[length - 2 :]
        progress = progress_at(pipeline, conversation, length, progress)
    assert resumed(progress, conversation) is None


def test_nobody_goes_on_from_a_full_window() -> None:
    """Neither where messages went, nor where only results became notes."""
    conversation = with_words(agent_conversation(lines(0, 400), rows(9)), "And now?", "What next?")
    pipeline = windowed(count_conversation(conversation) // 2)
    after, _ = pipeline(conversation)
    assert after != conversation
    assert progress_of(pipeline, conversation, after, None) is None


def test_the_window_counts_what_became_a_pointer() -> None:
    """Pointers are made behind the window, which has no room for the texts that they stand for."""
    conversation = agent_conversation(*[lines(0, 100)] * 6, lines(200, 300))
    limit = count_conversation(cut(conversation, 13)) + 10
    pipeline = windowed(limit)
    after, _ = pipeline(cut(conversation, 13))
    assert count_conversation(after) * 2 < limit
    assert gone_on(pipeline, conversation, 13) is None
    step_by_step: Progress | None = None
    for length in (3, 7, 13):
        step_by_step = progress_at(pipeline, conversation, length, step_by_step)
    assert step_by_step is not None
    assert resumed(step_by_step, conversation) is None


def test_nobody_goes_on_from_a_window_that_made_notes_on_the_way() -> None:
    """The notes are few tokens, and the results that they stand for fill the window in every later request."""
    first = with_words(agent_conversation(), "Go on.")
    results = agent_conversation(lines(0, 60), lines(100, 160)).messages[1:]
    noted = with_words(msgspec.structs.replace(first, messages=(*first.messages, *results)), "Go on.", "Go on.")
    behind = said(lines(200, 220))
    conversation = msgspec.structs.replace(noted, messages=(*noted.messages, *behind))
    pipeline = windowed(count_conversation(noted) - 10)
    start = len(first.messages)
    progress = progress_at(pipeline, conversation, start)
    after, _ = pipeline(noted)
    assert "to fit the context window" in part_text(after.messages[start + 1].parts[0])
    assert progress_of(pipeline, noted, after, progress) is None
    assert resumed(progress, conversation) is None


def test_near_the_limit_what_is_new_is_counted_as_the_window_sees_it() -> None:
    """Shorter rows count as they are sent, pointers as what they point at; a token less is the end, also without their call."""
    conversation = agent_conversation(lines(0, 100), rows(300), lines(0, 100))
    shorter = agent_conversation(lines(0, 100), part_text(DEFAULT(conversation)[0].messages[4].parts[0]), lines(0, 100))
    tokens = count_conversation(shorter)
    for before_call, end in ((3, 7), (1, 7), (4, 7), (2, 5)):
        limit = tokens if end == 7 else count_conversation(cut(shorter, end))
        for pipeline in (windowed(limit), windowed(limit - 1)):
            earlier = progress_at(pipeline, conversation, before_call)
            now = cut(conversation, end)
            found = progress_of(pipeline, now, pipeline(now)[0], earlier)
            assert (found.tokens if found is not None else None) == (limit if pipeline == windowed(limit) else None)


def test_another_pipeline_does_not_go_on() -> None:
    """What was remembered of one pipeline is not taken over by another."""
    other = compose(ContentRouter(), Duplicates(min_chars=1), RepeatedPassages())
    conversation = agent_conversation(NOTHING, NOTHING + "?", NOTHING)
    first = progress_at(DEFAULT, conversation, 3)
    second = progress_at(other, conversation, 5, first)
    assert second.pipeline is other
    assert resumed(second, conversation) is None


def branch(number: int, turns: int) -> Conversation:
    """A conversation that begins as its like do and goes on alone."""
    return agent_conversation(
        lines(0, 30), *(lines(1_000 * (number + 1) + 50 * turn, 1_000 * (number + 1) + 50 * turn + 30) for turn in range(turns))
    )


def test_branches_know_only_what_is_theirs() -> None:
    """What one says is no repetition in the other, and what each has said is one in itself."""
    trunk = agent_conversation(rows(300))
    root = progress_at(DEFAULT, trunk, 3)
    one, other = agent_conversation(rows(300), rows(80, 5)), agent_conversation(rows(300), rows(90, 5))
    progress_at(DEFAULT, one, 5, root)
    assert resumed(root, one) is not None
    second = progress_at(DEFAULT, other, 5, root)
    assert resumed(second, agent_conversation(rows(300), rows(90, 5), rows(80, 5))) is not None
    assert resumed(second, agent_conversation(rows(300), rows(90, 5), lines(0, 30))) is not None


def test_threads_go_on_from_the_same_run() -> None:
    """Eight conversations that begin alike, each in a thread of its own, become what their whole runs are."""
    root = progress_at(DEFAULT, branch(0, 0), 3)

    def walk(number: int) -> bool:
        conversation, progress = branch(number, 6), root
        for length in range(5, len(conversation.messages) + 1, 2):
            found = resumed(progress, cut(conversation, length))
            if found is None or found[0] != DEFAULT(cut(conversation, length))[0].messages[length - 2 :]:
                return False
            progress = progress_at(DEFAULT, conversation, length, progress)
        again = msgspec.structs.replace(
            conversation, messages=(*conversation.messages, *said(lines(1_000 * (number + 1), 1_000 * (number + 1) + 30)))
        )
        return resumed(progress, again) is None

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(walk, range(8)))


def said(text: str) -> tuple[Message, Message]:
    """A call and its result."""
    call = ToolCall(id="call_again", name="fetch", arguments="{}")
    answer = ToolResult(call_id="call_again", content=(Text(text=text),))
    return Message(role="assistant", parts=(call,)), Message(role="tool", parts=(answer,))
