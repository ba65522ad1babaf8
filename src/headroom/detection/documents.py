"""Whether a text is a list of documents that were retrieved: ranked, each below its heading or its source."""

from __future__ import annotations

import re

__all__ = ["holds_documents"]

_OPENING = 600
"""Chosen: characters in which the first document begins; a tool may say before it how many there are."""
_NEAR = 400
"""Chosen: characters of a document in which its source is looked for."""
_FIRST = re.compile(
    r"\n(?P<lead>[ \t#*>=\[(-]{0,8}"
    r"(?P<word><?(?:search )?(?:result|document|doc|source|passage|chunk|snippet|item|reference)[ \t#:_-]{0,3}"
    r"(?:(?:index|id|rank|number)=)?)?[\[(\"']?)(?P<rank>[01])(?P<tail>[\])\"'](?=\W)|[.:](?=\s)|(?=\s))",
    re.IGNORECASE,
)
"""How a list begins, behind a line feed, which is searched for at the speed of memory."""
_SOURCE = re.compile(r"https?://|^\W{0,4}(?:url|source|link|file|path|href)\W{1,6}\S", re.MULTILINE | re.IGNORECASE)
_DOCUMENTS = 2
"""Documents of which a list has more than one, where a word or a bracket says what the numbers are."""
_BARE = 3
"""Documents that it takes where the numbers alone might be those of a list of steps."""


def holds_documents(text: str) -> bool:
    """Whether a text is such a list: numbers that rise from the first line on, each with a source or the word for it.

    Cost: bounded at the beginning of the text; a search through it for each of three documents.
    """
    first = _FIRST.search(f"\n{text[:_OPENING]}")
    if first is None or (not first["tail"] and not first["word"]):
        return False
    wanted = _DOCUMENTS if first["word"] or any(mark in first["lead"] for mark in "[(#") else _BARE
    start = first.start()
    for rank in range(int(first["rank"]) + 1, int(first["rank"]) + wanted + 1):
        following = text.find(f"\n{first['lead']}{rank}{first['tail']}", start)
        end = following if following >= 0 else len(text)
        said = text[start : min(end, start + _NEAR)]
        if not (_SOURCE.search(said) or (first["word"] and said.count("\n") > 1)):
            return False
        if following < 0:
            return rank == int(first["rank"]) + wanted
        start = following + 1
    return True
