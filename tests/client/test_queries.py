"""What the store says of past requests."""

from __future__ import annotations

import pytest

from headroom.client.queries import metrics_of, original_of, summary_of
from headroom.errors import ConfigurationError
from tests.fakes.ports import LOG, Step, answered, asking, core_with
from tests.fakes.requests import openai_messages

REQUEST: dict[str, object] = {"model": "gpt-4o", "messages": openai_messages(LOG)}


def test_calls_that_are_over_are_counted_before_the_answer() -> None:
    """So that nobody has to wait for the writer."""
    core = core_with()
    answered(core, asking("openai_chat", REQUEST), Step(reply={"choices": []}))
    (row,) = metrics_of(core, None, None, None, None, 10, 0)
    assert row.tokens_saved > 5_000
    assert metrics_of(core, None, None, "another", None, 10, 0) == []
    assert metrics_of(core, row.timestamp, row.timestamp, "gpt-4o", "optimize", 10, 0) == [row]
    assert summary_of(core, None, None)["total_requests"] == 1
    with pytest.raises(ConfigurationError):
        metrics_of(core, None, None, None, None, -1, 0)


def test_an_original_is_its_tenants() -> None:
    """A miss for all others."""
    core = core_with()
    core.stores.originals.put("one", {"0" * 24: "text"}, 1.0)
    assert original_of(core, "one", "0" * 24) == "text"
    assert original_of(core, "another", "0" * 24) is None
