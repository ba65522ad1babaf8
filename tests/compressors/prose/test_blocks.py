"""Tests of the blocks of a text."""

from __future__ import annotations

import random

import pytest

from headroom.compressors.prose.blocks import blocks_of

MANUAL = """\
# Title

A paragraph that
is wrapped.

- one
- two

Another one, with a list:
1. first
2. second

```python
code

more code
```

> quoted
> words

| a | b |
|---|---|
| 1 | 2 |

Code follows::

    x = 1

Section
-------
Text right below it.
"""


def kinds(text: str) -> list[tuple[str, str]]:
    """The kind and the first word of each block."""
    return [(kind, text[start:end].split(maxsplit=1)[0]) for start, end, kind in blocks_of(text)]


def test_a_manual_is_laid_out() -> None:
    """Each kind of block is found, fences with the blank lines inside them."""
    assert kinds(MANUAL) == [
        ("heading", "#"),
        ("paragraph", "A"),
        ("list", "-"),
        ("paragraph", "Another"),
        ("list", "1."),
        ("code", "```python"),
        ("quote", ">"),
        ("table", "|"),
        ("paragraph", "Code"),
        ("code", "x"),
        ("heading", "Section"),
        ("paragraph", "Text"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        MANUAL,
        MANUAL.replace("\n", "\r\n"),
        "\n\n\n" + MANUAL,
        "   \n \t\nA\n \n\n \nB\n\n",
        "```\nnever closed\n\nB",
        "```\na\n```",
        "```\na\n```\n\n\n\nB",
        "\n",
        "a",
        "\r\r\n\r",
        "# a\n# b\nc\n===\nd\n",
        "\ud800\n\n\x00",
        "~~~\n```\n~~~\nB",
    ],
)
def test_blocks_tile_the_text(text: str) -> None:
    """Each begins where the one before ended, the first at the start and the last ends with the text."""
    blocks = blocks_of(text)
    assert [start for start, _, _ in blocks] == [0, *(end for _, end, _ in blocks[:-1])]
    assert blocks[-1][1] == len(text)
    assert all(start < end for start, end, _ in blocks)


def test_long_lines_are_paragraphs() -> None:
    """Where lines are not wrapped, each line is a paragraph, without blank lines between them."""
    line = "The tenant shall pay the rent in advance. " * 6
    assert [kind for _, _, kind in blocks_of(f"{line}\n{line}\n{line}\n")] == ["paragraph"] * 3


def test_headings_need_no_blank_lines() -> None:
    """Those of number signs stand anywhere, however many there are."""
    assert [kind for _, _, kind in blocks_of("# A\n## B\nThe tenant pays.\n## C\nHe does.\n# D")] == [
        "heading",
        "heading",
        "paragraph",
        "heading",
        "paragraph",
        "heading",
    ]
    assert len(blocks_of("# A\n" * 20_000)) == 20_000


def test_an_empty_text_has_no_blocks() -> None:
    """Nothing is nothing."""
    assert blocks_of("") == []


def test_tildes_under_a_heading_are_no_fence() -> None:
    """A line of them is one only where it stands alone."""
    text = "Rent\n~~~~\n\nThe tenant pays.\n\nHeat\n~~~~\n\nThe landlord heats.\n"
    assert [kind for _, _, kind in blocks_of(text)] == ["heading", "paragraph"] * 2
    assert [kind for _, _, kind in blocks_of("The code:\n\n~~~\na\n\nb\n~~~\n")] == ["paragraph", "code"]


def test_blocks_stand_between_blank_lines() -> None:
    """Each begins with the first line behind blank ones, whatever blanks those hold."""
    rng = random.Random(7)
    for _ in range(500):
        lines = ["Plain words here.", *rng.choices(["Plain words here.", "", " ", "\t ", "\r", "Plain words. " * 20], k=12)]
        text = "\n".join(lines)
        begins = [index for index, line in enumerate(lines) if line.strip() and (not index or not lines[index - 1].strip())]
        places = [sum(len(line) + 1 for line in lines[:index]) for index in begins]
        blocks = blocks_of(text)
        assert {start for start, _, _ in blocks} >= set(places)
        assert [start for start, _, _ in blocks[1:]] == [end for _, end, _ in blocks[:-1]]
        assert (blocks[0][0], blocks[-1][1]) == (0, len(text))
        if max(map(len, lines)) < 40:
            assert [start for start, _, _ in blocks] == places
