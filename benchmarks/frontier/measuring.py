"""What one case saves and keeps at every place of the dial, and what simpler methods keep beside it."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor

import msgspec

import headroom
from benchmarks.baselines import METHODS, rivals, shortened
from benchmarks.cases import Case
from benchmarks.frontier.dial import DIAL, config_at
from benchmarks.scoring import share_kept
from benchmarks.subject import Outcome, broken, forget, tokens
from benchmarks.texts import seen_texts, tool_texts
from headroom.compressors.folds import decode

__all__ = ["SHARES", "CasePoint", "CaseSweep", "RivalPoint", "sweep", "sweeps"]

SHARES = (0.02, 0.03, 0.05, 0.08, 0.12, 0.18, 0.25, 0.35, 0.5, 0.65, 0.8)
"""What simpler methods are given of each tool result for curves of their own. Chosen: evenly spaced to the eye."""


class CasePoint(msgspec.Struct, frozen=True, kw_only=True):
    """One case at one place of the dial."""

    dial: float
    after: int
    """Exact o200k tokens of all texts that the model is shown."""
    kept: float
    """Share of the needed strings among them."""
    recoverable: float
    """The same, with the originals that came back, and with what folds stand for."""
    rivals: dict[str, float]
    """Share kept by simpler methods that got the same number of tokens for each tool result."""
    faults: tuple[str, ...] = ()
    """What broke, raised, was put back or cannot be got back."""


class RivalPoint(msgspec.Struct, frozen=True, kw_only=True):
    """One case cut by a simpler method to a share of each tool result."""

    method: str
    share: float
    after: int
    kept: float


class CaseSweep(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that was measured on one case."""

    id: str
    kind: str
    before: int
    points: tuple[CasePoint, ...]
    """In the order of the dial."""
    free: tuple[RivalPoint, ...]


def sweep(case: Case, dial: Sequence[float] = DIAL, shares: Sequence[float] = SHARES) -> CaseSweep:
    """One case over the dial, with the preset that excludes no tool."""
    forget()
    results = [tokens((text,)) for text in tool_texts(case.messages)]
    free = tuple(_cut(case, method, share, results) for method in METHODS for share in shares)
    return CaseSweep(
        id=case.id,
        kind=case.kind,
        before=tokens(seen_texts(case.messages, case.system)),
        points=tuple(_point(case, place) for place in dial),
        free=free,
    )


def sweeps(cases: Sequence[Case], jobs: int) -> tuple[CaseSweep, ...]:
    """All cases, in their order, by several processes."""
    if jobs < 2:
        return tuple(map(sweep, cases))
    with ProcessPoolExecutor(jobs) as pool:
        return tuple(pool.map(sweep, cases, chunksize=4))


def _point(case: Case, dial: float) -> CasePoint:
    try:
        result = headroom.compress(case.messages, model=case.model, preset="max", system=case.system, config=config_at(dial))
    except Exception as error:  # noqa: BLE001  # whatever is raised is a fault of this case and not the end of the sweep
        return CasePoint(
            dial=dial,
            after=tokens(seen_texts(case.messages, case.system)),
            kept=0.0,
            recoverable=0.0,
            rivals={},
            faults=(f"{type(error).__name__}: {error}",),
        )
    outcome = Outcome(messages=result.messages, system=result.system, originals=result.originals, report=result.report)
    shown = seen_texts(outcome.messages, outcome.system)
    reverts = [f"reverted: {each.reason}" for each in outcome.report.decisions if each.action == "reverted"]
    unfolded = map(decode, tool_texts(outcome.messages))
    recoverable, lost = share_kept(case.must_keep, (*shown, *outcome.originals.values(), *unfolded))
    return CasePoint(
        dial=dial,
        after=tokens(shown),
        kept=share_kept(case.must_keep, shown)[0],
        recoverable=recoverable,
        rivals=rivals(case, outcome.messages, without_hindsight=True),
        faults=(
            *(() if case.irregular else broken(case, outcome)),
            *reverts,
            *(["cannot be got back"] if lost else []),
        ),
    )


def _cut(case: Case, method: str, share: float, results: Sequence[int]) -> RivalPoint:
    shown = shortened(case, method, [max(1, round(size * share)) for size in results])
    return RivalPoint(method=method, share=share, after=tokens(shown), kept=share_kept(case.must_keep, shown)[0])
