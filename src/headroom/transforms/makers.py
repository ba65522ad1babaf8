"""The transforms as the settings want them; None where the settings do not ask for one."""

from __future__ import annotations

import msgspec

from headroom.config import Settings, WindowSettings
from headroom.transforms.cache_aligner import CacheAligner
from headroom.transforms.duplicates import Duplicates
from headroom.transforms.file_access import READ_TOOLS
from headroom.transforms.gated import Gated
from headroom.transforms.outlined_reads import OutlinedReads
from headroom.transforms.repeated_passages import RepeatedPassages
from headroom.transforms.rolling_window import RollingWindow
from headroom.transforms.stale_reads import StaleReads

__all__ = ["aligner", "duplicates", "outlined_reads", "repeated_passages", "stale_reads", "window"]


def aligner(settings: Settings) -> CacheAligner | None:
    """What looks after the system prompt, if that is turned on."""
    return None if settings.aligner is None else CacheAligner(**msgspec.structs.asdict(settings.aligner))


def outlined_reads(settings: Settings) -> OutlinedReads | None:
    """What shows an outline of a file that is read for the first time, if that is asked for and something may be left out."""
    if not settings.intercept_tool_results or settings.router.lossless_only or not settings.router.enabled:
        return None
    return OutlinedReads(
        keep_turns=settings.keep_turns,
        whole_tools=_protected(settings),
        code=settings.code,
        kept_tags=settings.router.kept_tags,
    )


def duplicates(settings: Settings) -> Duplicates | None:
    """What points back to texts that were said before, if results may be touched and markers left."""
    if settings.router.lossless_only or not settings.router.enabled:
        return None
    return Duplicates(keep_turns=settings.keep_turns, excluded_tools=_whole(settings), retrieval=settings.router.retrieval)


def repeated_passages(settings: Settings) -> RepeatedPassages | None:
    """What points back to lines that were said before, if results may be touched and markers left."""
    if settings.router.lossless_only or not settings.router.enabled:
        return None
    return RepeatedPassages(
        keep_turns=settings.keep_turns, excluded_tools=_whole(settings), retrieval=settings.router.retrieval
    )


def stale_reads(settings: Settings) -> Gated | None:
    """What lets go of outdated reads once the window is full; nothing without a window."""
    if settings.window is None:
        return None
    step = StaleReads(keep_turns=_kept_turns(settings, settings.window), retrieval=settings.router.retrieval)
    return Gated(step, settings.window.limit_tokens)


def window(settings: Settings) -> RollingWindow | None:
    """What makes the conversation fit, if there is a limit."""
    if settings.window is None:
        return None
    return RollingWindow(
        limit_tokens=settings.window.limit_tokens,
        keep_turns=_kept_turns(settings, settings.window),
        retrieval=settings.router.retrieval,
    )


def _whole(settings: Settings) -> tuple[str, ...]:
    """The tools in whose results nothing may be missing."""
    # Of two reads of a file, the second must show it.
    intercepted = READ_TOOLS if settings.intercept_tool_results else ()
    return (*settings.excluded_tools, *_protected(settings), *intercepted)


def _protected(settings: Settings) -> tuple[str, ...]:
    """The tools that the caller named himself."""
    return (*settings.protected_tools, *(profile.tool for profile in settings.profiles if profile.skip_compression))


def _kept_turns(settings: Settings, window: WindowSettings) -> int:
    """How many of the last turns stay as they are, whoever asked for it."""
    return max(settings.keep_turns, window.keep_last_turns)
