"""Lists of retrieved documents."""

from __future__ import annotations

import pytest

from headroom.detection import detect
from headroom.detection.documents import holds_documents

WORDS = "A paragraph of words that somebody wrote about the matter at hand, and that goes on for a while.\n" * 4
LISTS = {
    "heading": "## [{n}] Title {n}\n<https://example.com/{n}>\n\n" + WORDS,
    "bracket": "[{n}] Title {n}\nhttps://example.com/{n}\n" + WORDS,
    "number": "{n}. Title {n}\n   URL: https://example.com/{n}\n" + WORDS,
    "word": "Document {n}: Title\n" + WORDS,
    "result": "Result {n}\nTitle: Title\n" + WORDS,
    "tag": '<document index="{n}">\n<source>a/{n}.md</source>\n' + WORDS + "</document>\n",
    "ruled": "--- Document {n} ---\n" + WORDS,
    "source": "[Source {n}] report-{n}.pdf\n" + WORDS,
}


def listed(pattern: str, *, first: int = 1, total: int = 4, before: str = "") -> str:
    """A list of documents."""
    return before + "".join(pattern.replace("{n}", str(number)) for number in range(first, first + total))


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("before", ["", "Found 4 documents:\n\n"])
@pytest.mark.parametrize("first", [0, 1])
def test_lists_are_seen(name: str, before: str, first: int) -> None:
    """In every common way to write them, counted from nought or from one."""
    text = listed(LISTS[name], first=first, before=before)
    assert holds_documents(text)
    assert (detect(text).kind, detect(text).format) == ("search", "results")


@pytest.mark.parametrize(
    "text",
    [
        "",
        WORDS,
        "1. Buy milk.\n2. Buy bread.\n3. Go home.\n" + WORDS,
        "## [1.0.0](https://example.com/1)\n" + WORDS + "## [2.0.0](https://example.com/2)\n" + WORDS,
        "[1] He said so himself.\n" + WORDS,
        "[1] He said so himself.\n[2] And so did she.\n" + WORDS,
        "1 passed, 2 failed\n2 passed, 3 failed\n",
        "Hit:1 http://example.com stable\nHit:2 http://example.com testing\nHit:3 http://example.com old\n",
        "result 1 of 3\nresult 2 of 3\nresult 3 of 3\n",
        "Step 1: look at https://example.com/\nStep 2: look at https://example.com/\n" + WORDS,
    ],
    ids=["nothing", "prose", "steps", "changelog", "one", "notes", "totals", "apt", "progress", "tutorial"],
)
def test_other_numbers_are_none(text: str) -> None:
    """Steps, versions, foot notes and totals are numbered, too."""
    assert not holds_documents(text)
