"""More and less of what would stay."""

from __future__ import annotations

import json

import msgspec
import pytest

from headroom.config import Settings
from headroom.transforms.biases import biased, clamped
from headroom.transforms.content_router import ContentRouter
from headroom.wire import decode
from tests.fakes.requests import openai_messages

RECORDS = json.dumps([{"id": n, "text": f"entry {n * 7919 % 1009} of the list", "size": n * 31 % 97} for n in range(400)])


def compressed(biases: tuple[tuple[int, float], ...]) -> str:
    """What becomes of a list of records in message 3."""
    conversation = decode(openai_messages(RECORDS)).unwrap()
    after, _ = ContentRouter(Settings(biases=biases))(conversation)
    return msgspec.json.encode(after.messages[3].parts[0]).decode()


@pytest.mark.parametrize(("given", "used"), [(0.01, 0.25), (1e9, 4.0), (1.005, 1.0), (1.5, 1.5), (2, 2.0)])
def test_a_bias_has_a_range_and_two_digits(given: float, used: float) -> None:
    """What is beyond it counts as its end."""
    assert clamped(given) == used


def test_a_bias_of_one_changes_nothing() -> None:
    """Not even the object."""
    settings = Settings()
    assert biased(settings, 1.0) is settings


@pytest.mark.parametrize("bias", [0.25, 0.5, 2.0, 4.0])
def test_every_budget_goes_the_way_of_the_bias(bias: float) -> None:
    """Counts and shares alike; shares end at the whole, and counts at 1."""
    plain, made = Settings(), biased(Settings(), bias)
    more = bias > 1
    for was, now in (
        (plain.crush.max_items_after_crush, made.crush.max_items_after_crush),
        (plain.logs.max_total_lines, made.logs.max_total_lines),
        (plain.search.max_total_matches, made.search.max_total_matches),
        (plain.diffs.max_hunks_per_file, made.diffs.max_hunks_per_file),
        (plain.code.max_body_lines, made.code.max_body_lines),
        (plain.code.target_compression_rate, made.code.target_compression_rate),
        (0.55 if more else 0.3, made.prose.target_ratio or 0),
    ):
        assert (now > was) == more
        assert now > 0
    assert made.prose.target_ratio is not None
    assert made.prose.target_ratio <= 1
    # A page that would stay whole is not shortened by wanting more of it.
    assert (made.markup.target_ratio is None) == more


def test_the_result_follows_the_bias_of_its_message() -> None:
    """And of no other; the rest of the conversation goes its way."""
    plain, less, more = compressed(()), compressed(((3, 0.25),)), compressed(((3, 4.0),))
    assert len(less) < len(plain) < len(more)
    assert compressed(((2, 4.0),)) == plain


def test_what_was_remembered_under_one_bias_is_not_found_under_another() -> None:
    """Whichever ran first."""
    first = compressed(((3, 2.0),))
    assert compressed(()) != first
    assert compressed(((3, 2.0),)) == first
