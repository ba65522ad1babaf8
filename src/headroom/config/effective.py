"""Settings as they hold, each with who said so, to be read and printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import Literal

import msgspec

from headroom.config.overrides import Overrides

__all__ = ["Effective", "Source", "for_request", "leaves", "render", "shown"]

Source = Literal["request", "parameter", "config", "environment", "models.json", "default"]
"""Who said so, the strongest first."""

_PASSWORD = re.compile(r"//[^/:]*:.*", re.DOTALL)
"""Of what stands before the last `@`: a password may hold any sign, and a host that is left out is no harm."""
_USER = re.compile(r"//[^/]*@")
_PARAMETER = re.compile(r"([?&][^=&]*=)[^&]*")
_MOST_ITEMS = 6
"""Items of a list that are told; of longer ones only how many there are. Chosen: a line on a screen."""
_MOST_CHARS = 60
"""Characters of a value in a table; chosen likewise."""


class Effective(msgspec.Struct, frozen=True, kw_only=True):
    """One setting."""

    name: str
    """Its path in `HeadroomConfig`, `ccr.inject_tool` say."""
    value: object
    """A plain value. What has none is told by its name, and of addresses what might be secret is left out."""
    source: Source
    note: str = ""


def leaves(struct: msgspec.Struct, path: str = "") -> Iterator[tuple[str, object]]:
    """Every field by its path; of a mapping, every entry."""
    for name in struct.__struct_fields__:
        value: object = getattr(struct, name)
        if isinstance(value, msgspec.Struct):
            yield from leaves(value, f"{path}{name}.")
        elif isinstance(value, Mapping) and value:
            yield from ((f"{path}{name}.{key}", entry) for key, entry in value.items())
        else:
            yield f"{path}{name}", value


def shown(value: object) -> object:
    """A value fit to be printed, logged and sent: plain, short, without passwords."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str):
        return _without_secrets(value) if "://" in value else value
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, msgspec.Struct):
        return ", ".join(f"{name}={shown(getattr(value, name))!r}" for name in value.__struct_fields__)
    if isinstance(value, Mapping):
        return "{}" if not value else f"{len(value)} entries"
    if isinstance(value, list | tuple):
        return [shown(item) for item in value] if len(value) <= _MOST_ITEMS else f"{len(value)} items"
    return str(getattr(value, "__qualname__", None) or type(value).__qualname__)


def for_request(effective: Iterable[Effective], overrides: Overrides) -> tuple[Effective, ...]:
    """The settings of a request that says something itself."""
    asked: dict[str, object] = {
        "default_mode": overrides.mode,
        "output_buffer_tokens": overrides.output_buffer_tokens,
        "keep_turns": overrides.keep_turns,
        "cache_prefix_tokens": overrides.cache_prefix_tokens,
        "tenant": overrides.tenant or None,
    }
    asked.update((f"tool_profiles.{profile.tool}", profile) for profile in overrides.tool_profiles)
    # Tools are told apart without case.
    said = {
        name.casefold(): Effective(name=name, value=shown(value), source="request")
        for name, value in asked.items()
        if value is not None
    }
    rows = tuple(said.pop(row.name.casefold(), row) for row in effective)
    return (*rows, *said.values())


def render(effective: Iterable[Effective], *, said_only: bool = False) -> str:
    """A table in plain text: name, value, and who said so. `said_only` leaves out what nobody did."""
    rows = [
        (row.name, _cell(row.value), f"{row.source} ({row.note})" if row.note else row.source)
        for row in effective
        if not said_only or row.source != "default"
    ]
    names = max((len(name) for name, _, _ in rows), default=0)
    values = max((len(value) for _, value, _ in rows), default=0)
    return "\n".join(f"{name:<{names}}  {value:<{values}}  {source}" for name, value, source in rows)


def _without_secrets(address: str) -> str:
    scheme, _, rest = address.partition("://")
    # A password may hold any sign. Where one may stand behind a question mark, nothing tells it from what is no secret.
    if "@" in rest.partition("?")[2]:
        return f"{scheme}://***"
    before, at, behind = address.rpartition("@")
    told = f"{_PASSWORD.sub('//***', before)}{at}{behind}"
    return _PARAMETER.sub(r"\1***", _USER.sub("//***@", told))


def _cell(value: object) -> str:
    words = (value if isinstance(value, str) else repr(value)).replace("\n", "\\n")
    return words if len(words) <= _MOST_CHARS else f"{words[: _MOST_CHARS - 1]}…"
