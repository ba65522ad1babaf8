"""Compressors, transforms and extensions of other packages, found by their entry points.

A package offers one under the group `headroom.compressors` or `headroom.transforms`; what the entry point names is called with
the frozen settings and returns it. Nothing of these is used that the configuration does not name. An extension, under
`headroom.pipeline_extension`, is an object or what returns one; one that is broken is told, never raised.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.metadata import EntryPoint, entry_points
from typing import cast

from headroom.compressors.contract import Compressor
from headroom.config import Settings
from headroom.errors import ConfigurationError, in_a_line
from headroom.pipeline.stages import PipelineExtension
from headroom.transforms.contract import Transform

__all__ = [
    "COMPRESSORS",
    "EXTENSIONS",
    "TRANSFORMS",
    "installed",
    "plugged_compressors",
    "plugged_extensions",
    "plugged_transforms",
]

COMPRESSORS = "headroom.compressors"
"""The entry point group of compressors: `Settings` in, a compressor out."""
TRANSFORMS = "headroom.transforms"
"""The entry point group of transforms: `Settings` in, a transform out."""
EXTENSIONS = "headroom.pipeline_extension"
"""The entry point group of extensions: an object with `on_pipeline_event`, or what returns one when called."""
_BROKEN = (
    *(ArithmeticError, AssertionError, AttributeError, ImportError, LookupError, OSError),
    *(RuntimeError, SyntaxError, TypeError, ValueError),
)
"""What a package raises that is broken or does not go with this version; an interrupt or a full memory is not its fault."""


def installed(group: str) -> tuple[str, ...]:
    """The names that installed packages offer in a group, sorted."""
    return tuple(sorted({point.name for point in entry_points(group=group)}))


def plugged_compressors(settings: Settings) -> tuple[Compressor, ...]:
    """The compressors that the settings name, in that order.

    Raises: ConfigurationError for a name that no installed package offers, for one that cannot be loaded or made, and for what
    is no compressor.
    """
    made = [(name, _made(COMPRESSORS, name, settings)) for name in settings.compressors]
    for name, one in made:
        if isinstance(one, type) or not callable(one) or not isinstance(getattr(one, "kind", None), str):
            raise _refused(COMPRESSORS, name, "is no compressor: it must be callable, with a kind")
    return tuple(cast("Compressor", one) for _, one in made)


def plugged_transforms(settings: Settings) -> tuple[Transform, ...]:
    """The transforms that the settings name, in that order.

    Raises: ConfigurationError for a name that no installed package offers, for one that cannot be loaded or made, and for what
    is no transform.
    """
    made = [(name, _made(TRANSFORMS, name, settings)) for name in settings.transforms]
    for name, one in made:
        if isinstance(one, type) or not callable(one) or not all(hasattr(one, field) for field in ("name", "rewrites_history")):
            raise _refused(TRANSFORMS, name, "is no transform: it must be callable, with a name and rewrites_history")
    return tuple(cast("Transform", one) for _, one in made)


def plugged_extensions(only: tuple[str, ...] | None) -> Iterator[tuple[str, PipelineExtension | ConfigurationError]]:
    """The extensions of installed packages by name, sorted, or why one cannot be had; those named in `only`, or all."""
    points = sorted(entry_points(group=EXTENSIONS), key=lambda point: point.name)
    for point in points:
        if only is None or point.name in only:
            yield point.name, _extension(point)
    offered = {point.name for point in points}
    for name in only or ():
        if name not in offered:
            yield name, _refused(EXTENSIONS, name, "is offered by no installed package")


def _extension(point: EntryPoint) -> PipelineExtension | ConfigurationError:
    try:
        found: object = point.load()
        if isinstance(found, type) or not hasattr(found, "on_pipeline_event"):
            found = cast("Callable[[], object]", found)()
    except _BROKEN as error:
        return _refused(EXTENSIONS, point.name, f"({point.value}) cannot be loaded: {in_a_line(error)}")
    if not callable(getattr(found, "on_pipeline_event", None)):
        return _refused(EXTENSIONS, point.name, f"({point.value}) has no on_pipeline_event")
    return cast("PipelineExtension", found)


def _made(group: str, name: str, settings: Settings) -> object:
    """What the package makes of the settings."""
    point = next(iter(entry_points(group=group, name=name)), None)
    if point is None:
        offered = ", ".join(installed(group)) or "none"
        raise ConfigurationError(
            f"no installed package offers {name!r} in {group}; there are: {offered}", {"field": group.rpartition(".")[2]}
        )
    try:
        make: object = point.load()
    except _BROKEN as error:
        raise _refused(group, name, f"({point.value}) cannot be loaded: {in_a_line(error)}") from error
    if not callable(make):
        raise _refused(group, name, f"({point.value}) cannot be called with the settings")
    try:
        return make(settings)
    except ConfigurationError:
        raise
    except _BROKEN as error:
        raise _refused(group, name, f"({point.value}) cannot be made: {in_a_line(error)}") from error


def _refused(group: str, name: str, why: str) -> ConfigurationError:
    return ConfigurationError(f"{name!r} of {group} {why}", {"field": group.rpartition(".")[2], "name": name})
