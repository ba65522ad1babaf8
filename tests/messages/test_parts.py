"""Parts as values."""

from __future__ import annotations

import msgspec
import pytest

from headroom.messages import Opaque, Part, Text, ToolCall, ToolResult

PARTS: tuple[Part, ...] = (
    Text(text="a"),
    ToolCall(id="1", name="f", arguments="{}"),
    ToolResult(call_id="1", content=(Text(text="a"),)),
    Opaque(kind="image", value={"type": "image"}),
)


@pytest.mark.parametrize("part", PARTS, ids=lambda part: type(part).__name__)
def test_parts_cannot_be_changed(part: Part) -> None:
    """No field of a part can be assigned."""
    for field in part.__struct_fields__:
        with pytest.raises(AttributeError):
            setattr(part, field, "other")


@pytest.mark.parametrize("part", PARTS[:3], ids=lambda part: type(part).__name__)
def test_parts_compare_by_content(part: Part) -> None:
    """A copy is equal, has the same hash, and is another object."""
    copy = msgspec.structs.replace(part)
    assert copy == part
    assert copy is not part
    assert hash(copy) == hash(part)


def test_kinds_are_never_equal() -> None:
    """A text, a call, a result and an opaque part differ whatever they hold."""
    assert all(one != other for index, one in enumerate(PARTS) for other in PARTS[index + 1 :])


def test_a_result_may_hold_nothing() -> None:
    """A tool that answered nothing is not one that answered an empty text."""
    assert ToolResult(call_id="1") != ToolResult(call_id="1", content=(Text(text=""),))
