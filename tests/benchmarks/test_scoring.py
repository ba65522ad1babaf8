from __future__ import annotations

import pytest

from benchmarks.cases import IN_TREE, load
from benchmarks.scoring import Score, score, share_kept, totals


def made(name: str, *, before: int, after: int, inline: float = 1.0, ratio: float = 0.5) -> Score:
    """A score of the json slice."""
    return Score(
        id=name,
        slices=("json",),
        before=before,
        after=after,
        touchable=before,
        inline=inline,
        recoverable=1.0,
        missing=(),
        compress_ms=ratio,
        count_ms=1.0,
    )


def test_share_kept_names_what_is_missing() -> None:
    """A string counts where it stands whole in one text."""
    assert share_kept(("ab", "cd"), ("xaby", "c d")) == (0.5, ("cd",))


def test_nothing_to_keep_is_all_kept() -> None:
    """A case without demands is no failure."""
    assert share_kept((), ("text",)) == (1.0, ())


def test_saved_is_the_sum_not_the_mean() -> None:
    """Large cases weigh as much as their tokens; inline is the mean over cases."""
    one = totals([made("small", before=100, after=100, inline=0.5), made("large", before=900, after=100)])[0]
    assert one.saved == pytest.approx(0.8)
    assert one.inline == pytest.approx(0.75)


def test_ratio_is_the_median_over_cases() -> None:
    """One slow case does not make the figure."""
    one = totals([made(str(ratio), before=1, after=1, ratio=ratio) for ratio in (0.25, 0.5, 9.0)])[0]
    assert one.ratio == 0.5


def test_every_in_tree_case_survives() -> None:
    """Nothing raises, breaks, is put back or gets lost on the project's own corpus."""
    for case in load(IN_TREE):
        found = score(case, preset="default", rounds=0)
        assert (found.exception, found.broken, found.reverts, found.recoverable) == ("", (), 0, 1.0), case.id
