from __future__ import annotations

import io
import json
import runpy
from pathlib import Path

import pytest
from rich.console import Console

from headroom import compress
from headroom.cli.demo import findings, run_demo, sample
from headroom.messages import original_of

GENERATOR = Path(__file__).parents[2] / "tools" / "build_sample.py"


def shown(width: int = 100) -> str:
    """What the demo prints on a pipe of this width."""
    out = io.StringIO()
    run_demo(Console(file=out, width=width))
    return out.getvalue()


def test_the_sample_is_what_its_generator_makes() -> None:
    """Byte for byte, so that nobody edits it by hand."""
    made = runpy.run_path(str(GENERATOR))
    assert made["SAMPLE"].read_bytes() == made["build"]()


def test_the_sample_still_answers_its_question() -> None:
    """The failed job, the job asked about and the one that hung are all still there."""
    messages = sample()
    found = findings(messages, compress(messages, model="gpt-4o"))
    assert [fact.still_seen for fact in found.facts] == [True, True, True]
    assert len(found.after) < len(found.before) / 3


def test_what_was_left_out_comes_back() -> None:
    """The row shown at the end stands in the original and no longer in what the model is sent."""
    messages = sample()
    found = findings(messages, compress(messages, model="gpt-4o"))
    assert found.hash == original_of(found.before).hash
    assert found.omitted in found.before
    assert str(json.loads(found.omitted)["id"]) not in found.after


def test_an_uncompressed_result_leaves_nothing_to_give_back() -> None:
    """The findings are taken from the result, not from hope."""
    messages = sample()
    found = findings(messages, compress(messages, model="gpt-4o", keep_turns=1))
    assert (found.after, found.hash, found.omitted) == (found.before, "", "")
    assert all(fact.still_seen for fact in found.facts)


@pytest.mark.parametrize("width", [30, 80, 200])
def test_it_fits_the_terminal(width: int) -> None:
    """No line but the command to copy is wider."""
    lines = [line for line in shown(width).splitlines() if not line.startswith("Your own: ")]
    assert max(map(len, lines)) <= width
    assert any("What was left out comes back" in line for line in lines)


def test_it_tells_facts_and_figures() -> None:
    """Before, after, why, and the hash to get the rest by."""
    text = shown()
    assert original_of(str(sample()[-1]["content"])).hash in text
    assert text.count("still there: ") == 3
    assert "\x1b" not in text
