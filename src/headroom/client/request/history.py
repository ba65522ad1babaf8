"""Messages that were sent before, sent again as they were.

Pure: what was sent is handed in, and what is to be sent comes back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

import msgspec

from headroom.client.lineages import Sent
from headroom.client.request.prepared import without
from headroom.config.client_settings import PrefixFreezeSettings
from headroom.messages import Conversation, Message, Report, part_text

__all__ = ["HELD", "as_decided", "as_sent"]

HELD = "sent whole"
"""The decision on an original that went out whole once: where its marker could not be relied on."""
_CHARS_PER_TOKEN = 4
"""Chosen: a rough and cheap measure of whether a prefix is long enough for any cache."""


def as_decided(before: Conversation, after: Conversation, report: Report, held: Collection[str]) -> tuple[Conversation, Report]:
    """The conversation with every message whole of which a text was sent whole before.

    `held` are the hashes of such texts.
    """
    if not held or len(before.messages) != len(after.messages):
        return after, report
    whole = frozenset(decision.message for decision in report.decisions if decision.original and decision.original in held)
    if not whole:
        return after, report
    messages = tuple(before.messages[index] if index in whole else message for index, message in enumerate(after.messages))
    return msgspec.structs.replace(after, messages=messages), without(report, whole, "sent whole before")


def as_sent(
    after: Conversation, report: Report, sent: Sent | None, settings: PrefixFreezeSettings, now_s: float
) -> tuple[Conversation, Report]:
    """The conversation with the messages that the provider may have cached as they went out then.

    No-op: for a conversation that was idle too long or is too short to be cached, for messages that the window left out, and
    where sending them anew saves more than the threshold.
    """
    if sent is None or not settings.enabled or now_s - sent.at_s > settings.session_ttl_seconds:
        return after, report
    length = len(sent.after.messages)
    if len(sent.items) != length or len(after.messages) < length:
        return after, report
    then, now = sent.after.messages, after.messages[:length]
    changed = frozenset(index for index in range(length) if then[index] is not now[index] and then[index] != now[index])
    if not changed:
        return after, report
    sent_chars = _chars(then)
    if sent_chars < settings.min_cached_tokens * _CHARS_PER_TOKEN:
        return after, report
    if sent_chars - _chars(now) > settings.force_compress_threshold * sent_chars:
        return after, report
    messages = (*(then[index] if index in changed else now[index] for index in range(length)), *after.messages[length:])
    return (
        msgspec.structs.replace(after, messages=messages),
        without(report, changed, "sent before in another form, which the provider may have cached", also=sent.report.originals),
    )


def _chars(messages: Iterable[Message]) -> int:
    return sum(len(part_text(part)) for message in messages for part in message.parts)
