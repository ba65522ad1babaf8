"""Words of a question are found in names however these are written."""

from __future__ import annotations

import pytest

from headroom.compressors.config_blocks.yaml_blocks import read_yaml
from headroom.compressors.excerpt import split_lines
from headroom.compressors.parts.asked import asked_parts
from headroom.compressors.parts.nested import Nested
from headroom.relevance import read_query

_TEXT = "".join(f"key{number}: value\n" for number in range(40)) + (
    "seed_provider: A\nseedAddress: B\nmaxConnections: 5\nlistening: yes\nforest: green\n"
    "# the seed of it all\nlast: 'Test Cluster'\n"
)


def _nested() -> Nested:
    nested = read_yaml(_TEXT, split_lines(_TEXT))
    assert nested is not None
    return nested


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("Which seed provider is used?", {"seed_provider", "seedAddress", "#"}),
        ("What is the seed address?", {"seedAddress", "seed_provider", "#"}),
        ("How many connections?", {"maxConnections"}),
        ("Does it listen?", {"listening"}),
        ("Which clusters?", {"last"}),
        ("Is there any rest?", set()),
        ("What is the value?", set()),
        ("", set()),
    ],
)
def test_parts_asked_for(query: str, names: set[str]) -> None:
    """Plurals, forms of verbs, pieces of names, and two words as one."""
    nested = _nested()
    assert {nested.names[part] for part in asked_parts(nested, read_query(query))} == names


def test_what_holds_more_words_comes_first() -> None:
    """A part with all words of the question is better than one with some."""
    nested = _nested()
    assert nested.names[next(iter(asked_parts(nested, read_query("the seed provider"))))] == "seed_provider"
