"""Tests of units and blocks."""

from __future__ import annotations

import gc

from tests.compressors.source_code.samples import parsed


def test_nothing_read_stands_in_a_cycle() -> None:
    """The collector of cycles does not look at units and blocks, so that one would never be freed."""
    structure = parsed("py", "def f():\n    if x:\n        return 1\n    return 2\n").structure
    for unit in structure.units(structure.root):
        structure.blocks(unit)
        assert not gc.is_tracked(unit)
        assert unit.block is structure.root
        assert unit.block.unit is None
