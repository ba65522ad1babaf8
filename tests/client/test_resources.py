"""The faces of the calls that are compressed."""

from __future__ import annotations

import inspect
from types import SimpleNamespace
from typing import Any

import pytest

from headroom.client.resources import PLACES, Completions, Namespace, face_at
from headroom.config.overrides import KEYWORDS


class Theirs:
    """A resource of the SDK."""

    name = "theirs"

    def __init__(self) -> None:
        self.with_raw_response = SimpleNamespace(create=self.create)

    def create(self, **arguments: Any) -> Any:
        """Asks."""
        return arguments

    def retrieve(self, completion_id: str, *, limit: int = 1) -> tuple[str, int]:
        """Something else."""
        return completion_id, limit


class Calls:
    """Notes what it is handed."""

    tenant = "t"

    def __init__(self) -> None:
        resource = Theirs()
        self.original: Any = SimpleNamespace(chat=SimpleNamespace(completions=resource, other="other"), responses=resource)
        self.handed: list[tuple[str, str, str, dict[str, Any]]] = []

    def call(self, place: str, via: str, method: str, arguments: dict[str, Any]) -> str:
        """A word."""
        self.handed.append((place, via, method, arguments))
        return "called"

    def simulate(self, place: str, arguments: dict[str, Any]) -> str:
        """Another word."""
        self.handed.append((place, "", "simulate", arguments))
        return "simulated"


def test_calls_for_replies_are_handed_over_with_what_was_said() -> None:
    """Of our keywords only those that were given."""
    calls = Calls()
    completions = Completions(calls, "chat.completions")
    assert completions.create(model="m", headroom_keep_turns=2) == "called"
    assert completions.stream(model="m", headroom_mode="audit") == "called"
    assert completions.simulate(model="m") == "simulated"
    assert completions.with_raw_response.create(model="m") == "called"
    assert [(via, method) for _, via, method, _ in calls.handed] == [
        ("", "create"),
        ("", "stream"),
        ("", "simulate"),
        ("with_raw_response", "create"),
    ]
    assert calls.handed[0][3] == {"model": "m", "headroom_keep_turns": 2}
    assert calls.handed[3][3] == {"model": "m"}


def test_everything_else_is_the_sdks_own() -> None:
    """Positional arguments and plain values, too."""
    completions: Any = Completions(Calls(), "chat.completions")
    assert completions.retrieve("id", limit=3) == ("id", 3)
    assert completions.name == "theirs"
    for missing in ("nonsense", "__wrapped__"):
        with pytest.raises(AttributeError):
            getattr(completions, missing)


def test_every_override_is_a_keyword_of_create() -> None:
    """By its own name."""
    named = {name for name in inspect.signature(Completions.create).parameters if name.startswith("headroom_")}
    assert named == set(KEYWORDS)


def test_faces_stand_at_their_places() -> None:
    """And what is none of ours comes as it is."""
    calls = Calls()
    chat = face_at(calls, "chat", calls.original.chat)
    assert isinstance(chat, Namespace)
    assert type(chat.completions) is PLACES["chat.completions"]
    assert chat.other == "other"
    assert face_at(calls, "embeddings", 7) == 7
    with pytest.raises(AttributeError):
        _ = chat.nonsense
    assert "compressed" in repr(chat.completions)
