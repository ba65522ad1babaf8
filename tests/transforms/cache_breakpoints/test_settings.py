"""What optimizers are told."""

from __future__ import annotations

from typing import Any

import pytest

from headroom.errors import ConfigurationError
from headroom.messages import Conversation, Message, Text
from headroom.transforms.cache_breakpoints.settings import CacheSettings, kept_report


@pytest.mark.parametrize(
    "wrong", [{"min_tokens": -1}, {"max_marks": -1}, {"lookback_blocks": 0}, {"key_buckets": 0}, {"prefix_tokens": 0}]
)
def test_numbers_that_are_none_are_refused(wrong: dict[str, Any]) -> None:
    """The error names the field."""
    with pytest.raises(ConfigurationError) as caught:
        CacheSettings(**wrong)
    assert caught.value.details["field"] in wrong


def test_every_part_has_a_decision() -> None:
    """The prompt's too, each with its reason."""
    parts = (Text(text="a"), Text(text="b"))
    conversation = Conversation(messages=(Message(role="user", parts=parts),), system=parts[:1])
    report = kept_report(conversation, "step", {(0, 1): "special"}, "plain")
    assert [(one.message, one.part, one.step, one.action, one.reason) for one in report.decisions] == [
        (-1, 0, "step", "kept", "plain"),
        (0, 0, "step", "kept", "plain"),
        (0, 1, "step", "kept", "special"),
    ]
