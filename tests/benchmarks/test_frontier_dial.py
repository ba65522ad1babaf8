from __future__ import annotations

from itertools import pairwise

import pytest

from benchmarks.frontier.dial import BUDGET_OF, DIAL, budget_at, config_at, settings_at, spelled
from headroom.config import HeadroomConfig, settings_from


@pytest.mark.parametrize("setting", settings_at(1))
def test_every_budget_grows_with_the_dial(setting: str) -> None:
    """Turning up never takes away, and the ends differ."""
    values = [value for dial in DIAL if (value := settings_at(dial)[setting]) is not None]
    assert all(less <= more for less, more in pairwise(values))
    assert values[0] < values[-1]


def test_one_is_the_configuration_as_it_comes() -> None:
    """The middle of the dial changes nothing."""
    assert config_at(1) == HeadroomConfig()


@pytest.mark.parametrize("dial", DIAL)
def test_every_place_is_a_configuration_that_is_accepted(dial: float) -> None:
    """No budget leaves the range that it may have."""
    assert settings_from(config_at(dial)).crush.max_items_after_crush >= 1


def test_budgets_are_told_with_what_they_count() -> None:
    """One is not said in the plural, and kinds that mix several have no budget of their own."""
    assert budget_at("json", 1) == "15 items"
    assert budget_at("diff", 1 / 8) == "1 hunk a file"
    assert budget_at("text", 2) == "80% of the text"
    assert budget_at("conversation", 1) == ""
    assert {setting for setting, *_ in BUDGET_OF.values()} <= set(settings_at(1))


def test_places_are_spelled_for_people() -> None:
    """Halves as fractions, what is no round number in two digits."""
    assert [spelled(dial) for dial in (1 / 8, 2**-1.5, 1.0, 2**0.5, 8.0)] == ["1/8", "0.35", "1", "1.4", "8"]
