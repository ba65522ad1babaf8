"""The stages that a request goes through, and what is told of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Protocol

import msgspec

__all__ = ["CANONICAL_PIPELINE_STAGES", "PipelineEvent", "PipelineExtension", "PipelineStage"]


class PipelineStage(StrEnum):
    """Where a request is, in the order in which it gets there."""

    SETUP = "setup"
    """A client is being made."""
    PRE_START = "pre_start"
    """A request has come in and its own settings are read."""
    POST_START = "post_start"
    """It is known how the request is treated."""
    INPUT_RECEIVED = "input_received"
    """Messages as the caller gave them; what an extension changes of them is what goes on."""
    INPUT_CACHED = "input_cached"
    """It is known what of the prefix was sent before."""
    INPUT_ROUTED = "input_routed"
    """Each text has been sent to the compressor for what it is."""
    INPUT_COMPRESSED = "input_compressed"
    """Messages as they are after compression."""
    INPUT_REMEMBERED = "input_remembered"
    """Originals are kept, and what else is to be remembered."""
    PRE_SEND = "pre_send"
    """The request as it is about to leave; what an extension changes of messages and headers is sent."""
    POST_SEND = "post_send"
    """The provider has answered, or begun to."""
    RESPONSE_RECEIVED = "response_received"
    """The reply as the caller gets it; of a stream, its end."""
    OUTCOME_OBSERVED = "outcome_observed"
    """What the request took and saved is known."""


CANONICAL_PIPELINE_STAGES: tuple[PipelineStage, ...] = tuple(PipelineStage)
"""The stages in their order."""


class PipelineEvent(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """A request at a stage. What a stage does not know is empty."""

    stage: PipelineStage
    operation: str = ""
    """The call, `chat.completions.create` say."""
    request_id: str = ""
    provider: str = ""
    model: str = ""
    messages: Sequence[object] | None = None
    """In the shape they were given. To change them, return an event with others: these are the caller's own."""
    tools: Sequence[object] | None = None
    headers: Mapping[str, str] | None = None
    """Headers to be sent beside the SDK's own."""
    response: object = None
    """The SDK's own reply."""
    outcome: object = None
    """What the request took and saved."""
    metadata: Mapping[str, object] | None = None
    """What else a stage has to say."""

    def with_changes(self, **changes: object) -> PipelineEvent:
        """The same event with other fields, for an extension to return."""
        return msgspec.structs.replace(self, **changes)


class PipelineExtension(Protocol):
    """Somebody who follows requests."""

    def on_pipeline_event(self, event: PipelineEvent) -> PipelineEvent | None:
        """The event changed, or None to leave it. Called by whichever thread sends the request; it holds the request up."""
        ...
