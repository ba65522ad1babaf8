"""The cases of a corpus: real conversations, each with the strings that must survive.

A corpus is a directory of gzip-compressed JSON-lines files, one file a kind, one case a line.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

__all__ = ["IN_TREE", "Case", "Conversation", "default_corpus", "fresh", "load", "slices_of"]

IN_TREE = Path(__file__).parent / "corpus"
"""The small part that ships with the project."""

_NOT_RECORDS = frozenset({"csv", "tsv", "yaml", "xml"})

Messages = list[dict[str, object]]


class Conversation(msgspec.Struct, frozen=True, kw_only=True):
    """What a request shows the model, as its provider's JSON spells it."""

    messages: Messages
    format: str
    model: str
    system: str | list[dict[str, object]] | None = None


class Case(Conversation, frozen=True, kw_only=True):
    """One conversation and what a compression of it must keep."""

    id: str
    kind: str
    subkind: str = ""
    source: str = ""
    license: str = ""
    query: str | None = None
    must_keep: tuple[str, ...] = ()
    """Strings of the decoded texts that are needed to answer."""
    traits: tuple[str, ...] = ()
    irregular: bool = False
    """Structurally invalid on purpose: has to survive, is not judged as a valid conversation."""
    line: bytes = b""
    """The case as the file spells it."""


def default_corpus() -> Path:
    """The full corpus beside the checkout if it is there, else the in-tree part."""
    beside = IN_TREE.parents[2] / "shared" / "corpus"
    return beside if any(beside.glob("*.jsonl.gz")) else IN_TREE


def load(corpus: Path, *, kinds: Sequence[str] = (), ids: Sequence[str] = ()) -> Iterator[Case]:
    """The cases of a directory, by file and line; all kinds and ids unless named.

    Raises: FileNotFoundError where there is no corpus.
    """
    files = sorted(corpus.glob("*.jsonl.gz"))
    if not files:
        raise FileNotFoundError(f"no *.jsonl.gz files in {corpus}")
    decoder = msgspec.json.Decoder(Case)
    for file in files:
        with gzip.open(file) as lines:
            for line in lines:
                case = decoder.decode(line)
                if (not kinds or case.kind in kinds) and (not ids or case.id in ids):
                    yield msgspec.structs.replace(case, line=line)


def fresh(case: Case) -> Conversation:
    """The same conversation in new objects, so that no cached hash and no identity helps."""
    return msgspec.json.decode(case.line, type=Conversation)


def slices_of(case: Case) -> tuple[str, ...]:
    """The rows of the result table that a case counts in."""
    if case.kind == "json" and case.subkind not in _NOT_RECORDS:
        return (case.kind, "json-records")
    return (case.kind,)
