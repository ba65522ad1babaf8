"""What one client is made of."""

from __future__ import annotations

from headroom.config.client import HeadroomMode
from headroom.config.overrides import Overrides
from headroom.config.parameters import Parameters
from tests.fakes.ports import Script, ScriptedClock, core_with


def test_facts_are_the_providers_with_the_callers_limits() -> None:
    """What the caller says of a model goes before what is known of it."""
    core = core_with(parameters=Parameters(model_context_limits={"gpt-4o": 1_234}))
    assert core.facts("gpt-4o").context_limit_tokens == 1_234
    assert core.facts("gpt-4o-mini").context_limit_tokens > 100_000
    assert core.facts("gpt-4o").prices is not None


def test_a_request_goes_before_the_client_in_what_is_simulated() -> None:
    """Where it says nothing, the client does."""
    for client, request, simulates in (
        ("simulate", None, True),
        ("simulate", HeadroomMode.OPTIMIZE, False),
        ("audit", HeadroomMode.SIMULATE, True),
        ("audit", None, False),
    ):
        core = core_with(parameters=Parameters(default_mode=client))
        assert core.simulates(Overrides(mode=request)) is simulates


def test_a_client_is_its_own() -> None:
    """Two with the same settings are two; ports are those it was given."""
    one, other = core_with(Script()), core_with(Script())
    assert one != other
    assert isinstance(one.ports.clock, ScriptedClock)
    assert one.lineages is not other.lineages
    assert one.session is not other.session
