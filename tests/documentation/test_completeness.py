"""Every block is run, each page runs as one session, and no code of the pages was left out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.documentation.running import BLOCKS, Session, names

PAGES = Path(__file__).parents[3] / "shared" / "seeds"
"""The pages themselves, where they lie beside a checkout."""

CODE = re.compile(
    r"from headroom[.\w]* import|import headroom|from (?:openai|anthropic) import"
    r"|(?:\w+ = )?(?:\w+_)?client\.[\w.]+\(|(?:with |\w+ = )?HeadroomClient\(|\w+ = (?:with_memory|\w+Config|\w+Provider)\("
    r"|HeadroomMode\.[A-Z]+ +#|config\.[a-z_.]+ = |print\(|headroom_\w+=[^,]|except \w+Error|for \w+ in metrics"
)
"""How lines of Python begin that are about this product."""
NOT_RUN = {"12_client_memory": "memory is an extra that is still to come; up to the use of it, the block runs"}
DATA = {"02_client_constructor", "21_configuration_models_json"}
"""Blocks that are no programs."""


def test_every_block_is_run() -> None:
    """Each file here is named by a test."""
    tests = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*_page.py"))
    assert [name for name in names() if f'"{name}"' not in tests] == []


@pytest.mark.parametrize("page", ["client", "configuration", "package"])
def test_page_runs_from_top_to_bottom(page: str, session: Session) -> None:
    """All blocks run in order in one namespace, as a reader would type them; OpenAI's client stays the one that blocks use."""
    for name in names():
        if f"_{page}_" not in name or name in DATA | NOT_RUN.keys():
            continue
        client = session.names.get("client")
        config = session.names["config"]
        session.run(name)
        if "OpenAI" not in type(getattr(session.names.get("client"), "_original", None)).__name__:
            session.names["client"] = client
        if type(session.names["config"]).__name__ != "HeadroomConfig":
            session.names["config"] = config
    assert session.sent


@pytest.mark.skipif(not PAGES.is_dir(), reason="the pages are not beside this checkout")
def test_no_code_of_the_pages_is_left_out() -> None:
    """Each line of Python on the pages is in a block."""
    kept = {line.strip() for path in BLOCKS.glob("*.txt") for line in path.read_text(encoding="utf-8").splitlines()}
    lines = [line.strip() for page in sorted(PAGES.glob("*.txt")) for line in page.read_text(encoding="utf-8").splitlines()]
    code = [line for line in lines if CODE.match(line)]
    assert len(code) > 80
    assert [line for line in code if line not in kept] == []
