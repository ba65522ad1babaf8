"""All laws that one input and its output decide, asked at once.

The guard calls `verify` after every step, the tests call the laws one by one. Nothing here changes a conversation.
"""

from __future__ import annotations

from headroom.messages import Conversation, Report
from headroom.safety.changes import changes_between
from headroom.safety.originals import originals_named
from headroom.safety.pairing import accepted
from headroom.safety.recency import recent_kept
from headroom.safety.roles import people_unedited
from headroom.safety.size import never_larger
from headroom.safety.verbatim import bytes_unchanged
from headroom.safety.verdict import Verdict

__all__ = ["verify"]


def verify(
    before: Conversation,
    after: Conversation,
    report: Report,
    *,
    may_drop: bool = False,
    may_edit_prompt: bool = False,
    keep_turns: int = 0,
) -> tuple[Verdict, ...]:
    """What a step broke; empty when every law holds.

    `report` is the step's own, addressed by place in `before`. A step that declares that it drops messages passes `may_drop`,
    and in `keep_turns` the number of last turns it promised to leave as they are; a user message may then gain a note of ours.
    One that was asked to move lines of the system prompt passes `may_edit_prompt`. All other laws hold for them, too.

    Cost: linear in what changed; a message that is the same object costs a pointer comparison.
    """
    if before is after:
        return ()
    changes = changes_between(before, after, may_note=may_drop)
    return (
        *accepted(changes),
        *people_unedited(changes, may_edit_prompt=may_edit_prompt),
        *never_larger(changes, may_edit_prompt=may_edit_prompt),
        *originals_named(changes, report),
        *bytes_unchanged(changes, may_drop=may_drop, may_edit_prompt=may_edit_prompt),
        *(recent_kept(changes, keep_turns=keep_turns) if may_drop else ()),
    )
