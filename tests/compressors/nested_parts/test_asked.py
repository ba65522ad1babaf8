"""Words of a question are found in names however these are written."""

from __future__ import annotations

import pytest

from headroom.compressors.config_blocks.yaml_blocks import read_yaml
from headroom.compressors.excerpt import split_lines
from headroom.compressors.nested_parts.asked import asked_parts
from headroom.compressors.nested_parts.nested import Nested
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


_WORKERS = "services:\n" + "".join(
    f"  worker-{number}:\n    image: tasks:1.{number}\n    limits:\n      memory: {number}G\n      cpus: {number}\n"
    for number in range(1, 10)
)


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("How much memory may worker-5 take?", {"worker-5", "memory: 5G"}),
        ("How much memory is there for worker 5?", {"worker-5", "memory: 5G", "cpus: 5"}),
        ("Which memory is that?", set()),
    ],
)
def test_a_rare_word_says_where_common_ones_are_meant(query: str, texts: set[str]) -> None:
    """Eight have what one is asked for; a short number is no piece of others."""
    text = _WORKERS[: _WORKERS.index("  worker-9:")] + "".join(f"key{number}: x\n" for number in range(60))
    nested = read_yaml(text, split_lines(text))
    assert nested is not None
    asked = {text[nested.starts[part] : nested.heads[part]].strip(" :\n") for part in asked_parts(nested, read_query(query))}
    assert asked >= texts
    assert not texts or not any(f"memory: {number}G" in asked for number in (1, 2, 3, 4, 6, 7, 8))


def test_short_numbers_are_found_as_a_whole() -> None:
    """Not inside versions, dates and longer numbers."""
    text = "a: 1.42\nb: 2024-42-01\nc: 142\nd: 42\ne: 42:10\nf: order-42\n" + "".join(f"k{n}: x\n" for n in range(60))
    nested = read_yaml(text, split_lines(text))
    assert nested is not None
    assert {nested.names[part] for part in asked_parts(nested, read_query("what is order 42?"))} == {"d", "f"}
