"""Law 4: the same input gives the same bytes, and compressing the output again changes nothing."""

from __future__ import annotations

import copy
import os
import subprocess
import sys
from pathlib import Path

import msgspec
from hypothesis import given
from returns.result import Success

from headroom.compressors.contract import Compressor
from headroom.retrieval.marker import holds_marker
from headroom.transforms.tool_results import forget_outcomes
from headroom.wire.codec import encode
from property_tests.laws.batch import digest_of_batch
from property_tests.strategies.configurations import Component, components, compressions
from property_tests.strategies.found import with_found
from property_tests.strategies.requests import WireRequest, requests

_ROOT = Path(__file__).parents[2]


@given(requests(), components())
def test_compressing_the_output_changes_nothing(request: WireRequest, component: Component) -> None:
    """What was sent once is recognised and left as it is, message by message."""
    after, _ = component(request.decoded())
    again = msgspec.structs.replace(request, messages=encode(after)).decoded()
    twice, report = component(again)
    assert all(one is other for one, other in zip(twice.messages, again.messages, strict=True))
    assert not any(decision.action == "compressed" for decision in report.decisions)


@given(compressions())
@with_found()
def test_compressor_leaves_its_own_output(compression: tuple[str, Compressor]) -> None:
    """A compressor skips what it wrote; what holds a note of ours it skips whatever is asked the second time."""
    text, compressor = compression
    match compressor(text, "status of worker queue"):
        case Success(compressed):
            assert not isinstance(compressor(compressed.text, "status of worker queue"), Success)
            if holds_marker(compressed.text):
                assert not isinstance(compressor(compressed.text, "something else: error"), Success)


@given(requests(), components())
def test_memory_changes_nothing(request: WireRequest, component: Component) -> None:
    """With nothing remembered, with everything remembered: the same messages and the same report."""
    forget_outcomes()
    fresh, first_report = component(request.decoded())
    remembered, second_report = component(request.decoded())
    assert remembered == fresh
    assert second_report == first_report


@given(compressions())
def test_equal_settings_give_equal_texts(compression: tuple[str, Compressor]) -> None:
    """A copy of a compressor does the same with a copy of the text."""
    text, compressor = compression
    another = copy.deepcopy(compressor)
    assert str(another("".join(list(text)), "worker")) == str(compressor(text, "worker"))


def test_other_processes_and_hash_seeds_give_the_same_bytes() -> None:
    """A batch of conversations comes out the same in processes that hash strings differently."""
    expected = digest_of_batch()
    for seed in ("1", "4242"):
        output = subprocess.run(
            [sys.executable, "-c", "from property_tests.laws.batch import digest_of_batch; print(digest_of_batch())"],
            cwd=_ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(_ROOT)},
            capture_output=True,
            text=True,
            check=True,
        )
        assert output.stdout.strip() == expected
