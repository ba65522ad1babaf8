"""What each step did to one request: the steps run once more, one by one, and counted between."""

from __future__ import annotations

import time

from headroom.client.accounts.figures import Figures, tokens_of
from headroom.client.request.prepared import Prepared
from headroom.measures.requests import DiffArtifact, TransformDiff
from headroom.pipeline.guard import guarded
from headroom.tokens import TokenCounter

__all__ = ["diff_of"]

_MILLISECONDS = 1_000.0


def diff_of(request_id: str, prepared: Prepared, figures: Figures, counter: TokenCounter) -> DiffArtifact:
    """The artifact of a request; without steps where it went out unchanged.

    Cost: the pipeline once more, and a count after each step. Durations are those of this run, in which texts are known.
    """
    steps: list[TransformDiff] = []
    current, tokens = prepared.before, figures.tokens_before
    for step in prepared.pipeline.steps if prepared.pipeline is not None else ():
        started = time.perf_counter()
        after, report = guarded(step, current)
        took = time.perf_counter() - started
        counted = tokens if after is current else tokens_of(after, counter)
        final = report.final.values()
        reasons = dict.fromkeys(decision.reason for decision in final if decision.action == "compressed")
        steps.append(
            TransformDiff(
                transform_name=step.name,
                tokens_before=tokens,
                tokens_after=counted,
                tokens_saved=tokens - counted,
                items_removed=sum(decision.action == "compressed" for decision in final),
                items_kept=sum(decision.action != "compressed" for decision in final),
                details="; ".join(reasons),
                duration_ms=took * _MILLISECONDS,
            )
        )
        current, tokens = after, counted
    return DiffArtifact(
        request_id=request_id,
        original_tokens=figures.tokens_before,
        optimized_tokens=figures.tokens_after,
        total_tokens_saved=figures.tokens_before - figures.tokens_after,
        transforms=steps,
    )
