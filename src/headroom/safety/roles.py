"""Law 2: what people, the model and the application said is not rewritten.

Every text outside a tool result counts, whatever the role that says it, and so does the top-level system prompt.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from headroom.messages import Part, Text
from headroom.safety.changes import Changes
from headroom.safety.verdict import Verdict

__all__ = ["PROMPT_ROLES", "people_unedited"]

PROMPT_ROLES = ("system", "developer")
"""Who speaks for the application."""


def people_unedited(changes: Changes, *, may_edit_prompt: bool = False) -> Iterator[Verdict]:
    """A verdict for each message whose spoken text changed.

    A message that is gone altogether is law 8's concern. Of a system prompt that may be edited no word may be missing.
    """
    before, after = changes.before.system, changes.after.system
    if before is not after and not _is_same(_spoken(before), _spoken(after), may_move=may_edit_prompt):
        yield _verdict(-1, "the system prompt was rewritten")
    spoken = {part.message for part in changes.parts if isinstance(part.old, Text)}
    for changed in changes.messages:
        if not changed.shape and changed.index not in spoken:
            continue
        may_move = may_edit_prompt and changed.old.role in PROMPT_ROLES
        if changed.old.parts is not changed.rest and not _is_same(
            _spoken(changed.old.parts), _spoken(changed.rest), may_move=may_move
        ):
            yield _verdict(changed.index, f"text of the {changed.old.role} message was rewritten")


def _is_same(before: list[str], after: list[str], *, may_move: bool) -> bool:
    """Whether the same is said; with `may_move`, in any order, and with words of ours between."""
    if before == after:
        return True
    return may_move and Counter(" ".join(before).split()) <= Counter(" ".join(after).split())


def _spoken(parts: tuple[Part, ...]) -> list[str]:
    return [part.text for part in parts if isinstance(part, Text)]


def _verdict(message: int, why: str) -> Verdict:
    return Verdict(law=2, rule="spoken-text", message=message, why=why)
