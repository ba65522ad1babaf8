"""JSON that a tool cut off."""

from __future__ import annotations

import json

import pytest

from headroom.compressors.routed import Routed
from headroom.compressors.torn import closed_and_rest
from headroom.config import Settings
from headroom.messages import original_of
from headroom.retrieval.marker import find_markers
from headroom.tokens import count

ROWS = [
    {"id": at, "name": f"job {at}", "status": "failed: no space" if at == 77 else "ok", "ms": at * 37 % 91} for at in range(200)
]
WHOLE = {
    "array": json.dumps(ROWS),
    "written wide": json.dumps(ROWS, indent=1),
    "object": json.dumps({"total": 200, "rows": ROWS}),
    "deeper": json.dumps({"data": {"total": 200, "rows": ROWS}}),
}
CUT = "... [truncated 4312 characters]"


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize("size", [7_000, 7_007, 7_020, 7_041])
def test_whole_records_are_closed(name: str, size: int) -> None:
    """Wherever it was cut; both parts together are the text, but for what closes the first."""
    text = WHOLE[name][:size] + CUT
    found = closed_and_rest(text)
    assert found is not None
    closed, rest = found
    assert text.startswith(closed.rstrip("]}") + "}")
    assert text.endswith(rest)
    assert CUT in rest
    assert len(rest) < 150
    json.loads(closed)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[" * 2_000,
        WHOLE["array"],
        "[1, 2, 3, " * 200,
        '{"a": "' + "x" * 2_000,
        "words, and a } now and then, " * 100,
        '[{"a":1},' * 300,
    ],
    ids=["nothing", "brackets", "whole", "numbers", "a string", "prose", "nested"],
)
def test_other_texts_are_not(text: str) -> None:
    """What is whole, and what holds no whole record."""
    assert closed_and_rest(text) is None


@pytest.mark.parametrize("name", WHOLE)
def test_rows_of_torn_json_are_chosen(name: str) -> None:
    """The one that failed stays, the torn end stays, a note says that it is torn, and one original is the whole."""
    text = WHOLE[name][:9_000] + CUT
    compressed = Routed()(text, "What failed?").unwrap()
    assert count(compressed.text) < count(text) / 4
    assert "failed: no space" in compressed.text
    assert "breaks off" in compressed.text
    assert compressed.text.endswith(CUT)
    assert [marker.hash for marker in find_markers(compressed.text)] == [original_of(text).hash] == [compressed.original]


def test_nothing_is_left_out_where_nothing_may() -> None:
    """Lossless is lossless."""
    assert not hasattr(Routed(Settings().lossless())(WHOLE["array"][:9_000] + CUT, "").value_or(None), "original")
