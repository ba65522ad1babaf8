"""Packs OpenAI's published vocabulary files into the package.

    python tools/build_vocabularies.py FILE [FILE ...]

Each FILE is a `.tiktoken` file as OpenAI publishes it, under whatever name; its SHA-256 tells which one it is. The wheel of
litellm carries both under the names of tiktoken's cache (9b5ad71b... and fb374d41...). Packing the same file again gives the
same bytes.
"""

from __future__ import annotations

import hashlib
import lzma
import sys
from pathlib import Path

from headroom.tokens.tiktoken import VOCABULARIES, encoding_of

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "headroom" / "tokens"


def pack(source: Path) -> str:
    """One line on what was written.

    Raises: SystemExit for a file that is none of the published ones.
    """
    ranks = source.read_bytes()
    found = hashlib.sha256(ranks).hexdigest()
    vocabulary = next((known for known in VOCABULARIES.values() if known.sha256 == found), None)
    if vocabulary is None:
        raise SystemExit(f"{source}: SHA-256 {found} is none of the published vocabularies")
    packed = lzma.compress(ranks, lzma.FORMAT_XZ, check=lzma.CHECK_CRC32, preset=9 | lzma.PRESET_EXTREME)
    encoding_of(vocabulary, packed)
    target = PACKAGE / vocabulary.file
    target.write_bytes(packed)
    return f"{vocabulary.name}: {len(ranks):,} bytes packed to {len(packed):,} in {target}"


def main(arguments: list[str]) -> None:
    """Pack every file named."""
    if not arguments:
        raise SystemExit(__doc__)
    for argument in arguments:
        print(pack(Path(argument)))


if __name__ == "__main__":
    main(sys.argv[1:])
