"""Texts that no process has seen."""

from __future__ import annotations

import msgspec
import pytest

from benchmarks.fresh_texts import KINDS, fresh_text
from benchmarks.subject import tokens


@pytest.mark.parametrize("kind", KINDS)
def test_texts_have_about_the_size_that_is_asked_for(kind: str) -> None:
    """In tokens, and are the same each time."""
    text = fresh_text(kind, 2_000, 3)
    assert 1_300 < tokens([text]) < 2_700
    assert text == fresh_text(kind, 2_000, 3)


@pytest.mark.parametrize("kind", KINDS)
def test_another_number_is_another_text(kind: str) -> None:
    """Hardly a line of one is in the other."""
    one, other = (set(fresh_text(kind, 2_000, number).replace("},{", "},\n{").splitlines()) for number in (1, 2))
    assert len(one & other) <= len(one) // 20


def test_json_is_whole() -> None:
    """A list of records."""
    assert len(msgspec.json.decode(fresh_text("json", 2_000, 5), type=list[dict[str, object]])) > 10
