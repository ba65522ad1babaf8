"""Law 5, as far as it can be told cheaply: no text takes more bytes than before.

Tokens are what the law is about; transforms decide by samples of exact counts, and the property tests count whole texts. This
verdict is the last net: a text that grew in UTF-8 has not been compressed.
"""

from __future__ import annotations

from collections.abc import Iterator

from headroom.safety.changes import Changes
from headroom.safety.roles import PROMPT_ROLES
from headroom.safety.verdict import Verdict

__all__ = ["never_larger"]

_MOST_BYTES_A_CHARACTER = 4


def never_larger(changes: Changes, *, may_edit_prompt: bool = False) -> Iterator[Verdict]:
    """A verdict for each text that takes more UTF-8 bytes than before.

    A system prompt that may be edited gains a separator and is not judged.

    Cost: a text that is not ASCII is encoded only where the lengths leave it open.
    """
    for part in changes.parts:
        if may_edit_prompt and changes.before.messages[part.message].role in PROMPT_ROLES:
            continue
        for old, new in part.texts:
            # A character takes one to four bytes: most pairs are told apart without encoding either.
            if len(new) * _MOST_BYTES_A_CHARACTER <= len(old):
                continue
            after = _utf8_bytes(new)
            if after > len(old) and after > (before := _utf8_bytes(old)):
                yield Verdict(
                    law=5,
                    rule="utf8-bytes",
                    message=part.message,
                    why=f"part {part.part} grew from {before:,} to {after:,} bytes",
                )


def _utf8_bytes(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))
