"""A budget is shared from the top down."""

from __future__ import annotations

from itertools import pairwise

from headroom.compressors.config_blocks.yaml_blocks import read_yaml
from headroom.compressors.excerpt import split_lines
from headroom.compressors.nested_parts.choice import Gap, Room, choose
from headroom.compressors.nested_parts.nested import Nested
from headroom.relevance import Query

_SMALL = "small:\n  a: 1\n"
_LARGE = "large:\n  first: 1\n  inner:\n" + "".join(
    f"    key{number}: a value of some length, {number}\n" for number in range(240)
)
_OTHER = "other:\n" + "".join(f"  setting{number}: another value, {number}\n" for number in range(40))
_TEXT = _SMALL + _LARGE + _OTHER + "last: 1\n"


class _Nothing:
    def value(self, _part: int) -> str:
        return ""

    def head(self, _part: int) -> list[str]:
        return []


def _gaps(room: Room, asked: tuple[str, ...] = ()) -> tuple[Nested, list[Gap], str]:
    nested = read_yaml(_TEXT, split_lines(_TEXT))
    assert nested is not None
    wanted = {part: 1.0 for part, name in enumerate(nested.names) if name in asked}
    gaps = choose(nested, wanted, [], Query(), room, _Nothing())
    pieces = []
    at = 0
    for gap in gaps:
        pieces.append(_TEXT[at : gap.start])
        at = gap.end
    return nested, gaps, "".join([*pieces, _TEXT[at:]])


def test_heads_and_small_blocks_stay() -> None:
    """Large blocks are opened to an even share of what there is."""
    _, gaps, kept = _gaps(Room(share=0.3, least=0, asked=0.0))
    assert _SMALL in kept
    assert "last: 1\n" in kept
    assert "large:\n  first: 1\n  inner:\n" in kept
    assert "other:\n  setting0:" in kept
    assert all(before.end <= after.start for before, after in pairwise(gaps))
    assert len(kept) < 0.4 * len(_TEXT)


def test_asked_parts_stay_whatever_the_budget() -> None:
    """With what stands round them opened, not whole."""
    _, _, kept = _gaps(Room(share=0.1, least=0, asked=0.4), ("key40",))
    assert "    key40: a value of some length, 40\n" in kept
    assert "key20:" not in kept


def test_a_block_asked_for_by_name_stays_whole() -> None:
    """If it is not too large."""
    _, _, kept = _gaps(Room(share=0.1, least=0, asked=0.8), ("other",))
    assert _OTHER in kept


def test_all_stays_where_there_is_room() -> None:
    """No gap without need."""
    assert _gaps(Room(share=1.0, least=0, asked=0.0))[1] == []
