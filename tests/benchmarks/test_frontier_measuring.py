from __future__ import annotations

import msgspec
import pytest

import headroom
from benchmarks.baselines import METHODS, NO_HINDSIGHT
from benchmarks.cases import IN_TREE, load
from benchmarks.frontier.measuring import sweep, sweeps


def test_more_room_saves_less() -> None:
    """A log at the ends of the dial, with both simpler methods beside it."""
    case = next(load(IN_TREE, kinds=["log"]))
    found = sweep(case, dial=(1 / 8, 8.0), shares=(0.5,))
    pressed, loose = found.points
    assert pressed.after < loose.after <= found.before
    assert set(pressed.rivals) == {*METHODS, NO_HINDSIGHT}
    assert (pressed.recoverable, pressed.faults) == (1.0, ())


def test_simpler_methods_get_their_share() -> None:
    """Half of each tool result is about half of the tokens in all, and a little is a little."""
    case = next(load(IN_TREE, kinds=["log"]))
    found = sweep(case, dial=(), shares=(0.5, 0.02))
    assert [(cut.method, cut.share) for cut in found.free] == [
        ("head and tail", 0.5),
        ("head and tail", 0.02),
        ("BM25", 0.5),
        ("BM25", 0.02),
    ]
    half, little, *_ = (cut.after / found.before for cut in found.free)
    assert half == pytest.approx(0.5, abs=0.05)
    assert little < 0.1


def test_measuring_again_finds_the_same() -> None:
    """Nothing of a sweep depends on what was measured before, nor on how many processes there are."""
    cases = list(load(IN_TREE, kinds=["diff"]))[:1]
    assert sweeps(cases, 1) == tuple(map(sweep, cases))


def test_what_raises_is_a_fault_of_the_case(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sweep goes on behind a case that fails, which has saved and kept nothing."""

    def fails(*_: object, **__: object) -> object:
        raise ValueError("no")

    monkeypatch.setattr(headroom, "compress", fails)
    case = next(load(IN_TREE, kinds=["diff"]))
    (point,) = sweep(case, dial=(1.0,), shares=()).points
    assert point.faults == ("ValueError: no",)
    assert (point.kept, point.rivals) == (0.0, {})


def test_what_cannot_be_got_back_is_a_fault() -> None:
    """A string that never was there cannot be found again."""
    case = msgspec.structs.replace(next(load(IN_TREE, kinds=["diff"])), must_keep=("never said by anyone",))
    (point,) = sweep(case, dial=(1.0,), shares=()).points
    assert point.recoverable == 0.0
    assert len(point.faults) == 1
