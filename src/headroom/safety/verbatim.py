"""Law 8: what was not changed leaves as the very object that came in.

Only texts may change. Roles, ids, failure flags, kinds and order stay, calls and opaque blocks are the same objects, a changed
message still holds the wire value it came as, and a message in which nothing changed is not rebuilt.
"""

from __future__ import annotations

from collections.abc import Iterator

from headroom.messages import Message
from headroom.safety.changes import Changes
from headroom.safety.verdict import Verdict

__all__ = ["bytes_unchanged"]


def bytes_unchanged(changes: Changes, *, may_drop: bool = False, may_edit_prompt: bool = False) -> Iterator[Verdict]:
    """A verdict for everything but a text that is not as it was.

    Both flags are for steps that declare it: whole messages may go then, or the text of the system prompt may change.
    """
    before, after = changes.before, changes.after
    for field, theirs, mine in (
        ("tools", before.tools, after.tools),
        ("system prompt", *((0, 0) if may_edit_prompt else (before.system, after.system))),
        ("model", before.model, after.model),
        ("wire format", before.format, after.format),
    ):
        if theirs is not mine and theirs != mine:
            yield _verdict("request", -1, f"the {field} changed")
    if not may_drop:
        yield from (_verdict("messages", index, "the message is gone") for index in changes.dropped)
    if -1 in changes.places:
        yield from _appeared(changes)
    for changed in changes.messages:
        if changed.shape:
            yield _verdict("shape", changed.index, changed.shape)
        elif not changed.note and _says_the_same(changed.old, changed.new):
            yield _verdict("same-object", changed.index, "the message was rebuilt though nothing in it changed")


def _appeared(changes: Changes) -> Iterator[Verdict]:
    for place, message in zip(changes.places, changes.after.messages, strict=True):
        if place < 0:
            yield _verdict("messages", -1, f"a {message.role} message appeared that was not there")


def _says_the_same(old: Message, new: Message) -> bool:
    # As everywhere in tuples, parts that are the same object are equal; texts of different length differ without being read.
    return old.parts == new.parts


def _verdict(rule: str, message: int, why: str) -> Verdict:
    return Verdict(law=8, rule=rule, message=message, why=why)
