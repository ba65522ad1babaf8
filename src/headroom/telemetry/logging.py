"""Log lines, written by structlog into the standard library's loggers of the same names.

Nothing is configured globally: who wants to see the lines configures `logging` as ever. A line holds names, numbers and hashes,
and no text that a user, a model or a tool wrote. A line that nobody wants costs the question whether somebody does.
"""

from __future__ import annotations

import inspect
import logging
import re
import traceback
from collections.abc import Iterable, Mapping, MutableMapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, cast

import msgspec

from headroom.config.effective import shown
from headroom.measures.requests import RequestMetrics
from headroom.messages import Decision, Report

if TYPE_CHECKING:
    import structlog

__all__ = [
    "Log",
    "decisions_applied",
    "extension_failed",
    "get_logger",
    "hook_failed",
    "nothing_is_learned",
    "pipeline_complete",
    "preparing_failed",
    "request_fell_back",
    "request_logged",
    "store_degraded",
    "store_set_aside",
]

_OMITTED = re.compile(r"(?:^|[;,(] ?)(\d+) of (\d+) ([a-z]+) omitted")
"""How decisions say what is missing."""
_STEPS_TOLD = 4
"""Of the way to where something raised, the last first. Chosen: a line on a screen."""
_TRANSFORMS = "headroom.transforms"
_ITEMS = ("smart_crusher", "SmartCrusher")
_NAMES = {
    "json": _ITEMS,
    "table": _ITEMS,
    "log": ("log_compressor", "LogCompressor"),
    "build": ("log_compressor", "LogCompressor"),
    "traceback": ("log_compressor", "LogCompressor"),
    "search": ("search_compressor", "SearchCompressor"),
    "listing": ("search_compressor", "SearchCompressor"),
    "diff": ("diff_compressor", "DiffCompressor"),
    "code": ("code_compressor", "CodeCompressor"),
    "markup": ("markup_compressor", "MarkupCompressor"),
    "config": ("config_compressor", "ConfigCompressor"),
    "prose": ("prose_compressor", "ProseCompressor"),
}
"""By the kind of content: the logger below `headroom.transforms`, and the name in the line, as in the configuration."""
_STRATEGIES = (("high score", "top_n"), ("level shift", "time_series"), ("near in meaning", "semantic"))
"""What a selection of rows is called, by the first of these reasons for keeping one that it names; otherwise `sample`."""
_ONCE: dict[str, object] = {}
"""What is said once in a process, by whoever came first."""


class Log:
    """A logger of a name: a level that nobody listens to costs one question."""

    __slots__ = ("_stdlib", "name")

    def __init__(self, name: str) -> None:
        self.name = name
        self._stdlib = logging.getLogger(name)

    def debug(self, event: str, **values: object) -> None:
        """Say what helps to find a fault."""
        self._tell(logging.DEBUG, event, values)

    def info(self, event: str, **values: object) -> None:
        """Say what was done."""
        self._tell(logging.INFO, event, values)

    def warning(self, event: str, **values: object) -> None:
        """Say what somebody should look at."""
        self._tell(logging.WARNING, event, values)

    @property
    def tells_info(self) -> bool:
        """Whether somebody wants to know what was done, so that a line may be made at all."""
        return self._stdlib.isEnabledFor(logging.INFO)

    @property
    def tells_debug(self) -> bool:
        """The same of what helps to find a fault."""
        return self._stdlib.isEnabledFor(logging.DEBUG)

    def _tell(self, level: int, event: str, values: Mapping[str, object]) -> None:
        if self._stdlib.isEnabledFor(level):
            # Structlog only makes the line, so that nothing of it stands between the record and the place that told it.
            line = _writer().info(event, **values)
            self._stdlib.log(level, line, stacklevel=_steps_out())


@lru_cache(maxsize=64)
def get_logger(name: str) -> Log:
    """The logger of that name, the same one each time."""
    return Log(name)


def pipeline_complete(before: int, after: int) -> None:
    """Say what a run saved, in tokens."""
    log = get_logger(f"{_TRANSFORMS}.pipeline")
    if log.tells_info:
        share = (before - after) / before if before else 0.0
        line = f"Pipeline complete: {before} -> {after} tokens (saved {before - after}, {share:.1%} reduction)"
        log.info(line)


def decisions_applied(report: Report) -> None:
    """Say of each text that became shorter what was done to it."""
    if not get_logger(_TRANSFORMS).tells_info and not any(get_logger(name).tells_info for name in _loggers()):
        return
    for decision in report.final.values():
        if decision.action == "compressed":
            _applied(decision)


def store_degraded(url: str, kind: str) -> None:
    """Say that what should be kept in a store is kept in memory, and which kind of trouble it has."""
    get_logger("headroom.stores").warning("Store cannot be used; keeping in memory", store=shown(url), trouble=kind)


def store_set_aside(url: str, place: str) -> None:
    """Say where a damaged file is now; nothing else is wrong."""
    event = "Damaged store moved aside; a new one begun"
    get_logger("headroom.stores").warning(event, store=shown(url), moved_to=place)


def request_fell_back(reason: str, request_id: str = "") -> None:
    """Say that a request went out otherwise than planned. `reason` is of our words alone."""
    get_logger("headroom.client").warning("Request sent otherwise than planned", reason=reason, request_id=request_id)


def nothing_is_learned(fields: Iterable[str]) -> None:
    """Say once in a process that settings for learned hints change nothing."""
    named = ", ".join(fields)
    mine = object()
    # One step: of several threads, one says it.
    if named and _ONCE.setdefault("learning", mine) is mine:
        get_logger("headroom.client").info("Nothing is learned yet, so these settings change nothing", settings=named)


def extension_failed(name: str, stage: str, error: BaseException) -> None:
    """Say that an extension failed. Of what it raised only the type: its words may hold a user's."""
    get_logger("headroom.pipeline.extensions").warning(
        "Extension failed", extension=name, stage=str(stage), error=type(error).__name__
    )


def hook_failed(owner: str, hook: str, error: str) -> None:
    """Say that a hook failed, and with which kind of error, but none of its words: they may hold a user's."""
    get_logger("headroom.pipeline.extensions").warning("Hook failed", extension=owner, hook=hook, error=error)


def preparing_failed(error: BaseException) -> None:
    """Say where in our code something raised that must not: types and lines, never its words."""
    log = get_logger("headroom.client")
    if log.tells_debug:
        steps = traceback.extract_tb(error.__traceback__)[-_STEPS_TOLD:]
        way = " < ".join(f"{step.name}:{step.lineno}" for step in reversed(steps))
        log.debug("Preparing failed", error=type(error).__name__, way=way)


def request_logged(metrics: RequestMetrics) -> None:
    """Say what is known of a request, field by field."""
    log = get_logger("headroom.client")
    if log.tells_debug:
        values = {name: value for name, value in msgspec.structs.asdict(metrics).items() if _says_something(value)}
        values["bill"] = "/".join(f"{value}" for value in msgspec.structs.astuple(metrics.bill)[:-1])
        values.pop("tenant", None)
        log.debug("Request done", **values)


def _says_something(value: object) -> bool:
    return value not in (None, "", 0, 0.0, False) and value not in ([], {})


def _applied(decision: Decision) -> None:
    module, name = _NAMES.get(decision.kind, (decision.step, decision.step))
    log = get_logger(f"{_TRANSFORMS}.{module}")
    if log.tells_info:
        line = f"{name} applied{_what(decision, name)}"
        log.info(line)


def _what(decision: Decision, name: str) -> str:
    """What was done, in numbers and words of ours."""
    missing = [(int(found[1]), int(found[2]), found[3]) for found in _OMITTED.finditer(decision.reason)]
    if len({unit for _, _, unit in missing}) != 1:
        lossless = "" if decision.original else " lossless strategy"
        return f"{lossless}: {decision.chars_before} -> {decision.chars_after} characters"
    total = sum(of for _, of, _ in missing)
    kept = total - sum(omitted for omitted, _, _ in missing)
    if name == _ITEMS[1]:
        strategy = next((strategy for words, strategy in _STRATEGIES if words in decision.reason), "sample")
        return f" {strategy} strategy: kept {kept} of {total} items"
    return f": kept {kept} of {total} {missing[0][2]}"


def _loggers() -> Iterable[str]:
    return (f"{_TRANSFORMS}.{module}" for module, _ in _NAMES.values())


def _steps_out() -> int:
    """How many steps up the first caller outside this module is, as `logging` counts from who asks for this."""
    frame, steps = inspect.currentframe(), 0
    while frame is not None and frame.f_globals.get("__name__") == __name__:
        frame, steps = frame.f_back, steps + 1
    return steps


@cache
def _writer() -> structlog.stdlib.BoundLogger:
    """Makes an event and its values a line, which it returns."""
    import structlog  # noqa: PLC0415  takes long to import, and most processes log nothing

    return cast(
        "structlog.stdlib.BoundLogger",
        structlog.wrap_logger(
            structlog.ReturnLogger(),
            processors=[_rendered],
            wrapper_class=structlog.stdlib.BoundLogger,
            context_class=dict,
            cache_logger_on_first_use=True,
        ).bind(),
    )


def _rendered(_logger: object, _method: str, values: MutableMapping[str, object]) -> tuple[tuple[str], dict[str, object]]:
    """The event, and what else there is as `key=value`."""
    event = str(values.pop("event", ""))
    pairs = (f"{key}={_plain(value)}" for key, value in values.items() if value != "")
    # A line is all there is to it: no format string of ours holds anything to be filled in.
    return (" ".join((event, *pairs)),), {}


def _plain(value: object) -> str:
    words = str(value)
    return repr(words) if not words or any(not char.isprintable() or char in ' "=' for char in words) else words
