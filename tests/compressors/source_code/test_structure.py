"""Tests of units and blocks."""

from __future__ import annotations

from tests.compressors.source_code.samples import parsed


def test_a_unit_is_found_by_its_row() -> None:
    """Rows between units belong to none."""
    root = parsed("py", "import os\n\n\ndef f():\n    return 1\n").structure.root
    found = root.unit_at(4)
    assert found is not None
    assert (found.first, found.last) == (3, 4)
    assert root.unit_at(2) is None
    assert root.unit_at(0) is root.units[0]
