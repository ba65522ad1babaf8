"""The configuration structs for clients."""

from __future__ import annotations

import pytest

from headroom.config import HeadroomConfig
from headroom.config.client import CacheOptimizerConfig, CCRConfig, HeadroomMode, PrefixFreezeConfig


def test_modes_are_their_own_words() -> None:
    """A mode and its word are interchangeable."""
    assert [mode.value for mode in HeadroomMode] == ["audit", "optimize", "simulate"]
    assert str(HeadroomMode.OPTIMIZE) == "optimize"
    assert str(HeadroomMode("audit")) == "audit"


@pytest.mark.parametrize("struct", [CCRConfig, CacheOptimizerConfig, PrefixFreezeConfig])
def test_a_field_that_does_not_exist_is_refused(struct: type[CCRConfig]) -> None:
    """Where it is set, as Python does it."""
    with pytest.raises(TypeError, match="nonsense"):
        struct(nonsense=1)  # type: ignore[call-arg]
    with pytest.raises(AttributeError, match="nonsense"):
        struct().nonsense = 1  # type: ignore[attr-defined]


def test_each_configuration_has_structs_of_its_own() -> None:
    """Assigning to one changes no other."""
    one, other = HeadroomConfig(), HeadroomConfig()
    one.ccr.inject_tool = False
    one.model_context_limits["gpt-4o"] = 1
    assert other.ccr.inject_tool
    assert other.model_context_limits == {}
