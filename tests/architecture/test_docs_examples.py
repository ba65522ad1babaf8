"""The examples of README and docs run, and print what the pages show."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.architecture.documents import PAGES, blocks, same_output, shown

WITH_EXAMPLES = [page for page in PAGES if any(block.language in {"python", "console"} for block in blocks(page))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_examples_print_what_is_shown(page: Path, tmp_path: Path) -> None:
    """The blocks of a page run in order, as one session in an empty directory, and their outputs are those of the page."""
    differing = [
        f"{page.name}:{block.line} shows\n{block.text}\nbut it is\n{printed}"
        for block, printed in shown(page, tmp_path)
        if not same_output(block.text, printed)
    ]
    assert not differing, "\n".join(["python -m tools.fill_examples writes what is printed into the pages", *differing])


def test_there_are_examples() -> None:
    """The rule above has something to run on."""
    assert len(WITH_EXAMPLES) >= 4
