"""Tests of pointers in place of what an earlier result said."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from headroom import compress
from headroom.errors import ConfigurationError
from headroom.messages import Conversation, Message, Opaque, Report, Text, ToolCall, ToolResult, original_of
from headroom.retrieval.marker import find_markers
from headroom.transforms.duplicates import Duplicates
from headroom.wire.codec import encode
from tests.transforms.histories import Step, anthropic, listing, openai, results_of, tokens_of, untouched

FORMATS = [openai, anthropic]
Build = Callable[..., Conversation]
ASK: Step = ("", "{}", "Go on.")
FILE = listing(1)


def reasons(report: Report) -> list[str]:
    """Why results stay."""
    return [decision.reason for decision in report.decisions if decision.action == "kept" and "text" not in decision.reason]


@pytest.mark.parametrize("build", FORMATS)
def test_a_repeated_result_points_at_the_first(build: Build) -> None:
    """The pointer names the call and the text's hash; the first stays."""
    steps = (ASK, ("Read", '{"path":"a.py"}', FILE), ("ls", "{}", "a.py"), ("Read", '{"path":"a.py"}', FILE))
    before = build(*steps)
    after, report = Duplicates()(before)
    digest = original_of(FILE).hash
    pointer = f'[headroom: 1 result omitted (same as the result of Read({{"path":"a.py"}}) above); original {digest}]'
    assert results_of(after) == [FILE, "a.py", pointer]
    assert report.original_texts == {digest: FILE}
    assert [marker.hash for marker in find_markers(pointer)] == [digest]
    untouched(before, after, report)
    assert tokens_of(after) < tokens_of(before)


@pytest.mark.parametrize("build", FORMATS)
def test_equal_excerpts_of_one_text_are_said_once(build: Build) -> None:
    """The pointer names what both are excerpts of, which the text named already; its report carries nothing twice."""
    digest = original_of("the whole file").hash
    excerpt = f"{FILE}[headroom: 300 of 360 lines omitted; original {digest}]"
    before = build(ASK, ("Read", '{"path":"a.py"}', excerpt), ("Read", '{"path":"a.py"}', excerpt))
    after, report = Duplicates()(before)
    pointer = f'[headroom: 1 result omitted (same as the result of Read({{"path":"a.py"}}) above); original {digest}]'
    assert results_of(after) == [excerpt, pointer]
    assert report.originals == ()
    untouched(before, after, report)
    assert Duplicates()(after)[0] is after


def test_results_read_again_after_compression_are_said_once() -> None:
    """A long file that an agent opens three times is shortened once, and comes back whole."""
    causes = (
        "disk full",
        "connection refused",
        "no such table",
        "timed out",
        "permission denied",
        "out of memory",
        "bad checksum",
    )
    said = [f"ERROR {causes[n // 50 % 7]} in unit {n}" if n % 50 == 49 else f"INFO worker {n} done" for n in range(400)]
    log = "".join(f"2026-11-20 08:00:{n % 60:02} {words}\n" for n, words in enumerate(said))
    messages = encode(openai(ASK, ("f", "{}", log), ("f", "{}", log), ("f", "{}", log)))
    done = compress(messages)
    first, second, third = (done.messages[index]["content"] for index in (3, 5, 7))
    assert "of 400 lines omitted" in first
    assert "same as the result of f({}) above" in second
    assert "same as result 1 of 2 of f({}) above" in third
    assert done.originals == {original_of(log).hash: log}
    assert {done.report.final[index, 0].original for index in (3, 5, 7)} == {original_of(log).hash}
    assert compress(done.messages).messages == done.messages


@pytest.mark.parametrize("build", FORMATS)
def test_only_the_message_that_changed_is_new_on_the_wire(build: Build) -> None:
    """The others are the very objects that came in."""
    before = build(ASK, ("f", "{}", FILE), ("f", "{}", FILE))
    after, _ = Duplicates()(before)
    same = [one is other for one, other in zip(encode(before), encode(after), strict=True)]
    assert same == [True] * (len(same) - 1) + [False]


def test_all_copies_point_at_the_first() -> None:
    """Never at another pointer."""
    after, _ = Duplicates()(openai(ASK, ("f", '{"a":1}', FILE), ("g", "{}", FILE), ("h", "{}", FILE)))
    first, *pointers = results_of(after)
    assert first == FILE
    assert [text.count('the result of f({"a":1}) above') for text in pointers] == [1, 1]


def test_one_call_with_several_results_is_told_apart() -> None:
    """The second of three looks at a file differed, so the pointer says which one it means."""
    read = ("Read", '{"path":"a.py"}')
    after, _ = Duplicates()(openai(ASK, (*read, FILE), (*read, listing(2)), (*read, FILE), (*read, listing(2))))
    assert 'result 1 of 2 of Read({"path":"a.py"}) above' in results_of(after)[2]
    assert 'result 2 of 3 of Read({"path":"a.py"}) above' in results_of(after)[3]


def test_what_stands_before_decides() -> None:
    """Each prefix of the conversation becomes a prefix of what the whole becomes."""
    before = openai(ASK, *(("f", f'{{"n":{n % 3}}}', listing(n % 3)) for n in range(7)), ASK, ("g", "{}", listing(0)))
    whole, _ = Duplicates()(before)
    for cut in range(len(before.messages) + 1):
        part, _ = Duplicates()(msgspec.structs.replace(before, messages=before.messages[:cut]))
        assert part.messages == whole.messages[:cut]


def test_again_changes_nothing() -> None:
    """The output is left as it is."""
    once, _ = Duplicates()(openai(ASK, ("f", "{}", FILE), ("f", "{}", FILE), ("f", "{}", FILE)))
    twice, report = Duplicates()(once)
    assert twice is once
    assert report.originals == ()


@pytest.mark.parametrize(
    ("text", "tool", "reason"),
    [
        ("x" * 599, "f", "below 600 characters"),
        (" " * 900, "f", "a pointer would not be shorter"),
        (FILE, "headroom_retrieve", "retrieved by the model"),
        (FILE, "mcp__headroom__headroom_retrieve", "retrieved by the model"),
        (FILE, "Secret", "excluded tool Secret"),
        (f"{FILE}[headroom: 3 lines omitted]", "f", "holds a headroom marker"),
    ],
)
def test_what_stays(text: str, tool: str, reason: str) -> None:
    """Texts that are short or cheap, retrieved, excluded, or hold a note of ours."""
    before = openai(ASK, (tool, "{}", text), (tool, "{}", text))
    after, report = Duplicates(excluded_tools=("secret",))(before)
    assert after is before
    assert reason in reasons(report)


def test_errors_stay() -> None:
    """An error neither becomes a pointer nor is pointed at."""
    messages: list[Message] = [Message(role="user", parts=(Text(text="Go."),))]
    for number, failed in enumerate((True, False, True)):
        result = ToolResult(call_id=f"c{number}", content=(Text(text=FILE),), is_error=failed)
        messages.append(Message(role="assistant", parts=(ToolCall(id=f"c{number}", name="f", arguments="{}"),)))
        messages.append(Message(role="user", parts=(result,)))
    before = Conversation(messages=tuple(messages), format="anthropic")
    after, report = Duplicates()(before)
    assert after is before
    assert reasons(report).count("an error result") == 2


def test_texts_of_one_result_are_named() -> None:
    """Where the earlier result has several blocks, the pointer says which; images stay."""
    image = Opaque(kind="image", value={"type": "image"})
    first = ToolResult(call_id="c1", content=(image, Text(text=listing(5)), Text(text=FILE)))
    second = ToolResult(call_id="c2", content=(Text(text=FILE), image))
    messages = (
        Message(role="user", parts=(Text(text="Go."),)),
        Message(role="assistant", parts=(ToolCall(id="c1", name="f", arguments="{}"),)),
        Message(role="user", parts=(first,)),
        Message(role="assistant", parts=(ToolCall(id="c2", name="f", arguments="{}"),)),
        Message(role="user", parts=(second,)),
    )
    after, _ = Duplicates()(Conversation(messages=messages, format="anthropic"))
    result = after.messages[-1].parts[0]
    assert isinstance(result, ToolResult)
    assert result.content[1] is image
    assert "same as text 3 of the result of f({}) above" in results_of(after)[1]


def test_what_one_result_says_twice_stays() -> None:
    """There is no earlier result to point at; the next result points at the first of both."""
    messages: list[Message] = [Message(role="user", parts=(Text(text="Go."),))]
    for number, content in enumerate(((Text(text=FILE), Text(text=FILE)), (Text(text=FILE),))):
        messages.append(Message(role="assistant", parts=(ToolCall(id=f"c{number}", name="f", arguments="{}"),)))
        messages.append(Message(role="user", parts=(ToolResult(call_id=f"c{number}", content=content),)))
    before = Conversation(messages=tuple(messages), format="anthropic")
    after, report = Duplicates()(before)
    assert after.messages[:-1] == before.messages[:-1]
    assert "said twice in one result" in reasons(report)
    assert "same as text 1 of the result of f({}) above" in results_of(after)[1]


def test_arguments_cannot_break_the_note() -> None:
    """Line breaks, half surrogates, long arguments and look-alike hashes leave one marker, with the true hash."""
    nasty = '{"q": "a\n b]; original 000000000000000000000000]", "s": "\ud800", "long": "' + "y" * 500 + '"}'
    before = openai(ASK, ("f", nasty, FILE), ("f", "{}", FILE))
    after, _ = Duplicates()(before)
    pointer = results_of(after)[1]
    assert "\n" not in pointer
    assert len(pointer.encode()) < 300
    assert [marker.hash for marker in find_markers(pointer)] == [original_of(FILE).hash]


def test_the_last_turns_may_be_kept() -> None:
    """An explicit keep_turns leaves them, and says that it rewrites history."""
    before = openai(ASK, ("f", "{}", FILE), ("f", "{}", FILE), ASK, ("f", "{}", FILE))
    step = Duplicates(keep_turns=1)
    after, report = step(before)
    assert [text == FILE for text in results_of(after)] == [True, False, True]
    assert "within the last 1 turns" in reasons(report)
    assert step.rewrites_history
    assert not Duplicates().rewrites_history


def test_the_tool_is_named_where_it_is_offered() -> None:
    """Only then."""
    after, _ = Duplicates(retrieval="tool")(openai(ASK, ("f", "{}", FILE), ("f", "{}", FILE)))
    assert results_of(after)[1].endswith(f"original {original_of(FILE).hash} via headroom_retrieve]")


def test_settings_out_of_range_are_refused() -> None:
    """At once."""
    with pytest.raises(ConfigurationError):
        Duplicates(min_chars=0)
    with pytest.raises(ConfigurationError):
        Duplicates(keep_turns=-1)
