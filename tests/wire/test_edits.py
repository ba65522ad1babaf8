"""Edits applied to Python values."""

from __future__ import annotations

from types import MappingProxyType

from headroom.wire.edits import Drop, Fields, Items, Put, edited


def test_put_takes_the_place() -> None:
    """The new value is what comes out."""
    assert edited("old", Put("new")) == "new"


def test_fields_not_named_are_shared() -> None:
    """What an edit does not name is the very same object in the copy."""
    given = {"role": "user", "content": "old", "extra": {"deep": [1]}}
    found = edited(given, Fields((("content", Put("new")),)))
    assert found == {"role": "user", "content": "new", "extra": {"deep": [1]}}
    assert isinstance(found, dict)
    assert found["extra"] is given["extra"]
    assert given["content"] == "old"


def test_fields_keep_their_order() -> None:
    """A changed field stays in its place; an added one comes last."""
    found = edited({"b": 1, "a": 2}, Fields((("c", Put(3)), ("b", Put(4)))))
    assert isinstance(found, dict)
    assert list(found.items()) == [("b", 4), ("a", 2), ("c", 3)]


def test_a_dropped_field_is_gone() -> None:
    """Dropping what is not there changes nothing."""
    assert edited({"a": 1, "b": 2}, Fields((("a", Drop()), ("z", Drop())))) == {"b": 2}


def test_a_mapping_becomes_a_dict() -> None:
    """The copy of a read-only mapping can be sent on."""
    assert edited(MappingProxyType({"a": 1}), Fields((("a", Put(2)),))) == {"a": 2}


def test_items_are_kept_moved_changed_and_added() -> None:
    """Each entry says which item it is and what changes in it."""
    first, second = {"text": "1"}, {"text": "2"}
    edit = Items(((1, None), (0, Fields((("text", Put("one")),))), (-1, Put("new"))))
    found = edited([first, second], edit)
    assert found == [{"text": "2"}, {"text": "one"}, "new"]
    assert isinstance(found, list)
    assert found[0] is second


def test_a_tuple_stays_a_tuple() -> None:
    """The kind of sequence is the caller's."""
    assert edited(("a", "b"), Items(((1, None),))) == ("b",)


def test_items_that_keep_all_are_known() -> None:
    """Only every item, in its place, unchanged, keeps all."""
    assert Items(((0, None), (1, None))).keeps_all(2)
    assert not Items(((0, None),)).keeps_all(2)
    assert not Items(((1, None), (0, None))).keeps_all(2)
    assert not Items(((0, None), (1, Put(1)))).keeps_all(2)
