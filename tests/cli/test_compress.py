from __future__ import annotations

import pytest

from headroom.cli.compress import compressed
from headroom.cli.files import CannotDo
from headroom.config import HeadroomConfig

HELLO = b'[{"role":"user","content":"hello"}]'


def test_the_outcome_is_the_pipelines() -> None:
    """Bytes, report and counts, and each stage told."""
    stages: list[str] = []
    outcome = compressed(HELLO, name="in.json", model=None, preset="default", config=HeadroomConfig(), say=stages.append)
    assert outcome.body == HELLO
    assert (outcome.model, outcome.tokens_before, outcome.tokens_saved) == ("gpt-4o", 1, 0)
    assert stages == ["compressing 0 kB", "counting tokens"]


def test_no_conversation_is_told_by_name() -> None:
    """The line says which input, where in it, and why."""
    with pytest.raises(CannotDo, match=r"^in\.json is no conversation: "):
        compressed(b"12", name="in.json", model=None, preset="default", config=HeadroomConfig(), say=print)


def test_a_contradiction_is_told() -> None:
    """Settings that cannot be honoured are the caller's to change."""
    with pytest.raises(CannotDo, match="keep_turns"):
        compressed(HELLO, name="in.json", model=None, preset="cache", config=HeadroomConfig(keep_turns=1), say=print)
