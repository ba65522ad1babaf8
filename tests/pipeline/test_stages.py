"""The stages of a request."""

from __future__ import annotations

import subprocess
import sys

import headroom.pipeline
from headroom.pipeline.stages import CANONICAL_PIPELINE_STAGES, PipelineEvent, PipelineStage


def test_stages_have_their_order_and_their_words() -> None:
    """The eleven documented ones, and what became of the request."""
    assert " ".join(CANONICAL_PIPELINE_STAGES) == (
        "setup pre_start post_start input_received input_cached input_routed input_compressed input_remembered pre_send "
        "post_send response_received outcome_observed"
    )
    assert all(stage.name == stage.value.upper() for stage in PipelineStage)


def test_an_event_is_changed_by_making_another() -> None:
    """The one that others hold stays."""
    event = PipelineEvent(stage=PipelineStage.PRE_SEND, model="m", messages=[1])
    other = event.with_changes(messages=[2])
    assert (event.messages, other.messages, other.model, other.stage) == ([1], [2], "m", event.stage)


def test_the_documented_import_works_and_is_light() -> None:
    """It loads no event loop, no tokenizer and no package metadata."""
    assert headroom.pipeline.PipelineStage is PipelineStage
    heavy = {"anyio", "tiktoken", "importlib.metadata", "structlog"}
    code = f"import headroom.pipeline, sys; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
