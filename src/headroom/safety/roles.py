"""Law 2: what people, the model and the application said is not rewritten.

Every text outside a tool result counts, whatever the role that says it, and so does the top-level system prompt.
"""

from __future__ import annotations

from collections.abc import Iterator

from headroom.messages import Part, Text
from headroom.safety.changes import Changes
from headroom.safety.verdict import Verdict

__all__ = ["people_unedited"]


def people_unedited(changes: Changes) -> Iterator[Verdict]:
    """A verdict for each message whose spoken text changed.

    A message that is gone altogether is law 8's concern.
    """
    before, after = changes.before.system, changes.after.system
    if before is not after and _spoken(before) != _spoken(after):
        yield _verdict(-1, "the system prompt was rewritten")
    for changed in changes.messages:
        if changed.old.parts is not changed.new.parts and _spoken(changed.old.parts) != _spoken(changed.new.parts):
            yield _verdict(changed.index, f"text of the {changed.old.role} message was rewritten")


def _spoken(parts: tuple[Part, ...]) -> list[str]:
    return [part.text for part in parts if isinstance(part, Text)]


def _verdict(message: int, why: str) -> Verdict:
    return Verdict(law=2, rule="spoken-text", message=message, why=why)
