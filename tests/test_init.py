"""What `import headroom` offers, and what it does not load."""

from __future__ import annotations

import ast
import importlib.metadata
import inspect
import json
import subprocess
import sys
from pathlib import Path

import pytest

import headroom

HEAVY = ("tiktoken", "click", "rich", "structlog", "anyio", "asyncio", "msgspec", "returns", "openai", "anthropic")


def loaded_after(statement: str) -> set[str]:
    """The modules that a fresh interpreter has loaded after a statement."""
    code = (
        f"import sys\nbefore = set(sys.modules)\n{statement}\nimport json\nprint(json.dumps(sorted(set(sys.modules) - before)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout))


def test_importing_loads_nothing_else() -> None:
    """No library and no room of ours is loaded before a name is used."""
    loaded = loaded_after("import headroom")
    assert not loaded & set(HEAVY)
    assert {name for name in loaded if name.startswith("headroom")} == {"headroom"}


@pytest.mark.parametrize("name", ["compress", "SmartCrusher", "Pipeline", "HeadroomConfig"])
def test_the_pure_centre_loads_no_event_loop(name: str) -> None:
    """Compressing needs neither a tokenizer nor an event loop nor a terminal."""
    loaded = loaded_after(f"from headroom import {name}")
    assert not loaded & {"tiktoken", "click", "rich", "structlog", "anyio", "asyncio"}


@pytest.mark.parametrize("room", ["measures", "stores", "telemetry.logging"])
def test_keeping_account_loads_no_compressor(room: str) -> None:
    """Nor any transform: figures, rows and log lines are wanted where nothing is compressed."""
    loaded = loaded_after(f"import headroom.{room}")
    assert {name for name in loaded if name.startswith(("headroom.compressors", "headroom.transforms"))} == set()


def test_compressing_loads_no_tokenizer() -> None:
    """The vocabulary is loaded when figures are asked for, not before."""
    statement = "import headroom\nheadroom.compress([{'role': 'user', 'content': 'hi'}], environ={})"
    assert "tiktoken" not in loaded_after(statement)


def test_every_name_is_there_and_documented() -> None:
    """Each exported name resolves, and each class and function says what it is."""
    for name in headroom.__all__:
        value = getattr(headroom, name)
        if inspect.isclass(value) or inspect.isfunction(value):
            assert inspect.getdoc(value), name


def test_a_star_import_brings_all_of_them() -> None:
    """`from headroom import *` gives exactly the exported names."""
    names: dict[str, object] = {}
    exec("from headroom import *", names)  # noqa: S102 - a star import is only allowed at module level
    assert set(names) - {"__builtins__"} == set(headroom.__all__)


def test_type_checkers_see_the_same_names() -> None:
    """What is imported for type checkers is what is exported."""
    tree = ast.parse(Path(inspect.getfile(headroom)).read_text(encoding="utf-8"))
    guarded = [node for node in tree.body if isinstance(node, ast.If)]
    imports = [node for node in ast.walk(guarded[0]) if isinstance(node, ast.ImportFrom)]
    ours = {
        alias.name: node.module
        for node in imports
        if node.module and node.module.startswith("headroom")
        for alias in node.names
    }
    assert set(ours) == set(headroom.__all__) - {"__version__", "with_memory"}


def test_dir_lists_the_names() -> None:
    """Completion in a shell shows what there is."""
    assert dir(headroom) == sorted(headroom.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    """A misspelt name fails as it does in any module."""
    with pytest.raises(AttributeError, match="compres"):
        _ = headroom.compres  # type: ignore[attr-defined]


def test_the_version_is_that_of_the_distribution() -> None:
    """There is one place that states it."""
    assert headroom.__version__ == importlib.metadata.version("headroom")


def test_errors_are_those_of_their_room() -> None:
    """A name from here and from its home are one object."""
    from headroom.errors import ConfigurationError  # noqa: PLC0415 - the second way in is what is tested

    assert headroom.ConfigurationError is ConfigurationError
