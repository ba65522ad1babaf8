"""Strings and lists of blocks, read into parts and changed block by block."""

from __future__ import annotations

from headroom.messages import Opaque, Part, Text, ToolCall, ToolResult
from headroom.wire.content import (
    block_kind,
    content_edit,
    fresh_content,
    matched,
    opaque,
    same_part,
    text_edit,
    text_parts,
    whole_edit,
)
from headroom.wire.edits import Edit, Fields, Items, Put, edited

A, B, C = Text(text="a"), Text(text="b"), Text(text="c")
IMAGE = Opaque(kind="image", value={"type": "image"})


def block_of(part: Part) -> object:
    """A new block for a part."""
    return {"type": "text", "text": part.text} if isinstance(part, Text) else None


def edit_of(_: object, before: Part, after: Part) -> Edit | None:
    """What changes in a block of text."""
    assert isinstance(before, Text)
    assert isinstance(after, Text)
    return text_edit(before, after)


def changed(wire: object, *after: Text) -> object:
    """The content saying `after`."""
    before = text_parts(wire)
    edit = content_edit(wire, before, zip(matched(before, after), after, strict=True), edit_of, block_of)
    return wire if edit is None else edited(wire, edit)


def test_a_string_is_one_text() -> None:
    """An empty string too; null is nothing."""
    assert text_parts("hello") == (Text(text="hello"),)
    assert text_parts("") == (Text(text=""),)
    assert text_parts(None) == ()


class Words(str):
    """A string of the caller's own."""

    __slots__ = ()


def test_a_kind_of_string_is_a_plain_one() -> None:
    """Nothing behind the wire meets a subclass."""
    (part,) = text_parts(Words("hello"))
    assert isinstance(part, Text)
    assert type(part.text) is str


def test_a_list_gives_one_part_a_block() -> None:
    """Only a block of text with a text in it is read; the others keep their kind and value."""
    blocks = [{"type": "text", "text": "x"}, {"type": "text", "text": 3}, {"no": "type"}, "bare", None]
    found = text_parts(blocks)
    assert found[0] == Text(text="x")
    assert [(part.kind, part.value) for part in found if isinstance(part, Opaque)] == [
        ("text", blocks[1]),
        ("dict", blocks[2]),
        ("str", "bare"),
        ("NoneType", None),
    ]


def test_odd_content_is_opaque() -> None:
    """Numbers, objects and iterators are kept, and an iterator is not consumed."""
    blocks = iter([{"type": "text", "text": "x"}])
    assert text_parts(42) == (Opaque(kind="content", value=42),)
    assert text_parts(blocks) == (Opaque(kind="content", value=blocks),)
    assert list(blocks)


def test_a_block_is_known_by_its_type() -> None:
    """What has none is known by its Python type."""
    assert block_kind({"type": "image_url"}) == "image_url"
    assert block_kind({"type": 3}) == "dict"
    assert opaque({"type": "audio"}) == Opaque(kind="audio", value={"type": "audio"})


def test_parts_are_matched_by_identity() -> None:
    """The very same object is itself, wherever it stands."""
    assert matched((A, B, C), (C, A)) == (2, 0)


def test_a_changed_part_stands_for_the_next_one_free() -> None:
    """Between two parts that stay, a new one of the same type is the one that was there."""
    new = Text(text="new")
    assert matched((A, B, C), (A, new, C)) == (0, 1, 2)
    assert matched((A, IMAGE, C), (A, new, C)) == (0, -1, 2)
    assert matched((A, C), (A, new, C)) == (0, -1, 1)
    assert matched((A, B), (new,)) == (0,)
    assert matched((IMAGE,), (Opaque(kind="image", value=1), Opaque(kind="audio", value=2))) == (0, -1)
    assert matched((), (new,)) == (-1,)


def test_results_and_calls_are_matched_by_id() -> None:
    """A result never stands for the result of another call."""
    one, two = ToolResult(call_id="1"), ToolResult(call_id="2")
    assert matched((one, two), (ToolResult(call_id="2", content=(A,)),)) == (1,)
    call = ToolCall(id="1", name="f", arguments="{}")
    assert matched((call, one), (ToolCall(id="1", name="g", arguments="{}"), ToolCall(id="3", name="f", arguments=""))) == (
        0,
        -1,
    )


def test_equal_texts_are_the_same_part() -> None:
    """A part built anew that says the same leaves the wire alone; opaque values must be the same object."""
    value = {"n": 1}
    assert same_part(A, Text(text="a"))
    assert same_part(ToolResult(call_id="1", content=(A, IMAGE)), ToolResult(call_id="1", content=(Text(text="a"), IMAGE)))
    assert same_part(Opaque(kind="k", value=value), Opaque(kind="k", value=value))
    assert not same_part(Opaque(kind="k", value=value), Opaque(kind="k", value={"n": 1}))
    assert not same_part(ToolResult(call_id="1", content=(A,)), ToolResult(call_id="1", content=(A,), is_error=True))
    assert not same_part(A, IMAGE)


def test_a_string_stays_a_string() -> None:
    """One text in place of a string is a string; more than one are blocks."""
    assert changed("old", Text(text="new")) == "new"
    assert changed("old") == ""
    assert changed("a", A, B) == [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]


def test_a_list_stays_a_list() -> None:
    """A changed block keeps its other fields; the others are the very same objects."""
    wire = [{"type": "text", "text": "a", "cache_control": {"type": "ephemeral"}}, {"type": "text", "text": "b"}]
    before = text_parts(wire)
    after = (Text(text="new"), before[1])
    edit = content_edit(wire, before, zip(matched(before, after), after, strict=True), edit_of, block_of)
    assert edit == Items(((0, Fields((("text", Put("new")),))), (1, None)))
    found = edited(wire, edit)
    assert found == [{"type": "text", "text": "new", "cache_control": {"type": "ephemeral"}}, {"type": "text", "text": "b"}]
    assert isinstance(found, list)
    assert found[1] is wire[1]


def test_nothing_changed_is_no_edit() -> None:
    """Equal texts built anew leave string, list and null alone."""
    for wire in ("a", [{"type": "text", "text": "a"}], None):
        assert changed(wire, *([Text(text="a")] if wire else [])) is wire


def test_a_string_is_put_anew_as_a_whole() -> None:
    """Which part stands for which does not matter for it; more than one text makes a list of blocks."""
    assert whole_edit([A], [Text(text="a")], block_of) is None
    assert whole_edit([A], [B], block_of) == Put("b")
    assert whole_edit([A], [B, C], block_of) == Put([block_of(B), block_of(C)])
    assert whole_edit([A], [], block_of) == Put("")


def test_missing_content_can_be_filled() -> None:
    """Where there was null, one text is a string."""
    assert changed(None, A) == "a"


def test_new_content_is_as_plain_as_can_be() -> None:
    """A string for one text or nothing, odd content as it was, else blocks."""
    assert fresh_content((), block_of) == ""
    assert fresh_content((A,), block_of) == "a"
    assert fresh_content((Opaque(kind="content", value=42),), block_of) == 42
    assert fresh_content((A, IMAGE), block_of) == [{"type": "text", "text": "a"}, None]
