"""What a storage URL says."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from headroom.config.effective import shown
from headroom.errors import ConfigurationError
from headroom.stores.folders import DEFAULT_NAME, default_place

__all__ = ["KNOWN_SCHEMES", "Place", "parse_url"]

KNOWN_SCHEMES = ("sqlite", "jsonl", "memory")
"""Those that need no other package."""


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where things are kept."""

    scheme: str
    url: str
    """As it was given; empty for the default."""
    path: Path | None = None
    """Absolute. None for memory, for the default, which is looked up when it is first used, and for foreign schemes."""

    def written(self) -> str:
        """The URL, also of the default, without what may be secret."""
        return str(shown(self.url)) or f"sqlite:///{default_place()}"

    @property
    def is_shared(self) -> bool:
        """Whether all who name it in a process mean the same one."""
        return self.scheme != "memory"


def parse_url(url: str | None, *, folder: str | None = None, offered: tuple[str, ...] = ()) -> Place:
    """The place that a URL names; `offered` are the schemes of installed packages.

    None is a file in `folder`, or the default place where that is None as well.

    As in SQLAlchemy's URLs, three slashes start a path below the working directory and four an absolute one.

    Raises: ConfigurationError for a scheme that nobody knows, for a file without a name, and for a home that there is not.
    """
    if url is None:
        if folder is None:
            return Place(scheme="sqlite", url="")
        url = _url_below(folder)
    scheme, separator, rest = url.partition("://")
    scheme = scheme.lower()
    if not separator or scheme not in {*KNOWN_SCHEMES, *offered}:
        known = ", ".join(f"{name}://" for name in (*KNOWN_SCHEMES, *offered))
        raise ConfigurationError(f"no storage is known by this URL; known are {known}", {"store_url": shown(url)})
    if scheme == "memory" or (scheme == "sqlite" and rest in ("", "/", "/:memory:")):
        return Place(scheme="memory", url=url)
    if scheme not in KNOWN_SCHEMES:
        return Place(scheme=scheme, url=url)
    if not rest.startswith("/") or not rest[1:] or rest.endswith("/") or "\0" in rest:
        raise ConfigurationError(
            f"write {scheme}:///name for a file in the working directory and {scheme}:////folder/name for any other",
            {"store_url": shown(url)},
        )
    # Made absolute now: the working directory may be another one when the first request comes.
    return Place(scheme=scheme, url=url, path=Path(os.path.abspath(rest[1:])))  # noqa: PTH100  # Links stay unresolved.


def _url_below(folder: str) -> str:
    try:
        path = Path(folder).expanduser()
    except RuntimeError as error:
        raise ConfigurationError("the folder for what is kept is below a home that there is not", {"folder": folder}) from error
    return f"sqlite:///{path.absolute() / DEFAULT_NAME}"
