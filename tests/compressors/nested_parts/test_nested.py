"""Parts inside parts are numbered as they begin."""

from __future__ import annotations

from headroom.compressors.nested_parts.nested import Growing


def test_parts_know_where_they_end() -> None:
    """A part ends where it is closed; one that is not, with the text."""
    growing = Growing("a(b)c(")
    growing.begin("outer", 0, 1)
    assert growing.leaf("inner", 1, 2, 3, 4) == 2
    assert growing.close(4, 5) == 1
    growing.begin("open", 5, 6)
    nested = growing.done(6)
    assert list(nested.inside(0)) == [1, 3]
    assert list(nested.inside(1)) == [2]
    assert (nested.size(0), nested.size(1), nested.size(3)) == (6, 5, 1)


def test_a_sealed_part_holds_nothing() -> None:
    """What was inside is text of the part."""
    growing = Growing("a(b)c")
    part = growing.begin("outer", 0, 1)
    growing.leaf("inner", 1, 2, 3, 4)
    growing.close(5, 5)
    growing.seal(part)
    nested = growing.done(5)
    assert list(nested.inside(part)) == []
    assert len(nested.names) == 2
