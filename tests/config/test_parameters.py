"""Parameters that were passed and those that were left away."""

from __future__ import annotations

import inspect

from headroom.config.parameters import NOTHING_PASSED, UNSET, Parameters, is_said, unset


def made(store_url: str | None = UNSET.store_url, *, enable_semantic_cache: bool = UNSET.enable_semantic_cache) -> Parameters:
    """A constructor as clients have it."""
    return Parameters(store_url=store_url, enable_semantic_cache=enable_semantic_cache)


def test_a_signature_shows_what_holds() -> None:
    """The documented defaults, not the stand-ins."""
    shown = "(store_url: 'str | None' = None, *, enable_semantic_cache: 'bool' = False) -> 'Parameters'"
    assert str(inspect.signature(made)) == shown
    assert repr(UNSET.default_mode) == "'audit'"


def test_passing_the_default_is_not_leaving_it_away() -> None:
    """That is what the stand-ins are for."""
    assert not is_said(made().store_url)
    assert is_said(made(store_url=None).store_url)
    assert is_said(made(enable_semantic_cache=False).enable_semantic_cache)
    assert not any(is_said(getattr(NOTHING_PASSED, name)) for name in Parameters.__struct_fields__)


def test_a_stand_in_is_as_true_as_what_it_stands_for() -> None:
    """Who asks by mistake is not misled."""
    assert unset(default=True)
    assert not unset(default=False)
