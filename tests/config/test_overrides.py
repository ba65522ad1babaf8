"""What a request says about itself."""

from __future__ import annotations

import pytest

from headroom.config import HeadroomMode, Profile, ToolProfile
from headroom.config.overrides import KEYWORDS, Overrides, take_overrides
from headroom.errors import ConfigurationError


def test_a_call_that_says_nothing_stays_as_it_is() -> None:
    """Everything goes on to the provider, in its order."""
    given = {"model": "m", "messages": [], "temperature": 0.1}
    overrides, rest = take_overrides(given)
    assert overrides == Overrides()
    assert list(rest.items()) == list(given.items())


def test_everything_that_can_be_said_is_read_and_taken_out() -> None:
    """The provider sees none of it."""
    overrides, rest = take_overrides(
        {
            "headroom_mode": HeadroomMode.SIMULATE,
            "headroom_cache_prefix_tokens": 8192,
            "model": "m",
            "headroom_output_buffer_tokens": 2000,
            "headroom_keep_turns": 5,
            "headroom_tool_profiles": {"a": {"skip_compression": True}, "b": ToolProfile(max_items_after_crush=25)},
            "headroom_tenant": "acme",
        }
    )
    assert rest == {"model": "m"}
    assert overrides == Overrides(
        mode=HeadroomMode.SIMULATE,
        cache_prefix_tokens=8192,
        output_buffer_tokens=2000,
        keep_turns=5,
        tool_profiles=(Profile(tool="a", skip_compression=True), Profile(tool="b", max_items_after_crush=25)),
        tenant="acme",
    )


def test_none_says_nothing() -> None:
    """As where the keyword is left away."""
    overrides, rest = take_overrides(dict.fromkeys(KEYWORDS))
    assert overrides == Overrides()
    assert rest == {}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("headroom_mode", "optimise"),
        ("headroom_mode", 1),
        ("headroom_keep_turns", -1),
        ("headroom_keep_turns", True),
        ("headroom_output_buffer_tokens", "2000"),
        ("headroom_cache_prefix_tokens", 1.5),
        ("headroom_tool_profiles", [("a", {})]),
        ("headroom_tool_profiles", {"a": {"max_items": 3}}),
        ("headroom_tool_profiles", {"a": {"max_items_after_crush": 0}}),
        ("headroom_tool_profiles", {"a": ToolProfile(max_items_after_crush="3")}),  # type: ignore[arg-type]
        ("headroom_tool_profiles", {1: {}}),
        ("headroom_tenant", 7),
    ],
)
def test_what_cannot_be_honoured_is_refused_by_its_keyword(name: str, value: object) -> None:
    """The error is a `ValueError` as well, and says which keyword it was."""
    with pytest.raises(ConfigurationError) as caught:
        take_overrides({name: value})
    assert isinstance(caught.value, ValueError)
    assert caught.value.details["field"] == name


@pytest.mark.parametrize(
    ("written", "meant"),
    [("headroom_modes", "headroom_mode"), ("headroom_keepturns", "headroom_keep_turns"), ("headroom_x", "headroom_mode")],
)
def test_a_misspelt_keyword_is_told_the_nearest(written: str, meant: str) -> None:
    """Rather than sent to the provider, who would not know it either. None does not excuse it."""
    with pytest.raises(ConfigurationError, match=f"did you mean {meant}") as caught:
        take_overrides({written: None, "model": "m"})
    assert caught.value.details == {"field": written, "nearest": meant}
