"""Output of builds is told by the lines that tools always print."""

from __future__ import annotations

import pytest

from headroom.detection.builds import guess_build
from headroom.detection.sample import sample_of
from tests.detection.catalogue import ALL, format_of, others

TRAPS = {
    "words": ("The build failed, because 2 tests failed and 1 passed.\nWe ran make, and then npm, and nothing came of it.\n"),
    "a log of levels": ("[INFO] server started\n[INFO] request done\n[ERROR] request failed\n[INFO] server stopped\n"),
    "a Makefile": "build: main.o\n\tgcc -o app main.o\n\ntest: build\n\t./app --test\n",
    "a list of ticks": "Things to do:\nbuy milk\nmake tea\nread a book\n",
}
"""By what they are."""


@pytest.mark.parametrize("name", ALL["build"])
def test_every_format_is_known(name: str) -> None:
    """With a score above all doubt, and by its name."""
    found = guess_build(sample_of(ALL["build"][name]))
    assert found.score >= 0.7
    assert found.format == format_of("build", name)


@pytest.mark.parametrize(("kind", "name"), others("build"))
def test_other_kinds_score_low(kind: str, name: str) -> None:
    """A sample of another kind is never surely one of this."""
    assert guess_build(sample_of(ALL[kind][name])).score < 0.7


@pytest.mark.parametrize("text", [*TRAPS.values()], ids=[*TRAPS])
def test_traps_score_low(text: str) -> None:
    """What only looks like it from afar."""
    assert guess_build(sample_of(text)).score < 0.7


@pytest.mark.parametrize("text", ["", "\n\n", " ", "\x00", "\ud800", "\ufeff", "\r"])
def test_next_to_nothing_scores_low(text: str) -> None:
    """And raises nothing."""
    assert guess_build(sample_of(text)).score < 0.7
