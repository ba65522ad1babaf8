"""Writes what the examples of README and docs print into the pages: `python -m tools.fill_examples [PAGE ...]`.

A block that already agrees is left as it is, so `...` for what does not matter stays. Read the difference before keeping it:
the pages say what is printed; whether that is right is for a person to say.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.architecture.documents import PAGES, same_output, shown

__all__ = ["filled", "main"]


def filled(page: Path) -> str:
    """The page with the outputs there really are."""
    text = page.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as directory:
        outputs = [(block, printed) for block, printed in shown(page, Path(directory)) if not same_output(block.text, printed)]
    # From the end, so that the places of earlier blocks stay true.
    for block, printed in reversed(outputs):
        trimmed = "".join(f"{line.rstrip()}\n" for line in printed.strip().splitlines())
        text = text[: block.start] + trimmed + text[block.start + len(block.text) :]
    return text


def main(names: list[str]) -> None:
    """Rewrites the pages whose outputs differ, and names them."""
    for page in [Path(name).resolve() for name in names] or PAGES:
        text = filled(page)
        if text != page.read_text(encoding="utf-8"):
            page.write_text(text, encoding="utf-8")
            print(f"rewritten: {page}")


if __name__ == "__main__":
    main(sys.argv[1:])
