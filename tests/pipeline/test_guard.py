"""What the guard does with steps that work, fail, forget and break laws."""

from __future__ import annotations

from typing import cast

import msgspec
import pytest

from headroom.messages import Conversation, Message, Report, Text, Tool, ToolResult, replace_parts
from headroom.pipeline.guard import guarded
from headroom.transforms.contract import Transform
from tests.fakes.conversations import agent_conversation
from tests.fakes.transforms import Careless, DropsOldest, FoldsSpace, Raises


def cut_results(_index: int, message: Message) -> Message:
    """The message with its tool result cut short, and nothing said about it in the text."""
    part = message.parts[0]
    if not isinstance(part, ToolResult):
        return message
    return replace_parts(message, (msgspec.structs.replace(part, content=(Text(text="cut"),)),))


def test_a_good_step_passes_through() -> None:
    """What a step made and said leaves the guard as it is."""
    conversation = agent_conversation("a   b", "c")
    after, report = guarded(FoldsSpace(), conversation)
    assert (after, report) == FoldsSpace()(conversation)
    assert after.messages[2].parts[0] != conversation.messages[2].parts[0]


@pytest.mark.parametrize("error", [ValueError("bad\n row"), RecursionError(), MemoryError()])
def test_a_step_that_raises_changes_nothing(error: Exception) -> None:
    """An exception makes the step a no-op with a decision for every part and a warning."""
    conversation = agent_conversation("a", "b")
    after, report = guarded(Raises(error=error), conversation)
    assert after is conversation
    assert [(decision.message, decision.part) for decision in report.decisions] == [(index, 0) for index in range(5)]
    assert {decision.action for decision in report.decisions} == {"kept"}
    assert all(type(error).__name__ in decision.reason for decision in report.decisions)
    assert len(report.warnings) == 1
    assert "\n" not in report.warnings[0]


def test_an_interrupt_is_not_swallowed() -> None:
    """Ctrl-C reaches the caller."""
    with pytest.raises(KeyboardInterrupt):
        guarded(Raises(error=KeyboardInterrupt()), agent_conversation("a"))


def test_a_long_exception_does_not_fill_the_report() -> None:
    """Of an exception's message the report holds a line's worth."""
    _, report = guarded(Raises(error=ValueError("x" * 10_000)), agent_conversation("a"))
    assert len(report.warnings[0]) < 300


def test_a_step_that_returns_something_else_changes_nothing() -> None:
    """What is no (Conversation, Report) counts as a failure that says what it was."""

    class Odd(msgspec.Struct, frozen=True):
        name: str = "odd"
        rewrites_history: bool = False

        def __call__(self, conversation: Conversation) -> Conversation:
            """The step."""
            return conversation

    conversation = agent_conversation("a")
    after, report = guarded(cast("Transform", Odd()), conversation)
    assert after is conversation
    assert "it returned Conversation" in report.warnings[0]


def test_a_forgotten_part_is_on_record() -> None:
    """A part that the step said nothing about gets a decision, also in the system prompt."""
    conversation = msgspec.structs.replace(agent_conversation("a"), system=(Text(text="Be brief."),))
    _, report = guarded(Careless(edit=lambda _, message: message), conversation)
    assert [(decision.message, decision.part) for decision in report.decisions] == [(-1, 0), (0, 0), (1, 0), (2, 0)]
    assert {decision.reason for decision in report.decisions} == {"no decision by careless"}


def test_only_the_messages_that_break_a_law_are_put_back() -> None:
    """User text that was edited returns; the tool result that was compressed well stays."""

    class EditsUserToo(msgspec.Struct, frozen=True):
        name: str = "edits_user_too"
        rewrites_history: bool = False

        def __call__(self, conversation: Conversation) -> tuple[Conversation, Report]:
            """The step."""
            after, report = FoldsSpace()(conversation)
            edited = replace_parts(after.messages[0], (Text(text="What?"),))
            return msgspec.structs.replace(after, messages=(edited, *after.messages[1:])), report

    conversation = agent_conversation("a   b")
    after, report = guarded(EditsUserToo(), conversation)
    assert after.messages[0] is conversation.messages[0]
    assert after.messages[2] == FoldsSpace()(conversation)[0].messages[2]
    actions = {address: decision.action for address, decision in report.final.items()}
    assert actions == {(0, 0): "reverted", (1, 0): "kept", (2, 0): "compressed"}
    assert "law 2" in report.final[0, 0].reason
    assert "1 message put back" in report.warnings[0]


def test_originals_of_what_was_put_back_leave_the_report() -> None:
    """A result that was cut without naming its original returns, and its original goes."""
    conversation = agent_conversation("a long text " * 20, "another long text " * 20)
    after, report = guarded(Careless(edit=cut_results), conversation)
    assert after.messages == conversation.messages
    assert all(new is old for new, old in zip(after.messages, conversation.messages, strict=True))
    assert report.originals == ()
    assert sum(decision.action == "reverted" for decision in report.decisions) == 2
    assert all(not decision.original for decision in report.decisions)


def test_an_original_that_another_part_needs_stays() -> None:
    """Putting one message back does not take an original away from another one with the same text."""

    class NamesOnlyOne(msgspec.Struct, frozen=True):
        name: str = "names_only_one"
        rewrites_history: bool = False

        def __call__(self, conversation: Conversation) -> tuple[Conversation, Report]:
            """The step."""

            def cut(index: int, message: Message) -> Message:
                if index == 0:
                    return replace_parts(message, (Text(text="Edited."),))
                if index != 2:
                    return message
                part = cast("ToolResult", message.parts[0])
                text = f"[headroom: 40 of 42 lines omitted; original {digest}]"
                return replace_parts(message, (msgspec.structs.replace(part, content=(Text(text=text),)),))

            _, told = Careless(edit=cut_results)(conversation)
            digest = told.decisions[0].original
            both = (*told.decisions, msgspec.structs.replace(told.decisions[0], message=0))
            after, _ = Careless(edit=cut)(conversation)
            return after, Report(decisions=both, originals=told.originals)

    conversation = agent_conversation("a long text " * 20)
    after, report = guarded(NamesOnlyOne(), conversation)
    assert after.messages[0] is conversation.messages[0]
    assert report.final[2, 0].action == "compressed"
    assert report.original_texts == {report.final[2, 0].original: "a long text " * 20}


def test_a_silent_change_is_put_back_and_told() -> None:
    """A change without any decision of the step ends as a reverted part."""
    conversation = agent_conversation("a long text " * 20)
    after, report = guarded(Careless(edit=cut_results, is_silent=True), conversation)
    assert after.messages[2] is conversation.messages[2]
    assert report.final[2, 0].action == "reverted"
    assert "law 7" in report.final[2, 0].reason


def test_dropping_messages_undeclared_undoes_the_step() -> None:
    """Messages that vanish from a step that declared no such thing bring the whole conversation back."""
    conversation = agent_conversation("a", "b")
    after, report = guarded(DropsOldest(count=3, rewrites_history=False), conversation)
    assert after is conversation
    assert report.originals == ()
    assert {decision.action for decision in report.decisions} == {"reverted", "kept"}
    assert "everything put back" in report.warnings[0]


def test_dropping_messages_declared_passes() -> None:
    """A step that rewrites history may drop whole messages, if a note names the original."""
    conversation = agent_conversation("a long text " * 20, "b", last_question="And now?")
    after, report = guarded(DropsOldest(count=3), conversation)
    assert len(after.messages) == 3
    assert not report.warnings
    assert len(report.originals) == 1


def test_dropping_messages_without_a_note_undoes_the_step() -> None:
    """An original that nothing in the conversation names is lost silently."""
    conversation = agent_conversation("a long text " * 20, "b", last_question="And now?")
    after, report = guarded(DropsOldest(count=3, is_silent=True), conversation)
    assert after is conversation
    assert "law 7" in report.warnings[0]


def test_a_broken_pair_undoes_what_broke_it() -> None:
    """A call whose result was taken away from it comes back whole."""

    def renamed(_index: int, message: Message) -> Message:
        part = message.parts[0]
        if not isinstance(part, ToolResult):
            return message
        return replace_parts(message, (msgspec.structs.replace(part, call_id="other"),))

    conversation = agent_conversation("a", "b")
    after, report = guarded(Careless(edit=renamed), conversation)
    assert after.messages == conversation.messages
    assert report.final[2, 0].action == "reverted"


def test_what_no_message_accounts_for_undoes_the_step() -> None:
    """Tool definitions that went missing cannot be put back message by message."""

    class DropsTools(msgspec.Struct, frozen=True):
        name: str = "drops_tools"
        rewrites_history: bool = False

        def __call__(self, conversation: Conversation) -> tuple[Conversation, Report]:
            """The step."""
            after, report = FoldsSpace()(conversation)
            return msgspec.structs.replace(after, tools=()), report

    conversation = msgspec.structs.replace(agent_conversation("a   b"), tools=(Tool(name="fetch"),))
    after, report = guarded(DropsTools(), conversation)
    assert after is conversation
    assert report.final[2, 0].action == "reverted"
    assert "put back with all of drops_tools" in report.final[2, 0].reason


def test_every_part_of_a_reverted_step_is_on_record() -> None:
    """Whatever is undone, no part is without a decision."""
    conversation = agent_conversation("a  b", "c  d")
    _, report = guarded(DropsOldest(count=1, rewrites_history=False), conversation)
    assert set(report.final) == {(index, 0) for index in range(5)}


def test_a_step_that_drops_is_held_to_the_turns_it_keeps() -> None:
    """What a window promises to keep, the guard sees to; what is no window may drop nothing, rewriting history or not."""
    conversation = chat_of("one", "two", "three")
    after, report = guarded(DropsOldest(count=1, keeps_turns=2), conversation)
    assert len(after.messages) == 2
    assert not [decision for decision in report.decisions if decision.action == "reverted"]
    after, report = guarded(DropsOldest(count=2, keeps_turns=2), conversation)
    assert after is conversation
    assert any("recency" in warning or "turn" in warning for warning in report.warnings)

    class Rewrites(msgspec.Struct, frozen=True):
        name: str = "rewrites"
        rewrites_history: bool = True

        def __call__(self, conversation: Conversation) -> tuple[Conversation, Report]:
            """The step."""
            return msgspec.structs.replace(conversation, messages=conversation.messages[1:]), Report()

    after, _ = guarded(Rewrites(), conversation)
    assert after is conversation


def chat_of(*questions: str) -> Conversation:
    """User messages and nothing else."""
    return Conversation(
        messages=tuple(Message(role="user", parts=(Text(text=each),), origin=at) for at, each in enumerate(questions))
    )
