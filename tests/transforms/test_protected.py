"""Messages that a step leaves alone."""

from __future__ import annotations

import msgspec

from headroom.config import Settings
from headroom.messages import Conversation, Report
from headroom.transforms.content_router import ContentRouter
from headroom.transforms.duplicates import Duplicates
from headroom.transforms.protected import Protected
from headroom.wire import decode
from tests.fakes.requests import openai_messages


class Dropping(msgspec.Struct, frozen=True):
    """A step that leaves out the first message."""

    name: str = "dropping"
    rewrites_history: bool = False
    edits_prompt: bool = True

    def __call__(self, conversation: Conversation) -> tuple[Conversation, Report]:
        """All others."""
        return msgspec.structs.replace(conversation, messages=conversation.messages[1:]), Report()


def twice() -> Conversation:
    """The same result in messages 3 and 6."""
    again = openai_messages()
    call = {**again[2], "tool_calls": [{**again[2]["tool_calls"][0], "id": "call_2"}]}
    result = {**again[3], "tool_call_id": "call_2"}
    return decode([*again, {"role": "user", "content": "Once more, please."}, call, result]).unwrap()


def test_a_protected_message_is_the_very_same() -> None:
    """The other one is compressed; the report says why, and holds no original of what stayed."""
    conversation = twice()
    after, report = Protected(ContentRouter(Settings()), (6,))(conversation)
    assert after.messages[6] is conversation.messages[6]
    assert after.messages[3] is not conversation.messages[3]
    assert report.final[6, 0].reason == "protected by a hook"
    assert (report.final[6, 0].action, report.final[6, 0].original) == ("kept", "")
    assert report.final[3, 0].action == "compressed"
    assert {original.hash for original in report.originals} == {report.final[3, 0].original}


def test_an_original_goes_with_the_last_that_names_it() -> None:
    """Nothing was left out, so nothing has to come back."""
    conversation = twice()
    after, report = Protected(ContentRouter(Settings()), (3, 6))(conversation)
    assert after.messages == conversation.messages
    assert report.originals == ()


def test_pointers_do_not_take_the_place_of_a_protected_message() -> None:
    """Whatever the step is."""
    conversation = twice()
    pointed, _ = Duplicates()(conversation)
    assert pointed.messages[6] != conversation.messages[6]
    after, _ = Protected(Duplicates(), (6,))(conversation)
    assert after.messages == conversation.messages


def test_messages_are_known_by_where_they_came_from() -> None:
    """Once others have been dropped before them, too."""
    conversation = twice()
    shorter = msgspec.structs.replace(conversation, messages=conversation.messages[1:])
    after, _ = Protected(ContentRouter(Settings()), (3,))(shorter)
    assert after.messages[2] is conversation.messages[3]
    assert after.messages[5] is not conversation.messages[6]


def test_what_it_is_not_asked_about_it_leaves_to_the_step() -> None:
    """A step that changed nothing protected returns its own report; one that drops messages is left to itself."""
    conversation = twice()
    step = ContentRouter(Settings())
    assert Protected(step, (1,))(conversation)[1] == step(conversation)[1]
    assert Protected(Dropping(), (0,))(conversation)[0].messages == conversation.messages[1:]


def test_it_says_of_itself_what_the_step_says() -> None:
    """The guard asks."""
    wrapped = Protected(Dropping(), (0,))
    assert (wrapped.name, wrapped.rewrites_history, wrapped.edits_prompt) == ("dropping", False, True)
    assert not Protected(Duplicates(), ()).edits_prompt
    assert Protected(ContentRouter(Settings(keep_turns=1)), ()).rewrites_history
