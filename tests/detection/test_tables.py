"""Tables are told by separators that are the same in number on each line, or by columns."""

from __future__ import annotations

import pytest

from headroom.detection.sample import sample_of
from headroom.detection.tables import guess_table
from tests.detection.catalogue import ALL, format_of, others

TRAPS = {
    "clauses": (
        "First, we look at it, and then we go.\n"
        "Then, if it is there, we take it, too.\n"
        "Last, as ever, we leave, and come back.\n"
    ),
    "calls": "foo(a, b, c);\nfoo(d, e, f);\nfoo(g, h, i);\n",
    "services": "web | started\ndb | started\nweb | GET /\n",
    "logfmt": "a=1,b=2,c=3\na=2,b=3,c=4\na=3,b=4,c=5\n",
    "statements": "a = 1; b = 2;\nc = 3; d = 4;\ne = 5; f = 6;\n",
    "the same words": "one two\nthree four\nfive six\n",
}
"""By what they are."""


@pytest.mark.parametrize("name", ALL["table"])
def test_every_format_is_known(name: str) -> None:
    """With a score above all doubt, and by its name."""
    found = guess_table(sample_of(ALL["table"][name]))
    assert found.score >= 0.75
    assert found.format == format_of("table", name)


@pytest.mark.parametrize(("kind", "name"), others("table"))
def test_other_kinds_score_low(kind: str, name: str) -> None:
    """A sample of another kind is never surely one of this."""
    assert guess_table(sample_of(ALL[kind][name])).score < 0.85


@pytest.mark.parametrize("text", [*TRAPS.values()], ids=[*TRAPS])
def test_traps_score_low(text: str) -> None:
    """What only looks like it from afar."""
    assert guess_table(sample_of(text)).score < 0.85


@pytest.mark.parametrize("text", ["", "\n\n", " ", "\x00", "\ud800", "\ufeff", "\r"])
def test_next_to_nothing_scores_low(text: str) -> None:
    """And raises nothing."""
    assert guess_table(sample_of(text)).score < 0.85
