"""What `headroom compress` does before anything is written: one body in, the outcome or one clear line out."""

from __future__ import annotations

from collections.abc import Callable

from returns.result import Failure

from headroom.cli.files import CannotDo, readable_size
from headroom.config import HeadroomConfig
from headroom.errors import ConfigurationError
from headroom.pipeline.entry import compress_body
from headroom.pipeline.result import CompressedBody

__all__ = ["compressed"]


def compressed(
    body: bytes,
    *,
    name: str,
    model: str | None,
    preset: str,
    config: HeadroomConfig,
    say: Callable[[str], None],
) -> CompressedBody:
    """The outcome for a conversation or request body, its tokens counted.

    `name` is what messages call the input; `say` is told each stage.
    Raises: CannotDo when it holds no conversation, or the settings contradict each other.
    """
    say(f"compressing {readable_size(len(body))}")
    try:
        result = compress_body(body, model or None, preset=preset, config=config)
    except ConfigurationError as error:
        raise CannotDo(error.message) from error
    if isinstance(result, Failure):
        problem = result.failure()
        raise CannotDo(f"{name} is no conversation: {f'{problem.where}: ' if problem.where else ''}{problem.why}")
    outcome = result.unwrap()
    # Counted here and kept by the outcome, so that the wait is shown as what it is.
    say("counting tokens")
    _ = outcome.tokens_before, outcome.tokens_saved
    return outcome
