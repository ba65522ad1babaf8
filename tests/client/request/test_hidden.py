"""Our calls that the caller never saw."""

from __future__ import annotations

from typing import Any

import msgspec

from headroom.client.core import Core
from headroom.client.request.endpoints import ENDPOINTS
from headroom.client.request.hidden import aliased, hidden_calls, hide, keep_alias
from headroom.errors import StorageError
from headroom.retrieval.pending import HeldCall, Pending, put_back
from headroom.retrieval.turns import call_digest
from headroom.runtime.drive import run_sync
from tests.fakes.ports import Journal, Script, ScriptedDecisions, core_with

OURS: dict[str, object] = {"id": "ours", "type": "function", "function": {"name": "headroom_retrieve", "arguments": "{}"}}
CHAT = ENDPOINTS[0]


def pending(*ids: str) -> Pending:
    """A call of ours beside these of the caller's."""
    call = HeldCall(id="ours", wire=OURS, answer="text")
    digests = tuple(call_digest(each, "openai_chat") for each in turn(*ids)[0]["tool_calls"])
    return Pending(opening=digests[0], anchors=(), waits_for=ids, turn=digests, calls=(call,))


def turn(*ids: str) -> list[dict[str, Any]]:
    """A turn of the assistant with these calls."""
    calls = [{"id": each, "type": "function", "function": {"name": "f", "arguments": "{}"}} for each in ids]
    return [{"role": "assistant", "content": None, "tool_calls": calls}]


def said(text: str) -> list[dict[str, Any]]:
    """What a user says."""
    return [{"role": "user", "content": text}]


def found(core: Core, tenant: str, items: list[dict[str, Any]], before: object = None) -> list[Pending]:
    """What is found for a history."""
    return list(run_sync(hidden_calls(core, tenant, CHAT, items, before=before)).values())


def test_what_is_hidden_is_found_by_its_turn() -> None:
    """Of its tenant alone, whichever of its calls come back with it."""
    core = core_with(Script())
    held = pending("a 1", "a 2")
    run_sync(hide(core, "hider", held))
    assert found(core, "hider", turn("a 1", "a 2")) == [held]
    assert found(core, "hider", turn("a 2")) == []
    assert found(core, "another", turn("a 1", "a 2")) == []


def test_what_stood_before_it_tells_turns_apart() -> None:
    """Of two conversations in which a server numbered the calls alike, each has its own."""
    core = core_with(Script())
    one, other = pending("call_0"), msgspec.structs.replace(pending("call_0"), waits_for=("call_0", "call_1"))
    run_sync(hide(core, "numbers", one, said("One.")))
    run_sync(hide(core, "numbers", other, said("Two.")))
    assert found(core, "numbers", [*said("One."), *turn("call_0")], ()) == [one]
    assert found(core, "numbers", turn("call_0"), said("One.")) == [one]
    assert found(core, "numbers", [*said("Two."), *turn("call_0")], ()) == [other]
    assert found(core, "numbers", [*said("Three."), *turn("call_0")], ()) == []


def test_a_turn_like_an_earlier_one_is_not_it() -> None:
    """The earlier one stays where it is, seen at once or as the conversation grows."""
    core = core_with(Script())
    held = pending("call_0")
    run_sync(hide(core, "again", held, said("One.")))
    first = [*said("One."), *turn("call_0"), {"role": "tool", "tool_call_id": "call_0", "content": "ok"}]
    more = [*said("Again."), *turn("call_0"), {"role": "tool", "tool_call_id": "call_0", "content": "ok"}]
    known = run_sync(hidden_calls(core, "again", CHAT, first, before=()))
    grown = run_sync(hidden_calls(core, "again", CHAT, more, known, first))
    assert grown == run_sync(hidden_calls(core, "again", CHAT, [*first, *more], before=()))
    assert [each.later for each in grown.values()] == [1]
    assert len(put_back([*first, *more], grown, "openai_chat")) == len(first) + len(more) + 1
    assert put_back([*first, *more], grown, "openai_chat")[: len(first) + 1] == put_back(first, known, "openai_chat")


def test_another_process_finds_it_in_the_store() -> None:
    """What is there is asked for once; what is not, each time: it might only have been out of reach."""
    core = core_with(Script())
    run_sync(hide(core, "process", pending("b 1"), ()))
    decisions = core.ports.decisions
    assert isinstance(decisions, ScriptedDecisions)
    journal: Journal = []
    other = core_with(Script(), journal)
    elsewhere = other.ports.decisions
    assert isinstance(elsewhere, ScriptedDecisions)
    elsewhere.kept.update((("later", key), text) for (_, key), text in decisions.kept.items())
    for _ in range(3):
        assert found(other, "later", [*turn("b 1"), *turn("b 2")], ()) == [pending("b 1")]
    # The turns, then what stood before the one of them; later on the other turn alone.
    assert [entry[0] for entry in journal] == ["decisions.recall"] * 4
    assert [pending("b 1").opening in str(entry[-1]) for entry in journal] == [True, True, False, False]


def test_what_is_known_already_stays() -> None:
    """Only new messages are looked through."""
    core = core_with(Script())
    known = {"c 0": pending("c 0")}
    assert run_sync(hidden_calls(core, "t", CHAT, turn("c 1"), known)) is known
    run_sync(hide(core, "t", pending("c 2")))
    both = run_sync(hidden_calls(core, "t", CHAT, turn("c 2"), known))
    assert sorted(each.waits_for for each in both.values()) == [("c 0",), ("c 2",)]
    run_sync(hide(core, "t", None))


def test_trouble_with_keeping_is_counted() -> None:
    """This process knows it all the same."""
    core = core_with(Script(remembers=(StorageError("it cannot be written"),)))
    run_sync(hide(core, "trouble", pending("d 1")))
    assert core.session.counts()["fallbacks"] == 1
    assert found(core, "trouble", turn("d 1")) == [pending("d 1")]


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
