"""Questions one asks of a wire value, whatever it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

__all__ = ["is_deeper", "plain"]


def plain(value: object) -> Mapping[str, object] | None:
    """The fields of a wire object, or None for what is no object.

    A mapping is returned as it is; an SDK object (anything with `model_dump`) as the dict that its SDK would send.
    """
    if type(value) is dict:
        return value
    if isinstance(value, (str, int, float, list, tuple, type(None))):
        return None
    if isinstance(value, Mapping):
        return value
    dump = getattr(value, "model_dump", None)
    if not callable(dump) or isinstance(value, type):
        return None
    try:
        fields = _dumped(value, dump)
    except (AttributeError, RecursionError, TypeError, ValueError):
        return None
    return fields if isinstance(fields, dict) else None


def _dumped(value: object, dump: Callable[..., object]) -> object:
    try:
        # As the SDKs send their own objects: without what was never set, and without what they parsed out of the text.
        hidden = getattr(value, "__api_exclude__", None)
        return dump(exclude_unset=True, mode="json", by_alias=True, warnings=False, exclude=hidden)
    except TypeError:
        return dump()


def is_deeper(value: object, limit: int) -> bool:
    """Whether lists and dicts are nested in more levels than that.

    Cost: linear; goes down first, so that a value that contains itself ends at the limit.
    """
    open_levels: list[Iterator[object]] = [iter((value,))]
    while open_levels:
        for item in open_levels[-1]:
            if isinstance(item, dict):
                open_levels.append(iter(item.values()))
                break
            if isinstance(item, (list, tuple)):
                open_levels.append(iter(item))
                break
        else:
            open_levels.pop()
            continue
        if len(open_levels) > limit + 1:
            return True
    return False
