"""Tests of the walk that compresses the texts of tool results one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec
import pytest
from returns.result import Failure, Result, Success

from headroom.compressors.contract import Compressed, Compressor, Skip
from headroom.config import Profile, Settings
from headroom.messages import Conversation, Message, Opaque, Text, ToolCall, ToolResult, original_of
from headroom.safety import verify
from headroom.transforms.tool_results import ResultStep, compress_results, forget_outcomes
from tests.transforms.histories import anthropic, openai, results_of

LONG = "The story goes on and on. " * 60
ASKED: list[tuple[str, str]] = []


class Half(msgspec.Struct, frozen=True, kw_only=True):
    """A compressor that keeps the first half, and notes what it was asked."""

    settings: Settings = Settings()
    others: tuple[Compressor, ...] = ()
    kind: str = "half"

    def __call__(self, text: str, query: str) -> Result[Compressed, Skip]:
        """The compressor."""
        ASKED.append((text, query))
        if "fall over" in text:
            raise RuntimeError("no\nway " + "x" * 500)
        if "keep" in text:
            return Failure(Skip("asked to keep"))
        digest = original_of(text).hash
        kept = f"{text[: len(text) // 2]}\n[headroom: the rest omitted; original {digest}]"
        if "lossless" in text:
            return Success(Compressed(text=text.replace("  ", " "), summary="spaces folded", kind="spaces"))
        return Success(Compressed(text=kept, summary="half of it", original=digest))


def refuse_errors(result: ToolResult, settings: Settings) -> str:
    """Why a result stays as a whole."""
    del settings
    return "an error result" if result.is_error else ""


def step(settings: Settings | None = None, *, name: str = "halving", others: tuple[Compressor, ...] = ()) -> ResultStep:
    """A step of that compressor."""

    def make(used: Settings, given: tuple[Compressor, ...]) -> Compressor:
        return Half(settings=used, others=given)

    return ResultStep(name=name, settings=settings or Settings(), make=make, refusal=refuse_errors, others=others)


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    """Nothing remembered, nothing asked."""
    forget_outcomes()
    ASKED.clear()
    yield
    forget_outcomes()


@pytest.mark.parametrize("build", [openai, anthropic])
def test_texts_are_compressed_and_the_rest_is_the_same(build: Callable[..., Conversation]) -> None:
    """Message by message; the report tells of each and carries the original."""
    before = build(("", "{}", "Tell."), ("f", "{}", LONG), ("g", "{}", "keep"), ("", "{}", "Thanks."))
    after, report = compress_results(before, step())
    digest = original_of(LONG).hash
    assert results_of(after)[0].endswith(f"original {digest}]")
    assert results_of(after)[1] == "keep"
    assert report.original_texts == {digest: LONG}
    assert [str(verdict) for verdict in verify(before, after, report)] == []
    changed = [new is not old for old, new in zip(before.messages, after.messages, strict=True)]
    assert sum(changed) == 1
    (done,) = (one for one in report.decisions if one.action == "compressed")
    assert (done.message, done.part, done.step) == (changed.index(True), 0, "halving")
    assert (done.kind, done.reason, done.original) == ("half", "half of it", digest)
    assert (done.chars_before, done.chars_after) == (len(LONG), len(results_of(after)[0]))
    assert len(report.decisions) == sum(len(one.parts) for one in before.messages) + len(before.system)


def test_nothing_to_do_is_the_same_conversation() -> None:
    """Not a copy of it, and each part has its reason."""
    before = openai(("", "{}", "Tell."), ("f", "{}", "keep"))
    after, report = compress_results(before, step())
    assert after is before
    assert report.originals == ()
    assert [(one.action, one.reason) for one in report.decisions] == [
        ("kept", "system text"),
        ("kept", "user text"),
        ("kept", "a tool call"),
        ("kept", "asked to keep"),
    ]
    assert report.decisions[-1].chars_before == report.decisions[-1].chars_after == len("keep")
    assert compress_results(Conversation(messages=()), step()) == (Conversation(messages=()), type(report)())


def result(*content: Text | Opaque, **fields: object) -> ToolResult:
    """A result of these blocks."""
    return ToolResult(call_id="c1", content=content, **fields)  # type: ignore[arg-type]


def one(part: ToolResult) -> Conversation:
    """A conversation of one result."""
    call = ToolCall(id="c1", name="f", arguments='{"path":"a.py"}')
    messages = (Message(role="assistant", parts=(call,)), Message(role="tool", parts=(part,), origin=1))
    return Conversation(messages=messages, model="gpt-4o")


def test_blocks_are_decided_one_by_one() -> None:
    """Images stay the very objects, the result keeps its id, name and flag, and each text has its decision."""
    image = Opaque(kind="image", value={"n": 1})
    before = one(result(Text(text=LONG), image, Text(text="keep"), Text(text=f"lossless  {LONG}"), name="n"))
    after, report = compress_results(before, step())
    part = after.messages[1].parts[0]
    assert isinstance(part, ToolResult)
    assert (part.call_id, part.name, part.is_error) == ("c1", "n", False)
    assert part.content[1] is image
    assert part.content[2] == Text(text="keep")
    told = [(done.action, done.kind, bool(done.original)) for done in report.decisions if done.message == 1]
    assert told == [("compressed", "half", True), ("kept", "", False), ("compressed", "spaces", False)]
    assert [original.text for original in report.originals] == [LONG]


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        (result(), "nothing in it"),
        (result(Opaque(kind="image", value=1)), "no text in it"),
        (result(Text(text=LONG), is_error=True), "an error result"),
    ],
    ids=["nothing", "an image", "an error"],
)
def test_what_has_no_text_to_compress_has_a_decision(part: ToolResult, reason: str) -> None:
    """One."""
    before = one(part)
    after, report = compress_results(before, step())
    assert after is before
    assert [done.reason for done in report.decisions] == ["a tool call", reason]
    assert ASKED == []


def test_tools_have_their_rules() -> None:
    """The compressor is made with the settings for the tool, and not asked where none may be touched."""
    settings = Settings(
        excluded_tools=("read",), protected_tools=("db",), profiles=(Profile(tool="many", max_items_after_crush=77),)
    )
    seen: list[Settings] = []

    def make(used: Settings, others: tuple[Compressor, ...]) -> Compressor:
        seen.append(used)
        return Half(settings=used, others=others)

    given = ResultStep(name="halving", settings=settings, make=make, refusal=refuse_errors)
    _, report = compress_results(
        openai(*((tool, "{}", f"{tool} {LONG}") for tool in ("Read", "db", "many", "f", "headroom_retrieve"))), given
    )
    kept = [done.reason for done in report.decisions if done.action == "kept" and "call" not in done.reason]
    assert kept == ["system text", "excluded tool Read", "retrieved by the model"]
    assert [used.crush.lossless_only for used in seen] == [True, False, False]
    assert [used.crush.max_items_after_crush for used in seen] == [15, 77, 15]
    assert not any(used.excluded_tools or used.protected_tools or used.profiles for used in seen)


def test_what_was_asked_before_is_the_question() -> None:
    """And the arguments of the call; what is asked afterwards is not."""
    before = openai(
        ("", "{}", "Where is the walrus hidden today?"),
        ("f", '{"path":"penguins"}', LONG),
        ("", "{}", "And where are the otters and the seals?"),
    )
    compress_results(before, step())
    ((text, query),) = ASKED
    assert text == LONG
    assert "walrus" in query
    assert "penguins" in query
    assert "otters" not in query


def test_a_text_is_compressed_once() -> None:
    """The same under the same question is remembered, whichever message it stands in; the report tells of both."""
    before = openai(("", "{}", "Where is the walrus hidden today?"), ("f", "{}", LONG), ("f", "{}", LONG))
    after, report = compress_results(before, step())
    assert len(ASKED) == 1
    assert results_of(after)[0] == results_of(after)[1]
    assert sum(done.action == "compressed" for done in report.decisions) == 2
    assert compress_results(before, step()) == (after, report)
    assert len(ASKED) == 1
    forget_outcomes()
    assert compress_results(before, step()) == (after, report)
    assert len(ASKED) == 2


def test_what_stays_is_remembered_too() -> None:
    """With its reason; short texts are looked at again, which is as fast."""
    before = openai(("f", "{}", f"keep {LONG}"), ("g", "{}", "keep"))
    reports = [compress_results(before, step())[1] for _ in range(2)]
    assert reports[0] == reports[1]
    assert [text for text, _ in ASKED] == [f"keep {LONG}", "keep", "keep"]


@pytest.mark.parametrize(
    ("other", "asks_again"),
    [
        (step(), False),
        (step(name="another"), True),
        (step(Settings(profiles=(Profile(tool="f", max_items_after_crush=3),))), True),
        (step(Settings(protected_tools=("f",))), True),
        (step(Settings(excluded_tools=("g",))), False),
        (step(Settings(keep_turns=1)), False),
        (step(others=(Half(kind="other"),)), True),
    ],
    ids=["the same", "step", "profile", "protected", "excluded", "turns", "others"],
)
def test_only_what_matters_tells_outcomes_apart(other: ResultStep, asks_again: bool) -> None:
    """The step, the settings of the tool, and compressors of somebody else's: not where else they would be used."""
    before = openai(("", "{}", "Tell."), ("f", "{}", LONG), ("", "{}", "Thanks."), ("", "{}", "Bye."))
    compress_results(before, step())
    after, _ = compress_results(before, other)
    assert len(ASKED) == 1 + asks_again
    assert results_of(after)[0] != LONG


def test_questions_and_arguments_tell_outcomes_apart() -> None:
    """Each of them is asked once."""
    for question, arguments in (("a walrus", "{}"), ("an otter", "{}"), ("an otter", '{"n":1}'), ("a walrus", "{}")):
        compress_results(openai(("", "{}", question), ("f", arguments, LONG)), step())
    assert len(ASKED) == 3


@pytest.mark.parametrize(("keep", "changed"), [(0, [True, True]), (1, [True, False]), (2, [False, False])])
def test_the_last_turns_stay_if_asked(keep: int, changed: list[bool]) -> None:
    """With that reason."""
    before = openai(("", "{}", "One."), ("f", "{}", LONG), ("", "{}", "Two."), ("f", "{}", f"{LONG}!"))
    after, report = compress_results(before, step(Settings(keep_turns=keep)))
    assert [new != old for old, new in zip(results_of(before), results_of(after), strict=True)] == changed
    assert (report.decisions[-1].reason == f"within the last {keep} turns") is bool(keep)


def test_a_result_without_a_call_goes_by_its_own_name() -> None:
    """Legacy results carry one; an orphan has none and is any tool's."""
    legacy = ToolResult(call_id="", content=(Text(text=LONG),), name="Read")
    orphan = ToolResult(call_id="gone", content=(Text(text=LONG),))
    before = Conversation(messages=(Message(role="function", parts=(legacy,)), Message(role="tool", parts=(orphan,))))
    after, report = compress_results(before, step(Settings(excluded_tools=("read",))))
    assert [new is old for old, new in zip(before.messages, after.messages, strict=True)] == [True, False]
    assert report.decisions[0].reason == "excluded tool Read"


def test_a_text_that_a_compressor_fails_at_stays_and_the_others_do_not() -> None:
    """The report says so each time; what was sent once stays the same, so the failure is remembered."""
    before = openai(("a", "{}", LONG), ("b", "{}", f"fall over {LONG}"), ("c", "{}", LONG))
    for _ in range(2):
        after, report = compress_results(before, step())
        texts = results_of(after)
        assert [text == old for text, old in zip(texts, results_of(before), strict=True)] == [False, True, False]
        (warning,) = report.warnings
        assert warning.startswith("halving: failed: RuntimeError: no way xxx")
        assert len(warning) < 300
        assert verify(before, after, report) == ()
    assert sum("fall over" in text for text, _ in ASKED) == 1
