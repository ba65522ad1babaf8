"""Source code is told by the words and the marks that its lines start and end with."""

from __future__ import annotations

import pytest

from headroom.detection.code import guess_code
from headroom.detection.sample import sample_of
from tests.detection.catalogue import ALL, format_of, others

TRAPS = {
    "words": (
        "import duties are high.\n"
        "For the time being, we do not return.\n"
        "If you let us in, we try to be of use.\n"
        "While we wait, the others go.\n"
    ),
    "words about code": (
        "The function `main` calls `load`, and returns what it gives.\nThere is a class for each, and a test for each class.\n"
    ),
    "a list": "* one thing\n* another thing\n* a third thing\n",
    "documentation": ("## Use\n\nCall it like this:\n\n```python\nimport x\nx.y()\n```\n\n## More\n\n```python\nx.z()\n```\n"),
}
"""By what they are."""


@pytest.mark.parametrize("name", ALL["code"])
def test_every_format_is_known(name: str) -> None:
    """With a score above all doubt, and by its name."""
    found = guess_code(sample_of(ALL["code"][name]))
    assert found.score >= 0.7
    assert found.format == format_of("code", name)


@pytest.mark.parametrize(("kind", "name"), others("code", "diff", "build", "traceback", "json"))
def test_other_kinds_score_low(kind: str, name: str) -> None:
    """A sample of another kind is never surely one of this."""
    assert guess_code(sample_of(ALL[kind][name])).score < 0.75


@pytest.mark.parametrize("text", [*TRAPS.values()], ids=[*TRAPS])
def test_traps_score_low(text: str) -> None:
    """What only looks like it from afar."""
    assert guess_code(sample_of(text)).score < 0.75


@pytest.mark.parametrize("text", ["", "\n\n", " ", "\x00", "\ud800", "\ufeff", "\r"])
def test_next_to_nothing_scores_low(text: str) -> None:
    """And raises nothing."""
    assert guess_code(sample_of(text)).score < 0.75
