"""Tests of what counts as a difference between two conversations."""

from __future__ import annotations

import msgspec

from headroom.messages import Message, Opaque, ToolResult
from headroom.safety.changes import changes_between
from tests.safety.builders import LONG, call, chat, message, openai, result, text, with_message, with_parts, without


def test_nothing_differs_between_the_same_messages() -> None:
    """Messages that are the same objects are no difference, even in another tuple."""
    before = chat()
    changes = changes_between(before, msgspec.structs.replace(before, messages=(*before.messages,)))
    assert changes.messages == ()
    assert changes.parts == ()
    assert changes.keeps_shape


def test_changed_text_is_found_in_its_block() -> None:
    """A changed result is told by message, part and the block's two texts."""
    before = openai(message("tool", result("c1", "same", "long text")))
    after = with_parts(before, 0, ToolResult(call_id="c1", content=(before.messages[0].parts[0].content[0], text("long"))))  # type: ignore[union-attr]
    (part,) = changes_between(before, after).parts
    assert (part.message, part.part, part.texts) == (0, 0, (("long text", "long"),))


def test_dropped_messages_are_matched_by_origin() -> None:
    """What stays keeps its place before, what is gone is listed."""
    before = chat()
    changes = changes_between(before, without(before, 2, 3))
    assert list(changes.places) == [0, 1, 4]
    assert changes.dropped == (2, 3)
    assert not changes.keeps_shape


def test_changed_message_is_matched_among_dropped_ones() -> None:
    """A message that changed is still known by where it came from."""
    before = chat()
    changed = with_parts(before, 3, result("c1", "short"))
    changes = changes_between(before, without(changed, 0))
    assert changes.dropped == (0,)
    assert [one.index for one in changes.messages] == [3]


def test_messages_of_our_own_are_matched_by_identity() -> None:
    """Messages without an origin are the same only if they are the same object, each used once."""
    note = Message(role="user", parts=(text("note"),))
    before = msgspec.structs.replace(chat(), messages=(note, note, Message(role="user", parts=(text("note"),))))
    changes = changes_between(before, msgspec.structs.replace(before, messages=(note, note)))
    assert list(changes.places) == [0, 1]
    assert changes.dropped == (2,)


def test_new_message_has_no_place() -> None:
    """A message that was not there is placed nowhere."""
    before = chat()
    after = msgspec.structs.replace(before, messages=(*before.messages, Message(role="user", parts=(text("more"),))))
    assert list(changes_between(before, after).places) == [0, 1, 2, 3, 4, -1]


def test_each_change_of_shape_is_told_in_words() -> None:
    """Role, source, parts, kinds, ids, flags and blocks are each named when they change."""
    before = openai(message("tool", result("c1", LONG)))
    old = before.messages[0]
    image = Opaque(kind="image", value={"type": "image"})
    cases: dict[str, Message] = {
        "its role 'tool' became 'user'": msgspec.structs.replace(old, role="user"),
        "it no longer holds the wire value it came as": msgspec.structs.replace(old, source=None),
        "it had 1 parts and has 0": msgspec.structs.replace(old, parts=()),
        "the result of 'c1' became a text": msgspec.structs.replace(old, parts=(text(LONG),)),
        "the result of 'c1' became the tool call 'c1'": msgspec.structs.replace(old, parts=(call("c1"),)),
        "the result of 'c1' now answers 'c2'": msgspec.structs.replace(old, parts=(result("c2", LONG),)),
        "the result of 'c1' had is_error=False and has True": msgspec.structs.replace(
            old, parts=(result("c1", LONG, is_error=True),)
        ),
        "the result of 'c1' had 1 blocks and has 2": msgspec.structs.replace(old, parts=(result("c1", LONG, ""),)),
        "a text in the result of 'c1' is not the one that came in": msgspec.structs.replace(
            old, parts=(ToolResult(call_id="c1", content=(image,)),)
        ),
    }
    for words, new in cases.items():
        (changed,) = changes_between(before, with_message(before, 0, new)).messages
        assert changed.shape == words


def test_equal_copy_of_an_opaque_block_is_a_change() -> None:
    """Signed and unknown blocks are the same object or they are changed."""
    before = openai(message("assistant", Opaque(kind="thinking", value={"signature": "s"}), call("c1")))
    copied = with_parts(before, 0, Opaque(kind="thinking", value={"signature": "s"}), before.messages[0].parts[1])
    (changed,) = changes_between(before, copied).messages
    assert changed.shape == "the thinking block is not the one that came in"


def test_equal_copy_of_a_text_has_no_changed_text() -> None:
    """A text rebuilt as it was is another object that says the same."""
    before = openai(message("user", text("Hi.")), message("tool", result("c1", LONG)))
    after = with_parts(with_parts(before, 0, text("Hi.")), 1, result("c1", LONG))
    assert [part.texts for part in changes_between(before, after).parts] == [(), ()]


def test_message_moved_forward_among_dropped_ones_is_not_matched() -> None:
    """Matching goes in order: what was moved before an earlier message counts as gone and new."""
    before = chat()
    first, second, third, *_ = before.messages
    changes = changes_between(before, msgspec.structs.replace(before, messages=(third, second, first)))
    assert list(changes.places) == [2, -1, -1]
    assert changes.dropped == (0, 1, 3, 4)
