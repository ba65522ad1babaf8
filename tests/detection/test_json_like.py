"""JSON is told by its ends and by the starts of its lines."""

from __future__ import annotations

import pytest

from headroom.detection.json_like import guess_json
from headroom.detection.sample import sample_of
from tests.detection.catalogue import ALL, format_of, others

TRAPS = {
    "a log": "[0.000] starting\n[0.100] done [ok]\n",
    "toml": '[[package]]\nname = "x"\n',
    "a template": "{{ name }} and {% if x %}\n",
    "steps": "[1/4] Resolving packages...\n[2/4] Fetching packages...\n",
    "a dictionary of Python": "{'a': 1, 'b': [1, 2]}",
    "css": "{ color: red; }",
    "levels": "[INFO] one\n[INFO] two [x]\n",
    "a checklist": "[ ] one thing\n[x] another thing\n",
    "a quotation": '"So it goes", he said to nobody in particular. "So it goes."',
}
"""By what they are."""


@pytest.mark.parametrize("name", ALL["json"])
def test_every_format_is_known(name: str) -> None:
    """With a score above all doubt, and by its name."""
    found = guess_json(sample_of(ALL["json"][name]))
    assert found.score >= 0.7
    assert found.format == format_of("json", name)


@pytest.mark.parametrize(("kind", "name"), others("json"))
def test_other_kinds_score_low(kind: str, name: str) -> None:
    """A sample of another kind is never surely one of this."""
    assert guess_json(sample_of(ALL[kind][name])).score < 0.75


@pytest.mark.parametrize("text", [*TRAPS.values()], ids=[*TRAPS])
def test_traps_score_low(text: str) -> None:
    """What only looks like it from afar."""
    assert guess_json(sample_of(text)).score < 0.75


@pytest.mark.parametrize("text", ["", "\n\n", " ", "\x00", "\ud800", "\ufeff", "\r"])
def test_next_to_nothing_scores_low(text: str) -> None:
    """And raises nothing."""
    assert guess_json(sample_of(text)).score < 0.75
