"""Law 5: no text becomes larger, counted exactly."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from returns.result import Success

from headroom import compress
from headroom.compressors.contract import Compressor
from headroom.messages import Conversation
from headroom.pipeline.plan import PRESETS
from headroom.safety import changes_between, never_larger
from headroom.tokens import count
from property_tests.strategies.configurations import Component, components, compressions
from property_tests.strategies.found import with_found
from property_tests.strategies.requests import WireRequest, requests, tool_result_texts


@given(compressions())
@with_found()
def test_compressed_text_has_no_more_tokens(compression: tuple[str, Compressor]) -> None:
    """What a compressor hands back takes no more o200k tokens and no more bytes; otherwise it says why not."""
    text, compressor = compression
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


@given(requests(), st.sampled_from(sorted(PRESETS)))
def test_totals_are_those_of_the_texts(request: WireRequest, preset: str) -> None:
    """What `compress` says it saved is what counting both conversations afresh gives, and never negative."""
    result = compress(request.messages, preset=preset, system=request.system, tools=request.tools, environ={})
    saved = _tokens(result.before) - _tokens(result.conversation)
    assert result.tokens_saved == saved >= 0
    assert result.tokens_before - result.tokens_after == saved


def _tokens(conversation: Conversation) -> int:
    return sum(map(count, tool_result_texts(conversation).values()))
