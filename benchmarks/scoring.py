"""The score of one case, and the sums over many.

Every string that must be kept counts as inline where it stands in the texts that the model is shown, and as recoverable where
it stands there or in an original that came back with the result.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence

import msgspec

from benchmarks.baselines import rivals
from benchmarks.cases import Case, fresh, slices_of
from benchmarks.clock import Clock, interleaved, spread_of
from benchmarks.subject import broken, compressed, forget, tokens
from benchmarks.texts import seen_texts, tool_texts

__all__ = ["Score", "Total", "score", "share_kept", "total", "totals"]


class Score(msgspec.Struct, frozen=True, kw_only=True):
    """What compression did to one case."""

    id: str
    slices: tuple[str, ...]
    before: int
    """Exact o200k tokens of all texts the model is shown."""
    after: int
    touchable: int
    """Those of them in tool results."""
    inline: float
    """Share of the strings that must be kept which the model is still shown."""
    recoverable: float
    missing: tuple[str, ...]
    """Strings that are not inline."""
    broken: tuple[str, ...] = ()
    """Provider rules that hold for the input and not for the output."""
    exception: str = ""
    reverts: int = 0
    compress_ms: float = 0.0
    """Median; 0 where nothing was timed."""
    count_ms: float = 0.0
    rivals: dict[str, float] = {}
    """Share inline that simpler methods reach with the same number of tokens."""

    @property
    def saved(self) -> float:
        """Share of tokens saved."""
        return 1 - self.after / self.before if self.before else 0.0

    @property
    def ratio(self) -> float:
        """Compress time over the time of one exact count."""
        return self.compress_ms / self.count_ms if self.count_ms else 0.0


class Total(msgspec.Struct, frozen=True, kw_only=True):
    """The sums and means over the cases of one slice."""

    slice: str
    cases: int
    before: int
    after: int
    saved: float
    touchable: float
    inline: float
    recoverable: float
    broken: int
    exceptions: int
    reverts: int
    ratio: float
    """Median over cases."""
    ratio_p90: float
    rivals: dict[str, float]


def share_kept(wanted: Sequence[str], texts: Sequence[str]) -> tuple[float, tuple[str, ...]]:
    """The share of strings found in any of the texts, and the strings that are not."""
    missing = tuple(string for string in wanted if not any(string in text for text in texts))
    return (1 - len(missing) / len(wanted) if wanted else 1.0), missing


def score(case: Case, *, preset: str, rounds: int, with_rivals: bool = False, clock: Clock = "wall") -> Score:
    """One case compressed, judged and timed; `rounds` of 0 times nothing."""
    before_texts = seen_texts(case.messages, case.system)
    before = tokens(before_texts)
    touchable = tokens(tool_texts(case.messages))
    forget()
    try:
        outcome = compressed(fresh(case), preset)
    except Exception as error:  # noqa: BLE001  # whatever escapes is the finding
        return Score(
            id=case.id,
            slices=slices_of(case),
            before=before,
            after=before,
            touchable=touchable,
            inline=0.0,
            recoverable=0.0,
            missing=case.must_keep,
            exception=f"{type(error).__name__}: {error}",
        )
    after_texts = seen_texts(outcome.messages, outcome.system)
    inline, missing = share_kept(case.must_keep, after_texts)
    recoverable, _ = share_kept(case.must_keep, (*after_texts, *outcome.originals.values()))
    compress_ms, count_ms = _timed(case, preset, rounds, clock)
    return Score(
        id=case.id,
        slices=slices_of(case),
        before=before,
        after=tokens(after_texts),
        touchable=touchable,
        inline=inline,
        recoverable=recoverable,
        missing=missing,
        broken=() if case.irregular else broken(case, outcome),
        reverts=sum(decision.action == "reverted" for decision in outcome.report.decisions),
        compress_ms=compress_ms,
        count_ms=count_ms,
        rivals=rivals(case, outcome.messages) if with_rivals else {},
    )


def totals(scores: Sequence[Score]) -> tuple[Total, ...]:
    """One line a slice, in the order of first appearance, and one over all cases."""
    names = list(dict.fromkeys(name for each in scores for name in each.slices))
    return (*(total(name, [each for each in scores if name in each.slices]) for name in names), total("all", scores))


def total(name: str, scores: Sequence[Score]) -> Total:
    """The line of one slice."""
    before = sum(each.before for each in scores)
    after = sum(each.after for each in scores)
    ratios = sorted(each.ratio for each in scores if each.count_ms)
    names = list(dict.fromkeys(rival for each in scores for rival in each.rivals))
    return Total(
        slice=name,
        cases=len(scores),
        before=before,
        after=after,
        saved=1 - after / before if before else 0.0,
        touchable=sum(each.touchable for each in scores) / before if before else 0.0,
        inline=_mean([each.inline for each in scores]),
        recoverable=_mean([each.recoverable for each in scores]),
        broken=sum(bool(each.broken) for each in scores),
        exceptions=sum(bool(each.exception) for each in scores),
        reverts=sum(each.reverts for each in scores),
        ratio=statistics.median(ratios) if ratios else 0.0,
        ratio_p90=ratios[int(0.9 * len(ratios))] if ratios else 0.0,
        rivals={rival: _mean([each.rivals.get(rival, 1.0) for each in scores]) for rival in names},
    )


def _timed(case: Case, preset: str, rounds: int, clock: Clock) -> tuple[float, float]:
    """Median milliseconds of compressing and of one exact count."""
    if rounds < 1:
        return 0.0, 0.0
    texts = seen_texts(case.messages, case.system)

    def prepare_compress() -> Callable[[], object]:
        conversation = fresh(case)
        forget()
        return lambda: compressed(conversation, preset)

    samples = interleaved((prepare_compress, lambda: lambda: tokens(texts)), rounds, clock=clock)
    compressing, counting = map(spread_of, samples)
    return compressing.median_ms, counting.median_ms


def _mean(values: Sequence[float]) -> float:
    return statistics.fmean(values) if values else 0.0
