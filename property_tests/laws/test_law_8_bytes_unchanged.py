"""Law 8: what no step changed leaves as the very object, or the very bytes, that came in."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from headroom.safety import bytes_unchanged, changes_between
from headroom.wire import decode_body, encode_body
from headroom.wire.codec import encode
from property_tests.oracles.wire_texts import masked
from property_tests.strategies.configurations import Component, components
from property_tests.strategies.requests import WireRequest, requests


@given(requests(), components())
def test_only_texts_of_results_change(request: WireRequest, component: Component) -> None:
    """Messages, roles, ids, flags, calls and opaque blocks are what they were."""
    before = request.decoded()
    after, _ = component(before)
    assert [str(verdict) for verdict in bytes_unchanged(changes_between(before, after))] == []


@given(requests(), components())
def test_wire_values_are_the_same_objects(request: WireRequest, component: Component) -> None:
    """An unchanged message is the given dict; a changed one is a copy that differs in result texts alone."""
    before = request.decoded()
    after, _ = component(before)
    sent = encode(after)
    assert len(sent) == len(request.messages)
    for given_wire, sent_wire, old, new in zip(request.messages, sent, before.messages, after.messages, strict=True):
        if new is old:
            assert sent_wire is given_wire
        else:
            assert sent_wire is not given_wire
            assert masked(sent_wire) == masked(given_wire)


@given(requests(), components(), st.sampled_from((None, 1, "\t")), st.booleans())
def test_bytes_outside_changed_texts_are_the_same(
    request: WireRequest, component: Component, indent: int | str | None, ascii_only: bool
) -> None:
    """A body of which nothing changed is the same bytes; of a changed one, the rest is read the same."""
    body = _body(request, indent, ascii_only=ascii_only)
    read = decode_body(body).unwrap()
    assert encode_body(read, read.conversation) == body
    after, _ = component(read.conversation)
    sent = encode_body(read, after)
    if after.messages == read.conversation.messages:
        assert sent == body
    old, new = json.loads(body), json.loads(sent)
    key = "input" if request.is_input else "messages"
    assert {**new, key: None} == {**old, key: None}
    assert list(map(masked, new[key])) == list(map(masked, old[key]))


def _body(request: WireRequest, indent: int | str | None, *, ascii_only: bool) -> bytes:
    messages, system = ("input", "instructions") if request.is_input else ("messages", "system")
    fields = {"model": "gpt-4o", "temperature": 1.50, messages: request.messages, "x_unknown": [1e5, None]}
    if request.system is not None:
        fields[system] = request.system
    if request.tools is not None:
        fields["tools"] = request.tools
    text = json.dumps(fields, indent=indent, ensure_ascii=ascii_only)
    return text.encode("utf-8", "replace")
