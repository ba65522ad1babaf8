"""What hooks may say, and that it is done."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pytest

from headroom.config import HeadroomConfig, RollingWindowConfig, Settings
from headroom.messages import Conversation
from headroom.pipeline.aio import acompress
from headroom.pipeline.entry import compress
from headroom.pipeline.hooks import (
    CompressContext,
    CompressEvent,
    CompressionHooks,
    Wishes,
    context_of,
    has_post_compress,
    wishes_of,
    with_wishes,
)
from headroom.wire import decode
from tests.fakes.requests import anthropic_messages, openai_messages


class Saying(CompressionHooks):
    """Says what it was made with, and remembers what it was told."""

    def __init__(self, **said: Any) -> None:
        self.said = said
        self.contexts: list[CompressContext] = []
        self.events: list[CompressEvent] = []

    def _answer(self, name: str, otherwise: Any) -> Any:
        answer = self.said.get(name, otherwise)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def pre_compress(self, messages: list[object], ctx: CompressContext) -> Sequence[object]:
        """The messages it was made with."""
        self.contexts.append(ctx)
        answer: Sequence[object] = self._answer("messages", messages)
        return answer

    def compute_biases(self, messages: list[object], ctx: CompressContext) -> Mapping[int, float]:
        """The biases."""
        assert isinstance(messages, list)
        self.contexts.append(ctx)
        answer: Mapping[int, float] = self._answer("biases", {})
        return answer

    def protect_messages(self, messages: list[object], ctx: CompressContext) -> Iterable[int]:
        """The indices."""
        assert isinstance(messages, list)
        self.contexts.append(ctx)
        answer: Iterable[int] = self._answer("protected", ())
        return answer

    def post_compress(self, event: CompressEvent) -> None:
        """Heard."""
        self.events.append(event)
        self._answer("post", None)


def conversation_of(messages: list[dict[str, Any]]) -> Conversation:
    """The messages, read."""
    return decode(messages).unwrap()


def failing() -> Iterator[int]:
    """An index, and then none."""
    yield 3
    raise ValueError("ran out")


def test_hooks_that_say_nothing_change_nothing() -> None:
    """The class itself does nothing, and nothing is counted for it."""
    plain = compress(openai_messages(), environ={})
    hooked = compress(openai_messages(), hooks=CompressionHooks(), environ={})
    assert hooked.messages == plain.messages
    assert hooked.report == plain.report
    assert not has_post_compress(CompressionHooks())


class Redacting(CompressionHooks):
    """Edits messages where they stand."""

    def pre_compress(self, messages: list[Any], ctx: CompressContext) -> Sequence[object]:
        """The same list, with a word struck out."""
        del ctx
        for message in messages:
            if message["role"] == "tool":
                message["content"] = message["content"].replace("secret", "[redacted]")
        return messages


@pytest.mark.parametrize("text", ["secret", "\n".join(f"2026-01-01 00:00:{n % 60:02} INFO secret {n}" for n in range(400))])
def test_messages_may_be_edited_in_place(text: str) -> None:
    """What was struck out reaches nobody, whether it is compressed or not; and what the caller gave stays."""
    messages = openai_messages(text)
    found = compress(messages, hooks=Redacting(), environ={})
    assert "secret" not in json.dumps(found.messages)
    assert not [original for original in found.originals.values() if "secret" in original]
    assert messages == openai_messages(text)
    assert found.messages[0] is messages[0]


def test_messages_that_cannot_be_copied_are_not_handed_out() -> None:
    """The report says so, and nothing else goes wrong."""

    class Stuck:
        def __deepcopy__(self, _: object) -> object:
            raise TypeError("stays here")

    messages = [{"role": "user", "content": "Hi", "note": Stuck()}]
    wishes = wishes_of(Redacting(), messages, CompressContext())
    assert wishes.messages is messages
    assert "cannot be copied: TypeError: stays here" in wishes.warnings[0]


def test_they_are_told_what_is_about_to_be_compressed() -> None:
    """The same for each of them."""
    hooks = Saying()
    compress(openai_messages(), model="gpt-4o-mini", hooks=hooks, environ={})
    expected = CompressContext(
        model="gpt-4o-mini",
        user_query="Which job failed, and why?",
        turn_number=1,
        tool_calls=("list_jobs",),
        provider="openai",
    )
    assert hooks.contexts == [expected] * 3


def test_the_provider_is_known_by_the_shape_of_messages() -> None:
    """Or said by who knows better."""
    conversation = conversation_of(anthropic_messages())
    assert context_of(conversation).provider == "anthropic"
    assert context_of(conversation, provider="bedrock").provider == "bedrock"


def test_a_protected_message_stays_as_it_is() -> None:
    """The report says why; no original is handed back for it."""
    messages = openai_messages()
    result = compress(messages, hooks=Saying(protected={3}), environ={})
    assert result.messages[3] is messages[3]
    assert result.report.final[3, 0].reason == "protected by a hook"
    assert result.originals == {}


@pytest.mark.parametrize("messages", [openai_messages(), anthropic_messages()])
def test_a_bias_acts_on_its_message(messages: list[dict[str, Any]]) -> None:
    """Above 1 more of its result stays, below 1 less."""
    sizes = [
        len(json.dumps(compress(messages, hooks=Saying(biases={len(messages) - 1: bias}), environ={}).messages))
        for bias in (0.25, 1, 4)
    ]
    assert sizes[0] < sizes[1] < sizes[2]


def test_messages_may_be_changed_before() -> None:
    """What goes on is what the hook returned; the caller's own stay as they were."""
    given = openai_messages()
    copy = json.loads(json.dumps(given))
    changed = [*given[:1], {"role": "user", "content": "Which job is number 42?"}, *given[2:]]
    result = compress(given, hooks=Saying(messages=changed), environ={})
    assert result.messages[1] is changed[1]
    assert '"id":42' in result.messages[3]["content"].replace(" ", "") or "42" in result.messages[3]["content"]
    assert given == copy


def test_they_hear_what_was_done() -> None:
    """In exact tokens, with the hashes of what was left out."""
    hooks = Saying()
    result = compress(openai_messages(), hooks=hooks, environ={})
    (event,) = hooks.events
    assert (event.tokens_before, event.tokens_after) == (result.tokens_before, result.tokens_after)
    assert event.tokens_saved == result.tokens_saved > 0
    assert event.compression_ratio == pytest.approx(result.tokens_saved / result.tokens_before)
    assert event.transforms_applied == ("content_router",)
    assert event.ccr_hashes == tuple(result.originals)
    assert (event.model, event.user_query, event.provider) == ("gpt-4o", "Which job failed, and why?", "openai")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("pre_compress", {"messages": ValueError("no")}),
        ("pre_compress", {"messages": "a string"}),
        ("compute_biases", {"biases": {3: -1}}),
        ("compute_biases", {"biases": {3: float("nan")}}),
        ("compute_biases", {"biases": {"3": 2.0}}),
        ("compute_biases", {"biases": [2.0]}),
        ("protect_messages", {"protected": 3}),
        ("protect_messages", {"protected": ["3"]}),
        ("protect_messages", {"protected": failing()}),
        ("post_compress", {"post": ValueError("no")}),
    ],
)
def test_a_hook_that_fails_has_said_nothing(name: str, said: dict[str, Any]) -> None:
    """The result is that of a compression without it, and the report warns."""
    plain = compress(openai_messages(), environ={})
    result = compress(openai_messages(), hooks=Saying(**said), environ={})
    assert result.messages == plain.messages
    (warning,) = result.report.warnings
    assert warning.startswith(f"Saying.{name} failed: ")
    assert warning.endswith("; it changed nothing")


def test_messages_that_are_no_conversation_are_not_taken() -> None:
    """The caller's own go on, and what other hooks said of the others is not heeded."""
    plain = compress(openai_messages(), environ={})
    result = compress(openai_messages(), hooks=Saying(messages=[3], protected={3}), environ={})
    assert result.messages == plain.messages
    assert "pre_compress" in result.report.warnings[0]


def test_hooks_are_not_asked_of_what_is_no_conversation() -> None:
    """There is nothing to say of it."""
    hooks = Saying()
    result = compress([3], hooks=hooks, environ={})
    assert result.messages == [3]
    assert hooks.contexts == []


def test_an_awaitable_hook_is_refused() -> None:
    """It would never run."""

    class Later(CompressionHooks):
        async def protect_messages(self, messages: list[object], ctx: CompressContext) -> Iterable[int]:  # type: ignore[override]
            return {len(messages), ctx.turn_number}

    (warning,) = compress(openai_messages(), hooks=Later(), environ={}).report.warnings
    assert "hooks are not awaited" in warning


def test_any_object_may_be_hooks() -> None:
    """What it lacks says nothing."""

    class Protecting:
        def protect_messages(self, messages: list[object], ctx: CompressContext) -> list[int]:
            return [len(messages) - ctx.turn_number]

    result = compress(openai_messages(), hooks=Protecting(), environ={})  # type: ignore[arg-type]
    assert result.report.final[3, 0].reason == "protected by a hook"


def test_wishes_become_settings() -> None:
    """In one order, within the range; none of them leave the settings as they are."""
    settings = Settings()
    context = CompressContext()
    wishes = wishes_of(Saying(biases={5: 100, 2: 1.0, 1: 0.5}, protected=[4, 2, 4]), [], context)
    made = with_wishes(settings, wishes)
    assert made.biases == ((1, 0.5), (5, 4.0))
    assert made.protected_messages == (2, 4)
    assert with_wishes(settings, Wishes(messages=[], context=context)) is settings


def test_a_full_window_may_drop_what_is_protected() -> None:
    """Room must be made somewhere; the last turns stay as ever."""
    turns = [
        message for number in range(6) for message in (*openai_messages()[1:], {"role": "assistant", "content": f"{number}"})
    ]
    config = HeadroomConfig(rolling_window=RollingWindowConfig(limit_tokens=12_000, keep_last_turns=1))
    result = compress(turns, config=config, hooks=Saying(protected={2, 22}), environ={})
    assert result.report.final[2, 0].step == "rolling_window"
    assert result.report.final[22, 0].reason == "protected by a hook"


def test_hooks_that_look_back_alone_keep_prefixes() -> None:
    """What they say of a message does not change with what comes after it."""

    class Backwards(CompressionHooks):
        def compute_biases(self, messages: list[object], ctx: CompressContext) -> Mapping[int, float]:
            assert ctx.turn_number
            return {index: 3.0 for index in range(len(messages)) if index % 8 == 2}

        def protect_messages(self, messages: list[object], ctx: CompressContext) -> Iterable[int]:
            assert ctx.turn_number
            return [index for index in range(len(messages)) if index % 8 == 6]

    turns = [message for _ in range(4) for message in (*openai_messages()[1:], {"role": "assistant", "content": "done"})]
    whole = compress(turns, hooks=Backwards(), environ={}).messages
    for cut in (4, 8, 12):
        assert compress(turns[:cut], hooks=Backwards(), environ={}).messages == whole[:cut]


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio", "trio"])
async def test_awaited_compression_heeds_them_as_well(anyio_backend: str) -> None:
    """The same result."""
    assert anyio_backend
    hooks = Saying(protected={3})
    result = await acompress(openai_messages(), hooks=hooks, environ={})
    assert result.report.final[3, 0].reason == "protected by a hook"
    assert len(hooks.events) == 1
