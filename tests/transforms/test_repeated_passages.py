"""Tests of notes in place of lines that an earlier result says."""

from __future__ import annotations

import random
from collections.abc import Callable

import msgspec
import pytest

from headroom.compressors.folds.grammar import header as folded_header
from headroom.compressors.json_records.decode import HEADER as JSON_HEADER
from headroom.errors import ConfigurationError
from headroom.messages import Conversation, Message, Opaque, Report, Text, ToolCall, ToolResult, original_of
from headroom.retrieval.marker import find_markers
from headroom.transforms.repeated_passages import RepeatedPassages
from headroom.wire.codec import encode
from tests.transforms.histories import Step, anthropic, openai, results_of, tokens_of, untouched

FORMATS = [openai, anthropic]
Build = Callable[..., Conversation]
ASK: Step = ("", "{}", "Go on.")


def lines(seed: int, number: int = 60) -> list[str]:
    """Lines of some fifty characters that no other seed has."""
    chance = random.Random(seed)
    return [f"    value_{index} = compute({chance.random():.15f}, {seed})\n" for index in range(number)]


OLD = lines(1)
FILE = "".join(OLD)
EDITED = "".join([*OLD[:30], "    value_30 = changed()\n", *OLD[31:]])
READ: Step = ("Read", '{"path":"a.py"}', FILE)
AGAIN: Step = ("Read", '{"path":"a.py"}', EDITED)


def reasons(report: Report) -> list[str]:
    """Why results stay, oldest first."""
    spoken = ("user text", "system text", "assistant text", "a tool call")
    return [one.reason for one in report.decisions if one.action == "kept" and one.reason not in spoken]


@pytest.mark.parametrize("build", FORMATS)
def test_lines_that_were_said_become_a_note(build: Build) -> None:
    """What is new stays between the notes, and the whole text comes back."""
    before = build(ASK, READ, AGAIN)
    after, report = RepeatedPassages()(before)
    first, second = results_of(after)
    note = 'lines omitted (same as above in lines {} of the result of Read({{"path":"a.py"}}))]'
    digest = original_of(EDITED).hash
    assert first == FILE
    assert second.split("\n")[:3] == [
        f"[headroom: 30 {note.format('1 to 30')}",
        "    value_30 = changed()",
        f"[headroom: 29 {note.format('32 to 60')}",
    ]
    assert [marker.hash for marker in find_markers(second)] == [digest]
    assert report.original_texts == {digest: EDITED}
    assert [one.reason for one in report.decisions if one.action == "compressed"] == ["59 of 60 lines were said before"]
    untouched(before, after, report)
    assert tokens_of(after) < tokens_of(before)


@pytest.mark.parametrize("build", FORMATS)
def test_only_the_message_that_changed_is_new_on_the_wire(build: Build) -> None:
    """The others are the very objects that came in."""
    before = build(ASK, READ, AGAIN)
    after, _ = RepeatedPassages()(before)
    same = [one is other for one, other in zip(encode(before), encode(after), strict=True)]
    assert same == [True] * (len(same) - 1) + [False]


def test_each_run_names_where_it_was_said() -> None:
    """Of two files in one, each."""
    other = lines(2)
    both = "".join([*OLD[10:40], "# and\n", *other[20:50]])
    after, _ = RepeatedPassages()(openai(ASK, READ, ("cat", '{"f":"b.py"}', "".join(other)), ("show", "{}", both)))
    shown = results_of(after)[2].split("\n")
    assert shown[0].endswith('30 lines omitted (same as above in lines 11 to 40 of the result of Read({"path":"a.py"}))]')
    assert shown[1] == "# and"
    assert shown[2].endswith('30 lines omitted (same as above in lines 21 to 50 of the result of cat({"f":"b.py"}))]')


def test_neighbouring_runs_name_all_their_sources() -> None:
    """One gap, and no claim that the second half stands in the first result."""
    other = lines(2)
    both = "".join([*OLD[10:40], *other[20:50], *OLD[45:]])
    after, _ = RepeatedPassages()(openai(ASK, READ, ("cat", "{}", "".join(other)), ("show", "{}", both)))
    note = results_of(after)[2].split("\n")[0]
    read, cat = 'of the result of Read({"path":"a.py"})', "of the result of cat({})"
    sources = f"lines 11 to 40 {read} and in lines 21 to 50 {cat} and in lines 46 to 60 {read}"
    assert note == f"[headroom: 75 lines omitted (same as above in {sources})]"


def test_one_call_with_several_results_is_told_apart() -> None:
    """As the reader counts them: all results of that call before this one, short ones, too."""
    third = "".join([*OLD[:30], "    value_30 = changed()\n", *OLD[31:50], *lines(8, 20)])
    fourth = "".join(lines(8, 20) + lines(9, 20))
    short: Step = ("Read", READ[1], "empty")
    after, _ = RepeatedPassages()(openai(ASK, READ, short, ("Read", READ[1], third), ("Read", READ[1], fourth)))
    texts = results_of(after)
    assert '19 lines omitted (same as above in lines 32 to 50 of result 1 of 2 of Read({"path":"a.py"}))]' in texts[2]
    # Counted as the third result now stands: two notes and a line that changed are above them.
    assert '20 lines omitted (same as above in lines 4 to 23 of result 3 of 3 of Read({"path":"a.py"}))]' in texts[3]


def test_a_note_points_only_at_lines_that_stand_there() -> None:
    """What the second result left out is pointed at where it was said first; what it said itself, in it."""
    own = lines(7, 30)
    after, _ = RepeatedPassages()(
        openai(ASK, READ, ("cat", "{}", "".join([*OLD, "# more\n", *own])), ("show", "{}", "".join([*OLD, "# x\n", *own])))
    )
    second, third = results_of(after)[1:]
    assert "".join(own) in second
    assert third.split("\n")[:3] == [
        '[headroom: 60 lines omitted (same as above in lines 1 to 60 of the result of Read({"path":"a.py"}))]',
        "# x",
        "[headroom: 30 lines omitted (same as above in lines 3 to 32 of the result of cat({}))]",
    ]


def test_texts_of_one_result_may_repeat_each_other() -> None:
    """The note says so."""
    given = failed(False)
    result = ToolResult(call_id="c0", content=(Text(text=FILE), Text(text=EDITED)))
    before = msgspec.structs.replace(given, messages=(*given.messages[:-1], Message(role="user", parts=(result,))))
    after, _ = RepeatedPassages()(before)
    assert (
        "30 lines omitted (same as above in lines 1 to 30 of text 1 of this result)]\n    value_30 = changed()"
        in (results_of(after)[0])
    )


def test_a_few_lines_again_and_again_are_one_place() -> None:
    """With how often."""
    few = "".join(lines(5, 20))
    after, _ = RepeatedPassages()(openai(ASK, ("f", "{}", few), ("g", "{}", few * 3 + "# end\n")))
    note = "[headroom: 60 lines omitted (same as above in lines 1 to 20 of the result of f({}) (3 times))]"
    assert results_of(after)[1].split("\n")[:2] == [note, "# end"]


def test_what_stands_before_decides() -> None:
    """Each prefix of the conversation becomes a prefix of what the whole becomes."""
    steps = [("f", f'{{"n":{n}}}', "".join(lines(n % 3, 40) + lines(n, 20))) for n in range(7)]
    before = openai(ASK, *steps, ASK, READ, AGAIN)
    whole, report = RepeatedPassages()(before)
    assert len(report.originals) >= 4
    for cut in range(len(before.messages) + 1):
        part, _ = RepeatedPassages()(msgspec.structs.replace(before, messages=before.messages[:cut]))
        assert part.messages == whole.messages[:cut]


def test_again_changes_nothing() -> None:
    """The output is left as it is."""
    once, _ = RepeatedPassages()(openai(ASK, READ, AGAIN, AGAIN))
    twice, report = RepeatedPassages()(once)
    assert twice is once
    assert report.originals == ()


def test_what_goes_on_after_a_compressed_history_points_at_what_is_left() -> None:
    """A text with a note of ours still says the rest of its lines, and nothing more."""
    once, _ = RepeatedPassages()(openai(ASK, READ, AGAIN))
    left = "".join(OLD[:30])
    call = ToolCall(id="new", name="head", arguments="{}")
    result = ToolResult(call_id="new", content=(Text(text=left),))
    more = (Message(role="assistant", parts=(call,)), Message(role="tool", parts=(result,)))
    after, _ = RepeatedPassages()(msgspec.structs.replace(once, messages=(*once.messages, *more)))
    assert "30 lines omitted" in results_of(after)[2]
    cut = (*once.messages[:2], *once.messages[4:], *more)
    alone, _ = RepeatedPassages()(msgspec.structs.replace(once, messages=cut))
    assert results_of(alone)[-1] == left


@pytest.mark.parametrize(
    ("text", "tool", "reason"),
    [
        (FILE[:599], "f", "below 600 characters"),
        ("".join(lines(9)), "f", "says nothing again"),
        (FILE, "headroom_retrieve", "retrieved by the model"),
        (FILE, "mcp__headroom__headroom_retrieve", "retrieved by the model"),
        (FILE, "Secret", "excluded tool Secret"),
        (f"{FILE}[headroom: 3 lines omitted]", "f", "holds a headroom marker"),
    ],
)
def test_what_stays(text: str, tool: str, reason: str) -> None:
    """Texts that are short or new, retrieved, excluded, or hold a note of ours."""
    before = openai(ASK, READ, (tool, "{}", text))
    after, report = RepeatedPassages(excluded_tools=("secret",))(before)
    assert after is before
    assert reasons(report) == ["says nothing again", reason]


def test_retrieved_and_excluded_texts_may_be_pointed_at() -> None:
    """They stand in the request, whole."""
    for tool in ("headroom_retrieve", "Secret"):
        after, _ = RepeatedPassages(excluded_tools=("Secret",))(openai(ASK, (tool, "{}", FILE), AGAIN))
        assert results_of(after)[0] == FILE
        assert f"same as above in lines 1 to 30 of the result of {tool}({{}})" in results_of(after)[1]


def failed(*flags: bool) -> Conversation:
    """The file as results that failed or did not."""
    messages: list[Message] = [Message(role="user", parts=(Text(text="Go."),))]
    for number, flag in enumerate(flags):
        result = ToolResult(call_id=f"c{number}", content=(Text(text=FILE),), is_error=flag)
        messages.append(Message(role="assistant", parts=(ToolCall(id=f"c{number}", name="f", arguments="{}"),)))
        messages.append(Message(role="user", parts=(result,)))
    return Conversation(messages=tuple(messages), format="anthropic")


def test_errors_stay() -> None:
    """Nothing of one is left out; but what it shows was said."""
    after, report = RepeatedPassages()(failed(True, True, False))
    assert [text == FILE for text in results_of(after)] == [True, True, False]
    assert reasons(report) == ["an error result", "an error result"]


def test_images_and_other_texts_of_a_result_stay() -> None:
    """Each text is looked at alone."""
    image = Opaque(kind="image", value={"type": "image"})
    new = "".join(lines(4))
    result = ToolResult(call_id="c1", content=(image, Text(text=new), Text(text=FILE)), name="n", is_error=False)
    given = failed(False)
    call = Message(role="assistant", parts=(ToolCall(id="c1", name="g", arguments="{}"),))
    before = msgspec.structs.replace(given, messages=(*given.messages, call, Message(role="user", parts=(result,))))
    after, _ = RepeatedPassages()(before)
    part = after.messages[-1].parts[0]
    assert isinstance(part, ToolResult)
    assert part.content[0] is image
    assert part.content[1] == Text(text=new)
    assert (part.call_id, part.name) == ("c1", "n")
    assert results_of(after)[1].startswith(f"{new}\n[headroom: 60 lines omitted")


def test_the_last_turns_may_be_kept() -> None:
    """An explicit keep_turns leaves them, and says that it rewrites history."""
    before = openai(ASK, READ, AGAIN, ASK, AGAIN)
    step = RepeatedPassages(keep_turns=1)
    after, report = step(before)
    assert [text in (FILE, EDITED) for text in results_of(after)] == [True, False, True]
    assert "within the last 1 turns" in reasons(report)
    assert step.rewrites_history
    assert not RepeatedPassages().rewrites_history


def test_the_tool_is_named_where_it_is_offered() -> None:
    """In the one full marker, and only then."""
    after, _ = RepeatedPassages(retrieval="tool")(openai(ASK, READ, AGAIN))
    assert results_of(after)[1].rstrip("\n").endswith(f"original {original_of(EDITED).hash} via headroom_retrieve]")
    after, _ = RepeatedPassages()(openai(ASK, READ, AGAIN))
    assert "headroom_retrieve" not in results_of(after)[1]


def test_arguments_cannot_break_the_note() -> None:
    """Line breaks, half surrogates, long arguments and look-alike hashes leave one marker, with the true hash."""
    nasty = '{"q": "a\n b]; original 000000000000000000000000]", "s": "\ud800", "long": "' + "y" * 500 + '"}'
    after, _ = RepeatedPassages()(openai(ASK, ("f", nasty, FILE), AGAIN))
    text = results_of(after)[1]
    assert "\nvalue_30" not in text
    assert [marker.hash for marker in find_markers(text)] == [original_of(EDITED).hash]
    assert max(map(len, text.split("\n"))) < 300


@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_lines_keep_their_ends(end: str) -> None:
    """Also the last one, which has none."""
    old, new = FILE.replace("\n", end), EDITED.replace("\n", end).removesuffix(end)
    after, _ = RepeatedPassages()(openai(ASK, ("f", "{}", old), ("g", "{}", new)))
    assert f"    value_30 = changed(){end}" in results_of(after)[1]
    assert results_of(after)[0] == old


def test_settings_out_of_range_are_refused() -> None:
    """At once."""
    with pytest.raises(ConfigurationError):
        RepeatedPassages(min_chars=0)
    with pytest.raises(ConfigurationError):
        RepeatedPassages(keep_turns=-1)


def test_the_name_is_that_of_reports() -> None:
    """As decisions call it."""
    assert RepeatedPassages().name == "repeated_passages"


@pytest.mark.parametrize("header", [folded_header({"§": "/srv/production/"}, notes=False, marks=False), JSON_HEADER])
def test_lines_in_a_form_of_ours_are_not_pointed_at(header: str) -> None:
    """Below its header a line says something else than the same line by itself."""
    lines = "".join(f"setting_{number}.toml = {number * 7919}\n" for number in range(60))
    before = openai(
        ("f", '{"host":"production"}', f"{header}\n{lines}"), ("f", '{"host":"test"}', f"Of the test host:\n{lines}")
    )
    after, _ = RepeatedPassages()(before)
    assert results_of(after) == results_of(before)
