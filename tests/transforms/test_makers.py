"""Tests of making the transforms over a history from the settings."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from headroom.config import AlignerSettings, Profile, RouterSettings, Settings, WindowSettings
from headroom.errors import ConfigurationError
from headroom.retrieval.marker import find_markers
from headroom.transforms import REGISTERED
from headroom.transforms.cache_aligner import CacheAligner
from headroom.transforms.contract import Transform
from headroom.transforms.gated import Gated
from headroom.transforms.makers import aligner, duplicates, repeated_passages, stale_reads, window
from headroom.transforms.rolling_window import RollingWindow
from headroom.transforms.stale_reads import StaleReads
from tests.transforms.histories import Step, listing, openai, results_of

ASK: Step = ("", "{}", "Go on.")
TEXT = listing(1)
TOOL = RouterSettings(retrieval="tool")
POINTING = [duplicates, repeated_passages]
Maker = Callable[[Settings], Transform | None]


def made(make: Maker, settings: Settings) -> Transform:
    """The transform; the test fails where there is none."""
    step = make(settings)
    assert step is not None
    return step


def test_nothing_is_made_that_was_not_asked_for() -> None:
    """Only what points back needs no asking."""
    steps = [make(Settings()) for make in (aligner, stale_reads, window)]
    assert steps == [None, None, None]
    assert [made(make, Settings()).name for make in POINTING] == ["duplicates", "repeated_passages"]
    assert set(POINTING) <= set(REGISTERED)


def test_the_aligner_gets_every_setting() -> None:
    """By name."""
    settings = AlignerSettings(
        mode="extract",
        use_dynamic_detector=False,
        detection_tiers=("regex", "ner"),
        extra_dynamic_labels=("build",),
        entropy_threshold=0.9,
        date_patterns=("a+",),
        normalize_whitespace=False,
        collapse_blank_lines=False,
        dynamic_tail_separator="\n===\n",
    )
    step = aligner(Settings(aligner=settings))
    assert isinstance(step, CacheAligner)
    assert {name: getattr(step, name) for name in AlignerSettings.__struct_fields__} == msgspec.structs.asdict(settings)
    assert step.edits_prompt


@pytest.mark.parametrize(
    "settings",
    [
        AlignerSettings(date_patterns=("(",)),
        AlignerSettings(entropy_threshold=1.5),
        AlignerSettings(dynamic_tail_separator=" "),
    ],
)
def test_what_the_aligner_cannot_honour_is_refused(settings: AlignerSettings) -> None:
    """When the pipeline is made, not when it runs."""
    with pytest.raises(ConfigurationError):
        aligner(Settings(aligner=settings))


def test_the_window_gets_its_limit() -> None:
    """And the retrieve tool's name, where that is offered."""
    settings = Settings(window=WindowSettings(limit_tokens=1_000, keep_last_turns=3), router=TOOL)
    assert window(settings) == RollingWindow(limit_tokens=1_000, keep_turns=3, retrieval="tool")
    assert stale_reads(settings) == Gated(StaleReads(keep_turns=3, retrieval="tool"), 1_000)


@pytest.mark.parametrize(("last", "kept", "expected"), [(2, 0, 2), (2, 5, 5), (4, 1, 4)])
def test_turns_that_stay_stay_for_every_step(last: int, kept: int, expected: int) -> None:
    """An explicit keep_turns also holds for what makes room."""
    settings = Settings(window=WindowSettings(limit_tokens=1_000, keep_last_turns=last), keep_turns=kept)
    step, gated = window(settings), stale_reads(settings)
    assert step is not None
    assert gated is not None
    assert step.keeps_turns == expected
    assert gated.step == StaleReads(keep_turns=expected)


@pytest.mark.parametrize("make", POINTING)
def test_what_points_back_gets_the_turns_to_keep(make: Maker) -> None:
    """And says that it rewrites history then."""
    assert made(make, Settings(keep_turns=2)).rewrites_history
    assert not made(make, Settings()).rewrites_history


@pytest.mark.parametrize("make", POINTING)
def test_where_nothing_may_be_left_out_nothing_points_back(make: Maker) -> None:
    """A pointer is a marker."""
    assert make(Settings().lossless()) is None


@pytest.mark.parametrize("make", POINTING)
@pytest.mark.parametrize(
    "settings",
    [
        Settings(excluded_tools=("show",)),
        Settings(protected_tools=("SH*",)),
        Settings(profiles=(Profile(tool="show", skip_compression=True),)),
    ],
    ids=["excluded", "protected", "profile"],
)
def test_results_that_must_stay_whole_do(make: Maker, settings: Settings) -> None:
    """Though they say again what was said; those of other tools do not."""
    before = openai(ASK, ("show", "{}", TEXT), ("show", "{}", TEXT), ("list", "{}", TEXT), ("list", "{}", TEXT))
    texts = results_of(made(make, settings)(before)[0])
    assert texts[:2] == [TEXT, TEXT]
    assert len(find_markers(texts[3])) == 1


@pytest.mark.parametrize("make", POINTING)
def test_a_profile_that_only_wants_more_rows_keeps_no_text(make: Maker) -> None:
    """It is about how records are selected."""
    settings = Settings(profiles=(Profile(tool="show", max_items_after_crush=90),))
    before = openai(ASK, ("show", "{}", TEXT), ("show", "{}", TEXT))
    assert find_markers(results_of(made(make, settings)(before)[0])[1])


@pytest.mark.parametrize("make", POINTING)
def test_the_tool_is_named_where_it_is_offered(make: Maker) -> None:
    """As the router's setting says."""
    before = openai(ASK, ("show", "{}", TEXT), ("show", "{}", TEXT))
    assert "via headroom_retrieve]" in results_of(made(make, Settings(router=TOOL))(before)[0])[1]
    assert "via headroom_retrieve]" not in results_of(made(make, Settings())(before)[0])[1]
