"""What the caller may say about a compression while it is going on.

Hooks see messages in the shape they were given. What they decide about a message should depend only on what stands before it:
where it does not, earlier messages change between turns and the provider's cached prefix is lost. Nobody checks that.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from math import isfinite
from operator import is_
from typing import TypeVar, cast

import msgspec

from headroom.config import Settings
from headroom.errors import in_a_line
from headroom.messages import Conversation, Text, ToolCall, turns
from headroom.pipeline.result import Outcome
from headroom.pipeline.stages import PipelineEvent
from headroom.retrieval.marker import OPENING
from headroom.transforms.biases import clamped

__all__ = [
    "HOOKS",
    "CompressContext",
    "CompressEvent",
    "CompressionHooks",
    "HookFailure",
    "Wishes",
    "context_of",
    "event_of",
    "has_post_compress",
    "told_afterwards",
    "unreadable",
    "wishes_of",
    "with_wishes",
]

T = TypeVar("T")

_PROVIDERS = {"openai_chat": "openai", "openai_responses": "openai", "anthropic": "anthropic"}


class CompressContext(msgspec.Struct, frozen=True, kw_only=True):
    """What is about to be compressed."""

    model: str = ""
    user_query: str = ""
    """The texts of the last user message that holds any."""
    turn_number: int = 0
    """How many turns there are."""
    tool_calls: tuple[str, ...] = ()
    """Names of the tools that were called, in order."""
    provider: str = ""


class CompressEvent(msgspec.Struct, frozen=True, kw_only=True):
    """What has been compressed."""

    tokens_before: int
    tokens_after: int
    tokens_saved: int
    compression_ratio: float
    """From 0 to 1: the share that was saved; below 0 where it became more."""
    transforms_applied: tuple[str, ...]
    """The steps that changed something."""
    ccr_hashes: tuple[str, ...]
    """The originals of what was left out."""
    model: str = ""
    user_query: str = ""
    provider: str = ""


class CompressionHooks:
    """Override what you need; every method of this class does nothing.

    A hook that raises has said nothing; the report has a warning.
    """

    def pre_compress(self, messages: list[object], ctx: CompressContext) -> Sequence[object]:  # noqa: ARG002
        """The messages to compress: those given, which are copies and may be edited in place, or others.

        Decisions, and the indices of other hooks, go by what this returns.
        """
        return messages

    def compute_biases(self, messages: list[object], ctx: CompressContext) -> Mapping[int, float]:  # noqa: ARG002
        """How many times as much of a message's tool results is to stay, by its index; from 0.25 to 4."""
        return {}

    def protect_messages(self, messages: list[object], ctx: CompressContext) -> Iterable[int]:  # noqa: ARG002
        """Indices of messages that stay as they are. A full window may drop them all the same."""
        return ()

    def post_compress(self, event: CompressEvent) -> None:
        """Hear what was done. Overriding it costs a count of the conversation."""

    def on_pipeline_event(self, event: PipelineEvent) -> PipelineEvent | None:  # noqa: ARG002
        """An event changed, or None; of clients only."""
        return None


class HookFailure(msgspec.Struct, frozen=True, kw_only=True):
    """A hook that said nothing, as it failed."""

    hook: str
    """The name of the method."""
    owner: str
    """The class whose method it is."""
    error: str
    """The kind of what it raised."""
    warning: str
    """What reports say of it, with the words of what was raised."""


class Wishes(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """What hooks said of one compression."""

    messages: Sequence[object]
    """The very sequence given where they changed none."""
    context: CompressContext
    protected: tuple[int, ...] = ()
    biases: tuple[tuple[int, float], ...] = ()
    failures: tuple[HookFailure, ...] = ()

    @property
    def warnings(self) -> tuple[str, ...]:
        """What reports say of hooks that failed."""
        return tuple(failure.warning for failure in self.failures)


HOOKS = tuple(name for name in vars(CompressionHooks) if not name.startswith("_"))
"""The names of the methods that somebody may override."""


def context_of(conversation: Conversation, model: str = "", provider: str = "") -> CompressContext:
    """What hooks are told of a conversation before it is compressed."""
    query = ""
    for message in reversed(conversation.messages):
        if message.role == "user":
            texts = [part.text for part in message.parts if isinstance(part, Text) and not part.text.startswith(OPENING)]
            if texts:
                query = "\n".join(texts)
                break
    return CompressContext(
        model=model or conversation.model,
        user_query=query,
        turn_number=len(turns(conversation.messages)),
        tool_calls=tuple(
            part.name for message in conversation.messages for part in message.parts if isinstance(part, ToolCall)
        ),
        provider=provider or _PROVIDERS.get(conversation.format, ""),
    )


def wishes_of(hooks: object, messages: Sequence[object], context: CompressContext) -> Wishes:
    """What the hooks say before a compression."""
    failures: list[HookFailure] = []
    changed = None if _method(hooks, "pre_compress") is None else _changed(hooks, messages, context, failures)
    if changed is not None and (len(changed) != len(messages) or not all(map(is_, changed, messages))):
        messages = changed
    biases = _said(hooks, "compute_biases", failures, _biases, list(messages), context)
    protected = _said(hooks, "protect_messages", failures, _indices, list(messages), context)
    return Wishes(messages=messages, context=context, protected=protected or (), biases=biases or (), failures=tuple(failures))


def _changed(
    hooks: object, messages: Sequence[object], context: CompressContext, failures: list[HookFailure]
) -> list[object] | None:
    """The messages that `pre_compress` wants; those that it left as they are, are the very ones given.

    It may edit what it is given in place: that is a copy, for what was given is the caller's.
    """
    try:
        copies = copy.deepcopy(list(messages))
    except Exception as error:  # noqa: BLE001 - a message may hold anybody's object
        failures.append(
            _failure(hooks, "pre_compress", error, f" was not asked, for messages cannot be copied: {in_a_line(error)}")
        )
        return None
    theirs = {id(one): given for one, given in zip(copies, messages, strict=True)}
    answer = _said(hooks, "pre_compress", failures, _messages, copies[:], context)
    if answer is None:
        return None
    return [theirs[id(one)] if id(one) in theirs and one == theirs[id(one)] else one for one in answer]


def with_wishes(settings: Settings, wishes: Wishes) -> Settings:
    """The settings for this one compression."""
    if not wishes.protected and not wishes.biases:
        return settings
    return msgspec.structs.replace(settings, protected_messages=wishes.protected, biases=wishes.biases)


def has_post_compress(hooks: object) -> bool:
    """Whether somebody wants to hear what was done; if not, nothing need be counted."""
    return _method(hooks, "post_compress") is not None


def event_of(outcome: Outcome, context: CompressContext) -> CompressEvent:
    """What hooks are told afterwards.

    Cost: one count of the conversation.
    """
    before, saved = outcome.tokens_before, outcome.tokens_saved
    steps = dict.fromkeys(decision.step for decision in outcome.report.decisions if decision.action == "compressed")
    return CompressEvent(
        tokens_before=before,
        tokens_after=before - saved,
        tokens_saved=saved,
        compression_ratio=saved / before if before else 0.0,
        transforms_applied=tuple(steps),
        ccr_hashes=tuple(original.hash for original in outcome.report.originals),
        model=context.model,
        user_query=context.user_query,
        provider=context.provider,
    )


def told_afterwards(hooks: object, event: CompressEvent) -> tuple[HookFailure, ...]:
    """How a hook failed to hear what was done."""
    failures: list[HookFailure] = []
    _said(hooks, "post_compress", failures, _nothing, event)
    return tuple(failures)


def unreadable(wishes: Wishes, messages: Sequence[object], hooks: object, why: object) -> Wishes:
    """The wishes where what `pre_compress` made is no conversation: none is heeded."""
    failure = _failure(hooks, "pre_compress", why, f": {why}; no hook is heeded")
    return Wishes(messages=messages, context=wishes.context, failures=(*wishes.failures, failure))


def _failure(hooks: object, hook: str, error: object, told: str) -> HookFailure:
    owner = type(hooks).__name__
    return HookFailure(hook=hook, owner=owner, error=type(error).__name__, warning=f"{owner}.{hook}{told}")


def _method(hooks: object, name: str) -> object:
    """The hook of that name; None for one that does nothing."""
    method: object = getattr(hooks, name, None)
    return None if getattr(method, "__func__", None) is getattr(CompressionHooks, name) else method


def _said(hooks: object, name: str, failures: list[HookFailure], read: Callable[[object], T], *args: object) -> T | None:
    """What a hook returns, as `read` understands it; None where there is no such hook, and where it failed."""
    method = _method(hooks, name)
    if method is None:
        return None
    try:
        return read(cast("Callable[..., object]", method)(*args))
    except Exception as error:  # noqa: BLE001 - a hook is anybody's code, and no compression may fail for it
        failures.append(_failure(hooks, name, error, f" failed: {in_a_line(error)}; it changed nothing"))
        return None


def _messages(answer: object) -> Sequence[object]:
    if not isinstance(answer, Sequence) or isinstance(answer, str | bytes):
        raise _unfit(answer, "messages")
    return answer


def _indices(answer: object) -> tuple[int, ...]:
    if not isinstance(answer, Iterable):
        raise _unfit(answer, "indices of messages")
    indices = sorted(set(answer))
    if not all(type(index) is int for index in indices):
        raise _unfit(answer, "indices of messages")
    return tuple(indices)


def _biases(answer: object) -> tuple[tuple[int, float], ...]:
    if not isinstance(answer, Mapping):
        raise _unfit(answer, "numbers by the message's index")
    for index, bias in answer.items():
        if type(index) is not int or not isinstance(bias, int | float) or not isfinite(bias) or bias <= 0:
            raise ValueError("a bias is a number above 0, by the message's index")
    scaled = ((index, clamped(bias)) for index, bias in sorted(answer.items()))
    return tuple((index, bias) for index, bias in scaled if bias != 1)


def _nothing(answer: object) -> None:
    if answer is not None:
        raise _unfit(answer, "nothing")


def _unfit(answer: object, wanted: str) -> TypeError:
    if isinstance(answer, Coroutine):
        answer.close()
        return TypeError("hooks are not awaited")
    return TypeError(f"it returned {type(answer).__name__}, not {wanted}")
