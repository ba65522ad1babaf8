"""What is about to be sent for a request, and why it is as it is."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import msgspec

from headroom.client.request.endpoints import Asked
from headroom.config.client import HeadroomMode
from headroom.messages import Conversation, Original, Report
from headroom.pipeline.composition import Pipeline
from headroom.wire.request_key import Question

__all__ = ["Prepared", "Shortened", "chars_of", "steps_of", "unchanged", "without"]


class Prepared(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """A request ready to go."""

    asked: Asked
    tenant: str
    mode: HeadroomMode
    body: Mapping[str, object]
    headers: Mapping[str, str] = MappingProxyType({})
    """Those that extensions set, beside the caller's."""
    before: Conversation
    """What the caller gave; empty where it could not be read."""
    after: Conversation
    """What the provider is shown of it."""
    report: Report = Report()
    offers_tool: bool = False
    """Whether `body` offers our tool."""
    optimizer: str | None = None
    """The name of what marked `after` for the provider's cache; None where nothing did."""
    fallback: str = ""
    """Why it goes out otherwise than planned; empty when it does not."""
    pipeline: Pipeline | None = None
    """The steps that were run."""
    seen_before: bool = False
    """Whether the request goes on from one that was sent a short while ago."""
    reply: object = None
    """A reply kept from the same request before; then nothing is sent."""
    key: str = ""
    """Under which the reply is to be kept; empty for not at all."""
    question: Question | None = None
    """What it answers, where similar questions may be given the same."""

    @property
    def messages(self) -> object:
        """The messages that are sent, on the wire."""
        field = self.asked.endpoint.messages
        return self.asked.further.get(field, self.body.get(field))


class Shortened(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """What is sent of a conversation."""

    after: Conversation
    report: Report
    is_resumed: bool = False
    """Whether it begins with the very messages that were sent before."""
    is_plain: bool = False
    """Whether it is what the pipeline makes of it, so that a run of what follows can go on from it."""
    fallback: str = ""


_NOTHING = Conversation(messages=())


def unchanged(
    asked: Asked,
    *,
    tenant: str,
    mode: HeadroomMode,
    before: Conversation = _NOTHING,
    fallback: str = "",
    seen_before: bool = False,
) -> Prepared:
    """The request as the caller made it."""
    return Prepared(
        asked=asked,
        tenant=tenant,
        mode=mode,
        body=asked.body,
        before=before,
        after=before,
        fallback=fallback,
        seen_before=seen_before,
    )


def chars_of(conversation: Conversation) -> int:
    """Characters of the tool results, which are the work there is to do."""
    from_results = 0
    for message in conversation.messages:
        for part in message.parts:
            for piece in getattr(part, "content", ()):
                from_results += len(getattr(piece, "text", ""))
    return from_results


def without(report: Report, messages: frozenset[int], reason: str, also: tuple[Original, ...] = ()) -> Report:
    """The report of a conversation in which these messages went out otherwise than it says.

    Their changes count as reverted, and originals that nothing names any more are not in it; `also` are named instead.
    """
    decisions = tuple(
        msgspec.structs.replace(decision, action="reverted", reason=reason, original="", chars_after=decision.chars_before)
        if decision.message in messages and decision.action == "compressed"
        else decision
        for decision in report.decisions
    )
    named = {decision.original for decision in decisions}
    kept = {original.hash: original for original in report.originals if original.hash in named}
    kept.update((original.hash, original) for original in also)
    return Report(decisions=decisions, originals=tuple(kept.values()), warnings=report.warnings)


def steps_of(report: Report) -> list[str]:
    """The steps that changed something, with the kind of content: `content_router:json`, each once."""
    labels = (
        f"{decision.step}:{decision.kind}" if decision.kind else decision.step
        for decision in report.decisions
        if decision.action == "compressed"
    )
    return list(dict.fromkeys(labels))
