"""Law 5: no text becomes larger, counted exactly."""

from __future__ import annotations

from hypothesis import given
from returns.result import Success

from headroom.compressors.contract import Compressor
from headroom.safety import changes_between, never_larger
from headroom.tokens import count
from property_tests.strategies.configurations import Component, components, compressors
from property_tests.strategies.json_texts import tool_texts
from property_tests.strategies.requests import WireRequest, requests, tool_result_texts


@given(tool_texts(), compressors())
def test_compressed_text_has_no_more_tokens(text: str, compressor: Compressor) -> None:
    """What a compressor hands back takes no more o200k tokens and no more bytes; otherwise it says why not."""
    match compressor(text, "status of worker queue"):
        case Success(compressed):
            assert count(compressed.text) <= count(text)
            assert len(compressed.text.encode("utf-8", "surrogatepass")) <= len(text.encode("utf-8", "surrogatepass"))


@given(requests(), components())
def test_no_result_grows(request: WireRequest, component: Component) -> None:
    """Text by text, and so in total, a conversation never has more tokens than before."""
    before = request.decoded()
    after, _ = component(before)
    old, new = tool_result_texts(before), tool_result_texts(after)
    assert old.keys() == new.keys()
    for place, text in new.items():
        if text is not old[place]:
            assert count(text) <= count(old[place])
    assert [str(verdict) for verdict in never_larger(changes_between(before, after))] == []
