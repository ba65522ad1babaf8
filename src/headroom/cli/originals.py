"""The file that originals are kept in: one JSON object, text by hash.

Nothing here forgets: writing merges with what the file holds.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from headroom.cli.files import CannotDo, exclusive, replace_file, shown
from headroom.messages import original_of

__all__ = ["MIN_PREFIX", "find_original", "load_originals", "save_originals"]

MIN_PREFIX = 8
"""Fewest hex digits that name an original; 32 bits tell apart what one file holds."""

HASH_DIGITS = 24


def load_originals(name: str) -> dict[str, str]:
    """The originals in the file by hash.

    Raises: CannotDo when it cannot be read or holds something else.
    """
    try:
        value = json.loads(Path(name).read_bytes())
    except OSError as error:
        raise CannotDo(f"cannot read {shown(name)}: {error.strerror or error}") from error
    except (ValueError, RecursionError) as error:
        raise CannotDo(f"{shown(name)} holds no originals: it is not JSON") from error
    if not isinstance(value, dict) or not all(_is_hash(key) and isinstance(text, str) for key, text in value.items()):
        raise CannotDo(f"{shown(name)} holds no originals: a JSON object of texts by hash was expected")
    return value


def save_originals(name: str, originals: Mapping[str, str]) -> None:
    """The file holding these originals too; made, readable by its owner alone, if it is not there.

    Raises: CannotDo when it cannot be written or holds something else.
    """
    path = Path(name)
    try:
        with exclusive(path.resolve().parent):
            there = path.exists()
            if there and not path.is_file():
                raise CannotDo(f"cannot keep originals in {shown(name)}: it is not a file")
            known = load_originals(name) if there else {}
            merged = {**known, **originals}
            if not there or merged != known:
                # ASCII escapes, because a lone surrogate has no UTF-8 and must come back all the same.
                replace_file(path, json.dumps(merged, indent=0).encode("ascii") + b"\n", new_mode=0o600)
    except (OSError, ValueError) as error:
        raise CannotDo(f"cannot keep originals in {shown(name)}: {getattr(error, 'strerror', None) or error}") from error


def find_original(originals: Mapping[str, str], wanted: str) -> str | None:
    """The text under a hash, or under the only hash that starts so; None if there is none.

    Raises: CannotDo when `wanted` is no hash, names several, or the text is not the one that was kept.
    """
    prefix = wanted.strip().rstrip("….").lower()
    if not MIN_PREFIX <= len(prefix) <= HASH_DIGITS or not _is_hex(prefix):
        raise CannotDo(f"{wanted!r} is no hash: {MIN_PREFIX} to {HASH_DIGITS} hexadecimal digits were expected")
    found = [key for key in originals if key.startswith(prefix)]
    if len(found) > 1:
        raise CannotDo(f"{prefix} is the start of {len(found)} hashes; give more digits")
    if not found:
        return None
    text = originals[found[0]]
    if original_of(text).hash != found[0]:
        raise CannotDo(f"the text kept under {found[0]} was changed since; it no longer has that hash")
    return text


def _is_hash(key: str) -> bool:
    return len(key) == HASH_DIGITS and _is_hex(key)


def _is_hex(digits: str) -> bool:
    return all(digit in "0123456789abcdef" for digit in digits)
