"""Extensions that follow requests."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from headroom.pipeline.extensions import PipelineExtensionManager
from headroom.pipeline.hooks import CompressionHooks
from headroom.pipeline.stages import PipelineEvent, PipelineStage

CODE = """
class Counting:
    def __init__(self):
        self.seen = 0

    def on_pipeline_event(self, event):
        self.seen += 1


made = Counting()
nobody = 3


def broken():
    raise RuntimeError("not today")


class Deaf:
    pass
"""
ENTRY_POINTS = """
[headroom.pipeline_extension]
counting = an_extension_of_a_test:Counting
ready = an_extension_of_a_test:made
broken = an_extension_of_a_test:broken
absent = an_extension_of_a_test:absent
deaf = an_extension_of_a_test:Deaf
nobody = an_extension_of_a_test:nobody
"""


class Writing:
    """Adds its mark to the messages."""

    def __init__(self, mark: str) -> None:
        self.mark = mark
        self.stages: list[PipelineStage] = []

    def on_pipeline_event(self, event: PipelineEvent) -> PipelineEvent | None:
        """The event with one message more, where there are any."""
        self.stages.append(event.stage)
        return None if event.messages is None else event.with_changes(messages=[*event.messages, self.mark])


class Answering:
    """Returns what it is told to, or raises it."""

    def __init__(self, answer: object) -> None:
        self.answer = answer

    def on_pipeline_event(self, event: PipelineEvent) -> Any:
        """The answer."""
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer if event.model != "async" else self._later()

    async def _later(self) -> None:
        """Never awaited."""


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An installed package that offers extensions, some of them broken."""
    (tmp_path / "an_extension_of_a_test.py").write_text(CODE, encoding="utf-8")
    info = tmp_path / "an_extension_of_a_test-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: an-extension-of-a-test\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(ENTRY_POINTS, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield
    sys.modules.pop("an_extension_of_a_test", None)


def test_with_nobody_listening_there_is_nothing_to_tell() -> None:
    """An event comes back all the same."""
    manager = PipelineExtensionManager(discover=False)
    assert not manager.has_listeners
    event = manager.emit(PipelineStage.SETUP, model="m")
    assert (event.stage, event.model, event.messages) == (PipelineStage.SETUP, "m", None)


def test_each_is_told_what_the_one_before_it_left() -> None:
    """The hooks first, then the extensions in their order."""

    class Hooks(CompressionHooks):
        def on_pipeline_event(self, event: PipelineEvent) -> PipelineEvent | None:
            return event.with_changes(messages=[*(event.messages or ()), "hooks"])

    one, two = Writing("one"), Writing("two")
    manager = PipelineExtensionManager(Hooks(), [one, two], discover=False)
    assert manager.names == ("Hooks", "Writing", "Writing")
    given = ["given"]
    event = manager.emit(PipelineStage.INPUT_RECEIVED, messages=given)
    assert event.messages == ["given", "hooks", "one", "two"]
    assert given == ["given"]
    assert one.stages == [PipelineStage.INPUT_RECEIVED]


def test_hooks_need_not_listen() -> None:
    """An object without the method is no listener, and no trouble either."""
    manager = PipelineExtensionManager(object(), discover=False)  # type: ignore[arg-type]
    assert not manager.has_listeners


@pytest.mark.parametrize(("answer", "model"), [(ValueError("no"), "m"), ("a string", "m"), ([], "m"), (None, "async")])
def test_what_goes_wrong_is_told_and_changes_nothing(answer: object, model: str) -> None:
    """Those after it are told the event as it was."""
    told: list[tuple[str, str, str]] = []
    manager = PipelineExtensionManager(
        extensions=[Answering(answer), Writing("after")],
        discover=False,
        on_trouble=lambda name, stage, error: told.append((name, stage, type(error).__name__)),
    )
    event = manager.emit(PipelineStage.PRE_SEND, messages=["given"], model=model)
    assert event.messages == ["given", "after"]
    assert dict(manager.failures) == {"Answering": 1}
    assert told == [("Answering", "pre_send", "ValueError" if isinstance(answer, ValueError) else "TypeError")]


def test_an_interrupt_is_not_swallowed() -> None:
    """Whoever stops a program means it."""

    class Stopping:
        def on_pipeline_event(self, event: PipelineEvent) -> None:
            raise KeyboardInterrupt(event.stage)

    with pytest.raises(KeyboardInterrupt):
        PipelineExtensionManager(extensions=[Stopping()], discover=False).emit(PipelineStage.SETUP)


@pytest.mark.usefixtures("package")
def test_installed_extensions_are_found() -> None:
    """Classes are made and objects taken; those that are broken are told and left out."""
    told: dict[str, str] = {}
    manager = PipelineExtensionManager(on_trouble=lambda name, stage, error: told.update({name: f"{stage}: {error}"}))
    assert set(manager.names) >= {"counting", "ready"}
    assert set(told) == {"absent", "broken", "deaf", "nobody"}
    assert "RuntimeError: not today" in told["broken"]
    assert told["deaf"].startswith("load: ")
    assert dict(manager.failures) == dict.fromkeys(told, 1)


@pytest.mark.usefixtures("package")
def test_only_the_named_ones_are_loaded() -> None:
    """None of the others is even imported; a name that nobody offers is told."""
    told: list[str] = []
    manager = PipelineExtensionManager(only=("ready", "lost"), on_trouble=lambda name, _stage, _error: told.append(name))
    assert manager.names == ("ready",)
    assert told == ["lost"]
    assert PipelineExtensionManager(only=()).names == ()
    assert PipelineExtensionManager(discover=False, only=("ready",)).names == ()
