"""A run of a conversation that goes on from one that was run before: only what is new is looked at.

What a message becomes depends on what stands before it alone. So of the steps that look at tool results one by one, the new
ones need the question, and of those that point back they need to be told that nothing above says the same. Where that is not
certain, the whole conversation is run, and the outcome is the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import pairwise
from math import inf
from threading import Lock

import msgspec

from headroom.economics import most_tokens
from headroom.messages import Conversation, Decision, Message, Report, Text, ToolCall, ToolResult, calls_by_result
from headroom.pipeline.composition import Pipeline
from headroom.retrieval.marker import OPENING
from headroom.tokens import count_conversation
from headroom.transforms.cache_aligner import CacheAligner
from headroom.transforms.content_router import ContentRouter
from headroom.transforms.contract import Transform
from headroom.transforms.duplicates import Duplicates
from headroom.transforms.passages import Said
from headroom.transforms.questions import asked_after
from headroom.transforms.repeated_passages import RepeatedPassages, can_be_pointed_at
from headroom.transforms.replacement import result_pieces
from headroom.transforms.rolling_window import RollingWindow

__all__ = ["Progress", "progress_of", "resumed"]

_ORDER = (ContentRouter, RollingWindow, Duplicates, RepeatedPassages, CacheAligner)
"""The steps that this module knows, in the order in which what it says of them is true."""
_DUPLICATES = "duplicates"
_POINTING = frozenset({_DUPLICATES, "repeated_passages", "rolling_window"})
"""Steps of which any change means that more than the new messages has to be looked at."""
_POINTER_WORDS = "same as "
"""What stands in every note that points back, and in few other texts."""

Place = tuple[int, int]
"""A part, by (message, part)."""


class _Above:
    """The texts of results that a new one may say again, oldest first. Threads may share it.

    It only grows at its end: of several conversations that share one, each knows how many texts are its own.
    """

    def __init__(self, steps: tuple[Transform, ...], texts: tuple[str, ...] = ()) -> None:
        self._lock = Lock()
        self._steps = tuple(step for step in steps if isinstance(step, (Duplicates, RepeatedPassages)))
        self._least = min((step.min_chars for step in self._steps if isinstance(step, RepeatedPassages)), default=inf)
        self._texts: list[str] = []
        self._first: dict[str, int] = {}
        self._said = Said()
        self._doubtful: list[tuple[int, Said]] = []
        """Texts that no longer show whether lines of theirs may be pointed at, each alone."""
        self._first_cut: float = inf
        """The first text that may have become a note; those before it are as the steps that point back found them."""
        self._take(texts)

    def with_texts(self, length: int, texts: tuple[str, ...]) -> tuple[_Above, int]:
        """The first `length` texts and these, with how many they are now; another one where others went on already."""
        with self._lock:
            if length == len(self._texts):
                self._take(texts)
                return self, len(self._texts)
            mine = tuple(self._texts[:length])
        return _Above(self._steps, (*mine, *texts)), length + len(texts)

    def reasons(self, length: int, messages: tuple[Message, ...], calls: Mapping[Place, ToolCall]) -> dict[Place, str] | None:
        """Why results stay that say again what stands above; None where one may point at the first `length` texts.

        Rather None than a text that does: lines that another conversation said lead to it as well.
        """
        reasons: dict[Place, str] = {}
        if not self._steps:
            return reasons
        pieces = list(result_pieces(messages))
        times = Counter(text for _, _, text in pieces)
        new = Said()
        with self._lock:
            for number, (piece, result, text) in enumerate(pieces):
                place = (piece.message, piece.part)
                refusals = {step.name: step.refusal(calls.get(place), result, text) for step in self._steps}
                reason = self._reason(length, text, refusals, new, is_twice=times[text] > 1)
                if reason is None:
                    return None
                if reason:
                    reasons[place] = reason
                if can_be_pointed_at(text, self._least):
                    new.add(text, number)
        return reasons

    def _reason(self, length: int, text: str, refusals: Mapping[str, str], new: Said, *, is_twice: bool) -> str | None:
        """Why a text stays that is said again, empty where it is not; None where the whole conversation has to be run."""
        is_known = self._first.get(text, length) < length
        if not all(refusals.values()):
            return None if is_known or is_twice or self._may_point(length, text) or new.runs(text) else ""
        if is_known or is_twice:
            return None if _may_hold_a_pointer(text) else refusals.get(_DUPLICATES, "")
        return None if self._first_cut < length and self._may_point(length, text) else ""

    def _take(self, texts: tuple[str, ...]) -> None:
        for text in texts:
            number = len(self._texts)
            self._texts.append(text)
            self._first.setdefault(text, number)
            may_be_cut = _may_hold_a_pointer(text)
            if may_be_cut:
                self._first_cut = min(self._first_cut, number)
            if can_be_pointed_at(text, self._least):
                self._said.add(text, number)
            elif may_be_cut and self._least < inf:
                # What was long enough before lines were taken out of it can be pointed at, however short it is now.
                alone = Said()
                alone.add(text, number)
                self._doubtful.append((number, alone))

    def _may_point(self, length: int, text: str) -> bool:
        """Whether lines stand above. Each line leads to where it stands first, so no doubtful text may hide a certain one."""
        return bool(self._said.runs(text)) or any(alone.runs(text) for number, alone in self._doubtful if number < length)


class Progress(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """How far a conversation has been run."""

    pipeline: Pipeline
    length: int
    """Messages, which were as many afterwards."""
    question: str
    """What has been asked at their end."""
    tokens: int
    """At least as many as the window found, system prompt and tools included; 0 without a window."""
    above: _Above
    texts: int
    """How many of the texts in `above` stand in this conversation."""


def progress_of(pipeline: Pipeline, before: Conversation, after: Conversation, earlier: Progress | None) -> Progress | None:
    """What to remember of a run to go on from it; None where nobody can go on from it.

    `earlier` is what was remembered of the run that this one went on from: what was said until then is the same in both.

    Cost: linear in what is new; lines of the results are looked at when the next one comes. Near the limit of a window a count
    of what is new, and now and then of the whole.
    """
    if len(before.messages) != len(after.messages) or not _is_resumable(pipeline):
        return None
    if earlier is not None and (earlier.pipeline is not pipeline or earlier.length > len(before.messages)):
        earlier = None
    tokens = _tokens_at_most(pipeline, before, earlier)
    if tokens > _limit_of(pipeline):
        return None
    start = 0 if earlier is None else earlier.length
    question = "" if earlier is None else earlier.question
    for message in before.messages[start:]:
        question = asked_after(message, question)
    texts = tuple(text for _, _, text in result_pieces(after.messages[start:]))
    above = _Above(pipeline.steps) if earlier is None else earlier.above
    above, length = above.with_texts(0 if earlier is None else earlier.texts, texts)
    return Progress(pipeline=pipeline, length=len(before.messages), question=question, tokens=tokens, above=above, texts=length)


def resumed(progress: Progress, conversation: Conversation) -> tuple[tuple[Message, ...], Report] | None:
    """What becomes of the messages behind those run before, and the decisions on them; None to run the whole conversation.

    `conversation` begins with the very messages that were run, and has the same system prompt, tools and model.

    Cost: that of the pipeline for the new messages, and a look-up for one of their lines in four. Near the limit of a window a
    count of what is new, and now and then of the whole, which is a look-up for texts counted before.
    """
    start = progress.length
    new = conversation.messages[start:]
    if len(conversation.messages) < start:
        return None
    if not new:
        return (), Report()
    calls = calls_by_result(new)
    if not _are_all_called(new, calls):
        return None
    found = _run_alone(progress, conversation, new)
    if found is None:
        return None
    sent, report = found
    reasons = progress.above.reasons(progress.texts, sent, calls)
    if reasons is None:
        return None
    decisions = tuple(_moved(decision, start - 1, reasons) for decision in report.decisions if decision.message > 0)
    return sent, msgspec.structs.replace(report, decisions=decisions)


def _run_alone(
    progress: Progress, conversation: Conversation, new: tuple[Message, ...]
) -> tuple[tuple[Message, ...], Report] | None:
    """The new messages run behind what was asked before them; None where a step looked beyond them."""
    given = _behind_the_question(progress.question, new, conversation)
    after, report = progress.pipeline(given)
    if len(after.messages) != len(given.messages) or after.messages[0] is not given.messages[0]:
        return None
    # Warnings name messages by number, and most are told once for a whole conversation.
    if report.warnings or any(decision.action != "kept" and decision.step in _POINTING for decision in report.decisions):
        return None
    sent = after.messages[1:]
    return (sent, report) if _fits(progress, conversation, new, sent) else None


def _behind_the_question(question: str, new: tuple[Message, ...], conversation: Conversation) -> Conversation:
    """The new messages of a conversation alone, with what was asked before them in one message in front."""
    asked = Message(role="user", parts=(Text(text=question),))
    return Conversation(messages=(asked, *new), model=conversation.model, format=conversation.format)


def _are_all_called(new: tuple[Message, ...], calls: Mapping[Place, ToolCall]) -> bool:
    """Whether every result among the messages has its call there."""
    return len(calls) == sum(isinstance(part, ToolResult) for message in new for part in message.parts)


def _moved(decision: Decision, by: int, reasons: Mapping[Place, str]) -> Decision:
    """The decision on a message that one message stood in front of, and now `by` more; with the reason that holds there."""
    reason = decision.reason
    if reasons and decision.step == _DUPLICATES:
        reason = reasons.get((decision.message - 1, decision.part), reason)
    return Decision(
        message=decision.message + by,
        part=decision.part,
        step=decision.step,
        action=decision.action,
        reason=reason,
        kind=decision.kind,
        original=decision.original,
        relevance=decision.relevance,
        chars_before=decision.chars_before,
        chars_after=decision.chars_after,
    )


def _tokens_at_most(pipeline: Pipeline, before: Conversation, earlier: Progress | None) -> int:
    """No fewer tokens than the window finds, and no more than there are if they may be too many.

    Counts what the window is given: what it leaves has notes of its own, and pointers, which say nothing of the room they made.
    """
    limit = _limit_of(pipeline)
    if limit == inf:
        return 0
    # Nothing takes more bytes than before, so the bound holds for what came in and for what the window sees of it.
    if earlier is None:
        most = most_tokens(before)
        return most if most <= limit else count_conversation(_as_the_window_sees(pipeline, before))
    new = before.messages[earlier.length :]
    most = earlier.tokens + most_tokens(Conversation(messages=new, model=before.model))
    if most <= limit:
        return most
    if _are_all_called(new, calls_by_result(new)):
        alone = _as_the_window_sees(pipeline, _behind_the_question(earlier.question, new, before))
        counted = earlier.tokens + _counted(new, alone.messages[1:], before.model)
        if counted <= limit:
            return counted
    return count_conversation(_as_the_window_sees(pipeline, before))


def _as_the_window_sees(pipeline: Pipeline, before: Conversation) -> Conversation:
    """The conversation as the steps before the window leave it; these remember what they made of each text."""
    steps = pipeline.steps
    ahead = next((index for index, step in enumerate(steps) if isinstance(step, RollingWindow)), 0)
    return Pipeline(steps=steps[:ahead])(before)[0] if ahead else before


def _fits(progress: Progress, conversation: Conversation, new: tuple[Message, ...], sent: tuple[Message, ...]) -> bool:
    """Whether the window has room for all of it."""
    limit, model = _limit_of(progress.pipeline), conversation.model
    room = limit - progress.tokens
    if room == inf or most_tokens(Conversation(messages=new, model=model)) <= room or _counted(new, sent, model) <= room:
        return True
    # What was run may take far less than its bytes, by which it was judged; most of it was counted since.
    return count_conversation(_as_the_window_sees(progress.pipeline, conversation)) <= limit


def _counted(new: tuple[Message, ...], sent: tuple[Message, ...], model: str) -> int:
    """What new messages add to the count of those before, where nothing was pointed at; prompts are aligned only later."""
    seen = tuple(old if old.role in ("system", "developer") else now for old, now in zip(new, sent, strict=True))
    nothing = Conversation(messages=(), model=model)
    return count_conversation(msgspec.structs.replace(nothing, messages=seen)) - count_conversation(nothing)


def _limit_of(pipeline: Pipeline) -> float:
    """Tokens that the pipeline's window has room for; infinite without one."""
    return min((step.limit_tokens for step in pipeline.steps if isinstance(step, RollingWindow)), default=inf)


def _may_hold_a_pointer(text: str) -> bool:
    """Whether something in a text may have become a note that points back."""
    return OPENING in text and _POINTER_WORDS in text


def _is_resumable(pipeline: Pipeline) -> bool:
    """Whether it has only steps that this module knows, in their order, and none that moves with every turn."""
    ranks = [_ORDER.index(type(step)) if type(step) in _ORDER else -1 for step in pipeline.steps]
    if -1 in ranks or any(one >= other for one, other in pairwise(ranks)):
        return False
    return not any(_depends_on_place(step) for step in pipeline.steps)


def _depends_on_place(step: Transform) -> bool:
    """Whether more than what stands before a message decides what a step makes of it; a window answers for itself."""
    if isinstance(step, ContentRouter) and (step.settings.biases or step.settings.protected_messages):
        return True
    return step.rewrites_history and not isinstance(step, RollingWindow)
