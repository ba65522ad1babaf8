"""Law 7: whatever was dropped is named where it stood, and its original comes back with the report.

A step says of each text it changed what it did. Where it says that something is left out, the new text must hold the
original's hash and the report the original itself. Where it says that nothing is, its decoder must prove that; the property
tests do. A text that named an original before may go if what takes its place names the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from headroom.messages import Report, part_text
from headroom.retrieval.marker import find_markers
from headroom.safety.changes import ChangedPart, Changes
from headroom.safety.verdict import Verdict

__all__ = ["originals_named"]


def originals_named(changes: Changes, report: Report) -> Iterator[Verdict]:
    """A verdict for each changed part without a decision or a true original.

    `report` is the step's own: it addresses parts by their place in the conversation before.
    """
    yield from _unredeemed(changes, report)
    if not changes.parts and not changes.dropped:
        return
    decided: dict[tuple[int, int], list[str]] = {}
    for decision in report.decisions:
        if decision.action == "compressed":
            decided.setdefault((decision.message, decision.part), []).append(decision.original)
    originals = report.original_texts
    for part in changes.parts:
        hashes = decided.get((part.message, part.part))
        if hashes is None:
            if part.texts:
                yield _verdict("decided", part, "changed without a decision on record")
        elif any(hashes) and not _is_plainly_named(part, hashes, originals):
            yield from _unnamed(part, hashes, originals)
    if changes.dropped:
        yield from _unnoted(changes, decided, originals)


def _unnoted(changes: Changes, decided: dict[tuple[int, int], list[str]], originals: dict[str, str]) -> Iterator[Verdict]:
    """A verdict for each message that is gone and that no new note stands for."""
    notes = (changed.note for changed in changes.messages)
    named = {marker.hash for note in notes for marker in find_markers(note)} & originals.keys()
    for index in changes.dropped:
        said = [place for place, part in enumerate(changes.before.messages[index].parts) if part_text(part)]
        if not all(named.intersection(decided.get((index, place), ())) for place in said):
            yield Verdict(law=7, rule="gap-named", message=index, why="it is gone, and no note names an original with it in")


def _unredeemed(changes: Changes, report: Report) -> Iterator[Verdict]:
    """A verdict for each message whose new note names no original of the report."""
    for changed in changes.messages:
        if not changed.note:
            continue
        hashes = {marker.hash for marker in find_markers(changed.note)}
        if not hashes or not hashes <= report.original_texts.keys():
            why = "gained a note that names no original which the report carries"
            yield Verdict(law=7, rule="original-kept", message=changed.index, why=why)


def _is_plainly_named(part: ChangedPart, hashes: list[str], originals: dict[str, str]) -> bool:
    # Nearly every result is one text with one decision; the general case below costs several times as much.
    if len(part.texts) != 1 or len(hashes) != 1:
        return False
    old, new = part.texts[0]
    return hashes[0] in new and (originals.get(hashes[0]) == old or _is_named(hashes[0], old))


def _unnamed(part: ChangedPart, hashes: list[str], originals: dict[str, str]) -> Iterator[Verdict]:
    covered: set[int] = set()
    for digest in filter(None, hashes):
        original = originals.get(digest)
        theirs = _handed_on(part, digest) if original is None else _texts_with(part, original)
        if original is None and not theirs:
            yield _verdict("original-kept", part, f"names the original {digest}, which the report does not carry")
        elif not theirs:
            yield _verdict("original-true", part, f"names the original {digest}, which is not the text that stood there")
        elif not any(digest in part.texts[index][1] for index in theirs):
            yield _verdict("original-named", part, f"left something out, and its new text does not name the original {digest}")
        covered.update(theirs)
    if "" not in hashes and len(covered) < len(part.texts):
        yield _verdict("original-kept", part, "changed a text whose original no decision names")


def _texts_with(part: ChangedPart, original: str) -> list[int]:
    """The changed texts of a part that are the original, or all of them where they are so together."""
    theirs = [index for index, (old, _) in enumerate(part.texts) if old == original]
    return theirs if theirs or part_text(part.old) != original else list(range(len(part.texts)))


def _handed_on(part: ChangedPart, digest: str) -> list[int]:
    """The changed texts of a part that named an original before and still do."""
    return [index for index, (old, new) in enumerate(part.texts) if digest in new and _is_named(digest, old)]


def _is_named(digest: str, text: str) -> bool:
    """Whether a text named an original before: all that stood in it is an excerpt of that."""
    return any(marker.hash == digest for marker in find_markers(text))


def _verdict(rule: str, part: ChangedPart, why: str) -> Verdict:
    return Verdict(law=7, rule=rule, message=part.message, why=f"part {part.part} {why}")
