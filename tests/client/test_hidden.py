"""Our calls that the caller never saw."""

from __future__ import annotations

from typing import Any

from headroom.client.endpoints import ENDPOINTS
from headroom.client.hidden import aliased, hidden_calls, hide, keep_alias
from headroom.errors import StorageError
from headroom.retrieval.pending import HeldCall, Pending
from headroom.runtime.drive import run_sync
from tests.fakes.ports import Journal, Script, ScriptedDecisions, core_with

OURS: dict[str, object] = {"id": "ours", "type": "function", "function": {"name": "headroom_retrieve", "arguments": "{}"}}
CHAT = ENDPOINTS[0]


def pending(*anchors: str) -> Pending:
    """A call of ours beside these."""
    call = HeldCall(id="ours", wire=OURS, answer="text")
    return Pending(anchors=anchors, waits_for=anchors, calls=(call,))


def turn(*ids: str) -> list[dict[str, Any]]:
    """A turn of the assistant with these calls."""
    calls = [{"id": each, "type": "function", "function": {"name": "f", "arguments": "{}"}} for each in ids]
    return [{"role": "assistant", "content": None, "tool_calls": calls}]


def test_what_is_hidden_is_found_under_each_of_its_anchors() -> None:
    """Of its tenant alone."""
    core = core_with(Script())
    held = pending("a 1", "a 2")
    run_sync(hide(core, "hider", held))
    for anchor in held.anchors:
        assert run_sync(hidden_calls(core, "hider", CHAT, turn(anchor))) == {anchor: held}
    assert run_sync(hidden_calls(core, "another", CHAT, turn("a 1"))) == {}


def test_another_process_finds_it_in_the_store() -> None:
    """What is there is asked for once; what is not, each time: it might only have been out of reach."""
    core = core_with(Script())
    run_sync(hide(core, "process", pending("b 1")))
    decisions = core.ports.decisions
    assert isinstance(decisions, ScriptedDecisions)
    journal: Journal = []
    other = core_with(Script(), journal)
    elsewhere = other.ports.decisions
    assert isinstance(elsewhere, ScriptedDecisions)
    elsewhere.kept.update((("later", key), text) for (_, key), text in decisions.kept.items())
    for _ in range(3):
        found = run_sync(hidden_calls(other, "later", CHAT, turn("b 1", "b 2")))
        assert found == {"b 1": pending("b 1")}
    assert [entry[0] for entry in journal] == ["decisions.recall"] * 3
    assert ["b 1" in str(entry[-1]) for entry in journal] == [True, False, False]


def test_what_is_known_already_stays() -> None:
    """Only new messages are looked through."""
    known = {"c 0": pending("c 0")}
    core = core_with(Script())
    assert run_sync(hidden_calls(core, "t", CHAT, turn("c 1"), known)) is known
    run_sync(hide(core, "t", pending("c 2")))
    assert run_sync(hidden_calls(core, "t", CHAT, turn("c 2"), known)).keys() == {"c 0", "c 2"}
    run_sync(hide(core, "t", None))


def test_trouble_with_keeping_is_counted() -> None:
    """This process knows it all the same."""
    core = core_with(Script(remembers=(StorageError("it cannot be written"),)))
    run_sync(hide(core, "trouble", pending("d 1")))
    assert core.session.counts()["fallbacks"] == 1
    assert run_sync(hidden_calls(core, "trouble", CHAT, turn("d 1"))) == {"d 1": pending("d 1")}


def test_a_reply_goes_by_the_id_that_the_caller_saw() -> None:
    """The next request goes on from the round that is meant."""
    core = core_with(Script())
    run_sync(keep_alias(core, "t", ("resp_shown", "resp_meant")))
    run_sync(keep_alias(core, "t", None))
    body: dict[str, object] = {"previous_response_id": "resp_shown", "input": []}
    assert run_sync(aliased(core, "t", body)) == {"previous_response_id": "resp_meant", "input": []}
    assert run_sync(aliased(core, "another", body)) is body
    plain: dict[str, object] = {"input": []}
    assert run_sync(aliased(core, "t", plain)) is plain
